"""How much revenue a period will end with: a number of deals (metrics/forecast.py) times what a deal brings.

The remaining revenue is a compound sum (Klugman, Panjer, Willmot, Loss Models, chapter 9): with M and V the mean and
variance of the number of deals, x the mean size of a deal and c2 its squared coefficient of variation, its mean is
M x and its variance M c2 x^2 + V x^2. It is nothing with the probability of no deal, else gamma by these moments.
Amounts are whole minor units of one currency.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.blend import USUAL, Blend
from metrics.forecast import HIGH, LOW, MEDIAN, FloatLike, Floats, Forecasts, forecast_many
from metrics.history import Usual

Ints = npt.NDArray[np.int64]
IntLike = int | Ints

SIZE_WEIGHT = 10.0
"""Weight of the team's mean deal, in deals."""
VARIATION_WEIGHT = 20.0
"""Weight of the team's variation, in deals."""
WINSOR = 0.99
LARGEST = 2.0**53
"""Greater amounts have no exact place among floating point numbers."""
LARGEST_VARIATION = 1e6


@dataclass(frozen=True)
class DealSize:
    """The mean size x of a deal in minor units, and c2, the squared coefficient of variation."""

    mean: float
    variation: float

    def __post_init__(self) -> None:
        _require_sizes(np.array([self.mean]), np.array([self.variation]))


@dataclass(frozen=True)
class MoneyForecasts:
    """In minor units, an array of each: `mean` and `variance` of what is still to come; `low`, `median`, `high` of the
    period's total.
    """

    mean: Floats
    variance: Floats
    probability: Floats
    low: Ints
    median: Ints
    high: Ints


def size_deals(own: npt.ArrayLike, team: npt.ArrayLike) -> DealSize | None:
    """The size of a member's deals, shrunk to the team's; None when neither has any.

    `own` and `team` (the member's included) are the amounts of won deals in minor units, refunds left out; an amount
    that is not above zero is no deal's size and is left out too. Both are cut at the team's 99th percentile, so that
    one giant does not plan the year. A variance is taken over all deals, not all but one: a single deal varies by none.
    """
    mine, all_of_team = _positive(own), _positive(team)
    if not all_of_team.size:
        all_of_team = mine
    if not all_of_team.size:
        return None
    largest = float(np.quantile(all_of_team, WINSOR))
    mine, all_of_team = np.minimum(mine, largest), np.minimum(all_of_team, largest)
    count = mine.size
    return DealSize(
        mean=float((mine.sum() + SIZE_WEIGHT * all_of_team.mean()) / (count + SIZE_WEIGHT)),
        variation=float(
            (VARIATION_WEIGHT * _variation(all_of_team) + count * _variation(mine)) / (VARIATION_WEIGHT + count)
        ),
    )


def forecast_money_many(
    done: IntLike,
    target: IntLike,
    deals: FloatLike | None,
    worked: FloatLike,
    remaining: FloatLike,
    usual: FloatLike | Usual,
    size: FloatLike,
    variation: FloatLike,
    *,
    peers_done: FloatLike = 0.0,
    peers_expected: FloatLike = 0.0,
    blend: Blend = USUAL,
) -> MoneyForecasts:
    """Forecast many revenue goals at once; arrays of one length or numbers for all.

    `done` (refunds are negative entries, so it may be below zero, and a reached goal may be missed again) and `target`
    in minor units; `deals` won in the period so far, None when only amounts are known: then their equivalents, done /
    x. `worked` and `remaining` in standard working days, `usual` what is known of the members, or the usual deals (or
    equivalents) a standard working day; `size` and `variation` x and c2 of a DealSize; the rest as for
    `metrics.forecast.forecast`, in deals. Raises ValueError as that does, and for an amount beyond 2^53.
    """
    so_far, goal, x, c2, left = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (done, target, size, variation, remaining))
    )
    _require_sizes(x, c2)
    if not (np.abs(so_far) <= LARGEST).all() or not (np.abs(goal) <= LARGEST).all():
        raise ValueError("An amount of money is a whole number of minor units, at most 2^53.")
    won = np.maximum(so_far / x if deals is None else np.asarray(deals, dtype=np.float64), 0.0)
    need = np.maximum(goal - so_far, 0.0)
    alike = c2 == 0.0
    needed_deals = np.where(alike, np.ceil(need / x * (1.0 - 1e-12)), 1.0)
    # Half a deal less than the next whole number: the model rounds up, and the sum must not tip over it.
    counts = forecast_many(
        won,
        won + needed_deals - 0.5,
        worked,
        remaining,
        usual,
        peers_done=peers_done,
        peers_expected=peers_expected,
        blend=blend,
    )
    reach, quantiles = _compound(need / x, counts, c2)
    same = [np.rint(quantile - won) for quantile in (counts.low, counts.median, counts.high)]
    totals = [
        _whole(so_far + np.where(left > 0, np.where(alike, of_same, of_any), 0.0) * x)
        for of_same, of_any in zip(same, quantiles, strict=True)
    ]
    probability = np.where(need <= 0, 1.0, np.where(left > 0, np.where(alike, counts.probability, reach), 0.0))
    variance = (counts.variance + counts.mean * c2) * x**2
    return MoneyForecasts(counts.mean * x, variance, probability, totals[0], totals[1], totals[2])


def _compound(need: Floats, counts: Forecasts, c2: Floats) -> tuple[Floats, list[Floats]]:
    """P(remaining revenue >= need) and its three quantiles, in deals of the mean size.

    `counts.probability` is of one deal or more. Where that next to never happens, revenue is that of a single deal: the
    moments given some deal would be quotients of two roundings.
    """
    some = np.clip(counts.probability, 0.0, 1.0)
    known = (some > 1e-9) & (counts.mean > 1e-9)
    divisor = np.where(known, some, 1.0)
    mean = np.where(known, counts.mean / divisor, 1.0)
    squares = (counts.variance + counts.mean * c2 + counts.mean**2) / divisor
    variance = np.maximum(np.where(known, squares - mean**2, c2), 1e-12 * mean**2)
    shape, scale = mean**2 / variance, variance / mean
    reach = some * np.asarray(special.gammaincc(shape, need / scale), dtype=np.float64)
    within = [np.clip((q - (1.0 - some)) / divisor, 0.0, 1.0) for q in (LOW, MEDIAN, HIGH)]
    return reach, [np.asarray(special.gammaincinv(shape, part), dtype=np.float64) * scale for part in within]


def _whole(amounts: Floats) -> Ints:
    return np.rint(np.clip(amounts, -(2.0**62), 2.0**62)).astype(np.int64)


def _positive(amounts: npt.ArrayLike) -> Floats:
    given = np.asarray(amounts, dtype=np.float64).ravel()
    if not np.isfinite(given).all():
        raise ValueError("The amounts of deals are finite numbers.")
    return given[given > 0]


def _variation(amounts: Floats) -> float:
    # Without the guard, deals of one size would differ by rounding, and leave the model of equal deals.
    if amounts.size < 2 or float(amounts.max()) == float(amounts.min()):
        return 0.0
    return float(amounts.var() / amounts.mean() ** 2)


def _require_sizes(x: Floats, c2: Floats) -> None:
    if not ((x >= 1.0) & (x <= LARGEST) & (c2 >= 0.0) & (c2 <= LARGEST_VARIATION)).all():
        raise ValueError("A deal's mean size is 1 to 2^53 minor units, its squared variation 0 to a million.")
