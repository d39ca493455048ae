"""Every number explains itself: a standing taken apart into what it was made of."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.blend import USUAL, Blend
from metrics.calendar import CalendarDay, DayReason
from metrics.expectation import GoalShare, TargetPart
from metrics.forecast import Forecast, forecast, rate_of
from metrics.history import KAPPA, SHOWN, SMALLEST_BASELINE, Usual
from metrics.pace import Pace, pace_of
from metrics.periods import Period


@dataclass(frozen=True)
class DayEntries:
    """What was logged for one date: how many entries, and their sum in units."""

    date: dt.date
    entries: int
    quantity: float


class BaselineSource(enum.Enum):
    """Where the usual rate comes from."""

    OWN_AND_PEERS = "own and peers"
    PEERS = "peers"
    GOAL = "goal"
    """Based on the goal only: neither the member nor a peer has any history."""


@dataclass(frozen=True)
class BaselineParts:
    """(history + kappa x peer rate) / (history days + kappa) = usual, in units a standard working day.

    `history` is discounted units, `history_days` discounted standard working days; `peer_days` is kappa. With the
    source GOAL, `usual` is at least the target over the period's days.
    """

    source: BaselineSource
    history: float
    history_days: float
    peer_rate: float
    peer_days: float
    usual: float


@dataclass(frozen=True)
class RateParts:
    """What the rate that is counted on for the days left was made of.

    `noise` is phi, the variance of a day over its mean; `shock` the factor that the whole team is off by, 1 for nobody
    else. `worked` and `remaining` are standard working days as the forecast takes them: `late_days` were moved from one
    to the other, because their entries are not in yet, or because the team does more at this time of the period. `rate`
    is units a standard working day.
    """

    noise: float
    shock: float
    worked: float
    remaining: float
    late_days: float
    rate: float


@dataclass(frozen=True)
class Explanation:
    """One goal's standing on the morning of `date`, with the parts that make up each of its numbers.

    `done` is the sum of `entries`; `worked` and `remaining` the weights of the `days` before `date` and from it on,
    each day with the reasons for its weight; `target` the sum of the `target_parts`; `pace` follows from these.
    `baseline`, `rate` and `forecast` are None when there is no goal (a target of 0).
    """

    period: Period
    date: dt.date
    entries: tuple[DayEntries, ...]
    done: float
    days: tuple[CalendarDay, ...]
    worked: float
    remaining: float
    target_parts: tuple[TargetPart, ...]
    target: float
    pace: Pace
    baseline: BaselineParts | None
    rate: RateParts | None
    forecast: Forecast | None


def explain(
    share: GoalShare,
    date: dt.date,
    entries: Sequence[DayEntries],
    *,
    usual: Usual,
    history: float,
    history_days: float,
    peer_rate: float,
    peers_done: float = 0.0,
    peers_expected: float = 0.0,
    past: float | None = None,
    ahead: float | None = None,
    blend: Blend = USUAL,
    with_today: bool = False,
) -> Explanation:
    """Take one standing apart, by the computation that made it.

    `share` is the member's goal, `entries` the sums by date; those before `date` count (those of `date` itself
    `with_today`) where the goal holds. `usual` is what the forecast started from, of this member alone; `history` and
    `history_days` the discounted history at the period's start that people are shown, `peer_rate` the peers' mean in
    units a standard working day, `peers_done` and `peers_expected` the team's others so far; `past` and `ahead` the
    days as the forecast takes them, the plain ones where not given. Raises ValueError for a date outside the period.
    """
    period = share.period
    if date not in period:
        raise ValueError(f"{date} lies outside the period from {period.start} to before {period.end}.")
    until = date + dt.timedelta(days=1) if with_today else date
    counted = sorted(
        (day for day in entries if day.date < until and share.holds_on(day.date)), key=lambda day: day.date
    )
    done = float(sum(day.quantity for day in counted))
    worked, remaining, at = share.worked(date), share.remaining(date), period.days_before(date)
    baseline = rate = found = None
    if share.target > 0:
        baseline = _baseline(share, history, history_days, peer_rate)
        seen, left = (worked if past is None else past), (remaining if ahead is None else ahead)
        found = forecast(
            done,
            share.target,
            seen,
            left,
            usual,
            peers_done=peers_done,
            peers_expected=peers_expected,
            blend=blend,
        )
        parts = rate_of(usual, SHOWN, np.array([peers_done]), np.array([peers_expected]))
        rate = RateParts(
            noise=float(parts.phi[0]),
            shock=float(parts.shock[0]),
            worked=seen,
            remaining=left,
            late_days=left - remaining,
            rate=found.mean / left if left > 0 else baseline.usual,
        )
    return Explanation(
        period=period,
        date=date,
        entries=tuple(counted),
        done=done,
        days=_days(share),
        worked=worked,
        remaining=remaining,
        target_parts=share.parts,
        target=share.target,
        pace=pace_of(done, share.target, worked, remaining, float(share.weights[at]), expected=share.expected_by(date)),
        baseline=baseline,
        rate=rate,
        forecast=found,
    )


def _days(share: GoalShare) -> tuple[CalendarDay, ...]:
    return tuple(
        day if share.holds_on(day.date) else CalendarDay(day.date, 0.0, day.reasons or (DayReason.NO_GOAL,))
        for day in share.calendar.describe(share.period.start, share.period.end)
    )


def _baseline(share: GoalShare, history: float, history_days: float, peer_rate: float) -> BaselineParts:
    usual = max((history + KAPPA * peer_rate) / (history_days + KAPPA), SMALLEST_BASELINE)
    source = BaselineSource.OWN_AND_PEERS if history_days > 0 else BaselineSource.PEERS
    if history_days <= 0 and peer_rate <= 0:
        source = BaselineSource.GOAL
        days = float(share.weights.sum())
        usual = max(usual, share.target / days if days > 0 else 0.0)
    return BaselineParts(source, history, history_days, peer_rate, KAPPA, usual)
