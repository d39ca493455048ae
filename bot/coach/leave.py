"""Leave: what a member has ahead, and saying or taking back that they are away."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach import away
from bot.coach.people import local_date
from bot.failures import Failure
from metrics.calendar import DaysOff
from storage import people
from storage.tables import Member, Workspace

AHEAD = dt.timedelta(days=366)
LONGEST = dt.timedelta(days=366)


class WrongLeave(Failure):
    """Leave cannot be taken so; the message says why."""


@dataclass(frozen=True)
class Leave:
    """One leave as it is stored."""

    id: int
    days: DaysOff


def leave_ahead(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> tuple[Leave, ...]:
    """The member's leave of today and later, in order."""
    assert workspace.id is not None
    assert member.id is not None
    today = local_date(member, workspace, now)
    rows = people.time_off_between(
        session, workspace_id=workspace.id, starts=today, ends=today + AHEAD, member_ids=[member.id]
    )
    found = [Leave(row.id or 0, DaysOff(row.starts, row.ends, row.portion)) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.days.start, each.id)))


def add_leave(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    first: dt.date,
    last: dt.date,
    portion: float,
    now: dt.datetime,
) -> None:
    """The member is away from `first` to `last`, both included, for this portion of each day. Raises WrongLeave."""
    assert workspace.id is not None
    assert member.id is not None
    today = local_date(member, workspace, now)
    if last < first:
        raise WrongLeave("The last day comes before the first. Turn them round.", field="last")
    if first < today - dt.timedelta(days=workspace.backdate_days):
        raise WrongLeave("That is too long ago. Ask your admin to import it.", field="first")
    if last - first >= LONGEST or last > today + AHEAD:
        raise WrongLeave("Leave can be taken for up to a year from today.", field="last")
    asked = away.Leave(first, last + dt.timedelta(days=1), portion)
    change = away.take_leave(session, workspace=workspace, member=member, asked=asked, now=now)
    if not change.changed:
        raise WrongLeave("You are away then already.", field="first")


def cancel_leave(session: Session, *, workspace: Workspace, member: Member, leave_id: int, now: dt.datetime) -> DaysOff:
    """Take the member's own leave back; again does nothing more. Raises WrongLeave when it is not theirs."""
    assert workspace.id is not None
    row = people.find_time_off(session, workspace_id=workspace.id, time_off_id=leave_id)
    if row is None or row.member_id != member.id:
        raise WrongLeave("There is no such leave of yours any more.")
    if row.cancelled_at is None:
        days = away.leave_of(row)
        away.cancel_leave(session, workspace=workspace, member=member, days=days, now=now)
    return DaysOff(row.starts, row.ends, row.portion)
