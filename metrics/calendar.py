"""Which days a member works, and how much of each: standard working days (swd)."""

import datetime as dt
import enum
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class WorkingWeek(tuple[float, ...]):
    """The share of a full day worked on Monday … Sunday, each between 0 and 1; part time is a smaller share.

    A tuple, so that members with equal weeks share what is computed from it.
    """

    __slots__ = ()

    def __new__(cls, shares: Iterable[float] = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)) -> "WorkingWeek":
        """Monday to Friday in full unless told. Raises ValueError for anything but seven shares."""
        week = super().__new__(cls, (float(share) for share in shares))
        if len(week) != 7 or not all(0.0 <= share <= 1.0 for share in week):
            raise ValueError("A working week is seven shares between 0 and 1, Monday first.")
        return week


WEEKDAYS = WorkingWeek()
"""Monday to Friday."""


@dataclass(frozen=True)
class DaysOff:
    """Time off, half-open [start, end). `portion` is what is taken of each day: 1, or 0.5 for half days."""

    start: dt.date
    end: dt.date
    portion: float = 1.0

    def __post_init__(self) -> None:
        _require_dates((self.start, self.end))
        if self.end <= self.start:
            raise ValueError(f"Leave ends after it starts: {self.start} to {self.end} does not.")
        if not 0.0 < self.portion <= 1.0:
            raise ValueError("Leave takes more than nothing and at most the whole of a day.")


class DayReason(enum.Enum):
    """Why a date is not worked in full."""

    NOT_JOINED = "not joined"
    LEFT = "left"
    NOT_SCHEDULED = "not scheduled"
    PART_DAY = "part day"
    HOLIDAY = "holiday"
    HALF_HOLIDAY = "half holiday"
    LEAVE = "leave"
    PART_LEAVE = "part leave"
    NO_GOAL = "no goal"
    """Worked, but no target was held."""


@dataclass(frozen=True)
class CalendarDay:
    """One date: its weight in standard working days, and why it is less than one (nothing when it is one)."""

    date: dt.date
    weight: float
    reasons: tuple[DayReason, ...]


@dataclass(frozen=True)
class Ramp:
    """How somebody gets started: the share of each goal asked in the months since `starts`; in full afterwards."""

    starts: dt.date
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        _require_dates((self.starts,))
        if not all(0.0 <= share <= 1.0 for share in self.shares):
            raise ValueError("A ramp is made of shares between 0 and 1, one for each month.")


