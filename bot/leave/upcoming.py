"""Leave by the form of the Home tab: what a member has ahead, and noting more."""

import datetime as dt

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.leave.away import Leave, noted_leave, take_leave
from storage.tables import Member, Workspace

AHEAD = dt.timedelta(days=366)


class WrongLeave(Failure):
    """Leave cannot be taken so; the message says why."""


def leave_ahead(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> tuple[Leave, ...]:
    """The member's leave of today and later, in order."""
    today = local_date(member, workspace, now)
    noted = noted_leave(session, workspace=workspace, member=member, now=now)
    return tuple(leave for leave in noted if leave.ends > today)


def add_leave(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    first: dt.date,
    last: dt.date,
    part: str,
    now: dt.datetime,
) -> None:
    """The member is away from `first` to `last`, both included: all day, or on the mornings (am) or afternoons (pm).

    Raises WrongLeave.
    """
    today = local_date(member, workspace, now)
    if last < first:
        raise WrongLeave("The last day comes before the first. Swap them.", field="last")
    if first < today - dt.timedelta(days=workspace.backdate_days):
        raise WrongLeave("That's too far back. Ask your admin to import it.", field="first")
    if last > today + AHEAD:
        raise WrongLeave("You can add time off up to a year ahead.", field="last")
    asked = Leave(first, last + dt.timedelta(days=1), 0.5 if part else 1.0, part)
    change = take_leave(session, workspace=workspace, member=member, asked=asked, now=now)
    if not change.changed:
        raise WrongLeave("You're already off then.", field="first")
