"""sales process and settings

Revision: ba15b5714650
After: efd005f7cf2d
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "ba15b5714650"
down_revision = "efd005f7cf2d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hashed", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("scopes", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_api_token_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("hashed", name=op.f("uq_api_token_hashed")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("steps", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
        sa.Column("tips", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_stage_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_stage_workspace_id_key")),
    )
    op.create_table(
        "goal_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column(
            "period",
            sa.Enum(
                "day", "week", "month", "quarter", "year", "custom", name="periodkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_goal_proposal_decided_by_member")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_goal_proposal_member_id_member")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_goal_proposal_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_goal_proposal_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_proposal")),
    )
    with op.batch_alter_table("goal_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_proposal_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("account", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("qualified_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_lead_deal_id_deal")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_lead_member_id_member")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_lead_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("workspace_id", "external_id", name=op.f("uq_lead_workspace_id_external_id")),
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("after", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_stage_change_deal_id_deal")),
        sa.ForeignKeyConstraint(["moved_by"], ["member.id"], name=op.f("fk_stage_change_moved_by_member")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stage_change_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_change_deal_id"), ["deal_id"], unique=False)

    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("stage_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("touched_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lost_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("lost_reason", sqlmodel.sql.sqltypes.AutoString(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("lesson", sqlmodel.sql.sqltypes.AutoString(length=1000), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("handed_to", sqlmodel.sql.sqltypes.AutoString(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True))
        batch_op.create_index("ix_deal_workspace_external", ["workspace_id", "external_id"], unique=False)

    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("talk_planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("dismissed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("dismissed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("dismiss_reason", sqlmodel.sql.sqltypes.AutoString(length=40), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(batch_op.f("fk_episode_assigned_to_member"), "member", ["assigned_to"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_episode_dismissed_by_member"), "member", ["dismissed_by"], ["id"])

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "nudge_days", sqlmodel.sql.sqltypes.AutoString(length=7), server_default="1111111", nullable=False
            )
        )
        batch_op.add_column(sa.Column("evening_on", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("recap_on", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("celebrate_on", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(
            sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=16), server_default="", nullable=False)
        )

    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("outcomes", sqlmodel.sql.sqltypes.AutoString(length=600), server_default="", nullable=False)
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alerts_by_dm", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("leaderboard", sqlmodel.sql.sqltypes.AutoString(length=16), server_default="off", nullable=False)
        )

    # ### end Alembic commands ###


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("leaderboard")
        batch_op.drop_column("alerts_by_dm")

    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.drop_column("outcomes")

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("language")
        batch_op.drop_column("celebrate_on")
        batch_op.drop_column("recap_on")
        batch_op.drop_column("evening_on")
        batch_op.drop_column("nudge_days")

    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_episode_dismissed_by_member"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_episode_assigned_to_member"), type_="foreignkey")
        batch_op.drop_column("dismiss_reason")
        batch_op.drop_column("dismissed_at")
        batch_op.drop_column("dismissed_by")
        batch_op.drop_column("talk_planned_at")
        batch_op.drop_column("assigned_to")

    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index("ix_deal_workspace_external")
        batch_op.drop_column("external_id")
        batch_op.drop_column("refunded_minor")
        batch_op.drop_column("handed_to")
        batch_op.drop_column("lesson")
        batch_op.drop_column("lost_reason")
        batch_op.drop_column("lost_on")
        batch_op.drop_column("touched_on")
        batch_op.drop_column("stage_since")
        batch_op.drop_column("opened_on")

    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_change_deal_id"))

    op.drop_table("stage_change")
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_lead_member_id"))

    op.drop_table("lead")
    with op.batch_alter_table("goal_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_proposal_workspace_id"))

    op.drop_table("goal_proposal")
    op.drop_table("stage")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_workspace_id"))

    op.drop_table("api_token")
