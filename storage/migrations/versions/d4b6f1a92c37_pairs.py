"""Pairs of reps: proposals, answers and worksheets.

Revision: d4b6f1a92c37
After: c17d5a0b93e2
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "d4b6f1a92c37"
down_revision = "c17d5a0b93e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("talk", "shadow", name="pairkind", native_enum=False, length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "agreed", "declined", "expired", name="pairstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pair_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pair_workspace_id_state_proposed_at", ["workspace_id", "state", "proposed_at"], unique=False
        )

    op.create_table(
        "pair_side",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("says_yes", sa.Boolean(), nullable=True),
        sa.Column("wants", sa.Enum("talk", "shadow", name="pairkind", native_enum=False, length=32), nullable=True),
        sa.Column(
            "told",
            sa.Enum("proposal", "agreed", "follow-up", name="pairmoment", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("well", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("hard", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("trying", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("took", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("try_by", sa.Date(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("helped", "no help", "not tried", "not met", name="pairoutcome", native_enum=False, length=32),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_pair_side_member_id_member")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_side_pair_id_pair")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pair_side_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("pair_id", "member_id", name=op.f("pk_pair_side")),
    )
    with op.batch_alter_table("pair_side", schema=None) as batch_op:
        batch_op.create_index("ix_pair_side_member_id", ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_side_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(
            "uq_pair_side_pending",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("pending"),
            postgresql_where=sa.text("pending"),
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pairs_every", sa.Integer(), server_default="2", nullable=False))
        batch_op.add_column(sa.Column("paired_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("paired_on")
        batch_op.drop_column("pairs_every")

    with op.batch_alter_table("pair_side", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pair_side_pending",
            sqlite_where=sa.text("pending"),
            postgresql_where=sa.text("pending"),
        )
        batch_op.drop_index(batch_op.f("ix_pair_side_workspace_id"))
        batch_op.drop_index("ix_pair_side_member_id")

    op.drop_table("pair_side")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_index("ix_pair_workspace_id_state_proposed_at")

    op.drop_table("pair")
