"""reminders at a chosen time

Revision: c2d8a41f6b70
After: c3d91f5a7b20
"""

import sqlalchemy as sa
from alembic import op

revision = "c2d8a41f6b70"
down_revision = "c3d91f5a7b20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_on", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("plan_on")
