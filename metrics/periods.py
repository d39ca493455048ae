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


@dataclass(frozen=True, order=True)
class Period:
    """A half-open range of local dates."""

    start: dt.date
    end: dt.date
    kind: PeriodKind = PeriodKind.CUSTOM

    def __post_init__(self) -> None:
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


def period_of(kind: PeriodKind, date: dt.date, *, week_start: int = MONDAY, fiscal_year_start_month: int = 1) -> Period:
    """The period of this kind that `date` lies in.

    `week_start` is the first day of a week (0 Monday … 6 Sunday), `fiscal_year_start_month` (1 … 12) the first month
    of a year and of its first quarter. A custom period follows from no date: ValueError.
    """
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


def _months(date: dt.date, months: int, first_month: int, kind: PeriodKind) -> Period:
    into = (date.month - first_month) % 12 % months
    start = _first_of_month(date.year * 12 + date.month - 1 - into)
    return Period(start, _first_of_month(start.year * 12 + start.month - 1 + months), kind)


def _first_of_month(months_since_zero: int) -> dt.date:
    return dt.date(months_since_zero // 12, months_since_zero % 12 + 1, 1)
