"""When a member's next morning message comes, by their own days."""

import datetime as dt

from bot.core.due import nudge_time_of
from bot.core.members import zone_of
from bot.core.work import Work
from bot.home.preferences import preferences_of
from bot.leave.calendars import load_calendars
from storage.tables import Member

AHEAD = dt.timedelta(days=60)


def next_message_of(work: Work, *, member: Member) -> dt.datetime | None:
    """The local date and time of it; None where messages are off or the workspace sends none."""
    chosen = preferences_of(member)
    if not chosen.nudges_on or not work.workspace.live or work.workspace.paused:
        return None
    now = work.now.astimezone(zone_of(member, work.workspace))
    at = nudge_time_of(member, work.workspace)
    today = work.today_of(member)
    calendar = load_calendars(
        work.session, workspace=work.workspace, members=[member], starts=today, ends=today + AHEAD
    )[member.id]
    for days in range(AHEAD.days):
        date = today + dt.timedelta(days=days)
        past = date == today and at <= now.timetz().replace(tzinfo=None)
        quiet = member.snoozed_until is not None and date < member.snoozed_until
        if not past and not quiet and chosen.nudge_days[date.weekday()] and calendar.is_working_day(date):
            return dt.datetime.combine(date, at, tzinfo=now.tzinfo)
    return None
