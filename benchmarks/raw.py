"""The floor under a figure: the very statements that Pacer ran, by the bare driver, without Pacer."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.engine import Database


@dataclass(frozen=True)
class Said:
    """One statement and its parameters, as the driver was given them; COMMIT has none."""

    statement: str
    parameters: Any
    many: bool = False


BEGIN, COMMIT = Said("BEGIN IMMEDIATE", None), Said("COMMIT", None)


@contextlib.contextmanager
def recording(database: Database) -> Iterator[list[Said]]:
    """What is said to the database while the block runs."""
    said: list[Said] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        said.append(Said(statement, parameters, many))

    def begin(connection: sa.Connection) -> None:
        # With SQLite it is said to the driver itself, where nothing hears it.
        if database.is_sqlite and connection.get_execution_options().get("pacer_writes", False):
            said.append(BEGIN)

    def end(_connection: Any) -> None:
        said.append(COMMIT)

    heard = (("begin", begin), ("before_cursor_execute", note), ("commit", end), ("rollback", end))
    engines = [engine for engine in (database.engine, database.quick) if engine is not None]
    for engine in engines:
        for name, listener in heard:
            sa.event.listen(engine, name, listener)
    try:
        yield said
    finally:
        for engine in engines:
            for name, listener in heard:
                sa.event.remove(engine, name, listener)


def replay(database: Database, said: list[Said], *, change: Callable[[Any], Any] = lambda given: given) -> None:
    """Say it again, and read all that is answered; `change` makes other parameters of those that were given."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for each in said:
            if each is COMMIT:
                connection.commit()
            elif each.many and isinstance(each.parameters, list):
                cursor.executemany(each.statement, change(each.parameters))
            elif each.statement == "BEGIN":
                # A reading transaction. Interleaved threads were recorded into one list: there may be one already.
                pass
            elif each.statement == "BEGIN IMMEDIATE":
                connection.commit()
                cursor.execute(each.statement)
            else:
                cursor.execute(each.statement, change(each.parameters))
                if cursor.description is not None:
                    cursor.fetchall()
        connection.commit()
    finally:
        connection.close()


def renamed(given: Any, old: str, new: str) -> Any:
    """The same parameters with another text in place of one that must be new each time: a receipt's, say."""
    if isinstance(given, str):
        return given.replace(old, new)
    if isinstance(given, dict):
        return {name: renamed(value, old, new) for name, value in given.items()}
    if isinstance(given, (list, tuple)):
        return type(given)(renamed(value, old, new) for value in given)
    return given
