"""The members with a goal, and how the profile of their team's period changes the days that their forecasts go by."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.core.workspace_periods import period_before
from bot.targets.inheriting import HeldGoal
from bot.targets.shares import ShareOnMorning
from metrics.calendar import MemberCalendar, weights_of
from metrics.late_entries import shift_late_days
from metrics.periods import Period
from metrics.profile import factors_of, felt_lately, variance_of
from metrics.review import Cases, days_for_forecast
from storage.tables import Workspace

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Holder:
    """A member, the team they are a rep of, and a goal that they hold."""

    member_id: int
    team_id: int | None
    goal: HeldGoal
    calendar: MemberCalendar
    share: ShareOnMorning


def with_profiles(
    cases: Cases, holders: Sequence[Holder], profiles: Mapping[int, Floats], date: dt.date, *, workspace: Workspace
) -> Cases:
    """The same cases, with the days of those whose team's period has a profile (by the team's id) counted by it."""
    places: dict[int, list[int]] = {}
    for at, holder in enumerate(holders):
        if holder.team_id in profiles:
            places.setdefault(holder.team_id or 0, []).append(at)
    if not places or cases.recent_worked is None:
        return cases
    past, ahead = (days.copy() for days in days_for_forecast(cases))
    recent = cases.recent_worked.copy()
    variance = np.zeros_like(past)
    for team_id, mine in places.items():
        team = [holders[at] for at in mine]
        span = team[0].share.share.period
        factors = _factors(profiles[team_id], team, span)
        for at, holder in zip(mine, team, strict=True):
            felt = holder.share.share.weights * factors
            past[at], ahead[at] = shift_late_days(felt, span.days_before(date), holder.share.completeness)
        weights = np.stack([holder.share.share.weights for holder in team])
        variance[mine] = variance_of(weights, np.broadcast_to(factors, weights.shape))
        before = period_before(workspace, span)
        recent[:, mine] += _lately(profiles[team_id], team, before, factors, date)
    return replace(cases, past=past, ahead=ahead, profile_variance=variance, recent_worked=np.maximum(recent, 0.0))


def _factors(profile: Floats, team: Sequence[Holder], span: Period) -> Floats:
    return factors_of(profile, weights_of([each.calendar for each in team], span.start, span.end).sum(axis=0))


def _lately(profile: Floats, team: Sequence[Holder], before: Period, factors: Floats, date: dt.date) -> Floats:
    """What the profiles of this period, whose days have these factors, and of the one before change lately."""
    weights = weights_of([each.calendar for each in team], before.start, date)
    felt = np.concatenate([_factors(profile, team, before), factors])[: weights.shape[1]]
    return felt_lately(weights, np.broadcast_to(felt, weights.shape))
