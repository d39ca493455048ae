"""user groups and who reads a channel

Revision: dec01c5b6858
After: b44db413b0ee
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "dec01c5b6858"
down_revision = "b44db413b0ee"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "user_group",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("handle", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("people", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_user_group_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "slack_id", name=op.f("pk_user_group")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("user_group", sqlmodel.sql.sqltypes.AutoString(length=32), server_default="", nullable=False)
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel_inside", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("channel_readers", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("channel_reader_count", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("user_group", sqlmodel.sql.sqltypes.AutoString(length=32), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("group_wanted", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("groups_seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("groups_trouble", sqlmodel.sql.sqltypes.AutoString(length=64), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("groups_trouble")
        batch_op.drop_column("groups_seen_at")

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("group_wanted")
        batch_op.drop_column("user_group")
        batch_op.drop_column("channel_reader_count")
        batch_op.drop_column("channel_readers")
        batch_op.drop_column("channel_inside")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("user_group")

    op.drop_table("user_group")
