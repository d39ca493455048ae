"""doubles and amounts of entries

Revision: 597d24d398cc
After: e19436ed33a5
"""

import sqlalchemy as sa
from alembic import op

revision = "597d24d398cc"
down_revision = "e19436ed33a5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    entry = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amount_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("same_as", entry, nullable=True))
        batch_op.add_column(sa.Column("told_apart", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_activity_same_as_activity"), "activity", ["same_as"], ["id"])
    with op.batch_alter_table("activity_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amount_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("same_as", entry, nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("activity_version", schema=None) as batch_op:
        batch_op.drop_column("same_as")
        batch_op.drop_column("amount_minor")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_same_as_activity"), type_="foreignkey")
        batch_op.drop_column("told_apart")
        batch_op.drop_column("same_as")
        batch_op.drop_column("amount_minor")
