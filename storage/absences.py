"""Leave, past working weeks, the workspace's own days off, and days on which a member had nothing to log."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, portions, table_of
from storage.tables import DayOff, PastWeek, QuietDay, TimeOff


def time_off_between(
    session: Session,
    *,
    workspace_id: int,
    starts: dt.date,
    ends: dt.date,
    member_ids: Collection[int] | None = None,
) -> Sequence[TimeOff]:
    """Leave that is not cancelled and touches [starts, ends)."""
    query = select(TimeOff).where(
        TimeOff.workspace_id == workspace_id,
        col(TimeOff.cancelled_at).is_(None),
        col(TimeOff.starts) < ends,
        col(TimeOff.ends) > starts,
    )
    if member_ids is None:
        return session.exec(query).all()
    return [row for some in portions(member_ids) for row in session.exec(query.where(col(TimeOff.member_id).in_(some)))]


def cancel_time_off(session: Session, *, row: TimeOff, now: dt.datetime) -> None:
    """Mark leave as cancelled; the row stays."""
    row.cancelled_at = now
    session.add(row)
    session.flush()


def past_weeks(
    session: Session, *, workspace_id: int, member_ids: Collection[int], after: dt.date
) -> dict[int, list[tuple[dt.date, str]]]:
    """The working weeks of these members that ended later than `after`: (its end, its shares), the oldest first."""
    week = table_of(PastWeek).c
    query = (
        sa.select(week.member_id, week.ends, week.week_shares)
        .where(week.workspace_id == workspace_id, week.ends > after)
        .order_by(week.ends)
    )
    found: dict[int, list[tuple[dt.date, str]]] = {}
    for some in portions(member_ids):
        for member_id, ends, shares in session.execute(query.where(week.member_id.in_(some))):
            found.setdefault(member_id, []).append((ends, shares))
    return found


def replace_past_weeks(
    session: Session, *, workspace_id: int, member_id: int, weeks: Collection[tuple[dt.date, str]]
) -> None:
    """Let these be the member's past working weeks: (its end, its shares)."""
    session.execute(sa.delete(table_of(PastWeek)).where(table_of(PastWeek).c.member_id == member_id))
    insert_or_ignore(
        session,
        PastWeek,
        [
            {"member_id": member_id, "ends": ends, "workspace_id": workspace_id, "week_shares": shares}
            for ends, shares in weeks
        ],
    )


def note_quiet_days(
    session: Session, *, workspace_id: int, member_id: int, dates: Collection[dt.date], now: dt.datetime
) -> None:
    """Note that the member had nothing to log on these dates; saying so twice changes nothing."""
    rows = [{"member_id": member_id, "date": date, "workspace_id": workspace_id, "said_at": now} for date in dates]
    insert_or_ignore(session, QuietDay, rows)


def add_time_off(session: Session, *, time_off: TimeOff) -> TimeOff:
    """Store leave; it has its id afterwards."""
    session.add(time_off)
    session.flush()
    return time_off


def own_holidays(session: Session, *, workspace_id: int) -> Sequence[DayOff]:
    """The workspace's own days off."""
    return session.exec(select(DayOff).where(DayOff.workspace_id == workspace_id)).all()
