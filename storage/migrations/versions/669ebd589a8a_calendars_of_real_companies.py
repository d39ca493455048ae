"""Company calendars: the country, week and own days off of a workspace, its teams and members; goals by own dates.

Revision: 669ebd589a8a
After: 7c1f0a4be2d9
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "669ebd589a8a"
down_revision = "7c1f0a4be2d9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "worked_holiday",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("country", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_worked_holiday_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "country", "date", "team_id", name=op.f("pk_worked_holiday")),
    )
    op.create_table(
        "past_country",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("country", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("subdivision", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_past_country_member_id_member")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_past_country_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("member_id", "ends", name=op.f("pk_past_country")),
    )
    with op.batch_alter_table("past_country", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_country_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "team_day_off",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("portion", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_day_off_team_id_team")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_team_day_off_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("team_id", "date", name=op.f("pk_team_day_off")),
    )
    with op.batch_alter_table("team_day_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_day_off_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("dayoff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("portion", sa.Float(), server_default="1", nullable=False))

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("period_starts", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("period_ends", sa.Date(), nullable=True))

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("week_own", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("country", sqlmodel.sql.sqltypes.AutoString(length=8), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("subdivision", sqlmodel.sql.sqltypes.AutoString(length=16), server_default="", nullable=False)
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("country", sqlmodel.sql.sqltypes.AutoString(length=8), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("subdivision", sqlmodel.sql.sqltypes.AutoString(length=16), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("week_shares", sqlmodel.sql.sqltypes.AutoString(length=64), server_default="", nullable=False)
        )

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "week_shares",
                sqlmodel.sql.sqltypes.AutoString(length=64),
                server_default="1 1 1 1 1 0 0",
                nullable=False,
            )
        )

    # Who works otherwise than from Monday to Friday was asked, or their file said so.
    member = sa.table("member", sa.column("week_shares", sa.String()), sa.column("week_own", sa.Boolean()))
    op.execute(sa.update(member).where(member.c.week_shares != "1 1 1 1 1 0 0").values(week_own=True))
    # Holidays were the workspace's for everybody: what was summed up of those days is summed up anew when it is needed.
    op.execute(sa.text("DELETE FROM history WHERE workspace_id IN (SELECT id FROM workspace WHERE country <> '')"))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("week_shares")

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("week_shares")
        batch_op.drop_column("subdivision")
        batch_op.drop_column("country")

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("subdivision")
        batch_op.drop_column("country")
        batch_op.drop_column("week_own")

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_column("period_ends")
        batch_op.drop_column("period_starts")

    with op.batch_alter_table("dayoff", schema=None) as batch_op:
        batch_op.drop_column("portion")

    with op.batch_alter_table("team_day_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_day_off_workspace_id"))

    op.drop_table("team_day_off")
    with op.batch_alter_table("past_country", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_country_workspace_id"))

    op.drop_table("past_country")
    op.drop_table("worked_holiday")
