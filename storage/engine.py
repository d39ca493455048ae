"""The database: one URL, SQLite or PostgreSQL, and the two ways to open a session on it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Session

import storage.tables  # noqa: F401  (declares the tables)
from storage.watching import watched


class UnusableDatabase(Exception):
    """The database URL cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Database:
    """An engine and the two kinds of session. A session is never held across a call to Slack."""

    engine: sa.Engine

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, False for PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading only; nothing is committed."""
        with Session(self.engine) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises.

        On SQLite it starts with BEGIN IMMEDIATE: a deferred transaction that reads and then writes loses updates
        when several threads do so.
        """
        with Session(self.engine.execution_options(pacer_writes=True), expire_on_commit=False) as session:
            yield session
            session.commit()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def make_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///FILE` or `postgresql://…`); creates no tables.

    Raises UnusableDatabase for another kind of database, or a SQLite file in a directory that does not exist.
    """
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise UnusableDatabase(
            f"DATABASE_URL is not a database address: {url!r}. Write sqlite:///pacer.sqlite or "
            "postgresql://user:password@host/name."
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return Database(watched(_sqlite_engine(parsed)))
    if parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": 10},
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,  # they hold what people wrote, and errors are logged
        )
        return Database(watched(engine))
    raise UnusableDatabase(
        f"DATABASE_URL names {parsed.get_backend_name()}, and Pacer keeps its data in SQLite or PostgreSQL. "
        "Write sqlite:///pacer.sqlite or postgresql://user:password@host/name."
    )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise UnusableDatabase("DATABASE_URL needs a file: sqlite:///pacer.sqlite, for example.")
    folder = Path(url.database).absolute().parent
    if not folder.is_dir():
        raise UnusableDatabase(f"The directory of the database does not exist: {folder}. Create it first.")
    engine = sa.create_engine(url, connect_args={"timeout": 30}, pool_size=10, max_overflow=10, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling is switched off: it would begin too late, and never IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=30000",
        "foreign_keys=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("pacer_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
