"""The 1:1s that are ahead: who meets whom, and on which working day before it they are told."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.due import instant_of
from bot.core.members import zone_of
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from metrics.calendar import MemberCalendar
from storage import coaching, people
from storage.tables import Member, OneOnOne

AHEAD = dt.timedelta(days=15)
"""So far around a date working days are looked for."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Meeting:
    """A 1:1 and its two people."""

    stored: OneOnOne
    member: Member
    manager: Member

    @property
    def stands(self) -> bool:
        """Whether both are still there."""
        return all(each.active and not each.guest for each in (self.member, self.manager))

    def begins(self, *, for_rep: bool) -> tuple[dt.date, dt.time]:
        """The local date and time at which it begins, for the rep or for the manager.

        It is the manager's, also for the rep, where Slack tells the zone of one of them alone.
        """
        here = self.stored.date, self.stored.at
        own, theirs = self.member.timezone, self.manager.timezone
        if not for_rep or own == theirs or not own or not theirs:
            return here
        try:
            at = instant_of(*here, ZoneInfo(theirs))
            local = at.astimezone(ZoneInfo(own)) if at is not None else None
        except (ZoneInfoNotFoundError, ValueError):
            return here
        return here if local is None else (local.date(), local.time())


def load_meetings(work: Work, *, ids: Collection[int]) -> dict[int, Meeting]:
    """The 1:1s with these ids, with their people."""
    stored = coaching.meetings_by_id(work.session, ids=ids)
    wanted = {who for each in stored.values() for who in (each.member_id, each.manager_id)}
    members = people.members_by_id(work.session, ids=wanted)
    return {number: Meeting(each, members[each.member_id], members[each.manager_id]) for number, each in stored.items()}


def meetings_to_say(work: Work, *, members: Collection[Member]) -> dict[int, Meeting]:
    """The 1:1 that each of these reps has today or on their next working day."""
    planned = coaching.planned_meetings(work.session, member_ids=[member.id for member in members])
    if not planned:
        return {}
    meetings = load_meetings(work, ids={each.id for each in planned.values()})
    calendars = calendars_of(work, meetings=list(meetings.values()))
    found = {}
    for meeting in meetings.values():
        today = work.today_of(meeting.member)
        before = workday_before(calendars[meeting.member.id], meeting.stored.date)
        if meeting.stands and before <= today and starts_at(work, meeting) > work.now:
            found[meeting.member.id] = meeting
    return found


def starts_at(work: Work, meeting: Meeting) -> dt.datetime:
    """The instant at which a 1:1 begins, by the manager's clock; the day's end where their zone skips that date."""
    at = instant_of(meeting.stored.date, meeting.stored.at, zone_of(meeting.manager, work.workspace))
    return at if at is not None else dt.datetime.combine(meeting.stored.date + _DAY, dt.time(), dt.UTC)


def calendars_of(work: Work, *, meetings: Sequence[Meeting]) -> dict[int, MemberCalendar]:
    """The calendars of all who meet, around the dates on which they do."""
    both = {who.id: who for meeting in meetings for who in (meeting.member, meeting.manager)}
    dates = [meeting.stored.date for meeting in meetings]
    return calendars_around(work, members=list(both.values()), starts=min(dates), ends=max(dates))


def calendars_around(
    work: Work, *, members: Sequence[Member], starts: dt.date, ends: dt.date
) -> dict[int, MemberCalendar]:
    """The members' calendars from two weeks before `starts` to two weeks after `ends`."""
    return load_calendars(
        work.session, workspace=work.workspace, members=members, starts=starts - AHEAD, ends=ends + AHEAD
    )


def workday_before(calendar: MemberCalendar, date: dt.date) -> dt.date:
    """The last day that the member works before `date`; the day before where there is none in two weeks."""
    days = (date - ahead * _DAY for ahead in range(1, AHEAD.days))
    return next((day for day in days if calendar.is_working_day(day)), date - _DAY)
