"""Rest: a member snoozes their messages, or is off today."""

import datetime as dt

from sqlmodel import Session

from bot.coach.people import local_date
from storage.tables import Member, TimeOff, Workspace


def rest_until(
    session: Session, *, workspace: Workspace, member: Member, days: int, off: bool, now: dt.datetime
) -> dt.date:
    """Send nothing to the member for `days` days from today on; the date on which messages come again.

    `off` also makes today a day off, so that nothing is expected of it; saying so twice makes no two.
    """
    assert workspace.id is not None
    assert member.id is not None
    today = local_date(member, workspace, now)
    until = today + dt.timedelta(days=days)
    already_off = member.snoozed_until is not None and member.snoozed_until >= until
    if off and not already_off:
        session.add(
            TimeOff(
                workspace_id=workspace.id,
                member_id=member.id,
                starts=today,
                ends=today + dt.timedelta(days=1),
                created_at=now,
            )
        )
    member.snoozed_until = max(until, member.snoozed_until or until)
    session.add(member)
    return member.snoozed_until
