"""Rest: a member snoozes their messages, or is off today."""

import datetime as dt

from sqlmodel import Session

from bot.core.members import local_date
from bot.leave.away import Leave, note_leave
from storage.tables import Member, Workspace


def rest_until(
    session: Session, *, workspace: Workspace, member: Member, days: int, off: bool, now: dt.datetime
) -> dt.date:
    """Send nothing to the member for `days` days from today on; the local date on which messages come again.

    A longer rest that is asked for already stays. `off` also makes today a day off, so that nothing is expected of
    it; saying so twice makes no two, and half a day of leave becomes a whole one.
    """
    today = local_date(member, workspace, now)
    if off:
        day = Leave(today, today + dt.timedelta(days=1))
        note_leave(session, workspace=workspace, member=member, asked=day, by=member, now=now)
    until = today + dt.timedelta(days=days)
    member.snoozed_until = max(until, member.snoozed_until or until)
    session.add(member)
    return member.snoozed_until


def end_rest(session: Session, *, member: Member) -> None:
    """Let messages come again; a day off that was noted stays."""
    member.snoozed_until = None
    session.add(member)