@dataclass(frozen=True)
class MemberCalendar:
    """When a member works.

    `week` is a working week (any seven shares, Monday first), `holidays` the public and own days off, `half_holidays`
    those of half a day, `leave` the member's own. Before `joined` and from `left` on nothing is worked; nobody who
    leaves before they join works at all. `past_weeks` are the working weeks that held before `week`, each with the date
    on which it ended, oldest first: who begins to work part time did not do so in the weeks behind. The `ramp`
    changes no day, only what is asked. Raises ValueError for anything malformed.
    """

    week: tuple[float, ...] = WEEKDAYS
    holidays: frozenset[dt.date] = frozenset()
    half_holidays: frozenset[dt.date] = frozenset()
    leave: tuple[DaysOff, ...] = field(default=())
    joined: dt.date | None = None
    left: dt.date | None = None
    past_weeks: tuple[tuple[dt.date, tuple[float, ...]], ...] = ()
    ramp: Ramp | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", WorkingWeek(self.week))
        object.__setattr__(self, "past_weeks", tuple((end, WorkingWeek(week)) for end, week in self.past_weeks))
        ends = [end for end, _ in self.past_weeks]
        _require_dates([*ends, *(date for date in (self.joined, self.left) if date is not None)])
        if ends != sorted(set(ends)):
            raise ValueError("Past working weeks end one after the other, the oldest first.")

    def weight(self, date: dt.date) -> float:
        """The standard working days of one date: 0 on a day off, 1 on a full day."""
        return float(self.weights(date, date + dt.timedelta(days=1))[0])

    def is_working_day(self, date: dt.date) -> bool:
        """Whether anything is worked on `date`."""
        return self.weight(date) > 0.0

    def weights(self, start: dt.date, end: dt.date) -> Floats:
        """The standard working days of each date in [start, end); empty when `end` is not after `start`.

        The array may be shared with other calendars and then cannot be written to.
        """
        if end <= start:
            return np.zeros(0)
        if not self.past_weeks or start >= self.past_weeks[-1][0]:
            return self._in_one_week(self.week, start, end)
        pieces = []
        for ends, week in self.past_weeks:
            if start < min(ends, end):
                pieces.append(self._in_one_week(week, start, min(ends, end)))
                start = min(ends, end)
        if start < end:
            pieces.append(self._in_one_week(self.week, start, end))
        return np.concatenate(pieces)

    def _in_one_week(self, week: tuple[float, ...], start: dt.date, end: dt.date) -> Floats:
        """`weights` where one working week holds."""
        days = (end - start).days
        common = _common_days(week, self.holidays, self.half_holidays, start, end)
        if not self.leave and self.joined is None and self.left is None:
            return common.weights
        if self.leave:
            own = common.scheduled * np.maximum(common.open - self._taken(start, days), 0.0)
        else:
            own = common.weights.copy()
        if self.joined is not None:
            own[_between(start, start, self.joined, days)] = 0.0
        if self.left is not None:
            own[_between(start, self.left, end, days)] = 0.0
        return own

    def weight_between(self, start: dt.date, end: dt.date) -> float:
        """The standard working days in [start, end)."""
        return float(self.weights(start, end).sum())

    def describe(self, start: dt.date, end: dt.date) -> tuple[CalendarDay, ...]:
        """Each date in [start, end) with its weight and the reasons for it."""
        return tuple(
            CalendarDay(date, float(weight), self._reasons(date))
            for date, weight in zip(_dates(start, end), self.weights(start, end), strict=True)
        )

    def without_leave(self) -> "MemberCalendar":
        """The same without leave."""
        return replace(self, leave=())

    def without_employment(self) -> "MemberCalendar":
        """The same as if the member had always been there."""
        return replace(self, joined=None, left=None)

    def week_on(self, date: dt.date) -> tuple[float, ...]:
        """The working week that holds on a date."""
        return next((week for end, week in self.past_weeks if date < end), self.week)

    def _taken(self, start: dt.date, days: int) -> Floats:
        # Portions add up: two half days of leave, or one beside a half holiday, are a whole day off.
        taken = np.zeros(days)
        for leave in self.leave:
            taken[_between(start, leave.start, leave.end, days)] += leave.portion
        return taken

    def _reasons(self, date: dt.date) -> tuple[DayReason, ...]:
        if self.joined is not None and date < self.joined:
            return (DayReason.NOT_JOINED,)
        if self.left is not None and date >= self.left:
            return (DayReason.LEFT,)
        scheduled = self.week_on(date)[date.weekday()]
        if scheduled == 0.0:
            return (DayReason.NOT_SCHEDULED,)
        if date in self.holidays:
            return (DayReason.HOLIDAY,)
        taken = sum(leave.portion for leave in self.leave if leave.start <= date < leave.end)
        reasons = (
            (DayReason.PART_DAY, scheduled < 1.0),
            (DayReason.HALF_HOLIDAY, date in self.half_holidays),
            (DayReason.PART_LEAVE, 0.0 < taken < 1.0),
            (DayReason.LEAVE, taken >= 1.0),
        )
        return tuple(reason for reason, holds in reasons if holds)


def weights_of(calendars: Sequence[MemberCalendar], start: dt.date, end: dt.date) -> Floats:
    """The weights of many members: a row for each calendar, a column for each date in [start, end)."""
    table = np.empty((len(calendars), max(0, (end - start).days)))
    for row, calendar in zip(table, calendars, strict=True):
        row[:] = calendar.weights(start, end)
    return table


@dataclass(frozen=True)
class _CommonDays:
    scheduled: Floats
    open: Floats
    """What holidays leave of each day."""
    weights: Floats


@functools.lru_cache(maxsize=512)
def _common_days(
    week: tuple[float, ...],
    holidays: frozenset[dt.date],
    half_holidays: frozenset[dt.date],
    start: dt.date,
    end: dt.date,
) -> _CommonDays:
    # Shared by all members of one country and working week, so a large team costs no more than its variety.
    _require_dates((start, end, *holidays, *half_holidays))
    days = (end - start).days
    scheduled = np.array(week)[(start.weekday() + np.arange(days)) % 7]
    left_open = np.ones(days)
    for dates, left in ((half_holidays, 0.5), (holidays, 0.0)):
        for date in dates:
            if start <= date < end:
                left_open[(date - start).days] = left
    weights = scheduled * left_open
    for array in (scheduled, left_open, weights):
        array.setflags(write=False)
    return _CommonDays(scheduled, left_open, weights)


def _between(origin: dt.date, start: dt.date, end: dt.date, days: int) -> slice:
    return slice(max(0, min(days, (start - origin).days)), max(0, min(days, (end - origin).days)))


def _dates(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + dt.timedelta(days=n) for n in range((end - start).days))


def _require_dates(dates: Iterable[dt.date]) -> None:
    # A datetime passes for a date everywhere, and then equals none of them.
    for date in dates:
        if isinstance(date, dt.datetime):
            raise ValueError(f"A calendar is made of local dates; {date} is an instant. Convert it in the zone.")
