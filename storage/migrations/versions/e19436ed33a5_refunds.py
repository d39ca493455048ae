"""refunds, and how many deals a row stands for

Revision: e19436ed33a5
After: 9fac8bd9bf1b
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "e19436ed33a5"
down_revision = "9fac8bd9bf1b"
branch_labels = None
depends_on = None

COUNT_WHAT_WAS_LOGGED = """
UPDATE deal SET quantity = COALESCE(
    (SELECT MAX(activity.quantity) FROM activity JOIN metric ON metric.id = activity.metric_id
     WHERE activity.deal_id = deal.id AND metric.key = 'deal'), 1)
"""


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("refunded_by", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_refund_deal_id_deal")),
        sa.ForeignKeyConstraint(["refunded_by"], ["member.id"], name=op.f("fk_refund_refunded_by_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_refund_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_deal_id"), ["deal_id"], unique=False)

    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quantity", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_deal_id",
            ["deal_id"],
            unique=False,
            sqlite_where=sa.text("deal_id IS NOT NULL"),
            postgresql_where=sa.text("deal_id IS NOT NULL"),
        )

    op.execute(COUNT_WHAT_WAS_LOGGED)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_deal_id")

    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_column("quantity")

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refund_deal_id"))

    op.drop_table("refund")
