"""Periods."""

import enum


class PeriodKind(enum.Enum):
    """The kinds of period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"
