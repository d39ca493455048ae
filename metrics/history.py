"""A member's discounted history and the baseline rate that follows from it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.forecast import SMALLEST_BASELINE

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HALF_LIFE = 40.0
"""In standard working days."""
KAPPA = 2.0
"""Weight of the peers' mean rate, in standard working days."""
PSEUDO_MEMBERS = 2.0
"""Weight of the workspace's mean in a team's mean, in members."""


@dataclass(frozen=True)
class DiscountedHistory:
    """HS, the discounted quantity, and HW, the discounted standard working days, at a period's start."""

    quantity: float
    weight: float


def discount(
    earlier: DiscountedHistory, quantities: Floats, weights: Floats, *, half_life: float = HALF_LIFE
) -> DiscountedHistory:
    """The history some days later: `earlier` grows older, and the days since (quantity and weight of each) are added.

    A day's age is the standard working days from it to the end, so days off age nothing.
    """
    if quantities.size == 0:
        return earlier
    later = weights.sum() - np.cumsum(weights)
    factors = 0.5 ** (later / half_life)
    aged = 0.5 ** (float(weights.sum()) / half_life)
    return DiscountedHistory(
        quantity=earlier.quantity * aged + float((factors * quantities).sum()),
        weight=earlier.weight * aged + float((factors * weights).sum()),
    )


def peer_means(totals: Floats, weights: Floats, group: Ints) -> Floats:
    """m_team for each member: the mean rate of the others' group, pulled to the mean of all by two pseudo-members.

    `totals` and `weights` are the members' discounted quantity and days, `group` the number of each member's team. A
    member without any history counts for no mean. Returns units a standard working day.
    """
    rates = np.divide(totals, weights, out=np.zeros_like(totals), where=weights > 0)
    known = weights > 0
    overall = float(rates[known].mean()) if known.any() else 0.0
    size = int(group.max()) + 1 if group.size else 0
    counts = np.bincount(group, weights=known.astype(float), minlength=size)
    sums = np.bincount(group, weights=np.where(known, rates, 0.0), minlength=size)
    means = (sums + PSEUDO_MEMBERS * overall) / (counts + PSEUDO_MEMBERS)
    return np.asarray(means[group], dtype=np.float64)


def baselines(quantities: Floats, weights: Floats, peers: Floats, *, kappa: float = KAPPA) -> Floats:
    """mu, the usual rate in units a standard working day: one's own history, with two days of the peers' mean."""
    return np.asarray(np.maximum((quantities + kappa * peers) / (weights + kappa), SMALLEST_BASELINE), dtype=np.float64)
