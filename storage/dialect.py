"""The few statements that SQLite and PostgreSQL write differently, and what both ask of one."""

import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> sa.Table:
    """The model's table: statements on it answer plain rows, which cost a fraction of objects."""
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)
    return table


# Statements are built once: that takes longer than running them.
@functools.cache
def _ignoring(dialect: str, model: type[SQLModel]) -> Any:
    key = next(iter(table_of(model).primary_key))
    return _insert(dialect, model).on_conflict_do_nothing().returning(key)


@functools.cache
def _replacing(dialect: str, model: type[SQLModel], key: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    statement = _insert(dialect, model)
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


@functools.cache
def _adding(dialect: str, model: type[SQLModel], key: tuple[str, ...], added: tuple[str, ...]) -> Any:
    statement = _insert(dialect, model)
    columns = table_of(model).c
    grown = {name: columns[name] + statement.excluded[name] for name in added}
    return statement.on_conflict_do_update(index_elements=list(key), set_=grown)


def _insert(dialect: str, model: type[SQLModel]) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table_of(model))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def insert_or_ignore(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert `rows`, passing over those whose unique key is there already; how many were new."""
    if not rows:
        return 0
    return len(session.execute(_ignoring(_dialect(session), table), list(rows)).all())


def insert_or_replace(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Insert `rows`; where the `key` is there already, the other given columns take the new values."""
    if not rows:
        return
    session.execute(_replacing(_dialect(session), table, tuple(key), tuple(rows[0])), list(rows))


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
    session.execute(_adding(_dialect(session), table, tuple(key), tuple(added)), list(rows))


def portions(ids: Collection[int], size: int = 5000) -> list[list[int]]:
    """The ids in order, in lists of at most `size`: both databases bound the number of parameters of a statement."""
    ordered = sorted(ids)
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]
