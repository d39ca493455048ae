"""One morning's figures of many members at once. The bot's mornings and the backtest both call `assess`."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from metrics.blend import USUAL, Blend
from metrics.forecast import Outset, forecast_many
from metrics.history import LEAST_SPREAD, SHOWN, Histories, Usual, baselines, peer_means, peer_spreads
from metrics.money import forecast_money_many

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Goals of one metric and kind of period on one morning; arrays of one length, a place for each member.

    Quantities in units of the metric, days in standard working days. `histories` are those at the period's start;
    `recent_done` and `recent_worked` the recent days up to yesterday (a row for each of RECENT_HALF_LIVES), None where
    they are not known. `group` numbers the team of each member (peers of the same role); a member without a team has a
    number of their own. `today` is the weight of the day itself. `expected` by now is given where a goal does not ask
    evenly (a ramp, a change of team); else it follows from the days. `late` are the days whose entries are not in yet:
    for the forecast they are still to come. `past` and `ahead` are the days worked and remaining as the forecast takes
    them where the team's period has a profile (metrics/profile.py), late days moved already; `profile_variance` is how
    much its factors vary by themselves: so much of a member's dispersion was no chance. `ramp` is the share of the
    goal that is asked of somebody who gets started: their peers' rate counts for them by that share.
    """

    done: Floats
    target: Floats
    worked: Floats
    remaining: Floats
    today: Floats
    histories: Histories
    group: Ints
    expected: Floats | None = None
    late: Floats | None = None
    recent_done: Floats | None = None
    recent_worked: Floats | None = None
    past: Floats | None = None
    ahead: Floats | None = None
    profile_variance: Floats | None = None
    ramp: Floats | None = None


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
    usual: Usual
    """What the forecast started from, in units of what is counted."""
    peer_rate: Floats
    """The peers' mean rate, and what the others of the team did and would usually have done by now."""
    peers_done: Floats
    peers_expected: Floats


def assess(cases: Cases, *, blend: Blend = USUAL) -> Assessment:
    """Judge the cases with these constants (metrics/blend.py)."""
    shared = _compare(cases, cases.target)
    past, left = days_for_forecast(cases)
    found = forecast_many(
        cases.done,
        cases.target,
        past,
        left,
        shared.usual,
        peers_done=shared.peers_done,
        peers_expected=shared.peers_expected,
        blend=blend,
    )
    expected, required, ask = _pace(cases.done, cases.target, cases, cases.expected)
    return replace(
        shared,
        expected=expected,
        required=required,
        ask=ask,
        rate=_ratio(found.mean, left, shared.baseline),
        probability=found.probability,
        low=found.low,
        median=found.median,
        high=found.high,
        still_mean=found.mean,
        still_variance=found.variance,
    )


def assess_money(cases: Cases, money: MoneyCases, *, blend: Blend = USUAL) -> Assessment:
    """Judge revenue goals by the deals that make them: `cases` are of the won deals, its target is not looked at.

    The answer is in minor units, but for `usual`, `peer_rate` and the peers' sums: the model is one of deals.
    """
    shared = _compare(cases, money.target / money.size)
    past, left = days_for_forecast(cases)
    found = forecast_money_many(
        money.done.astype(np.int64),
        money.target.astype(np.int64),
        cases.done,
        past,
        left,
        shared.usual,
        money.size,
        money.variation,
        peers_done=shared.peers_done,
        peers_expected=shared.peers_expected,
        blend=blend,
    )
    expected, required, ask = _pace(money.done, money.target, cases, money.expected)
    usual = shared.baseline * money.size
    return replace(
        shared,
        expected=expected,
        required=required,
        ask=ask,
        baseline=usual,
        rate=_ratio(found.mean, left, usual),
        probability=found.probability,
        low=found.low.astype(np.float64),
        median=found.median.astype(np.float64),
        high=found.high.astype(np.float64),
        still_mean=found.mean,
        still_variance=found.variance,
    )


def usual_of(cases: Cases, target: Floats) -> tuple[Usual, Floats, Bools]:
    """What is known of each member, the peers' mean rate, and where nothing is known but the `target` itself."""
    amounts, days = cases.histories.amounts, cases.histories.days
    peers = peer_means(amounts[SHOWN], days[SHOWN], cases.group)
    if cases.ramp is not None:
        peers = peers * cases.ramp
    rates = np.stack([baselines(amount, behind, peers) for amount, behind in zip(amounts, days, strict=True)])
    goal_only = (days[SHOWN] <= 0) & (peers <= 0)
    whole = cases.worked + cases.remaining
    by_goal = _ratio(target, whole, np.zeros_like(whole))
    spread_days, spread = cases.histories.spread()
    if cases.profile_variance is not None:
        mean = _ratio(amounts[-1], days[-1], np.zeros_like(days[-1]))
        spread = np.maximum(spread - mean * cases.profile_variance, LEAST_SPREAD)
    rates = np.where(goal_only, np.maximum(by_goal, rates), rates)
    usual = Usual(
        rates=rates,
        days=days,
        spread=spread,
        spread_days=spread_days,
        recent_done=cases.recent_done,
        recent_worked=cases.recent_worked,
        peer_spread=peer_spreads(spread, spread_days, rates[-1], cases.group),
    )
    return usual, peers, goal_only


def outset_of(cases: Cases, places: Ints) -> Outset:
    """What the forecasts of some of the members are made of."""
    shared = _compare(cases, cases.target)
    past, left = days_for_forecast(cases)
    return Outset(
        cases.done[places],
        past[places],
        left[places],
        shared.usual.of(places),
        shared.peers_done[places],
        shared.peers_expected[places],
    )


def _compare(cases: Cases, target: Floats) -> Assessment:
    """An assessment that so far holds only what comes from history and peers."""
    usual, peers, goal_only = usual_of(cases, target)
    baseline = usual.rates[SHOWN]
    nothing = np.zeros_like(baseline)
    past, _ = days_for_forecast(cases)
    return Assessment(
        expected=nothing,
        required=nothing,
        ask=nothing,
        baseline=baseline,
        rate=baseline,
        probability=nothing,
        low=nothing,
        median=nothing,
        high=nothing,
        goal_only=goal_only,
        still_mean=nothing,
        still_variance=nothing,
        usual=usual,
        peer_rate=peers,
        peers_done=_of_others(cases.done, cases.group),
        peers_expected=_of_others(baseline * past, cases.group),
    )


def days_for_forecast(cases: Cases) -> tuple[Floats, Floats]:
    """The days worked and remaining as the forecast takes them: without what is not in yet, by the team's profile."""
    if cases.past is not None and cases.ahead is not None:
        return cases.past, cases.ahead
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
