"""The few statements that SQLite and PostgreSQL write differently."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> sa.Table:
    """The model's table: statements on it answer plain rows, which cost a fraction of objects."""
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)
    return table


def _insert(session: Session, model: type[SQLModel]) -> Any:
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(table_of(model))


def insert_or_ignore(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert `rows`, passing over those whose unique key is there already; how many were new."""
    if not rows:
        return 0
    key = next(iter(table_of(table).primary_key))
    statement = _insert(session, table).on_conflict_do_nothing().returning(key)
    return len(session.execute(statement, list(rows)).all())


def insert_or_replace(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Insert `rows`; where the `key` is there already, the other given columns take the new values."""
    if not rows:
        return
    statement = _insert(session, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed), list(rows))


def insert_or_add(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    added: Sequence[str],
) -> None:
    """Insert `rows`; where the `key` is there already, the columns in `added` grow by the given amounts."""
    if not rows:
        return
    statement = _insert(session, table)
    columns = table_of(table).c
    grown = {name: columns[name] + statement.excluded[name] for name in added}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=grown), list(rows))
