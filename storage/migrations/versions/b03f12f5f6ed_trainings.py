"""Trainings, who has them, and what was found afterwards.

Revision: b03f12f5f6ed
After: d4b6f1a92c37
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "b03f12f5f6ed"
down_revision = "d4b6f1a92c37"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=True),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("draw", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("planned_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refresher_of", sa.Integer(), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.CheckConstraint(
            "(metric_id IS NOT NULL AND stage = '') OR (metric_id IS NULL AND stage <> '')",
            name=op.f("ck_training_one_measure"),
        ),
        sa.ForeignKeyConstraint(["manager_id"], ["member.id"], name=op.f("fk_training_manager_id_member")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_training_metric_id_metric")),
        sa.ForeignKeyConstraint(["planned_by"], ["member.id"], name=op.f("fk_training_planned_by_member")),
        sa.ForeignKeyConstraint(["refresher_of"], ["training.id"], name=op.f("fk_training_refresher_of_training")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_training_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("workspace_id", "external_id", name=op.f("uq_training_workspace_id_external_id")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index("ix_training_workspace_id_date", ["workspace_id", "date"], unique=False)

    op.create_table(
        "training_check",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "more",
                "less",
                "no difference",
                "usual",
                "below usual",
                "above usual",
                "too few",
                "unknown",
                name="checkfinding",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("difference", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("level", sa.Float(), nullable=True),
        sa.Column("below", sa.Integer(), nullable=False),
        sa.Column("within", sa.Integer(), nullable=False),
        sa.Column("above", sa.Integer(), nullable=False),
        sa.Column("refresher_due", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_check_training_id_training")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_training_check_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("training_id", "days", name=op.f("pk_training_check")),
    )
    op.create_table(
        "training_place",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_training_place_member_id_member")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_place_training_id_training")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_training_place_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("training_id", "member_id", name=op.f("pk_training_place")),
    )
    with op.batch_alter_table("training_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_place_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("training_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_place_member_id"))

    op.drop_table("training_place")
    op.drop_table("training_check")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index("ix_training_workspace_id_date")
        batch_op.drop_index(batch_op.f("ix_training_manager_id"))

    op.drop_table("training")
