"""The constants of the forecast: sets of half-lives, weights and drift, and how much each set counts.

No set is chosen: the forecasts of all are mixed, by weights that start from what the measured data gave
(docs/forecast.md) and are learned from a workspace's own closed periods (metrics/learning.py).
"""

import functools
import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.history import HALF_LIVES, RECENT_HALF_LIVES

Floats = npt.NDArray[np.float64]

PERIOD_WEIGHT, RECENT_WEIGHT = 6.0, 3.0
"""k, the weight of the usual rate in days, beside the period's own days and beside the recent ones."""
NEGLIGIBLE = 0.002
"""Views that count for less are left out: 24 of them on each morning would be paid for by nobody."""


@dataclass(frozen=True)
class ConstantSet:
    """Places in HALF_LIVES of the usual rates beside the period's and the recent days, what k is multiplied by, the
    place in RECENT_HALF_LIVES, and the drift: the variance of the remaining total over its squared mean that comes of
    a rate that does not stay.
    """

    period_history: int
    recent_history: int
    weight: float
    recent: int
    drift: float

    @property
    def period_weight(self) -> float:
        """k beside the period's own days."""
        return PERIOD_WEIGHT * self.weight

    @property
    def recent_weight(self) -> float:
        """k beside the recent days."""
        return RECENT_WEIGHT * self.weight


GRID = tuple(
    ConstantSet(*histories, weight, recent, drift)
    for histories, weight, recent, drift in itertools.product(
        ((0, 1), (1, 2)), (0.5, 1.0, 2.0), range(len(RECENT_HALF_LIVES)), (0.01, 0.03, 0.1)
    )
)
SHORT_SET = ConstantSet(HALF_LIVES.index(40.0), HALF_LIVES.index(80.0), 1.0, RECENT_HALF_LIVES.index(3.0), 0.03)
LONG_SET = ConstantSet(SHORT_SET.period_history, SHORT_SET.recent_history, 1.0, SHORT_SET.recent, 0.1)
"""In a quarter or a year a rate drifts further."""
PRIOR_SHARE = 0.5
"""So much of the weight the set has that did best on the measured data; all sets share the rest."""


@dataclass(frozen=True)
class View:
    """One look at a member: by the period's own days, or (`recent` is a place in RECENT_HALF_LIVES) by the recent ones.

    `history` is the place of the usual rate, `k` its weight in days, `drift` the mean drift of the sets that share this
    view, `weight` how much it counts; the weights of a blend's views add up to one.
    """

    weight: float
    history: int
    k: float
    recent: int | None
    drift: float


Blend = tuple[View, ...]


def prior_weights(*, long: bool) -> Floats:
    """The weights of the GRID's sets before anything was learned; `long` for quarters and years."""
    weights = np.full(len(GRID), (1.0 - PRIOR_SHARE) / len(GRID))
    weights[GRID.index(LONG_SET if long else SHORT_SET)] += PRIOR_SHARE
    return weights


def blend_of(weights: Floats) -> Blend:
    """The views that sets of these weights come to: sets share a view where they differ in nothing that it needs."""
    counts: dict[tuple[int, float, int | None], float] = {}
    drifts: dict[tuple[int, float, int | None], float] = {}
    for weight, each in zip(weights, GRID, strict=True):
        half = float(weight) / 2.0
        for key in (
            (each.period_history, each.period_weight, None),
            (each.recent_history, each.recent_weight, each.recent),
        ):
            counts[key] = counts.get(key, 0.0) + half
            drifts[key] = drifts.get(key, 0.0) + half * each.drift
    kept = {key: weight for key, weight in counts.items() if weight >= NEGLIGIBLE}
    whole = sum(kept.values())
    return tuple(View(weight / whole, *key, drifts[key] / weight) for key, weight in kept.items())


@functools.cache
def usual_blend(*, long: bool = False) -> Blend:
    """The blend before anything was learned."""
    return blend_of(prior_weights(long=long))


USUAL = usual_blend()
