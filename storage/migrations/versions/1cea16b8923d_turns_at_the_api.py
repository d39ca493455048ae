"""turns at the api

Revision: 1cea16b8923d
After: fca2b37e7337
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "1cea16b8923d"
down_revision = "fca2b37e7337"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "api_turn",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("caller", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("full_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_api_turn_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "caller", name=op.f("pk_api_turn")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("api_turn")
