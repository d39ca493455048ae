"""Whether a leaderboard may show a member's name.

Revision: 4e8c27a2a2d6
After: 19cdfef9f625
"""

import sqlalchemy as sa
from alembic import op

revision = "4e8c27a2a2d6"
down_revision = "19cdfef9f625"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("board_name_on", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("board_name_on")
