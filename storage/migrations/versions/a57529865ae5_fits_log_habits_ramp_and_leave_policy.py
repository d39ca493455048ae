"""fits, log habits, ramp and leave policy

Revision: a57529865ae5
After: d14246c7485d
"""

import sqlalchemy as sa
from alembic import op

revision = "a57529865ae5"
down_revision = "d14246c7485d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "fit",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column(
            "period",
            sa.Enum(
                "day", "week", "month", "quarter", "year", "custom", name="periodkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
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
    op.create_table(
        "log_habit",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("after_one", sa.Float(), nullable=False),
        sa.Column("after_two", sa.Float(), nullable=False),
        sa.Column("after_three", sa.Float(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_log_habit_team_id_team")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_log_habit_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_log_habit")),
    )
    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("improving", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("remind_on", sa.Date(), nullable=True))

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "leave",
                sa.Enum("keep", "prorate", name="leavepolicy", native_enum=False, length=32),
                server_default="keep",
                nullable=False,
            )
        )

    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.add_column(sa.Column("half_life", sa.Float(), server_default="40", nullable=False))

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ramp", sa.String(length=64), server_default="0 0.25 0.5 0.75 1", nullable=False))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("ramp")

    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_column("half_life")

    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.drop_column("remind_on")
        batch_op.drop_column("improving")

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_column("leave")

    op.drop_table("log_habit")
    op.drop_table("fit")
