"""When somebody first wrote to Pacer in its direct conversation, and entries of what did not take place.

Revision: c3d91f5a7b20
After: c3e8a1f5d907
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c3d91f5a7b20"
down_revision = "c3e8a1f5d907"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_to_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("void", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_column("void")
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("written_to_at")
