"""What the operator's commands share: the database, the workspace, and who the operator is."""

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import typer
from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.settings import Settings, WrongSettings, read_settings
from storage.database_errors import sentence_of
from storage.engine import Database, UnusableDatabase, make_database
from storage.migrate import SchemaMismatch, require_current
from storage.run_lock import AlreadyRunning
from storage.tables import Workspace
from storage.watched_file import PRIVATE
from storage.workspaces import find_workspace


class NoWorkspace(Exception):
    """Pacer has not met a Slack workspace yet; the message says how it does."""

    def __init__(self) -> None:
        super().__init__("No Slack workspace connected yet. Set SLACK_BOT_TOKEN, then run: pacer users sync")


def expected_failures() -> tuple[type[Exception], ...]:
    """The failures whose message is what the operator needs to read."""
    # Asked for only when something went wrong: most commands need none of these.
    from bot.exchange.problems import WrongFile
    from metrics.backtest import WrongData
    from storage.backup import UnusableBackup
    from storage.write_queue import DatabaseBusy

    return (
        WrongSettings,
        UnusableDatabase,
        SchemaMismatch,
        NoWorkspace,
        AlreadyRunning,
        UnusableBackup,
        Failure,
        WrongFile,
        WrongData,
        DatabaseBusy,
    )


def said_of(error: Exception) -> str:
    """What the operator needs to read of an error; empty when nobody expected it."""
    return str(error) if isinstance(error, expected_failures()) else sentence_of(error)


class CannotWrite(Failure):
    """A file cannot be written."""


@contextlib.contextmanager
def writing_file(path: Path) -> Iterator[TextIO]:
    """A text file to write people's data to. A new one is its owner's alone, whatever the umask; one that is there
    keeps its rights. Raises CannotWrite.
    """

    def opener(name: str, flags: int) -> int:
        try:
            number = os.open(name, flags | os.O_EXCL, PRIVATE)
        except FileExistsError:
            return os.open(name, flags, PRIVATE)
        os.fchmod(number, PRIVATE)
        return number

    try:
        with open(path, "w", encoding="utf-8", newline="", opener=opener) as out:
            yield out
    except OSError as error:
        raise CannotWrite("Can't write {file}: {why}.", file=path, why=error.strerror) from error


def present() -> dt.datetime:
    """The present instant: the one place where a command reads the clock."""
    return dt.datetime.now(dt.UTC)


def day_of(typed: dt.datetime) -> dt.date:
    """The date that was typed as an option: Typer makes it an instant without a zone, and it is nobody's."""
    return typed.date()


def counted(n: int, thing: str) -> str:
    """1 rep, 2 reps."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


@contextlib.contextmanager
def opened_database(settings: Settings | None = None) -> Iterator[Database]:
    """The database of the settings, with a schema that fits."""
    database = make_database((settings or read_settings()).database_url)
    try:
        require_current(database)
        yield database
    finally:
        database.dispose()


@contextlib.contextmanager
def writing_workspace() -> Iterator[tuple[Session, Workspace]]:
    """A committing session and the workspace."""
    with opened_database() as database, database.writing() as session:
        yield session, the_workspace(session)


@contextlib.contextmanager
def reading_workspace() -> Iterator[tuple[Session, Workspace]]:
    """A reading session and the workspace."""
    with opened_database() as database, database.reading() as session:
        yield session, the_workspace(session)


def the_workspace(session: Session) -> Workspace:
    """The installation's workspace. Raises NoWorkspace."""
    workspace = find_workspace(session)
    if workspace is None:
        raise NoWorkspace
    return workspace


def say(text: str) -> None:
    """Print one line for the operator."""
    typer.echo(text)
