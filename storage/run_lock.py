"""One `pacer run` at a time on a SQLite file: a lock beside it, which the system releases when the process ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.engine import Database, UnusableDatabase
from storage.watched_file import Identity


class AlreadyRunning(Exception):
    """Another process runs Pacer on this database; the message says which, and what to do."""


@dataclass(frozen=True)
class Runner:
    """The process that runs on a database, and which file it has open; what is not known is empty or None."""

    process: str
    has_open: Identity | None


@contextlib.contextmanager
def run_lock(database: Database) -> Iterator[None]:
    """Hold the right to run on this database until the block ends. Raises AlreadyRunning.

    On PostgreSQL it is nobody's alone: any number of processes share the work.
    """
    path = database.file
    if path is None:
        yield
        return
    # The file stays: one that removed it could remove another's.
    try:
        number = os.open(lock_file(path), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UnusableDatabase(
            f"Pacer can't write to the database's directory, {path.absolute().parent}: {error.strerror}."
        ) from error
    try:
        if not _taken(number):
            process = _runner(number).process
            raise AlreadyRunning(
                f"Pacer is already running on {path}{f' (process {process})' if process else ''}. Stop it first. "
                "To run several, use PostgreSQL."
            )
        _sign(number, path, database.watched.identity if database.watched is not None else None)
        yield
    finally:
        os.close(number)


def lock_file(path: Path) -> Path:
    """The lock of the database in this file."""
    return path.with_name(path.name + ".lock")


def require_no_loss(database: Database) -> None:
    """Raise UnusableDatabase where Pacer has run on a SQLite file that is gone: nobody wants a new, empty one then."""
    path = database.file
    if path is not None and not path.exists() and lock_file(path).exists():
        raise UnusableDatabase(
            f"{path} is gone, but Pacer has used it before. Put it back, or run: pacer db restore BACKUP. "
            f"To start with an empty database, remove {lock_file(path)} first."
        )


def runner_of(database: Database) -> Runner | None:
    """Who runs on this SQLite database now; None when nobody does, and for PostgreSQL."""
    if database.file is None:
        return None
    try:
        number = os.open(lock_file(database.file), os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _runner(number)
    else:
        return None
    finally:
        os.close(number)


def _taken(number: int) -> bool:
    for pause in (0.1, 0.0):
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(pause)  # somebody may only have looked who runs
        else:
            return True
    return False


def _sign(number: int, path: Path, has_open: Identity | None) -> None:
    words = (os.getpid(), *(has_open or ()))
    try:
        os.ftruncate(number, 0)
        os.write(number, " ".join(map(str, words)).encode("ascii") + b"\n")
    except OSError as error:
        raise UnusableDatabase(f"Pacer can't write {lock_file(path)}: {error.strerror}.") from error


def _runner(number: int) -> Runner:
    process, *file = os.pread(number, 100, 0).decode("ascii", "replace").split() or [""]
    numbers = [int(part) for part in file if part.isdigit()]
    return Runner(process, (numbers[0], numbers[1]) if len(numbers) == 2 else None)
