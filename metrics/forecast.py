"""How a period will end: the projected total with its interval, and the probability of reaching the goal.

A gamma-Poisson model (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6) of a member's daily rate around
their own discounted history, with the dispersion of their own days, a shock that the team shares, and a drift. It is
looked at in several ways (metrics/blend.py), and one negative binomial has the mean and the variance of them together.
Formulas and measurements: docs/forecast.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.blend import GRID, USUAL, Blend
from metrics.history import SMALLEST_BASELINE, SPREAD_PRIOR_DAYS, Usual, usual_spread

Floats = npt.NDArray[np.float64]
FloatLike = float | Floats

TEAM_WEIGHT = 20.0
"""kg, the inertia of the team's shock, in units over their dispersion."""
SHORT_HISTORY = 20.0
"""Discounted days at which a member is known half."""
NEW_DRIFT, NEW_DRIFT_DAYS = 1.0, 40.0
"""Drift added for somebody of whom nothing is known: a beginner's rate moves, the further the more days are to come.
Half of it has come after the second, in standard working days.
"""
LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True)
class Forecast:
    """`mean` and `variance` are of the total still to come; `low`, `median`, `high` (10, 50, 90 %) of the period's."""

    mean: float
    variance: float
    probability: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Forecasts:
    """The same as Forecast, an array of each."""

    mean: Floats
    variance: Floats
    probability: Floats
    low: Floats
    median: Floats
    high: Floats


def forecast(
    done: float,
    target: float,
    worked: float,
    remaining: float,
    usual: float | Usual,
    *,
    peers_done: float = 0.0,
    peers_expected: float = 0.0,
    blend: Blend = USUAL,
) -> Forecast:
    """Forecast one goal.

    `done` so far and `target` in units of the metric; `worked` and `remaining` in standard working days; `usual` what
    is known of the member (of one), or no more than a rate in units a standard working day. `peers_done` and
    `peers_expected` are what the team's others have done and would by their own rates have done so far: together they
    scale the usual rate by the shock that the whole team feels. `blend` are the constants. Raises ValueError for a
    value that is not finite, or a negative count of days.
    """
    many = forecast_many(
        np.array([float(done)]),
        np.array([float(target)]),
        np.array([float(worked)]),
        np.array([float(remaining)]),
        usual,
        peers_done=peers_done,
        peers_expected=peers_expected,
        blend=blend,
    )
    return Forecast(
        mean=float(many.mean[0]),
        variance=float(many.variance[0]),
        probability=float(many.probability[0]),
        low=float(many.low[0]),
        median=float(many.median[0]),
        high=float(many.high[0]),
    )


def forecast_many(
    done: FloatLike,
    target: FloatLike,
    worked: FloatLike,
    remaining: FloatLike,
    usual: FloatLike | Usual,
    *,
    peers_done: FloatLike = 0.0,
    peers_expected: FloatLike = 0.0,
    blend: Blend = USUAL,
) -> Forecasts:
    """Forecast many goals at once; the arguments as for `forecast`, arrays of one length or numbers for all."""
    so_far, goal, past, left, *peers = _sound(usual, done, target, worked, remaining, peers_done, peers_expected)
    mean, variance = still_to_come(Outset(so_far, past, left, _known(usual, so_far.size), *peers), blend)
    n, p, q = _negative_binomial(mean, variance)
    quantiles = [
        np.where(left > 0, so_far + _quantile(level, n, p, mean, variance), so_far) for level in (LOW, MEDIAN, HIGH)
    ]
    return Forecasts(mean, variance, _reach(so_far, goal, left, n, q), quantiles[0], quantiles[1], quantiles[2])


def reach_many(
    done: FloatLike,
    target: FloatLike,
    worked: FloatLike,
    remaining: FloatLike,
    usual: FloatLike | Usual,
    *,
    peers_done: FloatLike = 0.0,
    peers_expected: FloatLike = 0.0,
    blend: Blend = USUAL,
) -> Floats:
    """The probabilities of `forecast_many` alone, for what-if questions."""
    so_far, goal, past, left, *peers = _sound(usual, done, target, worked, remaining, peers_done, peers_expected)
    n, _, q = _negative_binomial(*still_to_come(Outset(so_far, past, left, _known(usual, so_far.size), *peers), blend))
    return _reach(so_far, goal, left, n, q)


@dataclass(frozen=True, eq=False)
class _Rate:
    """What a usual rate comes to: its dispersion phi, and the rate itself after the team's shock."""

    mu: Floats
    phi: Floats
    shock: Floats
    days: Floats


