"""Files that admins send in Slack to be imported

Revision: d4f1b7c26a90
After: c6325fe8299a
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "d4f1b7c26a90"
down_revision = "c6325fe8299a"
branch_labels = None
depends_on = None

STATES = ("reading", "offered", "importing", "imported", "declined", "failed")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "sent_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("slack_file_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("said", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="filestate", native_enum=False, length=32), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_in_all", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sent_file_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sent_file_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_file")),
        sa.UniqueConstraint("workspace_id", "receipt", name=op.f("uq_sent_file_workspace_id_receipt")),
    )
    with op.batch_alter_table("sent_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_file_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sent_file_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("sent_file")
