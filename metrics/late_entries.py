"""Entries that come in late: how much of a day is known some days after, and what that moves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DAYS = 3
"""A day older than this counts as complete."""

TRAILING_DAYS = 60
"""How many days of a team's entries the completeness is taken from."""


@dataclass(frozen=True)
class Completeness:
    """c(a): the share of a day's final count that is there on the morning 1, 2 and 3 days after it."""

    shares: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        if not all(0.0 <= share <= 1.0 for share in self.shares):
            raise ValueError("Completeness is made of shares between 0 and 1.")


COMPLETE = Completeness()


def measure_completeness(lags: Ints, quantities: Floats) -> Completeness:
    """c(a) from a team's entries of the trailing days; complete when there are none.

    `lags` are the days from each entry's date to the local date on which it was logged (0: the same day), `quantities`
    its units. Hand over entries dated at least `DAYS` and at most `TRAILING_DAYS` before today that people logged
    themselves: an import says nothing about habits. Entries below zero are corrections and do not count.
    """
    counted = np.maximum(quantities, 0.0)
    total = float(counted.sum())
    if total <= 0.0:
        return COMPLETE
    first, second, third = (min(1.0, float(counted[lags < age].sum()) / total) for age in range(1, DAYS + 1))
    return Completeness((first, second, third))


def shift_late_days(weights: Floats, at: int, completeness: Completeness) -> tuple[float, float]:
    """Days worked and remaining on a morning, for the forecast only: what is not in yet is still to come.

    `weights` are the standard working days of the period's dates, `at` the place of today. Pace uses the plain days.
    """
    at = max(0, min(len(weights), at))
    moved = sum(
        float(weights[at - age]) * (1.0 - share) for age, share in enumerate(completeness.shares, start=1) if age <= at
    )
    return max(0.0, float(weights[:at].sum()) - moved), float(weights[at:].sum()) + moved