@dataclass(frozen=True, eq=False)
class Outset:
    """What a forecast is made of; arrays of one length. `done` in units, `worked` and `remaining` in standard working
    days; `peers_done` and `peers_expected` as for `forecast`.
    """

    done: Floats
    worked: Floats
    remaining: Floats
    usual: Usual
    peers_done: Floats
    peers_expected: Floats

    @cached_property
    def rates(self) -> tuple["_Rate", ...]:
        """The usual rates of HALF_LIVES."""
        return tuple(
            rate_of(self.usual, at, self.peers_done, self.peers_expected) for at in range(len(self.usual.rates))
        )

    @cached_property
    def unknown(self) -> Floats:
        """The drift of who is new, beside that of the constants: a beginner's rate moves."""
        known = self.usual.days[-1] + self.worked
        moved = NEW_DRIFT * self.remaining / (self.remaining + NEW_DRIFT_DAYS)
        return np.asarray(moved * (SHORT_HISTORY / (SHORT_HISTORY + known)) ** 2, dtype=np.float64)

    def seen_by(self, history: int, k: float, recent: int | None) -> tuple[Floats, Floats]:
        """Mean and variance of the remaining total in one view (metrics/blend.py), without its drift."""
        seen, days = self.done, self.worked
        if recent is not None and self.usual.recent_done is not None and self.usual.recent_worked is not None:
            seen, days = self.usual.recent_done[recent], self.usual.recent_worked[recent]
        rate = self.rates[history]
        weight = short_history_weight(k, rate.days)
        shape = weight + np.maximum(seen, 0.0) / rate.phi
        mean = shape / (weight / (rate.mu * rate.shock) + days / rate.phi) * self.remaining
        return mean, rate.phi * mean + mean**2 * (1.0 / shape + self.unknown)


def still_to_come(outset: Outset, blend: Blend) -> tuple[Floats, Floats]:
    """Mean and variance of the remaining total: those of the blend's views together."""
    seen = [outset.seen_by(view.history, view.k, view.recent) for view in blend]
    mean = np.zeros_like(outset.done)
    variance = np.zeros_like(outset.done)
    for view, (m, _) in zip(blend, seen, strict=True):
        mean += view.weight * m
    for view, (m, v) in zip(blend, seen, strict=True):
        variance += view.weight * (v + view.drift * m**2 + (m - mean) ** 2)
    return mean, variance


def still_to_come_by_each(outset: Outset) -> tuple[Floats, Floats]:
    """The same of each set of the GRID alone: a row for each."""
    found: dict[tuple[int, float, int | None], tuple[Floats, Floats]] = {}
    size = (len(GRID), outset.done.size)
    mean, variance = np.empty(size), np.empty(size)
    for at, each in enumerate(GRID):
        views = (
            (each.period_history, each.period_weight, None),
            (each.recent_history, each.recent_weight, each.recent),
        )
        (m, v), (other_m, other_v) = (
            found[view] if view in found else found.setdefault(view, outset.seen_by(*view)) for view in views
        )
        mean[at] = (m + other_m) / 2.0
        variance[at] = (v + other_v + each.drift * (m**2 + other_m**2)) / 2.0 + (m - other_m) ** 2 / 4.0
    return mean, variance


def rate_of(usual: Usual, history: int, peers_done: Floats, peers_expected: Floats) -> _Rate:
    """The usual rate of one of HALF_LIVES with its dispersion and the team's shock."""
    mu = np.maximum(usual.rates[history], SMALLEST_BASELINE)
    base = np.log(usual_spread(mu))
    if usual.peer_spread is not None:
        base = base + np.log(usual.peer_spread)
    own = np.log(np.maximum(usual.spread, 1e-12))
    phi = np.exp((usual.spread_days * own + SPREAD_PRIOR_DAYS * base) / (usual.spread_days + SPREAD_PRIOR_DAYS))
    shock = (TEAM_WEIGHT + np.maximum(peers_done, 0.0) / phi) / (TEAM_WEIGHT + np.maximum(peers_expected, 0.0) / phi)
    return _Rate(mu, phi, shock, usual.days[history])


def _reach(so_far: Floats, goal: Floats, left: Floats, n: Floats, q: Floats) -> Floats:
    """P(the remaining total is at least the need)."""
    # Rounding noise must not tip a need over: 2.2 - 1.2 is 1, not 2.
    need = np.ceil(np.maximum(goal - so_far, 0.0) - 1e-9)
    return np.where(need <= 0, 1.0, np.where(left > 0, _at_least(need, n, q), 0.0))


