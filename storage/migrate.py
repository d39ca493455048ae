"""The schema's version: upgrade it, say whether it fits this program, and compare it with the models."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from storage.engine import Database, make_database
from storage.watching import UNWATCHED


class SchemaMismatch(Exception):
    """The database's schema is not the one this program needs; the message says what to do."""


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def wanted_revision() -> str:
    """The revision that this program's models need."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current_revision(database: Database) -> str | None:
    """The revision that the database is at; None before the first upgrade."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def changing_schema(database: Database) -> Iterator[sa.Connection]:
    """A transaction that changes the schema.

    SQLite makes a table anew to change it, and refuses to drop the old one while rows refer to it: so references are
    not held meanwhile, and looked through before the commit. Raises SchemaMismatch where one leads nowhere.
    """
    engine = database.engine.execution_options(**{"pacer_writes": True, UNWATCHED: True})
    with engine.connect() as connection:
        driver = connection.connection.driver_connection if database.is_sqlite else None
        if driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")  # says nothing once a transaction has begun
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if driver is not None else ()
                if lost:
                    raise SchemaMismatch(
                        f"Rows in {', '.join(sorted({row[0] for row in lost}))} point to missing rows."
                    )
        finally:
            if driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def upgrade(database: Database) -> None:
    """Bring the schema to this program's revision; does nothing when it is there.

    Raises SchemaMismatch when a newer Pacer upgraded it.
    """
    require_known(database)
    with changing_schema(database) as connection:
        if connection.dialect.name == "postgresql":
            # Two processes may start at once; the second waits and then finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(722101)")
        command.upgrade(_config(connection), "head")


def require_current(database: Database) -> None:
    """Raise SchemaMismatch unless the schema is the one this program needs."""
    if database.file is not None and not database.file.exists():
        # Connecting would make an empty file, where perhaps one was to be put back.
        raise SchemaMismatch(
            f"No database at {database.file} yet (put the file back if you moved it). Run: pacer db upgrade"
        )
    at, wanted = current_revision(database), wanted_revision()
    if at == wanted:
        return
    if at is None:
        raise SchemaMismatch("The database has no tables yet. Run: pacer db upgrade")
    require_known(database)
    raise SchemaMismatch(f"The database is at revision {at}, but this version needs {wanted}. Run: pacer db upgrade")


def require_known(database: Database) -> None:
    """Raise SchemaMismatch when the schema was upgraded by a newer Pacer: this program cannot bring it anywhere."""
    at = current_revision(database)
    if at is None or at in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        return
    raise SchemaMismatch(
        f"The database is at revision {at}, which comes from a newer Pacer. Install that version or a later one."
    )


def differences(database: Database) -> list[str]:
    """What the models have that the upgraded schema has not, and the reverse; empty when they are equal."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(change) for change in compare_metadata(context, SQLModel.metadata)]


def write_revision(message: str) -> None:
    """Write a new migration from the difference between the models and the last one (for developers)."""
    with tempfile.TemporaryDirectory() as folder:
        database = make_database(f"sqlite:///{folder}/new.sqlite")
        upgrade(database)
        with database.engine.connect() as connection:
            command.revision(_config(connection), message=message, autogenerate=True)
        database.dispose()


def _check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        database = make_database(f"sqlite:///{folder}/check.sqlite")
        upgrade(database)
        found = differences(database)
        database.dispose()
    for line in found:
        sys.stderr.write(f"The models and the migrations differ: {line}\n")
    if not found:
        sys.stdout.write("Migrations equal models.\n")
    return 1 if found else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            sys.exit(_check())
        case ["new", message]:
            write_revision(message)
        case _:
            sys.exit("usage: python -m storage.migrate check | new MESSAGE")
