"""A member's own entries, one by one, and what other sources say of the same."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.tables import Activity, Source

PORTION = 2000


class Told(NamedTuple):
    """What makes two entries the same: a plain row, because an import compares thousands."""

    id: int
    member_id: int
    metric_id: int
    quantity: int
    local_date: dt.date
    account: str


def find_entry(session: Session, *, workspace_id: int, activity_id: int) -> Activity | None:
    """The entry with this id in this workspace."""
    return session.exec(
        select(Activity).where(Activity.workspace_id == workspace_id, Activity.id == activity_id)
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
            sa.not_(col(Activity.void)),
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
            sa.not_(col(Activity.void)),
        )
        .order_by(col(Activity.logged_at), col(Activity.id))
    ).all()


def entries_of_deals(session: Session, *, deal_ids: Collection[int]) -> Sequence[Activity]:
    """The entries that these deals made and that are not undone."""
    if not deal_ids:
        return []
    return session.exec(
        select(Activity)
        .where(col(Activity.deal_id).in_(sorted(deal_ids)), col(Activity.undone_at).is_(None))
        .order_by(col(Activity.id))
    ).all()


def newest_entries(
    session: Session, *, member_id: int, besides_amounts_of: Collection[int], first: int, limit: int
) -> Sequence[Activity]:
    """The member's entries that are not undone, by date and age, from the place `first` on (0 is the newest).

    An entry of a metric of `besides_amounts_of` (money) is left out where its deal has a counted entry too.
    """
    other = aliased(Activity)
    counted = (
        sa.exists()
        .where(
            col(other.deal_id) == col(Activity.deal_id),
            col(other.metric_id).not_in(sorted(besides_amounts_of)),
            col(other.undone_at).is_(None),
        )
        .correlate(Activity)
    )
    is_amount = sa.and_(
        col(Activity.deal_id).is_not(None), col(Activity.metric_id).in_(sorted(besides_amounts_of)), counted
    )
    return session.exec(
        select(Activity)
        .where(Activity.member_id == member_id, col(Activity.undone_at).is_(None), sa.not_(is_amount))
        .order_by(col(Activity.local_date).desc(), col(Activity.id).desc())
        .offset(first)
        .limit(limit)
    ).all()


def latest_metric(session: Session, *, member_id: int, since: dt.date) -> int | None:
    """The metric of the member's newest entry since this date; None when there is none."""
    return session.execute(
        sa.select(col(Activity.metric_id))
        .where(
            col(Activity.member_id) == member_id,
            col(Activity.local_date) >= since,
            col(Activity.undone_at).is_(None),
            col(Activity.deal_id).is_(None),
        )
        .order_by(col(Activity.id).desc())
        .limit(1)
    ).scalar()


def told_by(
    session: Session, *, member_ids: Collection[int], sources: Collection[Source], starts: dt.date, ends: dt.date
) -> list[Told]:
    """The entries of these sources that count, name an account, are dated in [starts, ends) and have no double yet."""
    other = aliased(Activity)
    has_double = (
        sa.exists()
        .where(col(other.same_as) == col(Activity.id), col(other.undone_at).is_(None))
        .where(col(other.member_id) == col(Activity.member_id), col(other.local_date) >= starts)
        .correlate(Activity)
    )
    ordered = sorted(member_ids)
    return [
        Told(*row)
        for at in range(0, len(ordered), PORTION)
        for row in session.execute(
            sa.select(
                col(Activity.id),
                col(Activity.member_id),
                col(Activity.metric_id),
                col(Activity.quantity),
                col(Activity.local_date),
                col(Activity.account),
            ).where(
                col(Activity.member_id).in_(ordered[at : at + PORTION]),
                col(Activity.local_date) >= starts,
                col(Activity.local_date) < ends,
                col(Activity.source).in_(list(sources)),
                col(Activity.account) != "",
                col(Activity.undone_at).is_(None),
                col(Activity.same_as).is_(None),
                sa.not_(col(Activity.void)),
                sa.not_(col(Activity.told_apart)),
                sa.not_(has_double),
            )
        )
    ]


# Asked at each `/log`, and built once: that takes longer than running it.
_TOLD_TOO = (
    select(Activity)
    .where(
        col(Activity.member_id) == sa.bindparam("member_id"),
        col(Activity.local_date) >= sa.bindparam("starts"),
        col(Activity.same_as).is_not(None),
        col(Activity.source).in_(sa.bindparam("sources", expanding=True)),
        col(Activity.undone_at).is_(None),
        col(Activity.logged_at) > sa.bindparam("since"),
    )
    .order_by(col(Activity.local_date).desc(), col(Activity.id).desc())
)


def told_too(
    session: Session, *, member_id: int, starts: dt.date, sources: Collection[Source], since: dt.datetime
) -> Sequence[Activity]:
    """The member's entries of these sources that do not count because another one says the same, dated `starts` or
    later and brought after `since`; the newest first.
    """
    asked = {"member_id": member_id, "starts": starts, "sources": list(sources), "since": since}
    return session.exec(_TOLD_TOO, params=asked).all()


def last_logged(
    session: Session, *, member_id: int, starts: dt.date, sources: Collection[Source], besides: str
) -> dt.datetime | None:
    """When the member last logged something of these sources with a date from `starts` on, in another breath than
    `besides`; None when they did not.
    """
    return session.execute(
        sa.select(col(Activity.logged_at))
        .where(
            col(Activity.member_id) == member_id,
            col(Activity.local_date) >= starts,
            col(Activity.source).in_(list(sources)),
            col(Activity.batch) != besides,
        )
        .order_by(col(Activity.logged_at).desc())
        .limit(1)
    ).scalar()


def doubles_of(session: Session, *, activity: Activity, around: dt.timedelta) -> Sequence[Activity]:
    """The entries that do not count because they say the same as this one, dated at most `around` from it."""
    return session.exec(
        select(Activity).where(
            Activity.member_id == activity.member_id,
            col(Activity.local_date) >= activity.local_date - around,
            col(Activity.local_date) <= activity.local_date + around,
            Activity.same_as == activity.id,
            col(Activity.undone_at).is_(None),
        )
    ).all()
