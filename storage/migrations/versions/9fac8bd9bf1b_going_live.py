"""going live

A workspace that is there already gets its messages as before.

Revision: 9fac8bd9bf1b
After: ba15b5714650
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "9fac8bd9bf1b"
down_revision = "5fd22dc92620"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("live", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("went_live_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("setup_done", sqlmodel.sql.sqltypes.AutoString(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("setup_done")
        batch_op.drop_column("went_live_at")
        batch_op.drop_column("live")
