"""How long things are kept is said by settings, not by the workspace.

Revision: e42547798891
After: d600319ee07e
"""

import sqlalchemy as sa
from alembic import op

revision = "e42547798891"
down_revision = "d600319ee07e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("keep_messages_days")
        batch_op.drop_column("keep_audit_days")


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keep_audit_days", sa.Integer(), server_default="365", nullable=False))
        batch_op.add_column(sa.Column("keep_messages_days", sa.Integer(), server_default="90", nullable=False))
