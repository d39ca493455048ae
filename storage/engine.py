"""The database: one URL, SQLite or PostgreSQL, and the two ways to open a session on it."""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Session

import storage.tables  # noqa: F401  (declares the tables)
from storage.troubles import Trouble, trouble_of
from storage.watched_file import WatchedFile
from storage.watching import watched

EXAMPLES = "Write sqlite:///pacer.sqlite or postgresql://user:password@host/name."
DRIVERS = frozenset({"", "psycopg", "psycopg2", "pysqlite"})
"""What may stand after the + in an address: Pacer uses its own driver of each database."""
HOST = re.compile(r"[\w.:%-]*")


class UnusableDatabase(Exception):
    """The database URL cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Database:
    """An engine and the two kinds of session. A session is never held across a call to Slack.

    `clock` is asked in place of the database's own: where the clock is a sandbox's, that of the database is too.
    """

    engine: sa.Engine
    watched: WatchedFile | None = field(default=None, kw_only=True)
    """The files of a SQLite database as they were opened."""
    noticed: set[Trouble] = field(default_factory=set, kw_only=True, repr=False)
    """What was noticed of it since it was opened that does not mend itself: damage, wherever it was met."""
    clock: Callable[[], dt.datetime] | None = field(default=None, kw_only=True)

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, False for PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    def now(self, session: Session) -> dt.datetime:
        """The database's present, in UTC: the server's with PostgreSQL, which is one for all processes; this machine's
        with SQLite.

        Leases and claims go by it. People's dates do not: for those, time is an argument.
        """
        if self.clock is not None:
            return self.clock()
        if self.is_sqlite:
            return dt.datetime.now(dt.UTC)
        # Not now(): that stands still within a transaction.
        found: dt.datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        return found.astimezone(dt.UTC)

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

        Raises FileTrouble when the file was deleted or replaced, also while the block ran: then nothing is saved.
        """
        with Session(self.engine.execution_options(pacer_writes=True), expire_on_commit=False) as session:
            yield session
            session.commit()
        if self.watched is not None:
            self.watched.require_same()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def make_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///FILE` or `postgresql://…`); creates no tables.

    Raises UnusableDatabase for another kind of database, an address that is none, or a SQLite file in a directory that
    does not exist. What is said never repeats the address: it holds a password.
    """
    parsed = _parsed(url)
    noticed: set[Trouble] = set()
    if parsed.get_backend_name() == "sqlite":
        engine, file = _sqlite_engine(parsed)
    else:
        file = None
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": 10},
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,  # they hold what people wrote, and errors are logged
        )

    @sa.event.listens_for(engine, "handle_error")
    def note_damage(context: sa.engine.ExceptionContext) -> None:
        if trouble_of(context.original_exception) is Trouble.DAMAGED:
            noticed.add(Trouble.DAMAGED)

    return Database(watched(engine), watched=file, noticed=noticed)


def _parsed(url: str) -> sa.URL:
    try:
        parsed = make_url(url.strip())
    except (sa.exc.ArgumentError, ValueError):
        # What went wrong is not passed on: it repeats the address.
        raise UnusableDatabase(
            f"DATABASE_URL is not a database address. {EXAMPLES} In a password, write %40 for @, %2F for /, %3A for : "
            "and %25 for %; a port is a number."
        ) from None
    kind, _, driver = parsed.drivername.partition("+")
    if kind not in {"sqlite", "postgresql"}:
        raise UnusableDatabase(
            f"DATABASE_URL names another kind of database, and Pacer keeps its data in SQLite or PostgreSQL. {EXAMPLES}"
        )
    if driver not in DRIVERS:
        raise UnusableDatabase(f"DATABASE_URL names a driver that Pacer does not use: leave out the + part. {EXAMPLES}")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise UnusableDatabase("DATABASE_URL has a port that is none: a port is a number from 1 to 65535.")
    if not HOST.fullmatch(parsed.host or "") or (kind == "postgresql" and "@" in (parsed.database or "")):
        raise UnusableDatabase(
            "DATABASE_URL has a host that is none. In a password, write %40 for @ and %2F for /; leave out blanks."
        )
    return parsed


def _sqlite_engine(url: sa.URL) -> tuple[sa.Engine, WatchedFile]:
    if url.host or not url.database or url.database == ":memory:":
        raise UnusableDatabase("DATABASE_URL needs a file after three slashes: sqlite:///pacer.sqlite, for example.")
    if url.query:
        raise UnusableDatabase("DATABASE_URL takes no options (?…) with SQLite: write sqlite:///pacer.sqlite, say.")
    folder = Path(url.database).absolute().parent
    if not folder.is_dir():
        raise UnusableDatabase(f"The directory of the database does not exist: {folder}. Create it first.")
    watched = WatchedFile(Path(url.database).absolute())
    engine = sa.create_engine(
        url.set(drivername="sqlite"),
        connect_args={"timeout": 30},
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "do_connect")
    def open_the_same(*_: Any) -> None:
        try:
            watched.before_opening()
        except OSError as error:
            raise UnusableDatabase(f"The database cannot be opened at {watched.path}: {error.strerror}.") from error

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        try:
            _prepare_sqlite(connection)
            watched.opened()
        except BaseException:
            connection.close()  # the pool would hand it out as it is
            raise

    @sa.event.listens_for(engine, "close")
    def leave(_connection: Any, _record: Any) -> None:
        watched.closed()

    @sa.event.listens_for(engine, "engine_disposed")
    def forget(_engine: Any) -> None:
        watched.forget()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        watched.require_same()
        _begin_sqlite(connection)

    return engine, watched


def _prepare_sqlite(connection: Any) -> None:
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
    cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens what is beside the file
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("pacer_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
