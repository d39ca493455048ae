"""One `pacer run` at a time on a SQLite file: a lock beside it, which the system releases when the process ends."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from storage.engine import Database


class AlreadyRunning(Exception):
    """Another process runs Pacer on this database; the message says which, and what to do."""


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
    number = os.open(lock_file(path), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            holder = os.read(number, 32).decode("ascii", "replace").strip()
            raise AlreadyRunning(
                f"Pacer already runs on {path}{f' (process {holder})' if holder else ''}. Stop it first; several at "
                "once need PostgreSQL."
            ) from taken
        os.ftruncate(number, 0)
        os.write(number, f"{os.getpid()}\n".encode("ascii"))
        yield
    finally:
        os.close(number)


def lock_file(path: Path) -> Path:
    """The lock of the database in this file."""
    return path.with_name(path.name + ".lock")
