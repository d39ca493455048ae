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
    UNOPENED = "cannot be opened"
    AWAY = "away"
    REFUSED = "refused"
    UNKNOWN_NAME = "unknown name"
    WRONG_OPTION = "wrong option"
    BROKE_OFF = "broke off"


SENTENCES = {
    Trouble.GONE: (
        "The database's file, or its -wal or -shm beside it, is gone: nothing can be saved. Put the file back where it "
        "was, or stop Pacer and restore a backup."
    ),
    Trouble.REPLACED: (
        "Another file was put in the place of the database's, or of its -wal or -shm: nothing can be saved. Restart "
        "Pacer, so that it opens the one that is there."
    ),
    Trouble.FULL: "The disk of the database is full: nothing can be saved. Make room; a running Pacer then goes on.",
    Trouble.READ_ONLY: (
        "The database cannot be written, only read: nothing can be saved. Give Pacer's user the right to write it "
        "(with SQLite the file and its directory); a running Pacer goes on by itself."
    ),
    Trouble.DISK: (
        "The disk of the database does not read or write as it should: nothing can be saved. Look whether it is full, "
        "mounted and sound."
    ),
    Trouble.DAMAGED: (
        "The database is damaged. Stop Pacer, look at the disk, and restore the last backup that is whole."
    ),
    Trouble.NO_DATABASE: (
        "The file that DATABASE_URL names is no SQLite database, or its beginning is damaged. Name another file, or "
        "restore a backup."
    ),
    Trouble.UNOPENED: (
        "The file that DATABASE_URL names cannot be opened. Look at the rights of the file and of its directory, which "
        "must be Pacer's user's to write."
    ),
    Trouble.AWAY: (
        "The database server that DATABASE_URL names does not answer, or lets nobody in. Look whether it runs, and at "
        "the host, the port and the user; a running Pacer goes on by itself when it is back."
    ),
    Trouble.REFUSED: "The database server refuses the user or the password in DATABASE_URL.",
    Trouble.UNKNOWN_NAME: (
        "The database server knows no database with the name in DATABASE_URL. Create it (createdb), or write another "
        "name."
    ),
    Trouble.WRONG_OPTION: (
        "DATABASE_URL has an option that the database's driver does not know, or a wrong value of one."
    ),
    Trouble.BROKE_OFF: (
        "The connection to the database broke off while it was saving: the last change may be in it or not. Look "
        "before you make it again; a running Pacer goes on by itself."
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
