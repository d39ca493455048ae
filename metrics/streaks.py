"""Streaks: how many scheduled days (or weeks) in a row a goal was reached, without punishing absence."""

import datetime as dt
import enum
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.calendar import MemberCalendar
from metrics.periods import Period

REPAIR_DAYS = 3
"""An entry dated at most so many days back still counts for a streak."""
_DAY = dt.timedelta(days=1)
_ROUNDING = 1e-9
"""A day's part of a goal need not be whole, and must not be missed by the last digit."""


@dataclass(frozen=True)
class Stretch:
    """A day or a week in which a goal could be reached. `target` in units for this member, 0 where none was set."""

    period: Period
    target: float


@dataclass(frozen=True)
class StreakEntry:
    """One entry: the local date that it is of, the local date on which it was logged, and its units."""

    date: dt.date
    logged_on: dt.date
    quantity: float


class Outcome(enum.Enum):
    """What a stretch does to the streak, and why."""

    REACHED = "reached"
    REPAIRED = "repaired"
    """Reached by an entry that was backdated into it once it was over."""
    MISSED = "missed"
    OPEN = "open"
    """Not reached, and it may still be: it runs, or its day of grace does."""
    OFF = "off"
    NO_GOAL = "no goal"


@dataclass(frozen=True)
class Streak:
    """`length` stretches in a row were reached, the first of them starting on `since` (None: there is no streak).

    `ended_by` is the start of the missed stretch before them, None when nothing was missed. `outcomes` has every
    stretch that has begun, in order.
    """

    length: int
    since: dt.date | None
    ended_by: dt.date | None
    outcomes: tuple[tuple[Stretch, Outcome], ...]


def find_streak(
    stretches: Sequence[Stretch],
    entries: Sequence[StreakEntry],
    calendar: MemberCalendar,
    today: dt.date,
) -> Streak:
    """The current streak as `today` knows it. It is not for the metric of an outcome, where luck dominates.

    Stretches on which nothing was scheduled or no goal was set neither extend nor break. The running one counts once it
    is reached. A stretch is missed only after a day of grace: the next date after it on which the member works. What is
    logged more than three days after its date, and after its stretch, comes too late to raise a stretch; a correction
    downwards always counts. Raises ValueError when stretches overlap.
    """
    begun = _in_order(stretches, today)
    by_date: dict[dt.date, list[StreakEntry]] = {}
    for entry in entries:
        if entry.logged_on <= today:
            by_date.setdefault(entry.date, []).append(entry)
    judged = tuple((stretch, _judge(stretch, by_date, calendar, today)) for stretch in begun)
    length, since, ended_by = 0, None, None
    for stretch, outcome in judged:
        if outcome is Outcome.MISSED:
            length, since, ended_by = 0, None, stretch.period.start
        elif outcome in (Outcome.REACHED, Outcome.REPAIRED):
            length, since = length + 1, since or stretch.period.start
    return Streak(length, since, ended_by, judged)


def _in_order(stretches: Sequence[Stretch], today: dt.date) -> list[Stretch]:
    ordered = sorted(stretches, key=lambda each: each.period.start)
    for earlier, later in itertools.pairwise(ordered):
        if later.period.start < earlier.period.end:
            raise ValueError(f"Two stretches of a streak share {later.period.start}. Each date belongs to one of them.")
    return [each for each in ordered if each.period.start <= today]


def _judge(
    stretch: Stretch, by_date: Mapping[dt.date, Sequence[StreakEntry]], calendar: MemberCalendar, today: dt.date
) -> Outcome:
    period = stretch.period
    if stretch.target <= 0:
        return Outcome.NO_GOAL
    if calendar.weight_between(period.start, period.end) <= 0:
        return Outcome.OFF
    own = [entry for date in period.dates() for entry in by_date.get(date, ())]
    enough = stretch.target - _ROUNDING
    if _sum(own, period) >= enough:
        while_it_ran = [entry for entry in own if entry.logged_on < period.end]
        return Outcome.REACHED if _sum(while_it_ran, period) >= enough else Outcome.REPAIRED
    return Outcome.OPEN if today <= _grace_ends(period, calendar, today) else Outcome.MISSED


def _sum(entries: Sequence[StreakEntry], period: Period) -> float:
    # What came too late, and was then taken back, must not lower what was there in time.
    late = sum(entry.quantity for entry in entries if _too_late(entry, period))
    return sum(entry.quantity for entry in entries if not _too_late(entry, period)) + min(0.0, late)


def _too_late(entry: StreakEntry, period: Period) -> bool:
    return entry.logged_on >= period.end and (entry.logged_on - entry.date).days > REPAIR_DAYS


def _grace_ends(period: Period, calendar: MemberCalendar, today: dt.date) -> dt.date:
    """The next working date after the period, or `today` where none has come yet."""
    date = period.end
    while date < today and not calendar.is_working_day(date):
        date += _DAY
    return date
