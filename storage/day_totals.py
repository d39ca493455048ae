"""What members did on a local date or over some: the kept totals, and the proof that they equal their entries."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Activity, DayTotal


@dataclass(frozen=True)
class Total:
    """A sum of quantities and the number of entries in it."""

    quantity: int
    entries: int


@dataclass(frozen=True)
class WrongTotal:
    """A day total that does not equal its entries."""

    member_id: int
    metric_id: int
    local_date: dt.date
    kept: Total
    counted: Total


def total_between(session: Session, *, member_id: int, metric_id: int, starts: dt.date, ends: dt.date) -> Total:
    """The member's total of a metric over the local dates [starts, ends)."""
    row = session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(col(DayTotal.total)), 0),
            sa.func.coalesce(sa.func.sum(col(DayTotal.entries)), 0),
        ).where(
            col(DayTotal.member_id) == member_id,
            col(DayTotal.metric_id) == metric_id,
            col(DayTotal.local_date) >= starts,
            col(DayTotal.local_date) < ends,
        )
    ).one()
    return Total(int(row[0]), int(row[1]))


def sums_between(
    session: Session, *, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, int]:
    """Each member's total of a metric over [starts, ends); members without any are left out.

    At most some thousands of members a call: both databases bound the parameters of a statement.
    """
    rows = session.execute(
        sa.select(col(DayTotal.member_id), sa.func.sum(col(DayTotal.total)))
        .where(*_days(member_ids, metric_id, starts, ends))
        .group_by(col(DayTotal.member_id))
    )
    return {row[0]: int(row[1]) for row in rows}


# Built once, and the next one too: that takes longer than running it.
_DAYS_OF_METRIC = (
    sa.select(col(DayTotal.member_id), col(DayTotal.local_date), col(DayTotal.total))
    .where(
        col(DayTotal.member_id).in_(sa.bindparam("member_ids", expanding=True)),
        col(DayTotal.metric_id) == sa.bindparam("metric_id"),
        col(DayTotal.local_date) >= sa.bindparam("starts"),
        col(DayTotal.local_date) < sa.bindparam("ends"),
    )
    .order_by(col(DayTotal.member_id), col(DayTotal.local_date))
    .execution_options(yield_per=20_000)
)


def days_of_metric(
    session: Session, *, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> Iterator[tuple[int, dt.date, int]]:
    """(member, date, quantity) of each day in [starts, ends) that has a total, by member and date.

    At most some thousands of members a call.
    """
    rows = session.execute(
        _DAYS_OF_METRIC, {"member_ids": list(member_ids), "metric_id": metric_id, "starts": starts, "ends": ends}
    )
    return ((row[0], row[1], int(row[2])) for row in rows)


_DAYS_OF_MEMBER = sa.select(col(DayTotal.metric_id), col(DayTotal.local_date), col(DayTotal.total)).where(
    col(DayTotal.member_id) == sa.bindparam("member_id"),
    col(DayTotal.metric_id).in_(sa.bindparam("metric_ids", expanding=True)),
    col(DayTotal.local_date) >= sa.bindparam("starts"),
    col(DayTotal.local_date) < sa.bindparam("ends"),
)


def days_of_member(
    session: Session, *, member_id: int, metric_ids: Sequence[int], starts: dt.date, ends: dt.date
) -> list[tuple[int, dt.date, int]]:
    """(metric, date, quantity) of each of the member's days in [starts, ends) that has a total of these metrics."""
    asked = {"member_id": member_id, "metric_ids": list(metric_ids), "starts": starts, "ends": ends}
    rows = session.execute(_DAYS_OF_MEMBER, asked)
    return [(row[0], row[1], row[2]) for row in rows]


def days_with_entries(
    session: Session, *, member_id: int, metric_id: int, starts: dt.date, ends: dt.date
) -> list[tuple[dt.date, int, int]]:
    """(date, number of entries, total) of each day in [starts, ends) on which the member has an entry."""
    rows = session.execute(
        sa.select(col(DayTotal.local_date), col(DayTotal.entries), col(DayTotal.total))
        .where(*_days([member_id], metric_id, starts, ends), col(DayTotal.entries) > 0)
        .order_by(col(DayTotal.local_date))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def day_totals_between(
    session: Session, *, member_ids: Sequence[int], starts: dt.date, ends: dt.date
) -> Iterator[tuple[int, int, dt.date, int]]:
    """(member, metric, date, quantity) of every day total in [starts, ends).

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(
            col(DayTotal.member_id), col(DayTotal.metric_id), col(DayTotal.local_date), col(DayTotal.total)
        ).where(
            col(DayTotal.member_id).in_(member_ids),
            col(DayTotal.local_date) >= starts,
            col(DayTotal.local_date) < ends,
        )
    )
    return ((row[0], row[1], row[2], int(row[3])) for row in rows)


def best_days(
    session: Session, *, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, tuple[int, int]]:
    """Each member's largest day of a metric in [starts, ends), and the number of days with any."""
    rows = session.execute(
        sa.select(col(DayTotal.member_id), sa.func.max(col(DayTotal.total)), sa.func.count())
        .where(*_days(member_ids, metric_id, starts, ends), col(DayTotal.total) > 0)
        .group_by(col(DayTotal.member_id))
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _days(
    member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(DayTotal.member_id).in_(member_ids),
        col(DayTotal.metric_id) == metric_id,
        col(DayTotal.local_date) >= starts,
        col(DayTotal.local_date) < ends,
    )


def wrong_totals(session: Session, *, workspace_id: int, limit: int = 20) -> list[WrongTotal]:
    """Day totals that do not equal the entries they stand for; empty when all is well."""
    counted = (
        sa.select(
            col(Activity.member_id),
            col(Activity.metric_id),
            col(Activity.local_date),
            sa.func.sum(col(Activity.quantity)).label("total"),
            sa.func.count().label("entries"),
        )
        .where(
            col(Activity.workspace_id) == workspace_id,
            col(Activity.undone_at).is_(None),
            col(Activity.same_as).is_(None),
            sa.not_(col(Activity.void)),
        )
        .group_by(col(Activity.member_id), col(Activity.metric_id), col(Activity.local_date))
        .subquery()
    )
    kept = (
        sa.select(
            col(DayTotal.member_id),
            col(DayTotal.metric_id),
            col(DayTotal.local_date),
            col(DayTotal.total),
            col(DayTotal.entries),
        )
        .where(col(DayTotal.workspace_id) == workspace_id)
        .subquery()
    )
    same_key = sa.and_(
        counted.c.member_id == kept.c.member_id,
        counted.c.metric_id == kept.c.metric_id,
        counted.c.local_date == kept.c.local_date,
    )
    differs = sa.or_(
        sa.func.coalesce(counted.c.total, 0) != sa.func.coalesce(kept.c.total, 0),
        sa.func.coalesce(counted.c.entries, 0) != sa.func.coalesce(kept.c.entries, 0),
    )
    rows = session.execute(
        sa.select(
            sa.func.coalesce(counted.c.member_id, kept.c.member_id),
            sa.func.coalesce(counted.c.metric_id, kept.c.metric_id),
            sa.func.coalesce(counted.c.local_date, kept.c.local_date),
            kept.c.total,
            kept.c.entries,
            counted.c.total,
            counted.c.entries,
        )
        .select_from(counted)
        .join(kept, same_key, full=True)
        .where(differs)
        .limit(limit)
    )
    return [
        WrongTotal(row[0], row[1], row[2], Total(int(row[3] or 0), row[4] or 0), Total(int(row[5] or 0), row[6] or 0))
        for row in rows
    ]
