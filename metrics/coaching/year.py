"""Where a rep shines and where they struggle, over a year of months, beside the team's usual rate."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

APART = 0.15
"""Nearer than this part to the team's rate is as usual."""
MOSTLY = 0.6
"""The share of months that must be on the same side: one great month makes no year."""
LEAST_MONTHS = 4
LEAST_DAYS = 10.0
"""Standard working days in a month below which it is not counted."""


class YearVerdict(enum.Enum):
    """How a rep's year in one metric was."""

    SHINES = "shines"
    STEADY = "steady"
    STRUGGLES = "struggles"
    TOO_LITTLE = "too little to tell"


@dataclass(frozen=True)
class Month:
    """What was done in a month, in so many standard working days; by a rep, or by the rest of the team."""

    done: float
    days: float


@dataclass(frozen=True)
class YearInMetric:
    """`rate` and `others` in units a standard working day (None where nobody worked); `above` of `months` that count
    were above the others' rate of that month.
    """

    verdict: YearVerdict
    done: float
    rate: float | None
    others: float | None
    above: int
    below: int
    months: int


def judge_year(own: Sequence[Month], others: Sequence[Month]) -> YearInMetric:
    """Judge a rep's months beside those of the rest of the team, in the same order. A rep who is 15 % from the others'
    rate over the year, and on the same side of it in most months, shines or struggles there.
    """
    counted = [
        (mine, theirs)
        for mine, theirs in zip(own, others, strict=True)
        if mine.days >= LEAST_DAYS and theirs.days >= LEAST_DAYS
    ]
    done = sum(month.done for month in own)
    rate, usual = _rate([mine for mine, _ in counted]), _rate([theirs for _, theirs in counted])
    above = sum(mine.done / mine.days > theirs.done / theirs.days for mine, theirs in counted)
    below = sum(mine.done / mine.days < theirs.done / theirs.days for mine, theirs in counted)
    verdict = YearVerdict.TOO_LITTLE
    if len(counted) >= LEAST_MONTHS and rate is not None and usual is not None and usual > 0:
        verdict = _verdict(rate / usual - 1.0, above / len(counted), below / len(counted))
    return YearInMetric(verdict, done, rate, usual, above, below, len(counted))


def _verdict(apart: float, above: float, below: float) -> YearVerdict:
    if apart >= APART and above >= MOSTLY:
        return YearVerdict.SHINES
    if apart <= -APART and below >= MOSTLY:
        return YearVerdict.STRUGGLES
    return YearVerdict.STEADY


def _rate(months: Sequence[Month]) -> float | None:
    days = sum(month.days for month in months)
    return sum(month.done for month in months) / days if days > 0 else None
