"""The people who were there in a period, with everything that is needed to judge a morning of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from metrics.backtest.panel import SMALLEST_MEAN, Panel
from metrics.history import RECENT_HALF_LIVES, SHOWN, Histories, peer_means
from metrics.periods import Period
from metrics.profile import factors_of, felt_lately, variance_of
from metrics.review import Cases

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Profiles = Mapping[int, Floats]

_DECAYS = np.array(RECENT_HALF_LIVES)[:, None]


class HistoryWalk:
    """Everybody's histories at one period's start after the other; each day of the data is read once."""

    def __init__(self, panel: Panel) -> None:
        """At the first day of the data."""
        self._panel, self._day = panel, 0
        self._histories = Histories.none(len(panel.counts))

    def at(self, day: int) -> Histories:
        """The histories at the start of `day`, which does not lie before that of the last call."""
        if day < self._day:
            self._day, self._histories = 0, Histories.none(len(self._panel.counts))
        days = slice(self._day, day)
        self._histories = self._histories.carry_on(self._panel.counts[:, days], self._panel.weights[:, days])
        self._day = day
        return self._histories


@dataclass(frozen=True, eq=False)
class Present:
    """One period of the people who were present: everything that is needed to judge a morning of it.

    `counts` and `weights` are people x days. `eligible` are those who were there while the targets were set; `new` are
    in their first two whole periods, and have a target by what their peers usually do. `factors` is the profile of
    their teams' periods, by day.
    """

    places: Ints
    """Of the people in the panel."""
    counts: Floats
    weights: Floats
    targets: Floats
    eligible: Bools
    new: Bools
    teams: Ints
    histories: Histories
    factors: Floats | None
    recent_profile: Floats
    """By how many days the profile changes the recent days at the period's start."""

    @cached_property
    def totals(self) -> Floats:
        """What each did in the whole period."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.float64)

    @cached_property
    def done(self) -> Floats:
        """People x mornings: what was done before each."""
        return np.asarray(np.cumsum(self.counts, axis=1) - self.counts, dtype=np.float64)

    @cached_property
    def worked(self) -> Floats:
        """People x mornings: the days worked before each."""
        return np.asarray(np.cumsum(self.weights, axis=1) - self.weights, dtype=np.float64)

    @cached_property
    def shares(self) -> Floats:
        """People x mornings: how much of the period's days is over."""
        return np.asarray(self.worked / np.maximum(self.weights.sum(axis=1, keepdims=True), 1e-9), dtype=np.float64)

    @cached_property
    def recent(self) -> tuple[Floats, Floats]:
        """What was done in the recent days before each morning, and those days: mornings x half-lives x people."""
        days = self.counts.shape[1]
        done, worked = self.histories.recent_amounts, self.histories.recent_days + self.recent_profile
        found = np.empty((2, days, *done.shape))
        felt = self.weights if self.factors is None else self.weights * self.factors
        for day in range(days):
            found[0, day], found[1, day] = done, worked
            aged = 0.5 ** (self.weights[:, day] / _DECAYS)
            done, worked = done * aged + self.counts[:, day], worked * aged + felt[:, day]
        return found[0], np.maximum(found[1], 0.0)

    @cached_property
    def felt(self) -> tuple[Floats, Floats] | None:
        """People x mornings: the days worked and remaining by the profile; None where no team has one."""
        if self.factors is None:
            return None
        felt = self.weights * self.factors
        worked = np.cumsum(felt, axis=1) - felt
        return worked, felt.sum(axis=1, keepdims=True) - worked


def present_in(
    panel: Panel,
    before: Sequence[Period],
    period: Period,
    *,
    kind: str,
    factor: float = 1.1,
    walk: HistoryWalk | None = None,
    profiles: Profiles | None = None,
) -> Present | None:
    """Who was there in the whole of `period`; None where nobody was.

    Of those who were there before the periods that set the targets, the target is the first whole number from `factor`
    times the mean of the periods `before`; of who came later, from `factor` times what their peers usually do in as
    many days.
    """
    start, end = _at(panel, period.start), _at(panel, period.end)
    window, last_two = _at(panel, before[0].start), _at(panel, before[-2:][0].start)
    there = np.flatnonzero((panel.began <= start) & (panel.ended >= end - 1))
    long_there = panel.began[there] < window
    if not long_there.any():
        return None
    totals = np.stack([panel.counts[there, _at(panel, p.start) : _at(panel, p.end)].sum(axis=1) for p in before])
    mean = totals.mean(axis=0)
    weights, teams = panel.weights[there, start:end], panel.teams[there]
    histories = (walk or HistoryWalk(panel)).at(start).of(there)
    known = long_there.astype(np.float64)
    peers = peer_means(histories.amounts[SHOWN] * known, histories.days[SHOWN] * known, teams)
    days = weights.sum(axis=1)
    new = ~long_there & (panel.began[there] >= last_two) & (days > 0)
    by_peers = factor * peers * days
    factors, recent_profile = _profiles(panel, there, before[-1], start, weights, teams, profiles or {})
    return Present(
        places=there,
        counts=panel.counts[there, start:end],
        weights=weights,
        targets=np.ceil(np.where(long_there, factor * mean, by_peers) - 1e-9),
        eligible=long_there & (mean >= SMALLEST_MEAN[kind]) & (days > 0),
        new=new & (by_peers >= SMALLEST_MEAN[kind]),
        teams=teams,
        histories=histories,
        factors=factors,
        recent_profile=recent_profile,
    )


def _profiles(
    panel: Panel, there: Ints, last: Period, start: int, weights: Floats, teams: Ints, profiles: Profiles
) -> tuple[Floats | None, Floats]:
    nothing = np.zeros((len(RECENT_HALF_LIVES), len(there)))
    known = [team for team in np.unique(teams) if int(team) in profiles]
    if not known:
        return None, nothing
    earlier = panel.weights[there, max(0, _at(panel, last.start)) : start]
    factors, before = np.ones_like(weights), np.ones_like(earlier)
    for team in known:
        mine = teams == team
        profile = profiles[int(team)]
        factors[mine] = factors_of(profile, weights[mine].sum(axis=0))
        before[mine] = factors_of(profile, earlier[mine].sum(axis=0))
    return factors, felt_lately(earlier, before)


def cases_of(group: Present, day: Ints) -> Cases:
    """The cases of all people on a morning of their own (`day` into the period, for each)."""
    people = np.arange(len(group.counts))
    worked = group.worked[people, day]
    recent_done, recent_worked = group.recent
    return Cases(
        done=group.done[people, day],
        target=group.targets,
        worked=worked,
        remaining=group.weights.sum(axis=1) - worked,
        today=group.weights[people, day],
        histories=group.histories,
        group=group.teams,
        recent_done=recent_done[day, :, people].T,
        recent_worked=recent_worked[day, :, people].T,
        past=None if group.felt is None else group.felt[0][people, day],
        ahead=None if group.felt is None else np.maximum(group.felt[1][people, day], 0.0),
        profile_variance=None if group.factors is None else variance_of(group.weights, group.factors),
    )


def _at(panel: Panel, date: dt.date) -> int:
    return (date - panel.first).days
