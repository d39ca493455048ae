"""Leave, the workspace's own days off, and days on which a member had nothing to log."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, portions
from storage.tables import DayOff, QuietDay, TimeOff


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
