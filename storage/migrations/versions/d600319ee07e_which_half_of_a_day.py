"""Which half of a day is leave.

Revision: d600319ee07e
After: 7efa00c90aac
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "d600319ee07e"
down_revision = "7efa00c90aac"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("part", sqlmodel.sql.sqltypes.AutoString(length=2), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.drop_column("part")
