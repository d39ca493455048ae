"""Rest: a member snoozes their messages, or is off today."""

import datetime as dt

from sqlmodel import Session

from bot.coach.people.members import local_date
from storage import absences
from storage.tables import Member, TimeOff, Workspace


def rest_until(
    session: Session, *, workspace: Workspace, member: Member, days: int, off: bool, now: dt.datetime
) -> dt.date:
    """Send nothing to the member for `days` days from today on; the local date on which messages come again.

    A longer rest that is asked for already stays. `off` also makes today a day off, so that nothing is expected of
    it; saying so twice makes no two, and half a day of leave becomes a whole one.
    """
    today = local_date(member, workspace, now)
    if off:
        _take_off(session, workspace, member, today, now)
    until = today + dt.timedelta(days=days)
    member.snoozed_until = max(until, member.snoozed_until or until)
    session.add(member)
    return member.snoozed_until


def end_rest(session: Session, *, member: Member) -> None:
    """Let messages come again; a day off that was noted stays."""
    member.snoozed_until = None
    session.add(member)


def _take_off(session: Session, workspace: Workspace, member: Member, today: dt.date, now: dt.datetime) -> None:
    assert workspace.id is not None
    assert member.id is not None
    tomorrow = today + dt.timedelta(days=1)
    known = absences.time_off_between(
        session, workspace_id=workspace.id, starts=today, ends=tomorrow, member_ids=[member.id]
    )
    taken = sum(leave.portion for leave in known)
    if taken < 1:
        session.add(
            TimeOff(
                workspace_id=workspace.id,
                member_id=member.id,
                starts=today,
                ends=tomorrow,
                portion=1 - taken,
                created_at=now,
            )
        )
