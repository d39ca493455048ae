"""Periods: half-open ranges of local dates [start, end). Every date lies in exactly one of each kind."""

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass

MONDAY = 0


class PeriodKind(enum.Enum):
    """The kinds of period. A custom one is a range that was written out."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Period:
    """A half-open range of local dates."""

    start: dt.date
    end: dt.date
    kind: PeriodKind = PeriodKind.CUSTOM

    def __post_init__(self) -> None:
        _require_date(self.start)
        _require_date(self.end)
        if self.end <= self.start:
            raise ValueError(f"A period ends after it starts: {self.start} to {self.end} does not.")

    def __contains__(self, date: dt.date) -> bool:
        return self.start <= date < self.end

    @property
    def days(self) -> int:
        """How many dates are in it."""
        return (self.end - self.start).days

    def dates(self) -> Iterator[dt.date]:
        """Its dates, in order."""
        return (self.start + dt.timedelta(days=n) for n in range(self.days))

    def days_before(self, date: dt.date) -> int:
        """How many of its dates are earlier than `date`: 0 … `days`, also for a date outside it.

        On the morning of `date` an array over the period's dates is cut here: what lies before it is past.
        """
        return max(0, min(self.days, (date - self.start).days))


def period_of(kind: PeriodKind, date: dt.date, *, week_start: int = MONDAY, fiscal_year_start_month: int = 1) -> Period:
    """The period of this kind that `date` lies in.

    `week_start` is the first day of a week (0 Monday … 6 Sunday), `fiscal_year_start_month` (1 … 12) the first month
    of a year and of its first quarter. Raises ValueError for a custom period, which follows from no date, for an
    instant in place of a local date, and for a date so remote (the years 1 and 9999) that its period has no end.
    """
    _require_date(date)
    if not dt.MINYEAR < date.year < dt.MAXYEAR:
        raise ValueError(f"Periods are known from the year 2 to 9998; {date} lies outside.")
    if not 0 <= week_start <= 6:
        raise ValueError("The week starts on a day from 0 (Monday) to 6 (Sunday).")
    if not 1 <= fiscal_year_start_month <= 12:
        raise ValueError("The fiscal year starts in a month from 1 to 12.")
    match kind:
        case PeriodKind.DAY:
            return Period(date, date + dt.timedelta(days=1), kind)
        case PeriodKind.WEEK:
            start = date - dt.timedelta(days=(date.weekday() - week_start) % 7)
            return Period(start, start + dt.timedelta(days=7), kind)
        case PeriodKind.MONTH:
            return _months(date, 1, 1, kind)
        case PeriodKind.QUARTER:
            return _months(date, 3, fiscal_year_start_month, kind)
        case PeriodKind.YEAR:
            return _months(date, 12, fiscal_year_start_month, kind)
        case PeriodKind.CUSTOM:
            raise ValueError("A custom period is written out, not found by a date.")


def next_period(period: Period, *, week_start: int = MONDAY, fiscal_year_start_month: int = 1) -> Period:
    """The period of the same kind that follows; after a custom one, a range of the same number of days."""
    if period.kind is PeriodKind.CUSTOM:
        return Period(period.end, period.end + dt.timedelta(days=period.days))
    return period_of(period.kind, period.end, week_start=week_start, fiscal_year_start_month=fiscal_year_start_month)


def previous_period(period: Period, *, week_start: int = MONDAY, fiscal_year_start_month: int = 1) -> Period:
    """The period of the same kind that precedes; before a custom one, a range of the same number of days."""
    if period.kind is PeriodKind.CUSTOM:
        return Period(period.start - dt.timedelta(days=period.days), period.start)
    before = period.start - dt.timedelta(days=1)
    return period_of(period.kind, before, week_start=week_start, fiscal_year_start_month=fiscal_year_start_month)


def periods_between(
    kind: PeriodKind, start: dt.date, end: dt.date, *, week_start: int = MONDAY, fiscal_year_start_month: int = 1
) -> Iterator[Period]:
    """The periods of this kind that share a date with [start, end), in order; the first and last may reach beyond.

    None when `end` is not after `start`. Raises ValueError as `period_of` does.
    """
    at = start
    while at < end:
        period = period_of(kind, at, week_start=week_start, fiscal_year_start_month=fiscal_year_start_month)
        yield period
        at = period.end


def _require_date(date: dt.date) -> None:
    # A datetime passes for a date everywhere, and then equals none of them.
    if isinstance(date, dt.datetime):
        raise ValueError(f"A period is made of local dates; {date} is an instant. Convert it in the member's zone.")


def _months(date: dt.date, months: int, first_month: int, kind: PeriodKind) -> Period:
    into = (date.month - first_month) % 12 % months
    start = _first_of_month(date.year * 12 + date.month - 1 - into)
    return Period(start, _first_of_month(start.year * 12 + start.month - 1 + months), kind)


def _first_of_month(months_since_zero: int) -> dt.date:
    return dt.date(months_since_zero // 12, months_since_zero % 12 + 1, 1)
