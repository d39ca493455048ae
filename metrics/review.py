"""One morning's figures of many members at once. The bot's mornings and the backtest both call `assess`."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from metrics.forecast import TEAM_WEIGHT, K, R, forecast_many, short_history_weight
from metrics.history import baselines, peer_means
from metrics.money import forecast_money_many

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Goals of one metric and kind of period on one morning; arrays of one length, a place for each member.

    Quantities in units of the metric, days in standard working days. `group` numbers the team of each member (peers of
    the same role); a member without a team has a number of their own. `today` is the weight of the day itself.
    `expected` by now is given where a goal does not ask evenly (a ramp, a change of team); else it follows from the
    days. `late` are the days whose entries are not in yet: for the forecast they are still to come.
    """

    done: Floats
    target: Floats
    worked: Floats
    remaining: Floats
    today: Floats
    history: Floats
    history_weight: Floats
    group: Ints
    expected: Floats | None = None
    late: Floats | None = None


@dataclass(frozen=True)
class MoneyCases:
    """Revenue goals beside the `Cases` of their deals: minor units, a place for each member.

    `size` is x, the mean deal, and `variation` c2, its squared coefficient of variation (metrics/money.py).
    """

    done: Floats
    target: Floats
    size: Floats
    variation: Floats
    expected: Floats | None = None


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
    peer_rate: Floats
    """The peers' mean rate, and what the others of the team did and would usually have done by now."""
    peers_done: Floats
    peers_expected: Floats


def assess(cases: Cases, *, k: float = K, r: float = R, kg: float = TEAM_WEIGHT) -> Assessment:
    """Judge the cases with one set of constants (metrics/forecast.py says what they are)."""
    usual, shared = _compare(cases, cases.target)
    past, left = _days_for_forecast(cases)
    found = forecast_many(
        cases.done,
        cases.target,
        past,
        left,
        usual,
        k=short_history_weight(k, cases.history_weight),
        r=r,
        peers_done=shared.peers_done,
        peers_expected=shared.peers_expected,
        kg=kg,
    )
    expected, required, ask = _pace(cases.done, cases.target, cases, cases.expected)
    return replace(
        shared,
        expected=expected,
        required=required,
        ask=ask,
        rate=_ratio(found.mean, left, usual),
        probability=found.probability,
        low=found.low,
        median=found.median,
        high=found.high,
        still_mean=found.mean,
        still_variance=found.variance,
    )


def assess_money(cases: Cases, money: MoneyCases, *, k: float = K, r: float = R, kg: float = TEAM_WEIGHT) -> Assessment:
    """Judge revenue goals by the deals that make them: `cases` are of the won deals, its target is not looked at.

    The answer is in minor units, but for `peer_rate` and the peers' sums: the model is
    one of deals.
    """
    usual, shared = _compare(cases, money.target / money.size)
    past, left = _days_for_forecast(cases)
    found = forecast_money_many(
        money.done.astype(np.int64),
        money.target.astype(np.int64),
        cases.done,
        past,
        left,
        usual,
        money.size,
        money.variation,
        k=short_history_weight(k, cases.history_weight),
        r=r,
        peers_done=shared.peers_done,
        peers_expected=shared.peers_expected,
        kg=kg,
    )
    expected, required, ask = _pace(money.done, money.target, cases, money.expected)
    return replace(
        shared,
        expected=expected,
        required=required,
        ask=ask,
        baseline=usual * money.size,
        rate=_ratio(found.mean, left, usual * money.size),
        probability=found.probability,
        low=found.low.astype(np.float64),
        median=found.median.astype(np.float64),
        high=found.high.astype(np.float64),
        still_mean=found.mean,
        still_variance=found.variance,
    )


def _compare(cases: Cases, target: Floats) -> tuple[Floats, Assessment]:
    """The usual rates, and an assessment that so far holds only what comes from history and peers."""
    days = cases.worked + cases.remaining
    peers = peer_means(cases.history, cases.history_weight, cases.group)
    usual = baselines(cases.history, cases.history_weight, peers)
    goal_only = (cases.history_weight <= 0) & (peers <= 0)
    by_goal = _ratio(target, days, np.zeros_like(days))
    usual = np.where(goal_only, np.maximum(by_goal, usual), usual)
    nothing = np.zeros_like(usual)
    past, _ = _days_for_forecast(cases)
    return usual, Assessment(
        expected=nothing,
        required=nothing,
        ask=nothing,
        baseline=usual,
        rate=usual,
        probability=nothing,
        low=nothing,
        median=nothing,
        high=nothing,
        goal_only=goal_only,
        still_mean=nothing,
        still_variance=nothing,
        peer_rate=peers,
        peers_done=_of_others(cases.done, cases.group),
        peers_expected=_of_others(usual * past, cases.group),
    )


def _days_for_forecast(cases: Cases) -> tuple[Floats, Floats]:
    if cases.late is None:
        return cases.worked, cases.remaining
    return np.maximum(cases.worked - cases.late, 0.0), cases.remaining + cases.late


def _pace(done: Floats, target: Floats, cases: Cases, expected: Floats | None) -> tuple[Floats, Floats, Floats]:
    """`expected`, `required` and `ask`: of the plain calendar, whatever the forecast takes for late."""
    days = cases.worked + cases.remaining
    need = np.maximum(target - done, 0.0)
    required = _ratio(need, cases.remaining, np.zeros_like(need))
    by_now = _ratio(target * cases.worked, days, np.zeros_like(days)) if expected is None else expected
    # Rounding noise must not ask for one more: 3.0000000001 is 3.
    return by_now, required, np.minimum(np.ceil(required * cases.today - 1e-9), np.ceil(need - 1e-9))


def _ratio(above: Floats, below: Floats, otherwise: Floats) -> Floats:
    return np.divide(above, below, out=otherwise.astype(np.float64, copy=True), where=below > 0)


def _of_others(values: Floats, group: Ints) -> Floats:
    sums = np.bincount(group, weights=values)
    return np.asarray(np.maximum(sums[group] - values, 0.0), dtype=np.float64)
