"""corrected logs

Revision: fca2b37e7337
After: 30522398c5f4
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "fca2b37e7337"
down_revision = "30522398c5f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")
