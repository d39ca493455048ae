"""The profile of a period: how much faster a team works in some tenths of a month than in others, as far as it repeats.

A month's end may bring half of a month. In each tenth of earlier periods the team's rate is taken over that of the
whole period; the mean over the periods is shrunk towards 1 by the share of its variance that is no chance (the
between-group variance of a one-way analysis of variance; Searle, Casella and McCulloch, Variance Components, 1992,
chapter 3). Weeks have none: the working-day calendar says all that can be said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from metrics.history import RECENT_HALF_LIVES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TENTHS = 10
FEWEST_PERIODS = 3
"""So many earlier periods it takes to see that something repeats."""
LEAST_RELIABILITY = 0.5
"""Below that the tenths differ by more chance than habit, and there is no profile."""


def tenths_of(weights: Floats) -> Ints:
    """In which tenth of its period's working days each day lies; `weights` are the team's days, its members' added."""
    whole = float(weights.sum())
    if whole <= 0.0:
        return np.zeros(weights.shape, dtype=np.int64)
    middle = np.cumsum(weights) - weights / 2.0
    return np.minimum((middle / whole * TENTHS).astype(np.int64), TENTHS - 1)


def factors_of(profile: Floats, weights: Floats) -> Floats:
    """How much faster than on a usual day the team works on each day of a period: 1 on average over its days."""
    found = profile[tenths_of(weights)]
    whole = float(weights.sum())
    mean = float((found * weights).sum()) / whole if whole > 0 else 1.0
    return np.asarray(found / mean if mean > 0 else np.ones_like(found), dtype=np.float64)


def variance_of(weights: Floats, factors: Floats) -> Floats:
    """How much the factors vary over the days of each member: people x days."""
    whole = weights.sum(axis=1)
    squares = (weights * (factors - 1.0) ** 2).sum(axis=1)
    return np.asarray(np.divide(squares, whole, out=np.zeros_like(whole), where=whole > 0), dtype=np.float64)


def felt_lately(weights: Floats, factors: Floats) -> Floats:
    """By how much a profile changes the recent days (a row for each half-life): people x days up to yesterday."""
    later = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1] - weights
    more = weights * (factors - 1.0)
    return np.stack([(more * 0.5 ** (later / half_life)).sum(axis=1) for half_life in RECENT_HALF_LIVES])


def relative_rates(counts: Floats, weights: Floats) -> Floats | None:
    """The team's rate in each tenth of a closed period over its rate in the whole; 1 in a tenth without working days.

    `counts` and `weights` are the team's by day, its members' added. None of a period in which nothing was done.
    """
    tenths = tenths_of(weights)
    done = np.bincount(tenths, weights=np.maximum(counts, 0.0) * (weights > 0), minlength=TENTHS)
    worked = np.bincount(tenths, weights=weights, minlength=TENTHS)
    if done.sum() <= 0 or worked.sum() <= 0:
        return None
    rate = done.sum() / worked.sum()
    return np.asarray(np.divide(done, worked * rate, out=np.ones(TENTHS), where=worked > 0), dtype=np.float64)


def profile_of(periods: Sequence[Floats]) -> Floats | None:
    """The profile that the relative rates of earlier periods come to; None where none repeats."""
    count = len(periods)
    if count < FEWEST_PERIODS:
        return None
    rates = np.stack(periods)
    means = rates.mean(axis=0)
    chance = float(rates.var(axis=0, ddof=1).mean()) / count
    between = float(means.var(ddof=1))
    reliability = 1.0 - chance / between if between > 0 else 0.0
    if reliability < LEAST_RELIABILITY:
        return None
    return np.asarray(np.maximum(1.0 + reliability * (means - 1.0), 0.05), dtype=np.float64)


@dataclass
class ProfileLearner:
    """The profiles of teams, by a number of theirs, from the closed periods taken so far."""

    _periods: dict[int, list[Floats]] = field(default_factory=dict)

    def take(self, counts: Floats, weights: Floats, teams: Ints) -> None:
        """Learn a closed period: members x days, and the number of each member's team."""
        for team in np.unique(teams):
            mine = teams == team
            rates = relative_rates(counts[mine].sum(axis=0), weights[mine].sum(axis=0))
            if rates is not None:
                self._periods.setdefault(int(team), []).append(rates)

    def profiles(self) -> dict[int, Floats]:
        """The profiles of the teams that have one."""
        found = {team: profile_of(periods) for team, periods in self._periods.items()}
        return {team: profile for team, profile in found.items() if profile is not None}
