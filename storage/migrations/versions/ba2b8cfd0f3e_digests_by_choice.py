"""Whether a manager wants digests.

Revision: ba2b8cfd0f3e
After: 1cea16b8923d
"""

import sqlalchemy as sa
from alembic import op

revision = "ba2b8cfd0f3e"
down_revision = "1cea16b8923d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_on", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("digest_on")
