"""A copy of the data to try things on: nothing that is done to it stays."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from storage.engine import Database, make_database


@dataclass(frozen=True)
class _OneTransaction(Database):
    """A database whose sessions are all savepoints of one transaction, on one connection."""

    connection: sa.Connection

    @contextlib.contextmanager
    def reading(self, *, patience: float | None = None, strict: bool = False) -> Iterator[Session]:
        with Session(self.connection, join_transaction_mode="create_savepoint") as session:
            yield session

    @contextlib.contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Session]:
        with Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
            session.commit()


@contextlib.contextmanager
def rehearsing(database: Database) -> Iterator[Database]:
    """The same data, for one thread; what is done to it is gone when the block ends, and nobody else sees it.

    Of SQLite it is a copy of the file, so that a running Pacer waits for nothing. Of PostgreSQL it is a transaction
    that is rolled back; rows that it changed are locked until then.
    """
    if database.file is not None:
        with tempfile.TemporaryDirectory(prefix="pacer-rehearsal-") as folder:
            copy = Path(folder) / "copy.sqlite"
            with (
                contextlib.closing(sqlite3.connect(f"{database.file.absolute().as_uri()}?mode=ro", uri=True)) as given,
                contextlib.closing(sqlite3.connect(copy)) as made,
            ):
                given.backup(made)
            copied = make_database(f"sqlite:///{copy}")
            try:
                yield copied
            finally:
                copied.dispose()
        return
    with database.engine.connect() as connection, connection.begin() as whole:
        try:
            yield _OneTransaction(database.engine, connection)
        finally:
            whole.rollback()
