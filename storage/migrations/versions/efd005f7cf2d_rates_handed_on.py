"""rates handed on

Revision: efd005f7cf2d
After: a57529865ae5
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "efd005f7cf2d"
down_revision = "a57529865ae5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("rate_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("burst", sa.Float(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("good", sa.Float(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("bad", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("refused_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("rate_state", schema=None) as batch_op:
        batch_op.drop_column("refused_at")
        batch_op.drop_column("bad")
        batch_op.drop_column("good")
        batch_op.drop_column("burst")
