"""Activities and the day totals that follow them. Nothing else touches day_total."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_add
from storage.tables import Activity, ActivityVersion, DayTotal, Source


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


def add_activities(session: Session, *, activities: Sequence[Activity]) -> None:
    """Store entries of one transaction and add them to their day totals."""
    session.add_all(activities)
    session.flush()
    _add_to_totals(session, ((activity, 1) for activity in activities if activity.counts))


def add_activity_rows(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store many entries given as rows of columns (all with the same columns) and add them to their day totals."""
    if not rows:
        return
    session.execute(sa.insert(Activity), list(rows))
    sums: dict[tuple[int, int, dt.date], list[int]] = {}
    for row in rows:
        if row.get("same_as") is not None:
            continue
        at = sums.setdefault((row["member_id"], row["metric_id"], row["local_date"]), [0, 0])
        at[0] += row["quantity"]
        at[1] += 1
    _upsert_totals(session, sums, workspace_id=rows[0]["workspace_id"])


def change_activity(
    session: Session,
    *,
    activity: Activity,
    changed_by: int | None,
    now: dt.datetime,
    **changes: Any,
) -> None:
    """Give columns of an entry new values; how it was stays in activity_version, and the totals follow.

    An entry is undone by `undone_at=now` and brought back by `undone_at=None`; it does not count either while
    `same_as` is another one.
    """
    session.add(
        ActivityVersion(
            activity_id=_stored_id(activity),
            version=activity.version,
            workspace_id=activity.workspace_id,
            metric_id=activity.metric_id,
            quantity=activity.quantity,
            local_date=activity.local_date,
            account=activity.account,
            note=activity.note,
            outcome=activity.outcome,
            amount_minor=activity.amount_minor,
            undone_at=activity.undone_at,
            same_as=activity.same_as,
            changed_by=changed_by,
            changed_at=now,
        )
    )
    if activity.counts:
        _add_to_totals(session, [(activity, -1)])
    for name, value in changes.items():
        setattr(activity, name, value)
    activity.version += 1
    session.add(activity)
    session.flush()
    if activity.counts:
        _add_to_totals(session, [(activity, 1)])


def find_batch(session: Session, *, workspace_id: int, batch: str) -> Sequence[Activity]:
    """The entries that were said in one breath, undone ones too."""
    return session.exec(
        select(Activity)
        .where(Activity.workspace_id == workspace_id, Activity.batch == batch)
        .order_by(col(Activity.id))
    ).all()


def latest_batch(session: Session, *, workspace_id: int, member_id: int) -> str | None:
    """The batch of the member's newest entry made in Slack that is not undone; None when there is none."""
    return session.execute(
        sa.select(col(Activity.batch))
        .where(
            col(Activity.workspace_id) == workspace_id,
            col(Activity.member_id) == member_id,
            col(Activity.undone_at).is_(None),
            col(Activity.batch) != "",
        )
        .order_by(col(Activity.id).desc())
        .limit(1)
    ).scalar()


def existing_external_ids(session: Session, *, workspace_id: int, source: Any, external_ids: Iterable[str]) -> set[str]:
    """Which of these external ids are stored already for this source."""
    wanted = sorted(set(external_ids))
    found: set[str] = set()
    for at in range(0, len(wanted), 5000):
        found.update(
            session.execute(
                sa.select(col(Activity.external_id)).where(
                    col(Activity.workspace_id) == workspace_id,
                    col(Activity.source) == source,
                    col(Activity.external_id).in_(wanted[at : at + 5000]),
                )
            ).scalars()
        )
    return found


def ids_of_external(
    session: Session, *, workspace_id: int, source: Source, external_ids: Collection[str]
) -> dict[str, int]:
    """The ids of the entries of this source with these external ids; unknown ones are left out."""
    wanted = sorted(set(external_ids))
    return {
        row[0]: row[1]
        for at in range(0, len(wanted), 5000)
        for row in session.execute(
            sa.select(col(Activity.external_id), col(Activity.id)).where(
                col(Activity.workspace_id) == workspace_id,
                col(Activity.source) == source,
                col(Activity.external_id).in_(wanted[at : at + 5000]),
            )
        )
    }


def find_entry(session: Session, *, workspace_id: int, source: Source, entry_id: int) -> Activity | None:
    """The entry of this source with this id."""
    return session.exec(
        select(Activity).where(
            Activity.workspace_id == workspace_id, Activity.source == source, Activity.id == entry_id
        )
    ).first()


