"""What reps make of their nudges, days on which there was nothing to log, and kudos.

Revision: 5fd22dc92620
After: ba15b5714650
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "5fd22dc92620"
down_revision = "ba15b5714650"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "kudos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("from_member_id", sa.Integer(), nullable=False),
        sa.Column("to_member_id", sa.Integer(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["from_member_id"], ["member.id"], name=op.f("fk_kudos_from_member_id_member")),
        sa.ForeignKeyConstraint(["to_member_id"], ["member.id"], name=op.f("fk_kudos_to_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_kudos_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
    )
    with op.batch_alter_table("kudos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kudos_from_member_id"), ["from_member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_to_member_id"), ["to_member_id"], unique=False)

    op.create_table(
        "quiet_day",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_quiet_day_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_quiet_day_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("member_id", "date", name=op.f("pk_quiet_day")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_member_id"))
        batch_op.create_index("ix_delivery_member_id_local_date", ["member_id", "local_date"], unique=False)

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nudges_planned", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("unanswered", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("asked_less_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("asked_less_on")
        batch_op.drop_column("unanswered")
        batch_op.drop_column("nudges_planned")

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_member_id_local_date")
        batch_op.create_index(batch_op.f("ix_delivery_member_id"), ["member_id"], unique=False)

    op.drop_table("quiet_day")
    with op.batch_alter_table("kudos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kudos_to_member_id"))
        batch_op.drop_index(batch_op.f("ix_kudos_from_member_id"))

    op.drop_table("kudos")
