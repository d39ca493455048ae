"""Sales roles with the times that members are of them, goals of a role, and ramps of a member's own.

Revision: 04362acf7ede
After: b8e282ceefda
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "04362acf7ede"
down_revision = "b8e282ceefda"
branch_labels = None
depends_on = None

ONE_OWNER = "(member_id IS NULL) <> (team_id IS NULL AND sales_role_id IS NULL)"


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "sales_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("aliases", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sales_role_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_role")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_sales_role_workspace_id_name")),
    )
    op.create_table(
        "sales_role_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sales_role_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sales_role_time_member_id_member")),
        sa.ForeignKeyConstraint(
            ["sales_role_id"], ["sales_role.id"], name=op.f("fk_sales_role_time_sales_role_id_sales_role")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_sales_role_time_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_role_time")),
        sa.UniqueConstraint("member_id", "starts", name=op.f("uq_sales_role_time_member_id_starts")),
    )
    with op.batch_alter_table("sales_role_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sales_role_time_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sales_role_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_goal_sales_role_id"), ["sales_role_id"], unique=False)
        batch_op.drop_constraint(op.f("ck_goal_one_owner"), type_="check")
        batch_op.create_check_constraint(op.f("ck_goal_one_owner"), ONE_OWNER)
        batch_op.create_foreign_key(
            batch_op.f("fk_goal_sales_role_id_sales_role"), "sales_role", ["sales_role_id"], ["id"]
        )

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ramp", sqlmodel.sql.sqltypes.AutoString(length=64), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("ramp_starts", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back. Goals of a role are lost: nothing before knew them."""
    op.execute("DELETE FROM goal WHERE sales_role_id IS NOT NULL")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("ramp_starts")
        batch_op.drop_column("ramp")

    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_goal_one_owner"), type_="check")
        batch_op.create_check_constraint(op.f("ck_goal_one_owner"), "(member_id IS NULL) <> (team_id IS NULL)")
        batch_op.drop_constraint(batch_op.f("fk_goal_sales_role_id_sales_role"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_goal_sales_role_id"))
        batch_op.drop_column("sales_role_id")

    with op.batch_alter_table("sales_role_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_role_time_workspace_id"))

    op.drop_table("sales_role_time")
    op.drop_table("sales_role")
