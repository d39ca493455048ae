"""Discounted histories, stored for some dates, on which forecasts stand."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert_or_replace, portions, table_of
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


def forget_history(session: Session, *, member_id: int, after: dt.date) -> None:
    """Delete a member's histories of dates after `after`, because the days since were others."""
    session.execute(sa.delete(History).where(col(History.member_id) == member_id, col(History.date) > after))


def forget_histories_of(session: Session, *, after: Mapping[tuple[int, int], dt.date]) -> None:
    """Delete the histories of each (member, metric) after its date, because an entry of that date changed."""
    if not after:
        return
    # In a fixed order, so that two processes never wait for each other's rows in a circle.
    rows = [
        {"of_member": member_id, "of_metric": metric_id, "later_than": date}
        for (member_id, metric_id), date in sorted(after.items())
    ]
    session.connection().execute(_FORGET, rows)


_FORGET = sa.delete(table_of(History)).where(
    table_of(History).c.member_id == sa.bindparam("of_member"),
    table_of(History).c.metric_id == sa.bindparam("of_metric"),
    table_of(History).c.date > sa.bindparam("later_than"),
)


def forget_histories(session: Session, *, member_ids: Collection[int], after: dt.date) -> None:
    """The same for many members at once, because a calendar changed."""
    for some in portions(member_ids):
        session.execute(
            sa.delete(History).where(col(History.member_id).in_(some), col(History.date) > after),
            execution_options={"synchronize_session": False},
        )
