"""Other names of members, kept answers of the API, erasure, and how long things are kept.

Revision: 19cdfef9f625
After: 597d24d398cc
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "19cdfef9f625"
down_revision = "597d24d398cc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "member_alias",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("alias", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_alias_member_id_member")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_member_alias_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "alias", name=op.f("pk_member_alias")),
    )
    with op.batch_alter_table("member_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_alias_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False))

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keep_audit_days", sa.Integer(), server_default="365", nullable=False))
        batch_op.add_column(sa.Column("keep_messages_days", sa.Integer(), server_default="90", nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("keep_messages_days")
        batch_op.drop_column("keep_audit_days")

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_column("answer")

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("member_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_alias_member_id"))

    op.drop_table("member_alias")
