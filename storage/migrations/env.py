"""How Alembic runs: against the connection that storage/migrate.py hands over."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (declares the tables)


def run() -> None:
    """Run the migrations on the connection in the configuration's attributes."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
