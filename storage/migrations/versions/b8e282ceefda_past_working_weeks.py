"""The working weeks that members had before the present one.

Revision: b8e282ceefda
After: dec01c5b6858
"""

import sqlalchemy as sa
from alembic import op

revision = "b8e282ceefda"
down_revision = "dec01c5b6858"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "past_week",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("week_shares", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_past_week_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_past_week_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("member_id", "ends", name=op.f("pk_past_week")),
    )
    with op.batch_alter_table("past_week", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_week_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("past_week")
