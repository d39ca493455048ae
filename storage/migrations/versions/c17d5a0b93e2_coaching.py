"""Coaching: 1:1s, commitments, pairs, trainings and surveys.

Revision: c17d5a0b93e2
After: c2d8a41f6b70
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "c17d5a0b93e2"
down_revision = "c2d8a41f6b70"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "one_on_one",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "held", "missed", "cancelled", name="meetingstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("planned_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("manager_told", sa.Boolean(), nullable=False),
        sa.Column("rep_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["member.id"], name=op.f("fk_one_on_one_manager_id_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_one_on_one_member_id_member")),
        sa.ForeignKeyConstraint(["planned_by"], ["member.id"], name=op.f("fk_one_on_one_planned_by_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_one_on_one_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_on_one")),
    )
    with op.batch_alter_table("one_on_one", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_on_one_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index("ix_one_on_one_member_id_date", ["member_id", "date"], unique=False)
        batch_op.create_index("ix_one_on_one_workspace_id_state_date", ["workspace_id", "state", "date"], unique=False)
        batch_op.create_index(
            "uq_one_on_one_planned",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )

    op.create_table(
        "coaching_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("topic", "help", "note", name="notekind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["member.id"], name=op.f("fk_coaching_note_about_id_member")),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_coaching_note_author_id_member")),
        sa.ForeignKeyConstraint(["meeting_id"], ["one_on_one.id"], name=op.f("fk_coaching_note_meeting_id_one_on_one")),
        sa.ForeignKeyConstraint(["reader_id"], ["member.id"], name=op.f("fk_coaching_note_reader_id_member")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_coaching_note_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_note")),
    )
    with op.batch_alter_table("coaching_note", schema=None) as batch_op:
        batch_op.create_index("ix_coaching_note_about_id_meeting_id", ["about_id", "meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_note_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_note_reader_id"), ["reader_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=True),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column(
            "ended_as",
            sa.Enum("kept", "carried", "let go", name="commitmentend", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("done", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(metric_id IS NOT NULL AND stage = '') OR (metric_id IS NULL AND stage <> '')",
            name=op.f("ck_commitment_one_measure"),
        ),
        sa.CheckConstraint("slot IN (1, 2)", name=op.f("ck_commitment_slot")),
        sa.CheckConstraint("target > 0", name=op.f("ck_commitment_target")),
        sa.ForeignKeyConstraint(["agreed_by"], ["member.id"], name=op.f("fk_commitment_agreed_by_member")),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["commitment.id"], name=op.f("fk_commitment_carried_from_commitment")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["member.id"], name=op.f("fk_commitment_closed_by_member")),
        sa.ForeignKeyConstraint(["meeting_id"], ["one_on_one.id"], name=op.f("fk_commitment_meeting_id_one_on_one")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_commitment_member_id_member")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_commitment_metric_id_metric")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_commitment_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_member_id_closed_at", ["member_id", "closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(
            "uq_commitment_open_slot",
            ["member_id", "slot"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("coaching_off", sqlmodel.sql.sqltypes.AutoString(length=100), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("coaching_off")

    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_open_slot",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_commitment_workspace_id"))
        batch_op.drop_index("ix_commitment_member_id_closed_at")

    op.drop_table("commitment")
    with op.batch_alter_table("coaching_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_note_reader_id"))
        batch_op.drop_index(batch_op.f("ix_coaching_note_author_id"))
        batch_op.drop_index("ix_coaching_note_about_id_meeting_id")

    op.drop_table("coaching_note")
    with op.batch_alter_table("one_on_one", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_on_one_planned",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.drop_index("ix_one_on_one_workspace_id_state_date")
        batch_op.drop_index("ix_one_on_one_member_id_date")
        batch_op.drop_index(batch_op.f("ix_one_on_one_manager_id"))

    op.drop_table("one_on_one")
