"""Members' calendars, put together from working weeks, holidays and leave."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.leave.holidays import Calendars
from bot.leave.ramps import ramp_of
from metrics.calendar import DaysOff, MemberCalendar
from storage import absences
from storage.tables import Member, Team, Workspace


def load_calendars(
    session: Session, *, workspace: Workspace, members: Sequence[Member], starts: dt.date, ends: dt.date
) -> dict[int, MemberCalendar]:
    """The calendar of each of these members, true for the dates [starts, ends)."""
    ids = [member.id for member in members]
    leave: dict[int, list[DaysOff]] = {}
    for row in absences.time_off_between(session, workspace_id=workspace.id, starts=starts, ends=ends, member_ids=ids):
        leave.setdefault(row.member_id, []).append(DaysOff(row.starts, row.ends, row.portion))
    weeks = absences.past_weeks(session, workspace_id=workspace.id, member_ids=ids, after=starts)
    off = Calendars(session, workspace=workspace, starts=starts, ends=ends).of_members(members)
    return {
        member.id: MemberCalendar(
            week=week_of(member),
            holidays=off[member.id].whole,
            half_holidays=off[member.id].half,
            leave=tuple(leave.get(member.id, ())),
            joined=member.joined_on,
            left=member.left_on,
            past_weeks=tuple((end, shares_of(shares)) for end, shares in weeks.get(member.id, ())),
            ramp=ramp_of(member, workspace),
        )
        for member in members
    }


def days_off(session: Session, *, workspace: Workspace, starts: dt.date, ends: dt.date) -> frozenset[dt.date]:
    """The days in [starts, ends) on which the workspace as such is off: its country's holidays and its own days."""
    return Calendars(session, workspace=workspace, starts=starts, ends=ends).of_team(None).whole


def team_calendar(
    session: Session, *, workspace: Workspace, team: Team | None, starts: dt.date, ends: dt.date
) -> MemberCalendar:
    """When a team as such works, true for [starts, ends): its own week and country, else the workspace's."""
    off = Calendars(session, workspace=workspace, starts=starts, ends=ends).of_team(team)
    return MemberCalendar(week=shares_of(usual_week_of(team, workspace)), holidays=off.whole, half_holidays=off.half)


def usual_week_of(team: Team | None, workspace: Workspace) -> str:
    """The working week, as it is stored, of who has none of their own: the team's, else the workspace's."""
    return (team.week_shares if team is not None else "") or workspace.week_shares


def week_of(member: Member) -> tuple[float, ...]:
    """The shares of a full day that the member works now, Monday first."""
    return shares_of(member.week_shares)


def shares_of(stored: str) -> tuple[float, ...]:
    """A working week as it is stored, as seven shares."""
    return tuple(float(share) for share in stored.split())
