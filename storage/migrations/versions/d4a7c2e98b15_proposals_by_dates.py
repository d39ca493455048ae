"""Proposals of goals by dates of their own.

Revision: d4a7c2e98b15
After: d4f1b7c26a90
"""

import sqlalchemy as sa
from alembic import op

revision = "d4a7c2e98b15"
down_revision = "d4f1b7c26a90"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("goal_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("period_starts", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("period_ends", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("goal_proposal", schema=None) as batch_op:
        batch_op.drop_column("period_ends")
        batch_op.drop_column("period_starts")
