"""What keeps a database from its work, told from what was raised: in words, and never with its address.

The drivers' own messages are not passed on: they repeat parts of DATABASE_URL, and where a password was not written as
an address needs it, they take a part of it for the host or the database.
"""

import enum
import sqlite3

import psycopg
import sqlalchemy as sa


class Trouble(enum.Enum):
    """What is wrong. The value is how it is named in logs."""

    GONE = "gone"
    REPLACED = "replaced"
    FULL = "full"
    READ_ONLY = "read only"
    DISK = "disk"
    DAMAGED = "damaged"
    NO_DATABASE = "no database"
    UNOPENED = "unopened"
    AWAY = "away"
    REFUSED = "refused"
    UNKNOWN_NAME = "unknown name"
    WRONG_OPTION = "wrong option"
    BROKE_OFF = "broke off"


SENTENCES = {
    Trouble.GONE: (
        "The database file, or the -wal or -shm file next to it, is gone, so nothing can be saved. Put the file back, "
        "or stop Pacer and restore a backup."
    ),
    Trouble.REPLACED: (
        "Someone replaced the database file, or its -wal or -shm file, so nothing can be saved. Restart Pacer to open "
        "the new file."
    ),
    Trouble.FULL: "The database's disk is full, so nothing can be saved. Free up space. Pacer then resumes by itself.",
    Trouble.READ_ONLY: (
        "The database is read-only, so nothing can be saved. Let Pacer's user write to it (for SQLite, the file and "
        "its directory). Pacer then resumes by itself."
    ),
    Trouble.DISK: (
        "The database's disk isn't working properly, so nothing can be saved. Check that it's mounted, healthy and not "
        "full."
    ),
    Trouble.DAMAGED: "The database is damaged. Stop Pacer, check the disk, and restore your last good backup.",
    Trouble.NO_DATABASE: (
        "The file in DATABASE_URL isn't a SQLite database, or it's damaged. Use another file, or restore a backup."
    ),
    Trouble.UNOPENED: (
        "Can't open the file in DATABASE_URL. Check that Pacer's user can write to the file and its directory."
    ),
    Trouble.AWAY: (
        "The database server in DATABASE_URL doesn't answer or doesn't let Pacer in. Check that it's running, and "
        "check the host, port and user. Pacer resumes by itself once the server is back."
    ),
    Trouble.REFUSED: "The database server rejects the user or password in DATABASE_URL. Check both.",
    Trouble.UNKNOWN_NAME: (
        "The database in DATABASE_URL doesn't exist on the server. Create it with createdb, or use another name."
    ),
    Trouble.WRONG_OPTION: (
        "An option in DATABASE_URL is unknown or has a wrong value. Check what comes after the question mark."
    ),
    Trouble.BROKE_OFF: (
        "The database connection dropped while saving, so the last change may or may not be there. Check before you "
        "repeat it. Pacer resumes by itself."
    ),
}
"""What the operator reads: what is wrong, and what to do."""

_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_IOERR: Trouble.DISK,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.NO_DATABASE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNOPENED,
}
"""By the primary result code, which is the lowest byte of an extended one."""
_POSTGRES = {
    "53100": Trouble.FULL,
    "53": Trouble.AWAY,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "58030": Trouble.DISK,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
    "28": Trouble.REFUSED,
    "3D000": Trouble.UNKNOWN_NAME,
    "08": Trouble.AWAY,
    "57P": Trouble.AWAY,
    "55000": Trouble.AWAY,
}
"""By the SQLSTATE, or by what it begins with."""
_AT_THE_DOOR = (
    ("password", Trouble.REFUSED),
    ("authentication failed", Trouble.REFUSED),
    ('role "', Trouble.REFUSED),
    ("pg_hba.conf", Trouble.REFUSED),
    ('database "', Trouble.UNKNOWN_NAME),
)
"""A connection that is refused comes without a SQLSTATE, with the server's message only. In another language than
English it is told as a server that lets nobody in, which is true as well."""


class FileTrouble(sa.exc.SQLAlchemyError):
    """The database's file is not the one that was opened: what would be written to it would be lost."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(SENTENCES[trouble])


class CommitLost(sa.exc.OperationalError):
    """The connection broke off during a commit: what was to be saved is saved or not, and nobody can tell."""


def trouble_of(error: BaseException) -> Trouble | None:
    """What is wrong with the database; None when this error says nothing of that kind.

    A database that is only busy with somebody else's work is in no trouble.
    """
    if isinstance(error, FileTrouble):
        return error.trouble
    if isinstance(error, CommitLost):
        return Trouble.BROKE_OFF
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(cause, psycopg.Error):
        return _postgres(cause)
    return None


def _postgres(error: psycopg.Error) -> Trouble | None:
    if error.sqlstate:
        return next((_POSTGRES[state] for n in (5, 3, 2) if (state := error.sqlstate[:n]) in _POSTGRES), None)
    if isinstance(error, psycopg.ProgrammingError):
        return Trouble.WRONG_OPTION
    if not isinstance(error, psycopg.OperationalError):
        return None
    said = str(error).partition("FATAL:")[2]
    return next((trouble for words, trouble in _AT_THE_DOOR if words in said), Trouble.AWAY)


def sentence_of(error: BaseException) -> str:
    """What the operator reads of an error; empty when it is no trouble of the database."""
    trouble = trouble_of(error)
    return SENTENCES[trouble] if trouble is not None else ""
