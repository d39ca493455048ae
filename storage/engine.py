"""The database: one URL, SQLite or PostgreSQL, and the two ways to open a session on it."""

import contextlib
import datetime as dt
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Session

import storage.tables  # noqa: F401  (declares the tables)
from storage.database_errors import CommitLost, Trouble, trouble_of
from storage.watched_file import WatchedFile
from storage.watching import watched
from storage.write_queue import DatabaseBusy, WriteQueue

EXAMPLES = "Write sqlite:///pacer.sqlite or postgresql://user:password@host/name."
DRIVERS = frozenset({"", "psycopg", "psycopg2", "pysqlite"})
"""What may stand after the + in an address: Pacer uses its own driver of each database."""
HOST = re.compile(r"[\w.:%-]*")

AT_LEISURE = 30.0
"""Seconds that work waits for the database behind which nobody sits."""
LOOK_AGAIN = 0.005
"""Seconds between two looks whether another process has ended writing. SQLite's own waiting looks every tenth of a
second at last, and then seldom meets the moment in which a process that writes portion after portion lets others in."""
BUSY_MILLISECONDS = 30_000
"""What SQLite waits for anything but to begin writing: of what Pacer does, hardly ever anything."""
STATEMENT_SECONDS = 10.0
"""PostgreSQL ends a statement of somebody who waits after so long; their answer is late by then anyway."""
CONNECT_SECONDS = 2
BUSY_STATES = frozenset({"55P03", "57014", "40P01", "53300"})
"""Of PostgreSQL: a lock or a statement took too long, two waited for each other, no connection is left."""


class UnusableDatabase(Exception):
    """The database URL cannot be used; the message says what to write instead."""


class WritingRefused(Exception):
    """Something was to be changed in a session that only reads."""


class ReadingSession(Session):
    """A session that refuses the first change with WritingRefused, rather than losing it."""


@dataclass(frozen=True)
class Database:
    """An engine and the two kinds of session. A session is never held across a call to Slack.

    A session of somebody who waits for an answer is opened with their `patience` in seconds; without one it is of work
    behind which nobody sits, and waits for half a minute. Both raise DatabaseBusy when that is over: nothing is stored
    then. `clock` is asked in place of the database's own: where the clock is a sandbox's, that of the database is too.
    """

    engine: sa.Engine
    quick: sa.Engine | None = field(default=None, kw_only=True)
    """Connections kept for those who wait for an answer, where there is a bound to connections (PostgreSQL)."""
    turns: WriteQueue = field(default_factory=WriteQueue, kw_only=True)
    """At writing, with SQLite."""
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
    def reading(self, *, patience: float | None = None, strict: bool = False) -> Iterator[Session]:
        """A session for reading only; nothing is committed. A `strict` one raises WritingRefused at the first change.

        On SQLite it waits for nobody who writes. Raises DatabaseBusy.
        """
        with _told_as_busy(), (ReadingSession if strict else Session)(self._engine_for(patience)) as session:
            yield session
            if strict:
                session.flush()  # a change after which nothing was asked was not refused yet, and would be lost

    @contextlib.contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises.

        On SQLite it starts with BEGIN IMMEDIATE: a deferred transaction that reads and then writes loses updates
        when several threads do so; and the threads of this process write in the order in which they came. A thread
        that has a writing session gets no second one: NestedWriting. Raises DatabaseBusy, and FileTrouble when the file
        was deleted or replaced, also while the block ran: then nothing is saved. Raises CommitLost when the connection
        broke off while it was saved.
        """
        with _told_as_busy(), self._turn(patience) as until:
            engine = self._engine_for(patience).execution_options(pacer_writes=True, pacer_until=until)
            with Session(engine, expire_on_commit=False) as session:
                yield session
                session.flush()  # what fails here is surely not saved
                _commit(session)
        if self.watched is not None:
            self.watched.require_same()

    @contextlib.contextmanager
    def _turn(self, patience: float | None) -> Iterator[float]:
        """This thread's turn at writing; until when (monotonic) the database may be waited for."""
        if not self.is_sqlite:
            yield time.monotonic() + (AT_LEISURE if patience is None else patience)
            return
        if patience is None:
            self.turns.pause()
        seconds = AT_LEISURE if patience is None else patience
        until = time.monotonic() + seconds
        with self.turns.turn(seconds):
            yield until

    def _engine_for(self, patience: float | None) -> sa.Engine:
        if patience is None:
            return self.engine
        return (self.quick or self.engine).execution_options(pacer_patience=patience)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        if self.quick is not None:
            self.quick.dispose()


