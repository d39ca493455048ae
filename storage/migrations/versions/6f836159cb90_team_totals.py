"""Goals that a team has as one total.

Revision: 6f836159cb90
After: b03f12f5f6ed
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "6f836159cb90"
down_revision = "b03f12f5f6ed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "team_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column(
            "period",
            sa.Enum(
                "day",
                "week",
                "month",
                "quarter",
                "year",
                "custom",
                name="periodkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("period_starts", sa.Date(), nullable=True),
        sa.Column("period_ends", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_team_total_metric_id_metric")),
        sa.ForeignKeyConstraint(["set_by"], ["member.id"], name=op.f("fk_team_total_set_by_member")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_total_team_id_team")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_team_total_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_total")),
    )
    with op.batch_alter_table("team_total", schema=None) as batch_op:
        batch_op.create_index("ix_team_total_team_id_starts", ["team_id", "starts"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_total_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("team_total", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_total_workspace_id"))
        batch_op.drop_index("ix_team_total_team_id_starts")

    op.drop_table("team_total")
