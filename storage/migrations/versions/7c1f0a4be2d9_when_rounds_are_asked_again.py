"""when rounds are asked again

Revision: 7c1f0a4be2d9
After: 04362acf7ede
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "7c1f0a4be2d9"
down_revision = "04362acf7ede"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "change_count",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_count_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_change_count")),
    )
    op.create_table(
        "round_rest",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("round", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_round_rest_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "round", name=op.f("pk_round_rest")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_episode_open",
        "episode",
        ["workspace_id"],
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_episode_open", table_name="episode")
    op.drop_table("round_rest")
    op.drop_table("change_count")