def logged_instants(session: Session, *, workspace_id: int, ids: Collection[int]) -> dict[int, dt.datetime]:
    """When the entries with these ids were logged; those that are not there are left out."""
    wanted = sorted(set(ids))
    return {
        row[0]: row[1]
        for at in range(0, len(wanted), 5000)
        for row in session.execute(
            sa.select(col(Activity.id), col(Activity.logged_at)).where(
                col(Activity.workspace_id) == workspace_id, col(Activity.id).in_(wanted[at : at + 5000])
            )
        )
    }


def standing_entries(session: Session, *, workspace_id: int, beside: Source) -> Iterator[Activity]:
    """The entries that count and are not from the source `beside`, oldest first, read in portions."""
    last = 0
    while True:
        some = session.exec(
            select(Activity)
            .where(
                Activity.workspace_id == workspace_id,
                Activity.source != beside,
                col(Activity.undone_at).is_(None),
                col(Activity.same_as).is_(None),
                col(Activity.id) > last,
            )
            .order_by(col(Activity.id))
            .limit(5000)
        ).all()
        if not some:
            return
        last = _stored_id(some[-1])
        for row in some:
            session.expunge(row)
            yield row


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


def days_of_metric(
    session: Session, *, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> Iterator[tuple[int, dt.date, int]]:
    """(member, date, quantity) of each day in [starts, ends) that has a total, by member and date.

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(col(DayTotal.member_id), col(DayTotal.local_date), col(DayTotal.total))
        .where(*_days(member_ids, metric_id, starts, ends))
        .order_by(col(DayTotal.member_id), col(DayTotal.local_date))
        .execution_options(yield_per=20_000)
    )
    return ((row[0], row[1], int(row[2])) for row in rows)


# Built once: that takes longer than running it.
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


class Entry(NamedTuple):
    """One entry, as much of it as a streak needs."""

    metric_id: int
    local_date: dt.date
    logged_at: dt.datetime
    source: Source
    quantity: int


def entries_between(
    session: Session, *, member_id: int, metric_ids: Collection[int], starts: dt.date, ends: dt.date
) -> list[Entry]:
    """The member's entries of these metrics with a date in [starts, ends), as plain rows; undone ones are left out."""
    rows = session.execute(
        sa.select(
            col(Activity.metric_id),
            col(Activity.local_date),
            col(Activity.logged_at),
            col(Activity.source),
            col(Activity.quantity),
        ).where(
            col(Activity.member_id) == member_id,
            col(Activity.metric_id).in_(sorted(metric_ids)),
            col(Activity.local_date) >= starts,
            col(Activity.local_date) < ends,
            col(Activity.undone_at).is_(None),
            col(Activity.same_as).is_(None),
        )
    )
    return [Entry(*row) for row in rows]


def entries_of_date(session: Session, *, member_id: int, metric_id: int, date: dt.date) -> Sequence[Activity]:
    """The member's entries of a metric on a local date that are not undone, the first logged first."""
    return session.exec(
        select(Activity)
        .where(
            Activity.member_id == member_id,
            Activity.metric_id == metric_id,
            Activity.local_date == date,
            col(Activity.undone_at).is_(None),
            col(Activity.same_as).is_(None),
        )
        .order_by(col(Activity.logged_at), col(Activity.id))
    ).all()


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


def _add_to_totals(session: Session, changes: Iterable[tuple[Activity, int]]) -> None:
    sums: dict[tuple[int, int, dt.date], list[int]] = {}
    workspace_id = 0
    for activity, sign in changes:
        workspace_id = activity.workspace_id
        at = sums.setdefault((activity.member_id, activity.metric_id, activity.local_date), [0, 0])
        at[0] += sign * activity.quantity
        at[1] += sign
    _upsert_totals(session, sums, workspace_id=workspace_id)


def _upsert_totals(
    session: Session, sums: Mapping[tuple[int, int, dt.date], Sequence[int]], *, workspace_id: int
) -> None:
    insert_or_add(
        session,
        DayTotal,
        [
            {
                "member_id": member_id,
                "metric_id": metric_id,
                "local_date": date,
                "workspace_id": workspace_id,
                "total": quantity,
                "entries": entries,
            }
            # A fixed order, so that two processes never wait for each other's rows in a circle.
            for (member_id, metric_id, date), (quantity, entries) in sorted(sums.items())
        ],
        key=("member_id", "metric_id", "local_date"),
        added=("total", "entries"),
    )


def _stored_id(activity: Activity) -> int:
    assert activity.id is not None
    return activity.id
