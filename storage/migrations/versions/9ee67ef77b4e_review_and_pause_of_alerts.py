"""Each team may have its own time of review, and its alerts can rest until a date.

Revision: 9ee67ef77b4e
After: ba2b8cfd0f3e
"""

import sqlalchemy as sa
from alembic import op

revision = "9ee67ef77b4e"
down_revision = "ba2b8cfd0f3e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("alerts_paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("alerts_paused_until")
        batch_op.drop_column("review_time")
