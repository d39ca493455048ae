"""Who is due, and when: a pure function of now, zones, times and calendars.

The rules are in docs/internals/reliability.md.

An occurrence of a local time is found across the gaps and folds of daylight saving; what came of it for a member is
an Outcome. That a member has each local date once is the key of the stored mornings.
"""

import datetime as dt
import enum
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from metrics.calendar import MemberCalendar
from storage.tables import Member, Workspace

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """Local times [starts, ends) at which nothing is sent that the member did not ask for at that time.

    Over midnight when `starts` is the later of the two; equal times are no quiet hours.
    """

    starts: dt.time = dt.time(20, 0)
    ends: dt.time = dt.time(6, 0)

    def hold(self, time: dt.time) -> bool:
        """Whether this local time is a quiet one."""
        if self.starts <= self.ends:
            return self.starts <= time < self.ends
        return time >= self.starts or time < self.ends

    def move(self, time: dt.time) -> dt.time:
        """A time that somebody else chose, moved to the end of the quiet hours when they hold it."""
        return self.ends if self.hold(time) else time


QUIET = QuietHours()
"""From eight in the evening to six in the morning."""


@dataclass(frozen=True)
class Due:
    """A local date's occurrence of a local time. From `expires_at` on it is too late to act on it.

    `quiet_at` is when the quiet hours after it start, beyond which nothing may extend it; None where there are none,
    or the time itself is within them.
    """

    local_date: dt.date
    at: dt.datetime
    expires_at: dt.datetime
    quiet_at: dt.datetime | None = None


class Outcome(enum.Enum):
    """What came of a member's morning."""

    NUDGE = "nudge"
    DAY_OFF = "day off"
    NO_GOAL = "no goal"
    PAUSED = "paused"
    OFF = "off"
    UNREACHABLE = "unreachable"
    SNOOZED = "snoozed"
    OTHER_DAY = "other day"
    """The member wants no nudge on this weekday."""
    EXPIRED = "expired"


def instant_of(date: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime | None:
    """The instant (UTC) at which it is `time` on `date` in `zone`.

    In a gap, where that time does not exist, the first instant after the gap; in a fold, where it comes twice, the
    first of the two. None when the zone skipped the whole date, as Samoa did in 2011.
    """
    naive = dt.datetime.combine(date, time)
    first = naive.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    if first.astimezone(zone).replace(tzinfo=None) == naive:
        return first
    end = _end_of_gap(naive, zone)
    around = {instant.astimezone(zone).date() for instant in (end - dt.timedelta(seconds=1), end)}
    return end if date in around else None


def latest_due(
    now: dt.datetime, time: dt.time, zone: ZoneInfo, *, window: dt.timedelta, quiet: QuietHours = QUIET
) -> Due | None:
    """The last occurrence of the local time that has come by `now`: today's, however late it is, else an earlier one
    that is not expired; None when there is neither.

    It expires after `window`, or when the quiet hours start if that is sooner. A time within the quiet hours is a
    member's own wish (others' are moved out of them) and has its whole window.
    """
    here = now.astimezone(zone).date()
    # Tomorrow's can have come where the clock went back over midnight; where a whole date was skipped, the date
    # before is two back.
    for ahead in (1, 0, -1, -2):
        due = _occurrence(here + ahead * _DAY, time, zone, window, quiet)
        if due is not None and due.at <= now:
            return due if ahead >= 0 or now < due.expires_at else None
    return None


def due_now(
    now: dt.datetime, time: dt.time, zone: ZoneInfo, *, window: dt.timedelta, quiet: QuietHours = QUIET
) -> Due | None:
    """The occurrence of the local time that is due at `now`: come, and not expired (see latest_due); else None."""
    due = latest_due(now, time, zone, window=window, quiet=quiet)
    return due if due is not None and now < due.expires_at else None


def next_due(now: dt.datetime, times: Iterable[tuple[ZoneInfo, dt.time]]) -> dt.datetime | None:
    """The first instant after `now` at which one of these local times comes; None when there are none."""
    upcoming = [
        at
        for zone, time in times
        for ahead in range(-1, 3)
        if (at := instant_of(now.astimezone(zone).date() + ahead * _DAY, time, zone)) is not None and at > now
    ]
    return min(upcoming, default=None)


def outcome_of(
    due: Due,
    now: dt.datetime,
    *,
    calendar: MemberCalendar,
    has_goal: bool = True,
    paused: bool = False,
    nudges_on: bool = True,
    reachable: bool = True,
    snoozed_until: dt.date | None = None,
    nudge_days: str = "1111111",
    morning_off: bool = False,
) -> Outcome:
    """What comes at `now` of a member's morning that is due: a nudge, or the first reason why there is none.

    `paused` says that their team's messages are; `snoozed_until` is the first local date on which messages come again.
    `nudge_days` has a 1 for each weekday on which they are wanted, Monday first; `morning_off` says that the first half
    of the day is leave.
    """
    reasons = (
        (morning_off or not calendar.is_working_day(due.local_date), Outcome.DAY_OFF),
        (not has_goal, Outcome.NO_GOAL),
        (paused, Outcome.PAUSED),
        (not nudges_on, Outcome.OFF),
        (not reachable, Outcome.UNREACHABLE),
        (snoozed_until is not None and due.local_date < snoozed_until, Outcome.SNOOZED),
        (nudge_days[due.local_date.weekday()] == "0", Outcome.OTHER_DAY),
        (now >= due.expires_at, Outcome.EXPIRED),
    )
    return next((outcome for holds, outcome in reasons if holds), Outcome.NUDGE)


# Every tick asks for the same few: each zone and time, on the dates around today.
@functools.lru_cache(maxsize=16384)
def _occurrence(date: dt.date, time: dt.time, zone: ZoneInfo, window: dt.timedelta, quiet: QuietHours) -> Due | None:
    at = instant_of(date, time, zone)
    if at is None:
        return None
    if quiet.hold(time) or not quiet.hold(quiet.starts):
        return Due(date, at, at + window)
    here = at.astimezone(zone).date()
    evenings = (instant_of(here + ahead * _DAY, quiet.starts, zone) for ahead in (0, 1, 2))
    quiet_at = min(evening for evening in evenings if evening is not None and evening > at)
    return Due(date, at, min(at + window, quiet_at), quiet_at)


def _end_of_gap(naive: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    # With fold=1 the zone's later offset is used, with fold=0 the earlier one: the gap lies between the two readings.
    low = naive.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    high = naive.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < naive:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def usual_nudge_time(workspace: Workspace) -> dt.time:
    """The local time at which the morning comes to who chose none: out of the quiet hours."""
    return QUIET.move(workspace.nudge_time)


def nudge_time_of(member: Member, workspace: Workspace) -> dt.time:
    """The local time at which the member's morning comes: their own wish also within the quiet hours."""
    return member.nudge_time or usual_nudge_time(workspace)
