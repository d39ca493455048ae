"""A training given to one half now and to the other four weeks later, by lot: the halves differ by chance alone.

So no matching is needed. What each member does while the second half waits is set against their own usual; a good or
bad season, and whatever had gone wrong before, is the same for both halves.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

WAIT_DAYS = 28
"""So long the second half waits; what is compared are the days in between."""
ENOUGH_IN_HALF = 5
"""Members in each half below which nothing is compared: with fewer, one good month makes the difference."""
CONFIDENCE = 0.96
"""It is looked at once. A little above 95 %, so that with halves of five to thirty, too, it errs once in twenty."""
POWER = ((10, 0.29), (30, 0.63))
"""How often a true gain of 30 % is told from chance, by members in each half."""
HALF_A_UNIT = 0.5
"""Added to what was done and to the usual, so that somebody who did nothing has a ratio too."""


@dataclass(frozen=True)
class HalvesComparison:
    """How much more (0.2 is 20 % more) the first half did than the waiting one, beside their usual; with its interval.

    `first` and `waiting` count members.
    """

    difference: float
    low: float
    high: float
    first: int
    waiting: int


def draw_halves(draw: str, members: Collection[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who is in the first half and who waits, by lot: (first, waiting), each in ascending order.

    The same `draw` and members give the same halves for ever, so that anybody can draw again: members are ordered by
    the SHA-256 of `draw:member`, and the first half of them, rounded up, begins. Raises ValueError for fewer than two.
    """
    if len(set(members)) < 2:
        raise ValueError("Of fewer than two there are no halves.")
    order = sorted(set(members), key=lambda member: hashlib.sha256(f"{draw}:{member}".encode()).hexdigest())
    half = (len(order) + 1) // 2
    return tuple(sorted(order[:half])), tuple(sorted(order[half:]))


def compare_halves(
    first_done: Floats, first_usual: Floats, waiting_done: Floats, waiting_usual: Floats
) -> HalvesComparison | None:
    """The comparison over the weeks in which one half waits; None below five members in a half.

    Arrays of one number for each member: what they did in those weeks, and what their usual rate from before the draw
    would have done in the days that they worked; in units. Raises ValueError for a usual that is not above zero.
    """
    if not ((first_usual > 0).all() and (waiting_usual > 0).all()):
        raise ValueError("Members compared have a usual above zero.")
    if min(first_done.size, waiting_done.size) < ENOUGH_IN_HALF:
        return None
    difference, low, high = contrast(first_done, first_usual, waiting_done, waiting_usual)
    return HalvesComparison(float(difference), float(low), float(high), first_done.size, waiting_done.size)


def contrast(
    first_done: Floats, first_usual: Floats, waiting_done: Floats, waiting_usual: Floats
) -> tuple[Floats, Floats, Floats]:
    """(difference, low, high) along the last axis, for any number of trials at once.

    Each member is one ratio, of what they did to their usual, and weighs the same: so who does much cannot decide for
    all. The halves' mean logarithms are compared by Welch's t (Biometrika 34, 1947).
    """
    first, first_spread, first_free = _mean_log(first_done, first_usual)
    waiting, waiting_spread, waiting_free = _mean_log(waiting_done, waiting_usual)
    spread = first_spread + waiting_spread
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = spread**2 / (first_spread**2 / first_free + waiting_spread**2 / waiting_free)
    # Where nobody's ratio differs from anybody's there is no spread, and any number of degrees will do.
    freedom = np.where(np.isfinite(freedom), freedom, 1.0)
    reach = special.stdtrit(freedom, 0.5 + CONFIDENCE / 2.0) * np.sqrt(spread)
    middle = first - waiting
    return np.expm1(middle), np.expm1(middle - reach), np.expm1(middle + reach)


def _mean_log(done: Floats, usual: Floats) -> tuple[Floats, Floats, float]:
    """The mean logarithm of the members' ratios, its variance, and its degrees of freedom."""
    # A correction is an entry below zero: it may not make a month less than nothing.
    ratios = np.log((np.maximum(done, 0.0) + HALF_A_UNIT) / (usual + HALF_A_UNIT))
    members = ratios.shape[-1]
    return ratios.mean(axis=-1), ratios.var(axis=-1, ddof=1) / members, float(members - 1)
