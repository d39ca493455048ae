"""histories of many half-lives, weights of constants, and how well odds came true

Revision: c3e8a1f5d907
After: 5b90c1d7e3a8
"""

import sqlalchemy as sa
from alembic import op

revision = "c3e8a1f5d907"
down_revision = "5b90c1d7e3a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change. Histories and fits follow from entries, and are made again: the first by the next morning, the
    second once a week.
    """
    period = sa.Enum(
        "day", "week", "month", "quarter", "year", "custom", name="periodkind", native_enum=False, length=32
    )
    op.drop_table("history")
    op.create_table(
        "history",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_history_member_id_member")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_history_metric_id_metric")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_history_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("member_id", "metric_id", "date", name=op.f("pk_history")),
        sqlite_with_rowid=False,
    )
    op.drop_table("fit")
    op.create_table(
        "fit",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("period", period, nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("profiles", sa.Text(), nullable=False),
        sa.Column("member_periods", sa.Integer(), nullable=False),
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_fit_metric_id_metric")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_fit_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "metric_id", "period", name=op.f("pk_fit")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("odds_trust", sa.Float(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("odds_usual", sa.Float(), server_default="0.5", nullable=False))
        batch_op.add_column(sa.Column("odds_marks", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take it back. What follows from entries is made again here too."""
    period = sa.Enum(
        "day", "week", "month", "quarter", "year", "custom", name="periodkind", native_enum=False, length=32
    )
    op.drop_column("workspace", "odds_marks")
    op.drop_column("workspace", "odds_usual")
    op.drop_column("workspace", "odds_trust")

    op.drop_table("fit")
    op.create_table(
        "fit",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("period", period, nullable=False),
        sa.Column("half_life", sa.Float(), nullable=False),
        sa.Column("k", sa.Float(), nullable=False),
        sa.Column("r", sa.Float(), nullable=False),
        sa.Column("member_periods", sa.Integer(), nullable=False),
        sa.Column("score_fitted", sa.Float(), nullable=True),
        sa.Column("score_usual", sa.Float(), nullable=True),
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_fit_metric_id_metric")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_fit_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "metric_id", "period", name=op.f("pk_fit")),
        sqlite_with_rowid=False,
    )
    op.drop_table("history")
    op.create_table(
        "history",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("period", period, nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("half_life", sa.Float(), server_default="40", nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_history_member_id_member")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_history_metric_id_metric")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_history_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("member_id", "metric_id", "period", "period_start", name=op.f("pk_history")),
        sqlite_with_rowid=False,
    )
