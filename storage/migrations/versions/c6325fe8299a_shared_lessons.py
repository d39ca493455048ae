"""Lessons of lost deals that are shared by name.

Revision: c6325fe8299a
After: 6f836159cb90
"""

import sqlalchemy as sa
from alembic import op

revision = "c6325fe8299a"
down_revision = "6f836159cb90"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lesson_shared", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_column("lesson_shared")
