"""Two years of mornings over the zones of the world: once per working local date, at the right minute, never off.

What is right is told by a clock of its own: each UTC minute's local reading, as an array. A date's instant is the
first minute at which that clock has ever read so late. Nothing of the code under test is used for it.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import numpy.typing as npt
import pytest

from bot.core.due import Outcome, due_now, latest_due, next_due, outcome_of
from bot.nudges.morning import CATCH_UP
from metrics.calendar import DaysOff, MemberCalendar

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
FIRST, END = dt.date(2026, 1, 1), dt.date(2028, 1, 1)
DATES = [FIRST + n * DAY for n in range((END - FIRST).days)]
START = dt.datetime(2025, 12, 30, tzinfo=dt.UTC)
MINUTES = 735 * 1440
"""From START: a little longer than the dates last anywhere."""

USUAL, MIDNIGHT = dt.time(8, 30), dt.time(0, 0)
WEEKS = {
    "Monday to Friday": (1, 1, 1, 1, 1, 0, 0),
    "Sunday to Thursday": (1, 1, 1, 1, 0, 0, 1),
    "Monday to Saturday": (1, 1, 1, 1, 1, 1, 0),
    "four days, one of them half": (1, 1, 0, 0.5, 1, 0, 0),
    "Tuesday to Saturday": (0, 1, 1, 1, 1, 1, 0),
}
HOLIDAYS = frozenset({dt.date(2026, 1, 1), dt.date(2026, 12, 25), dt.date(2027, 1, 1), dt.date(2027, 5, 3)})
LEAVE = DaysOff(dt.date(2027, 7, 5), dt.date(2027, 7, 19))

# fmt: off
SIXTY = (
    "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Lagos",
    "Africa/Nairobi", "America/Adak", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion",
    "America/Bogota", "America/Chicago", "America/Denver", "America/Halifax", "America/Havana", "America/Los_Angeles",
    "America/Mexico_City", "America/Miquelon", "America/New_York", "America/Nuuk", "America/Phoenix",
    "America/Port-au-Prince", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns",
    "Antarctica/Troll", "Asia/Beirut", "Asia/Dhaka", "Asia/Dubai", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem",
    "Asia/Kabul", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Riyadh", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo",
    "Asia/Yangon", "Atlantic/Azores", "Australia/Adelaide", "Australia/Brisbane", "Australia/Eucla",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/Helsinki",
    "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati",
    "Pacific/Norfolk", "Pacific/Pago_Pago",
)
# fmt: on


@dataclass(frozen=True)
class WallClock:
    """What the clock on a wall in `zone` reads at each UTC minute from START on."""

    zone: ZoneInfo

    @cached_property
    def transitions(self) -> list[int]:
        """The minutes from START at which the offset to UTC changes."""
        hours = [self._offset(minute) for minute in range(0, MINUTES, 60)]
        found = []
        for hour in np.flatnonzero(np.diff(hours)):
            before = hours[hour]
            found.append(next(m for m in range(60 * hour, 60 * hour + 61) if self._offset(int(m)) != before))
        return [int(minute) for minute in found]

    @cached_property
    def readings(self) -> npt.NDArray[np.int64]:
        """Minutes since the year 1 as the clock reads them."""
        offsets = np.zeros(MINUTES, dtype=np.int64)
        for begin, end in zip([0, *self.transitions], [*self.transitions, MINUTES], strict=True):
            offsets[begin:end] = self._offset(begin)
        return START.toordinal() * 1440 + np.arange(MINUTES) + offsets

    @cached_property
    def latest(self) -> npt.NDArray[np.int64]:
        """The latest reading so far: it never goes back."""
        return np.maximum.accumulate(self.readings)

    def minute_of(self, date: dt.date, time: dt.time) -> int:
        """The first minute from START at which the clock has ever read this date and time, or later."""
        return int(np.searchsorted(self.latest, date.toordinal() * 1440 + time.hour * 60 + time.minute))

    def within(self, transition: int) -> dt.time:
        """A time that this transition skips or repeats: ten minutes into the gap or fold."""
        usual, found = int(self.readings[transition - 1]) + 1, int(self.readings[transition])
        minute = (min(usual, found) + 10) % 1440
        return dt.time(minute // 60, minute % 60)

    def times(self) -> list[dt.time]:
        """The usual time, midnight, and each time within a transition."""
        return [USUAL, *sorted({MIDNIGHT, *(self.within(each) for each in self.transitions)})]

    def _offset(self, minute: int) -> int:
        offset = self.zone.utcoffset((START + minute * MINUTE).astimezone(self.zone))
        assert offset is not None
        return int(offset.total_seconds()) // 60


@dataclass(frozen=True)
class Rep:
    """One member of the simulation."""

    week: str
    time: dt.time

    @cached_property
    def calendar(self) -> MemberCalendar:
        return MemberCalendar(week=WEEKS[self.week], holidays=HOLIDAYS, leave=(LEAVE,))

    @cached_property
    def working_dates(self) -> list[dt.date]:
        works = WEEKS[self.week]
        return [
            date
            for date in DATES
            if works[date.weekday()] and date not in HOLIDAYS and not LEAVE.start <= date < LEAVE.end
        ]


def reps(times: list[dt.time]) -> list[Rep]:
    """Everybody at the usual time; at the others those who work at weekends, when clocks are changed."""
    unusual = [Rep(week, time) for week in ("Sunday to Thursday", "Monday to Saturday") for time in times[1:]]
    return [Rep(week, USUAL) for week in WEEKS] + unusual


def instant(minute: int) -> dt.datetime:
    return START + minute * MINUTE


def candidates(zone: ZoneInfo, times: list[dt.time], end: dt.datetime) -> list[dt.datetime]:
    """Each instant at which one of the times comes, and the minute before it."""
    found: set[dt.datetime] = set()
    for time in times:
        upcoming = next_due(START, [(zone, time)])
        while upcoming is not None and upcoming < end:
            found |= {upcoming - MINUTE, upcoming}
            upcoming = next_due(upcoming, [(zone, time)])
    return sorted(found)


def play(zone: ZoneInfo, people: list[Rep], ticks: list[dt.datetime]) -> dict[Rep, list[tuple[dt.date, dt.datetime]]]:
    """Tick at these instants; which local dates brought each rep a nudge, and when."""
    by_time: dict[dt.time, list[Rep]] = {}
    for rep in people:
        by_time.setdefault(rep.time, []).append(rep)
    nudges: dict[Rep, list[tuple[dt.date, dt.datetime]]] = {rep: [] for rep in people}
    taken: set[tuple[dt.time, dt.date]] = set()
    for now in ticks:
        for time, some in by_time.items():
            due = latest_due(now, time, zone, window=CATCH_UP)
            if due is None or (time, due.local_date) in taken or not FIRST <= due.local_date < END:
                continue
            taken.add((time, due.local_date))
            for rep in some:
                if outcome_of(due, now, calendar=rep.calendar) is Outcome.NUDGE:
                    nudges[rep].append((due.local_date, now))
    return nudges


def check_two_years(name: str) -> int:
    """Play two years in the zone, from candidate to candidate; how many dates of a rep were checked."""
    zone = ZoneInfo(name)
    clock = WallClock(zone)
    times = clock.times()
    people = reps(times)
    nudges = play(zone, people, candidates(zone, times, instant(MINUTES)))
    right = {(date, time): instant(clock.minute_of(date, time)) for date in DATES for time in times}
    for rep in people:
        expected = [(date, right[date, rep.time]) for date in rep.working_dates]
        assert nudges[rep] == expected, f"{name}, {rep.week} at {rep.time}"
    return len(people) * len(DATES)


def check_weeks_of_transition(name: str, *, most: int | None) -> int:
    """Ask at every minute of the weeks around the zone's transitions (the first `most`, or all); how many were asked.

    Due is exactly what came in the three hours before, first minute and last.
    """
    zone = ZoneInfo(name)
    clock = WallClock(zone)
    window = int(CATCH_UP / MINUTE)
    asked = 0
    for transition in clock.transitions[:most]:
        minutes = range(max(0, transition - 3 * 1440), min(MINUTES, transition + 4 * 1440))
        for time in (USUAL, clock.within(transition)):
            right: dict[int, dt.date] = {}
            for date in (instant(minutes[0]).date() + n * DAY for n in range(-2, 10)):
                first = clock.minute_of(date, time)
                right |= dict.fromkeys(range(first, first + window), date)
            for minute in minutes:
                due = due_now(instant(minute), time, zone, window=CATCH_UP)
                assert (due and due.local_date) == right.get(minute), f"{name} at {instant(minute)}, for {time}"
            asked += len(minutes)
    return asked


@pytest.mark.parametrize("name", SIXTY)
def test_two_years_bring_one_nudge_each_working_date_at_the_right_minute_and_none_on_days_off(name: str) -> None:
    assert check_two_years(name) >= 7 * len(DATES)


@pytest.mark.parametrize("name", SIXTY)
def test_a_week_with_a_transition_is_right_at_every_minute(name: str) -> None:
    check_weeks_of_transition(name, most=2)


def test_the_sixty_zones_skip_and_repeat_times_in_each_hour_of_the_night() -> None:
    assert len(set(SIXTY)) == 60
    clocks = [WallClock(ZoneInfo(name)) for name in SIXTY]
    times = {clock.within(transition) for clock in clocks for transition in clock.transitions}
    assert {22, 23, 0, 1, 2, 3} <= {time.hour for time in times}
    assert sum(bool(clock.transitions) for clock in clocks) >= 30


@pytest.mark.chaos
@pytest.mark.parametrize("name", sorted(available_timezones()))
def test_two_years_in_every_zone_there_is(name: str) -> None:
    assert check_two_years(name) >= 7 * len(DATES)


@pytest.mark.chaos
@pytest.mark.parametrize("name", sorted(available_timezones()))
def test_every_week_with_a_transition_in_every_zone_there_is(name: str) -> None:
    check_weeks_of_transition(name, most=None)
