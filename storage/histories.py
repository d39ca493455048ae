"""Discounted histories, stored for some dates, on which forecasts stand."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert_or_replace, portions
from storage.tables import History


class StoredHistory(NamedTuple):
    """A member's discounted sums and the date that they go up to. A plain row: a morning reads thousands."""

    date: dt.date
    sums: bytes


def histories_before(
    session: Session, *, member_ids: Collection[int], metric_id: int, date: dt.date
) -> dict[int, StoredHistory]:
    """Each member's newest stored history of this metric of `date` or before."""
    mine = (
        col(History.member_id).in_(sorted(member_ids)),
        col(History.metric_id) == metric_id,
        col(History.date) <= date,
    )
    newest = (
        sa.select(col(History.member_id), sa.func.max(col(History.date)).label("date"))
        .where(*mine)
        .group_by(col(History.member_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(col(History.member_id), col(History.date), col(History.sums))
        .join(
            newest,
            sa.and_(col(History.member_id) == newest.c.member_id, col(History.date) == newest.c.date),
        )
        .where(*mine)
    )
    return {member_id: StoredHistory(*row) for member_id, *row in rows}


def store_histories(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store discounted sums given as rows of columns."""
    insert_or_replace(session, History, rows, key=("member_id", "metric_id", "date"))


def forget_history(session: Session, *, member_id: int, after: dt.date, metric_id: int | None = None) -> None:
    """Delete the histories of dates after `after`, because an entry of that date changed; without a metric
    of all of them, because the days since were others.
    """
    query = sa.delete(History).where(col(History.member_id) == member_id, col(History.date) > after)
    session.execute(query if metric_id is None else query.where(col(History.metric_id) == metric_id))


def forget_histories(session: Session, *, member_ids: Collection[int], after: dt.date) -> None:
    """The same for many members at once, because a calendar changed."""
    for some in portions(member_ids):
        session.execute(
            sa.delete(History).where(col(History.member_id).in_(some), col(History.date) > after),
            execution_options={"synchronize_session": False},
        )
