"""A member's working week: which days they work, how much of each, and since when."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.leave.calendars import usual_week_of
from metrics.calendar import WorkingWeek
from storage import absences, memberships
from storage.histories import forget_history
from storage.tables import Member, TeamRole, Workspace
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
        raise WrongWeek("Choose at least one day. For days off, use Add time off.")
    if starts > today:
        raise WrongWeek("Pick the day it starts, or a later one.", field="starts")
    if starts < today - dt.timedelta(days=workspace.backdate_days):
        raise WrongWeek("That's too far back. Ask your admin to import it.", field="starts")
    set_week(session, workspace=workspace, member=member, week=week, starts=starts, now=now)
    team_id = next(
        (
            row.team_id
            for row in memberships.in_teams_on(
                session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, member_ids=[member.id]
            )
        ),
        None,
    )
    team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id) if team_id else None
    # Who chooses what their team works anyway follows it again.
    member.week_own = member.week_shares != usual_week_of(team, workspace)


def set_week(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    week: WorkingWeek,
    starts: dt.date | None,
    now: dt.datetime,
) -> bool:
    """Let the member work so from `starts` on, or let them always have worked so; whether that changed anything.

    From then on it is their own week, which no change of their team's or the workspace's touches.
    """
    said = f"working week: {member.week_shares} -> {write_week(week)}"
    if not _work_so(session, workspace=workspace, member=member, shares=write_week(week), starts=starts):
        return False
    member.week_own = True
    session.add(member)
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


def follow_week(session: Session, *, workspace: Workspace, member: Member, week: str, starts: dt.date) -> bool:
    """Let the member work as their team or the workspace does from `starts` on: a week as it is stored; whether that
    changed anything.
    """
    member.week_own = False
    session.add(member)
    return _work_so(session, workspace=workspace, member=member, shares=week, starts=starts)


def write_week(week: Sequence[float]) -> str:
    """A working week as it is stored."""
    return " ".join(f"{share:g}" for share in week)


def _work_so(session: Session, *, workspace: Workspace, member: Member, shares: str, starts: dt.date | None) -> bool:
    held = absences.past_weeks(session, workspace_id=workspace.id, member_ids=[member.id], after=dt.date.min).get(
        member.id, []
    )
    before = next((shares for ends, shares in held if starts is not None and starts <= ends), member.week_shares)
    kept = [(ends, past) for ends, past in held if starts is not None and ends < starts]
    if starts is not None and before != shares and (member.joined_on is None or member.joined_on < starts):
        kept.append((starts, before))
    if kept == held and shares == member.week_shares:
        return False
    absences.replace_past_weeks(session, workspace_id=workspace.id, member_id=member.id, weeks=kept)
    member.week_shares = shares
    session.add(member)
    # What was concluded of the days since is concluded again; of days to come nothing was.
    forget_history(session, member_id=member.id, after=starts or dt.date.min)
    return True
