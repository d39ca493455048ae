"""Core performers: who is at the top, in the middle and at the bottom, by a rate that luck moves little.

Classes by the discounted, shrunk rate keep 85-92 % of members from month to month; classes by last month's total keep
55-75 %, so that most of what they seem to tell is chance. The middle is where coaching pays most.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.history import DiscountedHistory, baselines, peer_means

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

OUTER_SHARE = 0.2
"""The share of members at the top, and the share at the bottom."""
ENOUGH_MEMBERS = 5
"""With fewer, a fifth is nobody."""
ENOUGH_DAYS = 10.0
"""Discounted standard working days of one's own, below which a member is in no class yet."""
HALFWAY = 0.5
WEEK = 5.0
"""Standard working days."""
EQUAL = 1e-9
"""Rates nearer than this part of each other are the same."""


class PerformerClass(enum.Enum):
    """Where a member stands among peers of the same role."""

    TOP = "top"
    CORE = "core"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class RepHistory:
    """A member's discounted history of one metric (history.discount: ages in standard working days, half-life 40)."""

    member: int
    team: int
    history: DiscountedHistory


@dataclass(frozen=True)
class Performer:
    """`rate` in units a standard working day, shrunk to the team's; `place` is None where there is too little to tell:
    the member's history is short, or fewer than five have enough.
    """

    member: int
    rate: float
    place: PerformerClass | None


def classify_performers(reps: Sequence[RepHistory]) -> tuple[Performer, ...]:
    """The class of each rep, in the order given: top 20, middle 60 and bottom 20 % of those with enough history.

    Hand over the reps of one role and one metric. A fifth is rounded down, and reps of equal rates are in one class:
    ties across a bound are in the middle, so nobody is at the bottom by the order of a list.
    """
    known = np.array([rep.history.weight >= ENOUGH_DAYS for rep in reps], dtype=np.bool_)
    rates = _rates(reps, known)
    ranked = np.sort(rates[known])
    if ranked.size < ENOUGH_MEMBERS:
        return tuple(Performer(rep.member, float(rate), None) for rep, rate in zip(reps, rates, strict=True))
    outer = int(OUTER_SHARE * ranked.size)
    # The first rate of the middle at either end: beyond it, and not equal to it, is an outer class.
    low, high = float(ranked[outer]), float(ranked[-outer - 1])
    return tuple(
        Performer(rep.member, float(rate), _place(float(rate), low, high) if enough else None)
        for rep, rate, enough in zip(reps, rates, known, strict=True)
    )


def weekly_room(performers: Sequence[Performer]) -> dict[int, float]:
    """What each core performer would do more in a week of five standard working days, in units, halfway to the mean of
    the top class. It is a distance and no forecast: nothing here says that coaching closes it. Empty where nobody is in
    a class; in none are those at the top, at the bottom, and without enough history.
    """
    top = [each.rate for each in performers if each.place is PerformerClass.TOP]
    if not top:
        return {}
    mean = float(np.mean(top))
    return {
        each.member: HALFWAY * WEEK * (mean - each.rate) for each in performers if each.place is PerformerClass.CORE
    }


def _rates(reps: Sequence[RepHistory], known: Bools) -> Floats:
    quantities = np.array([rep.history.quantity for rep in reps], dtype=np.float64)
    weights = np.array([rep.history.weight for rep in reps], dtype=np.float64)
    _, group = np.unique(np.array([rep.team for rep in reps], dtype=np.int64), return_inverse=True)
    # Two days of a new rep say nothing about the others, so they are in no mean.
    peers = peer_means(np.where(known, quantities, 0.0), np.where(known, weights, 0.0), group.astype(np.int64))
    return baselines(quantities, weights, peers)


def _place(rate: float, low: float, high: float) -> PerformerClass:
    if rate > high * (1.0 + EQUAL):
        return PerformerClass.TOP
    if rate < low * (1.0 - EQUAL):
        return PerformerClass.BOTTOM
    return PerformerClass.CORE
