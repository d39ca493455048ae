"""A member's working week: which days they work, how much of each, and since when."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from metrics.calendar import WorkingWeek
from storage import absences
from storage.histories import forget_history
from storage.tables import Member, Workspace
from storage.workspaces import record_audit


class WrongWeek(Failure):
    """A working week cannot be so; the message says why."""


def change_week(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    shares: Sequence[float],
    starts: dt.date,
    now: dt.datetime,
) -> None:
    """Let the member work these shares of Monday … Sunday from the local date `starts` on. Raises WrongWeek.

    What was asked of the days before stays as it was.
    """
    today = local_date(member, workspace, now)
    try:
        week = WorkingWeek(shares)
    except ValueError as error:
        raise WrongWeek("Choose how much of each day you work.") from error
    if not any(week):
        raise WrongWeek("Choose at least one day. For leave, use Add leave instead.")
    if starts > today:
        raise WrongWeek("Change it on the day on which it begins, or later.", field="starts")
    if starts < today - dt.timedelta(days=workspace.backdate_days):
        raise WrongWeek("That is too long ago. Ask your admin to import it.", field="starts")
    set_week(session, workspace=workspace, member=member, week=week, starts=starts, now=now)


def set_week(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    week: WorkingWeek,
    starts: dt.date | None,
    now: dt.datetime,
) -> bool:
    """Let the member work so from `starts` on, or let them always have worked so; whether that changed anything."""
    held = absences.past_weeks(session, workspace_id=workspace.id, member_ids=[member.id], after=dt.date.min).get(
        member.id, []
    )
    before = next((shares for ends, shares in held if starts is not None and starts <= ends), member.week_shares)
    shares = " ".join(f"{share:g}" for share in week)
    kept = [(ends, past) for ends, past in held if starts is not None and ends < starts]
    if starts is not None and before != shares and (member.joined_on is None or member.joined_on < starts):
        kept.append((starts, before))
    if kept == held and shares == member.week_shares:
        return False
    absences.replace_past_weeks(session, workspace_id=workspace.id, member_id=member.id, weeks=kept)
    said = f"working week: {member.week_shares} -> {shares}"
    member.week_shares = shares
    session.add(member)
    if starts is None or starts < local_date(member, workspace, now):
        # What was concluded of the days since is concluded again.
        forget_history(session, member_id=member.id, after=starts or dt.date.min)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=member.id,
        action="settings",
        subject_id=member.id,
        detail=said if starts is None else f"{said} from {starts}",
    )
    return True
