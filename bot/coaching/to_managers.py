"""When a manager is told what followed a training, of a missed 1:1 or of a survey: in their working day, never else."""

import datetime as dt

from bot.core.due import QUIET, instant_of, nudge_time_of
from bot.core.members import zone_of
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from storage.tables import Member

AHEAD = 21
"""So many days ahead a working day is looked for: over a long leave it is told on the last of them."""
SOON = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)


def welcome_from(work: Work, *, member: Member) -> dt.datetime:
    """The first instant from now on at which it is their working day, and after their morning: now, or a morning."""
    zone, time = zone_of(member, work.workspace), nudge_time_of(member, work.workspace)
    today = work.today_of(member)
    ends = today + AHEAD * _DAY
    calendar = load_calendars(work.session, workspace=work.workspace, members=[member], starts=today, ends=ends)[
        member.id
    ]
    late = QUIET.hold(work.now.astimezone(zone).time())
    latest = work.now
    for ahead in range(AHEAD):
        day = today + ahead * _DAY
        morning = instant_of(day, time, zone)
        if morning is None or not calendar.is_working_day(day):
            continue
        if morning > work.now:
            return morning
        # Who chose a morning before six is told then.
        if not late or work.now < morning + SOON:
            return work.now
        latest = morning
    return max(latest, work.now)


def is_welcome(work: Work, *, member: Member) -> bool:
    """Whether they can be told now."""
    return welcome_from(work, member=member) <= work.now
