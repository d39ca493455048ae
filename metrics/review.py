"""One morning's figures of many members at once. The bot's mornings and the backtest both call `assess`."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.forecast import TEAM_WEIGHT, K, R, forecast_many, short_history_weight
from metrics.history import baselines, peer_means

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Goals of one metric and kind of period on one morning; arrays of one length, a place for each member.

    Quantities in units of the metric, days in standard working days. `group` numbers the team of each member (peers of
    the same role); a member without a team has a number of their own. `today` is the weight of the day itself.
    """

    done: Floats
    target: Floats
    worked: Floats
    remaining: Floats
    today: Floats
    history: Floats
    history_weight: Floats
    group: Ints


@dataclass(frozen=True)
class Assessment:
    """What follows from the cases; arrays in their order.

    `expected` by now, `required` a standard working day (0 when nothing is left or no day remains), `ask` for today,
    `baseline` and `rate` in units a standard working day, `probability` of reaching the target, `low`, `median` and
    `high` of the period's total; `goal_only` where neither the member nor a peer has any history, so that the target
    itself had to stand for the usual rate.
    """

    expected: Floats
    required: Floats
    ask: Floats
    baseline: Floats
    rate: Floats
    probability: Floats
    low: Floats
    median: Floats
    high: Floats
    goal_only: Bools
    still_mean: Floats
    """Mean and variance of what is still to come."""
    still_variance: Floats


def assess(cases: Cases, *, k: float = K, r: float = R, kg: float = TEAM_WEIGHT) -> Assessment:
    """Judge the cases with one set of constants (metrics/forecast.py says what they are)."""
    days = cases.worked + cases.remaining
    peers = peer_means(cases.history, cases.history_weight, cases.group)
    usual = baselines(cases.history, cases.history_weight, peers)
    goal_only = (cases.history_weight <= 0) & (peers <= 0)
    by_goal = np.divide(cases.target, days, out=np.zeros_like(days), where=days > 0)
    usual = np.where(goal_only, np.maximum(by_goal, usual), usual)
    would_be = usual * cases.worked
    others_done = _of_others(cases.done, cases.group)
    others_would = _of_others(would_be, cases.group)
    k_own = short_history_weight(k, cases.history_weight)
    found = forecast_many(
        cases.done,
        cases.target,
        cases.worked,
        cases.remaining,
        usual,
        k=k_own,
        r=r,
        peers_done=others_done,
        peers_expected=others_would,
        kg=kg,
    )
    need = np.maximum(cases.target - cases.done, 0.0)
    required = np.divide(need, cases.remaining, out=np.zeros_like(need), where=cases.remaining > 0)
    rate = np.divide(found.mean, cases.remaining, out=usual.copy(), where=cases.remaining > 0)
    return Assessment(
        expected=np.divide(cases.target * cases.worked, days, out=np.zeros_like(days), where=days > 0),
        required=required,
        # Rounding noise must not ask for one more: 3.0000000001 is 3.
        ask=np.minimum(np.ceil(required * cases.today - 1e-9), need),
        baseline=usual,
        rate=rate,
        probability=found.probability,
        low=found.low,
        median=found.median,
        high=found.high,
        goal_only=goal_only,
        still_mean=found.mean,
        still_variance=found.variance,
    )


def _of_others(values: Floats, group: Ints) -> Floats:
    sums = np.bincount(group, weights=values)
    return np.asarray(np.maximum(sums[group] - values, 0.0), dtype=np.float64)
