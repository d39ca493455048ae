"""Fits the constants to closed periods, one after the other, and keeps score of how each fit did on the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.backtest.panel import TRAILING, Panel
from metrics.backtest.present import Present, cases_of, present_in
from metrics.forecast import R_QUARTER
from metrics.periods import Period
from metrics.review import assess
from metrics.tuning import GRID, Constants, Tuner, log_likelihood

TUNING_SHARE = 0.4
"""The morning that is learned from: about so much of the period is over."""


@dataclass(frozen=True)
class Learned:
    """The constants to use next. Scores are mean log-likelihoods a member-period, out of sample; None before any."""

    constants: Constants
    member_periods: int
    score_fitted: float | None
    score_usual: float | None


def learn_constants(panel: Panel, periods: Sequence[Period], kind: str) -> Learned:
    """Learn from all of these closed periods, which follow one another, of a `kind` that the backtest knows."""
    tuner, trailing = Tuner(), TRAILING[kind]
    for at in range(trailing, len(periods)):
        group = present_in(panel, periods[at - trailing : at], periods[at], kind=kind)
        if group is not None:
            learn(tuner, group, kind)
    return Learned(tuner.best(), tuner.cases, *tuner.scores())


def noise_of(kind: str, constants: Constants) -> float:
    """r to use: a quarter's own unless the constants were fitted."""
    return R_QUARTER if kind == "quarter" and constants == Constants() else constants.r


def learn(tuner: Tuner, group: Present, kind: str) -> None:
    """Take the ~40 % morning of a period that is closed now."""
    worked = np.cumsum(group.weights, axis=1) - group.weights
    share = worked / np.maximum(group.weights.sum(axis=1, keepdims=True), 1e-9)
    day = np.argmin(np.abs(share - TUNING_SHARE) + (group.weights <= 0), axis=1)
    eligible = group.eligible
    if not eligible.any():
        return
    likelihoods = np.zeros(len(GRID))
    for at, constants in enumerate(GRID):
        cases = cases_of(group, day, constants)
        moments = assess(cases, k=constants.k, r=noise_of(kind, constants))
        still = group.counts.sum(axis=1) - cases.done
        likelihoods[at] = log_likelihood(still, moments.still_mean, moments.still_variance)[eligible].sum()
    tuner.take(likelihoods, int(eligible.sum()))
