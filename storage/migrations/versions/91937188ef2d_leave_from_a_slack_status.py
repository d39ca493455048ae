"""A Slack status that says "away" can be noted as leave, which then knows where it comes from.

Revision: 91937188ef2d
After: 9ee67ef77b4e
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "91937188ef2d"
down_revision = "9ee67ef77b4e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status_leave_on", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(
            sa.Column("status_heard", sqlmodel.sql.sqltypes.AutoString(length=64), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("status_heard_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=16), server_default="", nullable=False)
        )
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status_leave", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("status_marks", sqlmodel.sql.sqltypes.AutoString(length=1000), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("status_marks")
        batch_op.drop_column("status_leave")
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.drop_column("source")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("status_heard_at")
        batch_op.drop_column("status_heard")
        batch_op.drop_column("status_leave_on")