def short_history_weight(k: FloatLike, history_weight: FloatLike) -> Floats:
    """k for a member of short history: one day for none at all, nearly `k` after some months.

    `history_weight` is HW, in discounted standard working days.
    """
    weight = np.asarray(history_weight, dtype=np.float64)
    return 1.0 + (np.asarray(k, dtype=np.float64) - 1.0) * weight / (weight + SHORT_HISTORY)


def _known(usual: FloatLike | Usual, size: int) -> Usual:
    if isinstance(usual, Usual):
        return usual
    return Usual.steady(np.broadcast_to(np.asarray(usual, dtype=np.float64), (size,)))


def _sound(usual: FloatLike | Usual, *arguments: FloatLike) -> Sequence[Floats]:
    """The arguments as arrays of one length. Raises ValueError for what a forecast cannot be made of."""
    given = [np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in arguments]
    size = np.zeros(len(usual)) if isinstance(usual, Usual) else np.atleast_1d(np.asarray(usual, dtype=np.float64))
    *arrays, alike = np.broadcast_arrays(*given, size)
    rates = usual.rates if isinstance(usual, Usual) else alike
    if not all(np.isfinite(array).all() for array in (*arrays, rates)):
        raise ValueError("A forecast needs finite numbers.")
    if (arrays[2] < 0).any() or (arrays[3] < 0).any():
        raise ValueError("Days worked and remaining are zero or more.")
    return arrays


def _negative_binomial(mean: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """Size, success probability p and 1 - p of the negative binomial with this mean and variance."""
    beyond_poisson = np.maximum(variance - mean, 1e-12)
    n = np.maximum(mean**2 / beyond_poisson, 1e-12)
    return n, np.clip(n / (n + mean), 1e-300, 1.0), mean / (n + mean)


def _at_least(need: Floats, n: Floats, q: Floats) -> Floats:
    """P(R >= need) = 1 - I_p(n, need), written as I_q(need, n) with q = 1 - p so that a small one keeps its digits.

    (scipy.special.betaincc gives the same digits, at twelve times the time.)
    """
    return np.clip(special.betainc(np.maximum(need, 1.0), n, q), 0.0, 1.0)


def _at_most(x: Floats, n: Floats, p: Floats) -> Floats:
    return np.asarray(special.betainc(n, x + 1.0, p), dtype=np.float64)


def _quantile(q: float, n: Floats, p: Floats, mean: Floats, variance: Floats) -> Floats:
    """The smallest whole x with P(R <= x) >= q: bounds around a good guess, widened until they hold it, then halved."""
    spread = np.sqrt(variance)
    z = float(special.ndtri(q))
    # The third moment of a negative binomial (Cornish and Fisher, 1938, first two terms).
    skewness = np.where(variance > 0, (2.0 * variance / np.maximum(mean, 1e-300) - 1.0) / np.maximum(spread, 1e-150), 0)
    guess = mean + spread * (z + np.clip(skewness, 0.0, 3.0) * (z * z - 1.0) / 6.0)
    step = np.maximum(np.ceil(spread / 16.0), 1.0)
    high = np.maximum(np.floor(guess), 0.0)
    low = np.full_like(high, -1.0)
    short = _at_most(high, n, p) < q
    at = np.flatnonzero(short)
    for _ in range(1100):
        # Up from the guess, in steps that double.
        if not at.size:
            break
        low[at], high[at] = high[at], high[at] + step[at]
        step[at] *= 2.0
        at = at[_at_most(high[at], n[at], p[at]) < q]
    at = np.flatnonzero(~short)
    while at.size:
        # Down from it, to nothing at the least.
        below = np.maximum(high[at] - step[at], -1.0)
        step[at] *= 2.0
        still = (below >= 0) & (_at_most(np.maximum(below, 0.0), n[at], p[at]) >= q)
        low[at] = np.where(still, -1.0, below)
        high[at] = np.where(still, below, high[at])
        at = at[still]
    at = np.arange(high.size)
    while True:
        middle = np.floor((low[at] + high[at]) / 2.0)
        # Beyond 2^53 whole numbers are further apart than one: it ends where no number lies between.
        open_ = (middle > low[at]) & (middle < high[at])
        at, middle = at[open_], middle[open_]
        if not at.size:
            return high
        enough = _at_most(middle, n[at], p[at]) >= q
        high[at] = np.where(enough, middle, high[at])
        low[at] = np.where(enough, low[at], middle)
