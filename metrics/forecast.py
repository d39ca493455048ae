"""How a period will end: the projected total with its interval, and the probability of reaching the goal.

A gamma-Poisson model (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6) of this period's daily rate around
the member's own discounted history, with negative-binomial day noise and a shock that the team shares. Formulas and
measurements: docs/forecast.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
FloatLike = float | Floats

K, R, TEAM_WEIGHT = 3.0, 1.0, 20.0
R_QUARTER = 0.25
"""Day noise of quarters: the longer the period, the more a rate drifts in it."""
SMALLEST_BASELINE = 1e-3
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
    baseline: float,
    *,
    k: float = K,
    r: float = R,
    peers_done: float = 0.0,
    peers_expected: float = 0.0,
    kg: float = TEAM_WEIGHT,
) -> Forecast:
    """Forecast one goal.

    `done` so far and `target` in units of the metric; `worked` and `remaining` in standard working days; `baseline` the
    usual rate in units a standard working day. `k` is the weight of the baseline in days, `r` the size of the day noise
    (small is noisy). `peers_done` and `peers_expected` are what the team's others have done and would by their own
    baselines have done so far: together they scale the baseline by the shock that the whole team feels, `kg` being its
    inertia. Raises ValueError for a value that is not finite, a negative count of days, or a `k`, `r` or `kg` that is
    not above zero.
    """
    many = forecast_many(
        np.array([float(done)]),
        np.array([float(target)]),
        np.array([float(worked)]),
        np.array([float(remaining)]),
        np.array([float(baseline)]),
        k=k,
        r=r,
        peers_done=peers_done,
        peers_expected=peers_expected,
        kg=kg,
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
    baseline: FloatLike,
    *,
    k: FloatLike = K,
    r: FloatLike = R,
    peers_done: FloatLike = 0.0,
    peers_expected: FloatLike = 0.0,
    kg: FloatLike = TEAM_WEIGHT,
) -> Forecasts:
    """Forecast many goals at once; the arguments as for `forecast`, arrays of one shape or numbers for all."""
    arrays = _sound(done, target, worked, remaining, baseline, k, r, peers_done, peers_expected, kg)
    mean, variance = _still_to_come(arrays)
    n, p, q = _negative_binomial(mean, variance)
    so_far, left = arrays[0], arrays[3]
    quantiles = [
        np.where(left > 0, so_far + _quantile(level, n, p, mean, variance), so_far) for level in (LOW, MEDIAN, HIGH)
    ]
    return Forecasts(mean, variance, _reach(arrays, n, q), quantiles[0], quantiles[1], quantiles[2])


def reach_many(
    done: FloatLike,
    target: FloatLike,
    worked: FloatLike,
    remaining: FloatLike,
    baseline: FloatLike,
    *,
    k: FloatLike = K,
    r: FloatLike = R,
) -> Floats:
    """The probabilities of `forecast_many` alone, for what-if questions; without the team's shock."""
    arrays = _sound(done, target, worked, remaining, baseline, k, r, 0.0, 0.0, TEAM_WEIGHT)
    n, _, q = _negative_binomial(*_still_to_come(arrays))
    return _reach(arrays, n, q)


def _still_to_come(arrays: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Mean and variance of the remaining total."""
    so_far, _, w, left, usual, k_, r_, s_others, m_others, kg_ = arrays
    mu = np.maximum(usual, SMALLEST_BASELINE)
    phi = 1.0 + mu / r_
    shock = (kg_ + np.maximum(s_others, 0.0) / phi) / (kg_ + np.maximum(m_others, 0.0) / phi)
    shape = k_ + np.maximum(so_far, 0.0) / phi
    inverse_scale = k_ / (mu * shock) + w / phi
    rate = shape / inverse_scale
    mean = rate * left
    return mean, (1.0 + rate / r_) * mean + left**2 * shape / inverse_scale**2


def _reach(arrays: Sequence[Floats], n: Floats, q: Floats) -> Floats:
    """P(the remaining total is at least the need)."""
    so_far, goal, left = arrays[0], arrays[1], arrays[3]
    # Rounding noise must not tip a need over: 2.2 - 1.2 is 1, not 2.
    need = np.ceil(np.maximum(goal - so_far, 0.0) - 1e-9)
    return np.where(need <= 0, 1.0, np.where(left > 0, _at_least(need, n, q), 0.0))


def short_history_weight(k: FloatLike, history_weight: FloatLike) -> Floats:
    """k for a member of short history: one day for none at all, nearly `k` after some months.

    `history_weight` is HW, in discounted standard working days.
    """
    weight = np.asarray(history_weight, dtype=np.float64)
    return 1.0 + (np.asarray(k, dtype=np.float64) - 1.0) * weight / (weight + 20.0)


def _sound(*arguments: FloatLike) -> Sequence[Floats]:
    """The arguments as arrays of one shape. Raises ValueError for what a forecast cannot be made of."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in arguments))
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("A forecast needs finite numbers.")
    _, _, worked, remaining, _, k, r, _, _, kg = arrays
    if (worked < 0).any() or (remaining < 0).any():
        raise ValueError("Days worked and remaining are zero or more.")
    if (k <= 0).any() or (r <= 0).any() or (kg <= 0).any():
        raise ValueError("k, r and kg are above zero.")
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
    """The smallest whole x with P(R <= x) >= q, by bisection between bounds that are widened until they hold it."""
    spread = np.sqrt(variance)
    high = np.ceil(mean + 2.0 * spread + 1.0)
    for _ in range(200):
        short = _at_most(high, n, p) < q
        if not short.any():
            break
        high = np.where(short, high * 2.0, high)
    low = np.floor(np.maximum(mean - 2.0 * spread - 1.0, -1.0))
    low = np.where((low >= 0) & (_at_most(np.maximum(low, 0.0), n, p) < q), low, -1.0)
    while True:
        middle = np.floor((low + high) / 2.0)
        # Beyond 2^53 whole numbers are further apart than one: it ends where no number lies between.
        open_ = (middle > low) & (middle < high)
        if not open_.any():
            return np.asarray(high, dtype=np.float64)
        enough = _at_most(middle, n, p) >= q
        high = np.where(open_ & enough, middle, high)
        low = np.where(open_ & ~enough, middle, low)