def make_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///FILE` or `postgresql://…`); creates no tables.

    Raises UnusableDatabase for another kind of database, an address that is none, or a SQLite file in a directory that
    does not exist. What is said never repeats the address: it holds a password.
    """
    parsed = _parsed(url)
    noticed: set[Trouble] = set()
    if parsed.get_backend_name() == "sqlite":
        engine, file = _sqlite_engine(parsed)
        quick = None
    else:
        file = None
        engine = _postgres_engine(parsed, connections=10, connect_seconds=10, pool_seconds=AT_LEISURE)
        quick = watched(
            _postgres_engine(parsed, connections=5, connect_seconds=CONNECT_SECONDS, pool_seconds=CONNECT_SECONDS)
        )

    @sa.event.listens_for(engine, "handle_error")
    def note_damage(context: sa.engine.ExceptionContext) -> None:
        if trouble_of(context.original_exception) is Trouble.DAMAGED:
            noticed.add(Trouble.DAMAGED)

    return Database(watched(engine), quick=quick, watched=file, noticed=noticed)


def _parsed(url: str) -> sa.URL:
    try:
        parsed = make_url(url.strip())
    except (sa.exc.ArgumentError, ValueError):
        # What went wrong is not passed on: it repeats the address.
        raise UnusableDatabase(
            f"DATABASE_URL isn't a database address. {EXAMPLES} In a password, write %40 for @, %2F for /, %3A for : "
            "and %25 for %. The port is a number."
        ) from None
    kind, _, driver = parsed.drivername.partition("+")
    if kind not in {"sqlite", "postgresql"}:
        raise UnusableDatabase(
            f"Pacer works with SQLite or PostgreSQL, but DATABASE_URL has another kind of database. {EXAMPLES}"
        )
    if driver not in DRIVERS:
        raise UnusableDatabase(f"Remove the + part from DATABASE_URL. Pacer uses its own driver. {EXAMPLES}")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise UnusableDatabase("The port in DATABASE_URL isn't valid. Use a number from 1 to 65535.")
    if not HOST.fullmatch(parsed.host or "") or (kind == "postgresql" and "@" in (parsed.database or "")):
        raise UnusableDatabase(
            "The host in DATABASE_URL isn't valid. In a password, write %40 for @ and %2F for /, and leave out spaces."
        )
    return parsed


@contextlib.contextmanager
def _told_as_busy() -> Iterator[None]:
    """Let an error that means "not now" be one that can be told from all others."""
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        if _means_busy(error):
            raise DatabaseBusy from error
        raise


def _commit(session: Session) -> None:
    try:
        session.commit()
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated and error.orig is not None:
            raise CommitLost(error.statement, error.params, error.orig, connection_invalidated=True) from error
        raise


def _means_busy(error: sa.exc.DBAPIError | sa.exc.TimeoutError) -> bool:
    if isinstance(error, sa.exc.TimeoutError):
        return True  # no connection came free
    if isinstance(error.orig, sqlite3.Error):
        return _is_locked(error.orig)
    return getattr(error.orig, "sqlstate", None) in BUSY_STATES


def _is_locked(error: sqlite3.Error) -> bool:
    # The low byte is the kind; the others say which of its cases.
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_BUSY


def _refuse_flush(_session: Session, _context: Any, _instances: Any) -> None:
    raise WritingRefused


def _refuse_statement(state: sa.orm.ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise WritingRefused


sa.event.listen(ReadingSession, "before_flush", _refuse_flush)
sa.event.listen(ReadingSession, "do_orm_execute", _refuse_statement)


def _postgres_engine(url: sa.URL, *, connections: int, connect_seconds: int, pool_seconds: float) -> sa.Engine:
    """So many connections are kept, and twice as many are opened when all are used."""
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": connect_seconds},
        pool_size=connections,
        max_overflow=connections,
        pool_timeout=pool_seconds,
        pool_pre_ping=True,
        hide_parameters=True,  # they hold what people wrote, and errors are logged
    )
    sa.event.listen(engine, "begin", _begin_postgres)
    return engine


def _begin_postgres(connection: sa.Connection) -> None:
    patience = connection.get_execution_options().get("pacer_patience")
    if patience is None:
        return
    lock, statement = (max(1, round(seconds * 1000)) for seconds in (patience, patience + STATEMENT_SECONDS))
    connection.exec_driver_sql(
        f"SELECT set_config('lock_timeout', '{lock}', true), set_config('statement_timeout', '{statement}', true)"
    )


def _sqlite_engine(url: sa.URL) -> tuple[sa.Engine, WatchedFile]:
    if url.host or not url.database or url.database == ":memory:":
        raise UnusableDatabase("DATABASE_URL needs a file after three slashes, like sqlite:///pacer.sqlite.")
    if url.query:
        raise UnusableDatabase(
            "With SQLite, DATABASE_URL can't have options (?…). Write it like sqlite:///pacer.sqlite."
        )
    folder = Path(url.database).absolute().parent
    if not folder.is_dir():
        raise UnusableDatabase(f"The database's directory doesn't exist: {folder}. Create it first.")
    watched = WatchedFile(Path(url.database).absolute())
    # A connection costs next to nothing: nobody waits for one, and threads are bounded elsewhere.
    engine = sa.create_engine(
        url.set(drivername="sqlite"),
        connect_args={"timeout": 30},
        pool_size=10,
        max_overflow=-1,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "do_connect")
    def open_the_same(*_: Any) -> None:
        try:
            watched.before_opening()
        except OSError as error:
            raise UnusableDatabase(f"Can't open the database at {watched.path}: {error.strerror}.") from error

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
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens what is beside the file
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("pacer_writes", False):
        _begin_writing(
            connection.connection.driver_connection, options.get("pacer_until", time.monotonic() + AT_LEISURE)
        )
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(driver: Any, until: float) -> None:
    """Begin to write as soon as no other process does. Raises DatabaseBusy when `until` (monotonic) has passed."""
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _is_locked(error):
                    # As any other statement's error: what is wrong with the database is told by its class.
                    raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, error) from error
                if time.monotonic() >= until:
                    raise DatabaseBusy from error
            time.sleep(LOOK_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
