"""Why today is none of a member's working days, and when they work again."""

import datetime as dt
from dataclasses import dataclass

from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.leave.company_days import ListedDay, day_off_on, list_days
from bot.leave.holidays import country_of
from metrics.calendar import DayReason
from storage import memberships
from storage.tables import Member, TeamRole

AHEAD = dt.timedelta(days=60)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DayOffToday:
    """A date that a member does not work: why, which holiday it is, and their next working day if it is near."""

    date: dt.date
    reason: DayReason
    holiday: ListedDay | None = None
    back_on: dt.date | None = None


def day_off_today(work: Work, *, member: Member) -> DayOffToday | None:
    """Why the member does not work today, where they are; None where they do."""
    today = work.today_of(member)
    calendar = load_calendars(
        work.session, workspace=work.workspace, members=[member], starts=today, ends=today + AHEAD
    )[member.id]
    days = calendar.describe(today, today + AHEAD)
    if days[0].weight > 0:
        return None
    reason = next(iter(days[0].reasons), DayReason.NOT_SCHEDULED)
    back_on = next((day.date for day in days if day.weight > 0), None)
    holiday = _holiday(work, member, today) if reason is DayReason.HOLIDAY else None
    return DayOffToday(today, reason, holiday, back_on)


def _holiday(work: Work, member: Member, today: dt.date) -> ListedDay | None:
    rows = memberships.in_teams_on(
        work.session,
        workspace_id=work.workspace_id,
        date=today,
        team_role=TeamRole.REP,
        member_ids=[member.id],
    )
    team = (
        memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=rows[0].team_id)
        if rows
        else None
    )
    country = country_of(member, team, work.workspace)
    listed = list_days(work, team=team, starts=today, ends=today + _DAY, country=country.code)
    return day_off_on(listed.days, today, country.code, team.id if team is not None else None)
