"""Backups of a SQLite database: made while Pacer runs, and put back in one step."""

import contextlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

from storage.engine import Database, make_database
from storage.migrate import SchemaMismatch, current_revision, require_known, upgrade
from storage.watched_file import PRIVATE, make_private

KEPT = ".before-restore"
"""What is put behind the name of the database that a restored one replaced."""


class UnusableBackup(Exception):
    """The backup cannot be made or put back; the message says why and what to do."""


def back_up(database: Database, *, target: Path) -> int:
    """Write a copy of the database, as it is at one instant, to the new file `target`; its size in bytes.

    Pacer may run meanwhile, and waits for nothing. The copy is checked, and appears under its name only when it is
    whole. Raises UnusableBackup: for PostgreSQL, which has its own tools, or when `target` exists.
    """
    source = _file_of(
        database,
        f"Back up PostgreSQL with its own tool: pg_dump --format=custom --file={target} "
        "URL, where URL is DATABASE_URL.",
    )
    if target.exists():
        raise UnusableBackup(f"{target} already exists. Use a new file name, for example with the date in it.")
    if not target.absolute().parent.is_dir():
        raise UnusableBackup(f"The directory of {target} doesn't exist. Create it first.")
    with _beside(target) as partial:
        _copy(source, partial)
        _require_whole(partial, source)
        _flush(partial)
        os.replace(partial, target)
    _flush(target.absolute().parent)
    return target.stat().st_size


@contextlib.contextmanager
def restoring(database: Database, *, source: Path) -> Iterator[Database]:
    """A checked copy of the backup `source`, upgraded to this program's schema, to be made ready in the block.

    When the block ends without an exception the copy takes the place of `database`, in one step: whatever happens
    before it, the old one is untouched. It is kept under the name with `.before-restore`. No Pacer may run meanwhile
    (run_lock), and `database` must have no open connection.

    Raises UnusableBackup for PostgreSQL, for a file that is no whole backup of Pacer's, or while a command uses the
    database; SchemaMismatch for a backup of a newer Pacer.
    """
    target = _file_of(
        database,
        f"Restore PostgreSQL with its own tool. Stop Pacer, then run: pg_restore --clean "
        f"--if-exists --dbname=URL {source}, where URL is DATABASE_URL.",
    )
    if not source.is_file():
        raise UnusableBackup(f"File not found: {source}.")
    if target.exists() and source.samefile(target):
        raise UnusableBackup(f"{source} is the database itself. Use a backup file.")
    with _beside(target) as partial:
        _copy(source, partial)
        _require_whole(partial, source)
        copy = make_database(f"sqlite:///{partial}")
        try:
            _require_ours(copy, source)
            upgrade(copy)
            yield copy
        finally:
            copy.dispose()
        _close_wal(partial)
        _flush(partial)
        _set_aside(target)
        os.replace(partial, target)
    _flush(target.absolute().parent)


def _file_of(database: Database, instead: str) -> Path:
    if database.file is None:
        raise UnusableBackup(instead)
    return database.file


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new name in the same directory, where renaming is one step; nothing stays under it."""
    partial = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        yield partial
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    try:
        make_private(target)
    except OSError as error:
        raise UnusableBackup(f"Can't write to {target.absolute().parent}: {error.strerror}.") from error
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as given,
            contextlib.closing(sqlite3.connect(target)) as made,
        ):
            given.backup(made)
            # One file, complete by itself, rather than one that may have its end in another.
            made.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise UnusableBackup(
                f"Can't write the copy of {source} to {target.absolute().parent}: {error}. Is the disk full?"
            ) from error
        raise UnusableBackup(f"Can't read {source} as a SQLite database: {error}.") from error


def _require_whole(copy: Path, source: Path) -> None:
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise UnusableBackup(f"{source} is damaged: {error}.") from error
    if found != ["ok"]:
        raise UnusableBackup(f"{source} is damaged: {'; '.join(found)}.")
    if orphans is not None:
        raise UnusableBackup(f"{source} is damaged: rows in {orphans[0]} point to missing rows in {orphans[2]}.")


def _require_ours(copy: Database, source: Path) -> None:
    if current_revision(copy) is None:
        raise UnusableBackup(f"{source} is a SQLite database, but it isn't Pacer's.")
    try:
        require_known(copy)
    except SchemaMismatch as newer:
        raise SchemaMismatch(f"{source} comes from a newer Pacer. Install that version or a later one.") from newer


def _set_aside(target: Path) -> None:
    """Keep the database that is there under another name, alone: its write-ahead log must not meet the new file."""
    if not target.exists():
        return
    kept = target.with_name(target.name + KEPT)
    try:
        _close_wal(target)
    except sqlite3.OperationalError as error:
        raise UnusableBackup(
            f"Another command is still using {target} ({error}). Wait until it's done, then restore again."
        ) from error
    except sqlite3.DatabaseError:
        # Damaged, which may be why a backup is put back: kept as it is, with its log beside it.
        for suffix in ("-wal", "-shm"):
            log = target.with_name(target.name + suffix)
            if log.exists():
                os.replace(log, kept.with_name(kept.name + suffix))
    kept.unlink(missing_ok=True)
    make_private(kept)
    shutil.copyfile(target, kept)
    kept.chmod(PRIVATE)


def _close_wal(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=2)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    if mode != "delete":
        raise sqlite3.OperationalError("database is locked")


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
