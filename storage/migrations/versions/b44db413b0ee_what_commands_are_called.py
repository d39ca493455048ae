"""what commands are called

Revision: b44db413b0ee
After: 91937188ef2d
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "b44db413b0ee"
down_revision = "91937188ef2d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("commands", sqlmodel.sql.sqltypes.AutoString(length=400), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("commands")
