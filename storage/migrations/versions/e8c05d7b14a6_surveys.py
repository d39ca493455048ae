"""Anonymous surveys.

Revision: e8c05d7b14a6
After: d4a7c2e98b15
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "e8c05d7b14a6"
down_revision = "d4a7c2e98b15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_survey_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(
            "uq_survey_open",
            ["workspace_id"],
            unique=True,
            sqlite_where=sa.text("NOT closed"),
            postgresql_where=sa.text("NOT closed"),
        )

    op.create_table(
        "survey_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("team_ids", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("questions", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "shown", "too few", name="groupstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("promise", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("promised_by", sa.Integer(), nullable=True),
        sa.Column("promised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["promised_by"], ["member.id"], name=op.f("fk_survey_group_promised_by_member")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_group_survey_id_survey")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_survey_group_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_group")),
    )
    with op.batch_alter_table("survey_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_group_survey_id"), ["survey_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_group_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "survey_seat",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Enum("ask", "result", name="surveymoment", native_enum=False, length=32), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["survey_group.id"], name=op.f("fk_survey_seat_group_id_survey_group")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_survey_seat_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_survey_seat_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_survey_seat")),
    )
    with op.batch_alter_table("survey_seat", schema=None) as batch_op:
        batch_op.create_index("ix_survey_seat_member_id", ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_seat_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "survey_turn",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_survey_turn_member_id_member")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_turn_survey_id_survey")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_survey_turn_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("survey_id", "member_id", name=op.f("pk_survey_turn")),
    )
    with op.batch_alter_table("survey_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_turn_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "survey_count",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("question", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("choice", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["survey_group.id"], name=op.f("fk_survey_count_group_id_survey_group")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_survey_count_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("group_id", "question", "choice", name=op.f("pk_survey_count")),
    )
    with op.batch_alter_table("survey_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_count_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "survey_result",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("question", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("choice", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("few or none", "some", "most", "nearly all", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["group_id"], ["survey_group.id"], name=op.f("fk_survey_result_group_id_survey_group")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_survey_result_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("group_id", "question", "choice", name=op.f("pk_survey_result")),
    )
    with op.batch_alter_table("survey_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_result_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("survey_every", sa.Integer(), server_default="4", nullable=False))
        batch_op.add_column(sa.Column("surveyed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("surveyed_on")
        batch_op.drop_column("survey_every")

    for table in ("survey_result", "survey_count", "survey_turn", "survey_seat", "survey_group", "survey"):
        op.drop_table(table)
