"""A plan for an outcome goal: from deals back through the funnel to activities a working day, as ranges."""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.conversion import RateBelief
from metrics.money import DealSize

Floats = npt.NDArray[np.float64]

EVEN, SAFE = 0.5, 0.8
"""How likely the low and the high end of a range bring what the next step needs."""
LEAST_LANDING = 0.1
"""Below this share of entrants that still land in the period, a step works for the next one."""
MOST = 100_000
"""More entrants in a period are no plan."""
_SHARPEST = 1e6
"""A rate known better than this is known; beyond it the sum loses digits."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Step:
    """One step of the funnel, such as calls: `belief` is of the member's shrunk rate of going on to the next step.

    None where neither the member nor the team has any rate. `lags` are the days that it took those that went on (empty
    when unknown: then all are taken to go on in time), `waiting` are entrants that are in the step already.
    """

    metric: str
    belief: RateBelief | None
    lags: tuple[int, ...] = ()
    waiting: int = 0

    def __post_init__(self) -> None:
        if self.waiting < 0 or any(lag < 0 for lag in self.lags):
            raise ValueError("Entrants that wait, and days that a step takes, are zero or more.")


class Planned(enum.Enum):
    """What a step's range is, or why there is none."""

    THIS_PERIOD = "this period"
    NEXT_PERIOD = "for next period"
    """What enters now comes too late for this period: the range is of what brings as much in the end."""
    NO_RATE = "no rate is known"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True)
class PlannedStep:
    """How many new entrants of `metric` are needed: `low` brings what the next step needs with an even chance, `high`
    with 80 %. `low_a_day` and `high_a_day` are the same for each standard working day left, not rounded.

    `rate` is the mean of the shrunk rate, `landing` the share of entrants, made evenly on the days left, whose deals
    would still be won in the period. What is not known, takes more than 100,000 entrants, or (a day) comes too late for
    this period, is None; so is every step before one that cannot be planned.
    """

    metric: str
    planned: Planned
    low: int | None
    high: int | None
    low_a_day: float | None
    high_a_day: float | None
    rate: float | None
    landing: float


@dataclass(frozen=True)
class Breakdown:
    """So many `deals` in the `remaining` standard working days, and the steps to them in the order of the funnel."""

    deals: int
    remaining: float
    steps: tuple[PlannedStep, ...]


def deals_for(need: int, size: DealSize) -> int:
    """How many deals of the member's mean size bring `need` (minor units); none when nothing is needed."""
    # Rounding noise must not ask for one more.
    return max(0, math.ceil(need / size.mean * (1.0 - 1e-12)))


def break_down(deals: int, steps: Sequence[Step], weights: Sequence[float]) -> Breakdown:
    """Plan `deals` over the days left.

    `steps` in the order of the funnel, the last one leading to a won deal. `weights` are the standard working days of
    each date from today to the period's end: its length bounds what can still land, its sum spreads the work. A step's
    number is the smallest n with P(BetaBinomial(n) >= what the next step needs) at least as high as the range's end
    says, each entrant going on in time with its rate times the share that lands. Raises ValueError for a negative or
    unplannable number of deals, or a weight that is not between 0 and 1.
    """
    if not 0 <= deals <= MOST:
        raise ValueError(f"A plan is made for 0 to {MOST} deals, not {deals}.")
    days = np.asarray(weights, dtype=np.float64)
    if not ((days >= 0.0) & (days <= 1.0)).all():
        raise ValueError("The weight of a date is between 0 and 1 standard working days.")
    remaining = float(days.sum())
    planned: list[PlannedStep] = []
    for step, landing in zip(reversed(steps), reversed(_landings(steps, days)), strict=True):
        planned.append(_plan(step, deals, planned[-1] if planned else None, landing, remaining))
    return Breakdown(deals, remaining, tuple(reversed(planned)))


def _plan(step: Step, deals: int, after: PlannedStep | None, landing: float, remaining: float) -> PlannedStep:
    """`after` is the step that this one feeds; None for the last one, which feeds the deals themselves."""
    rate = step.belief.mean if step.belief is not None else None
    need_low, need_high = (deals, deals) if after is None else (after.low, after.high)
    if step.belief is None or need_low is None:
        reason = after.planned if after is not None and need_low is None else Planned.NO_RATE
        return PlannedStep(step.metric, reason, None, None, None, None, rate, landing)
    lands = landing >= LEAST_LANDING
    belief = _thin(step.belief, landing / (after.landing if after is not None else 1.0)) if lands else step.belief
    low = _smallest(need_low, belief, EVEN)
    if low is None:
        return PlannedStep(step.metric, Planned.OUT_OF_REACH, None, None, None, None, rate, landing)
    high = None if need_high is None else _smallest(need_high, belief, SAFE)
    low = max(0, low - step.waiting)
    high = None if high is None else max(0, high - step.waiting)
    return PlannedStep(
        metric=step.metric,
        planned=Planned.THIS_PERIOD if lands else Planned.NEXT_PERIOD,
        low=low,
        high=high,
        low_a_day=low / remaining if lands else None,
        high_a_day=high / remaining if lands and high is not None else None,
        rate=rate,
        landing=landing,
    )


def _landings(steps: Sequence[Step], days: Floats) -> list[float]:
    """For each step the share of entrants, made as the days are worked, that have come through all steps by the end.

    The days of the steps add up: the distribution of their sum is the convolution of theirs.
    """
    total = float(days.sum())
    if total <= 0:
        return [0.0] * len(steps)
    takes = np.zeros(days.size)
    takes[0] = 1.0
    found = []
    for step in reversed(steps):
        if step.lags:
            own = np.bincount(np.minimum(step.lags, days.size), minlength=days.size + 1)[: days.size] / len(step.lags)
            takes = np.convolve(takes, own)[: days.size]
        # An entrant of today has all of the days left, one of the last day none.
        found.append(min(1.0, float((days * np.cumsum(takes)[::-1]).sum() / total)))
    return found[::-1]


def _thin(belief: RateBelief, share: float) -> RateBelief:
    """The belief in a rate of which only a share lands: the Beta distribution with the mean and variance of that."""
    if share >= 1.0:
        return belief
    total = belief.successes + belief.failures
    mean = share * belief.mean
    variance = share**2 * belief.mean * (belief.failures / total) / (total + 1.0)
    sharp = min(mean * (1.0 - mean) / variance - 1.0, _SHARPEST) if variance > 0 else _SHARPEST
    return RateBelief(mean * sharp, (1.0 - mean) * sharp)


def _smallest(need: int, belief: RateBelief, chance: float) -> int | None:
    """The smallest n with P(BetaBinomial(n) >= need) >= chance; None when not even MOST suffice."""
    if need <= 0:
        return 0
    chance -= _ROUNDING
    short, enough = need - 1, need
    while _at_least(need, enough, belief) < chance:
        if enough >= MOST:
            return None
        short, enough = enough, min(2 * enough, MOST)
    while enough - short > 1:
        middle = (short + enough) // 2
        if _at_least(need, middle, belief) >= chance:
            enough = middle
        else:
            short = middle
    return enough


def _at_least(need: int, n: int, belief: RateBelief) -> float:
    """P(X >= need) of the beta-binomial distribution with n trials, by summing what lies below."""
    if n < need:
        return 0.0
    x, a, b = np.arange(need, dtype=np.float64), belief.successes, belief.failures
    log_choose = special.gammaln(n + 1.0) - special.gammaln(x + 1.0) - special.gammaln(n - x + 1.0)
    below = np.exp(log_choose + special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum()
    return 1.0 - float(min(below, 1.0))
