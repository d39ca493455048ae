"""Which days a member works, and how much of each: standard working days (swd)."""

import datetime as dt
import functools
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class DaysOff:
    """A leave, half-open [start, end). `portion` is what is taken of each day: 1, or 0.5 for half days."""

    start: dt.date
    end: dt.date
    portion: float = 1.0

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"Leave ends after it starts: {self.start} to {self.end} does not.")
        if not 0.0 < self.portion <= 1.0:
            raise ValueError("Leave takes more than nothing and at most the whole of a day.")


@dataclass(frozen=True)
class MemberCalendar:
    """When a member works.

    `week` holds the share of a full day worked on Monday … Sunday (part time is a smaller share), `holidays` the public
    and own days off, `half_holidays` those of half a day, `leave` the member's own. Before `joined` and from `left` on
    nothing is worked.
    """

    week: tuple[float, ...] = WEEKDAYS
    holidays: frozenset[dt.date] = frozenset()
    half_holidays: frozenset[dt.date] = frozenset()
    leave: tuple[DaysOff, ...] = field(default=())
    joined: dt.date | None = None
    left: dt.date | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not all(0.0 <= share <= 1.0 for share in self.week):
            raise ValueError("A working week is seven shares between 0 and 1, Monday first.")

    def weight(self, date: dt.date) -> float:
        """The standard working days of one date: 0 on a day off, 1 on a full day."""
        return float(self.weights(date, date + dt.timedelta(days=1))[0])

    def is_working_day(self, date: dt.date) -> bool:
        """Whether anything is worked on `date`."""
        return self.weight(date) > 0.0

    def weights(self, start: dt.date, end: dt.date) -> Floats:
        """The standard working days of each date in [start, end)."""
        days = (end - start).days
        if days <= 0:
            return np.zeros(0)
        shares = _scheduled(self.week, self.holidays, self.half_holidays, start, end)
        if not self.leave and self.joined is None and self.left is None:
            return shares
        own = shares.copy()
        for leave in self.leave:
            own[_between(start, leave.start, leave.end, days)] *= 1.0 - leave.portion
        if self.joined is not None:
            own[: max(0, min(days, (self.joined - start).days))] = 0.0
        if self.left is not None:
            own[max(0, min(days, (self.left - start).days)) :] = 0.0
        return own

    def weight_between(self, start: dt.date, end: dt.date) -> float:
        """The standard working days in [start, end)."""
        return float(self.weights(start, end).sum())

    def without_leave(self, *, from_date: dt.date | None = None) -> "MemberCalendar":
        """The same without leave, or without the leave from a date on."""
        kept = (
            ()
            if from_date is None
            else tuple(_cut(leave, from_date) for leave in self.leave if leave.start < from_date)
        )
        return MemberCalendar(self.week, self.holidays, self.half_holidays, kept, self.joined, self.left)


def _cut(leave: DaysOff, end: dt.date) -> DaysOff:
    return DaysOff(leave.start, min(leave.end, end), leave.portion)


@functools.lru_cache(maxsize=512)
def _scheduled(
    week: tuple[float, ...],
    holidays: frozenset[dt.date],
    half_holidays: frozenset[dt.date],
    start: dt.date,
    end: dt.date,
) -> Floats:
    # Shared by all members of one country and working week, so a large team costs no more than its variety.
    days = (end - start).days
    shares = np.array(week)[(start.weekday() + np.arange(days)) % 7]
    for date in holidays:
        if start <= date < end:
            shares[(date - start).days] = 0.0
    for date in half_holidays - holidays:
        if start <= date < end:
            shares[(date - start).days] *= 0.5
    shares.setflags(write=False)
    return shares


def _between(origin: dt.date, start: dt.date, end: dt.date, days: int) -> slice:
    return slice(max(0, min(days, (start - origin).days)), max(0, min(days, (end - origin).days)))
