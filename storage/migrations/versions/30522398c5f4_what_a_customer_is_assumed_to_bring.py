"""what a customer is assumed to bring

Revision: 30522398c5f4
After: e42547798891
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "30522398c5f4"
down_revision = "e42547798891"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("customer_margin", sa.Integer(), server_default="100", nullable=False))
        batch_op.add_column(sa.Column("customer_kept", sa.Integer(), server_default="80", nullable=False))
        batch_op.add_column(sa.Column("customer_years", sa.Integer(), server_default="5", nullable=False))
        batch_op.add_column(sa.Column("customer_discount", sa.Integer(), server_default="10", nullable=False))
        batch_op.add_column(
            sa.Column("customer_source", sqlmodel.AutoString(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("customer_source")
        batch_op.drop_column("customer_discount")
        batch_op.drop_column("customer_years")
        batch_op.drop_column("customer_kept")
        batch_op.drop_column("customer_margin")
