"""The people who were there in a period, with everything that is needed to judge a morning of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.backtest.panel import SMALLEST_MEAN, Panel
from metrics.periods import Period
from metrics.review import Cases
from metrics.tuning import GRID, Constants

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Present:
    """One period of the people who were present: everything that is needed to judge a morning of it."""

    counts: Floats
    weights: Floats
    targets: Floats
    eligible: npt.NDArray[np.bool_]
    teams: Ints
    history: dict[float, tuple[Floats, Floats]]


def present_in(
    panel: Panel, before: Sequence[Period], period: Period, *, kind: str, factor: float = 1.1
) -> Present | None:
    """Who was there from before the periods that set the targets to the end of `period`; None when nobody was.

    The target is the first whole number from `factor` times the mean of the periods `before`.
    """
    start, end = _at(panel, period.start), _at(panel, period.end)
    window = _at(panel, before[0].start)
    there = (panel.began < window) & (panel.ended >= end - 1)
    if not there.any():
        return None
    totals = np.stack([panel.counts[there, _at(panel, p.start) : _at(panel, p.end)].sum(axis=1) for p in before])
    mean = totals.mean(axis=0)
    weights = panel.weights[there, start:end]
    history = {
        half_life: _history(panel.counts[there, :start], panel.weights[there, :start], half_life)
        for half_life in {each.half_life for each in GRID}
    }
    return Present(
        counts=panel.counts[there, start:end],
        weights=weights,
        targets=np.ceil(factor * mean - 1e-9),
        eligible=(mean >= SMALLEST_MEAN[kind]) & (weights.sum(axis=1) > 0),
        teams=panel.teams[there],
        history=history,
    )


def _history(counts: Floats, weights: Floats, half_life: float) -> tuple[Floats, Floats]:
    """HS and HW of each person at the end of these days."""
    later = weights.sum(axis=1, keepdims=True) - np.cumsum(weights, axis=1)
    factors = 0.5 ** (later / half_life)
    return (factors * counts).sum(axis=1), (factors * weights).sum(axis=1)


def cases_of(group: Present, day: Ints, constants: Constants) -> Cases:
    """The cases of all people on a morning of their own (`day` into the period, for each)."""
    people = np.arange(len(group.counts))
    done = np.cumsum(group.counts, axis=1) - group.counts
    worked = np.cumsum(group.weights, axis=1) - group.weights
    history, history_weight = group.history[constants.half_life]
    return Cases(
        done=done[people, day],
        target=group.targets,
        worked=worked[people, day],
        remaining=group.weights.sum(axis=1) - worked[people, day],
        today=group.weights[people, day],
        history=history,
        history_weight=history_weight,
        group=group.teams,
    )


def _at(panel: Panel, date: dt.date) -> int:
    return (date - panel.first).days
