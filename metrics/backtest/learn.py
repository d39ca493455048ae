"""Learns from closed periods, one after the other: the weights of the constants, and the profiles of teams' periods."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from metrics.backtest.panel import TRAILING, Panel
from metrics.backtest.present import HistoryWalk, Present, cases_of, present_in
from metrics.blend import GRID
from metrics.forecast import still_to_come_by_each
from metrics.learning import Learner, log_likelihood
from metrics.periods import Period
from metrics.profile import ProfileLearner
from metrics.review import outset_of

Floats = npt.NDArray[np.float64]

MORNINGS = (0.3, 0.5, 0.7)
"""A period is learned from on the mornings on which about so much of it is over."""
MOST_LEARNED = 1000
"""People of one period: more say the same again, and the time of a fit stays bounded."""
LONG = ("quarter", "year")
PROFILED = ("month", "quarter", "year")


@dataclass
class Pupil:
    """What has been learned of one kind of period."""

    kind: str
    learner: Learner = field(init=False)
    profiles: ProfileLearner = field(init=False, default_factory=ProfileLearner)

    def __post_init__(self) -> None:
        self.learner = Learner(long=self.kind in LONG)

    def take(self, group: Present) -> None:
        """Learn a period that is closed now."""
        if self.kind in PROFILED:
            self.profiles.take(group.counts, group.weights, group.teams)
        places = np.flatnonzero(group.eligible)
        if not places.size:
            return
        places = places[:: -(-places.size // MOST_LEARNED)]
        likelihoods = np.zeros(len(GRID))
        for share in MORNINGS:
            day = np.argmin(np.abs(group.shares - share) + (group.weights <= 0), axis=1)
            cases = cases_of(group, day)
            mean, variance = still_to_come_by_each(outset_of(cases, places))
            still = np.maximum((group.totals - cases.done)[places], 0.0)
            likelihoods += log_likelihood(still, mean, variance).sum(axis=1) / len(MORNINGS)
        self.learner.take(likelihoods, int(places.size))


@dataclass(frozen=True)
class Learned:
    """The weights of the GRID to use next, the profiles by team, and how many member-periods taught them."""

    weights: Floats
    profiles: dict[int, Floats]
    member_periods: int


def learn_constants(panel: Panel, periods: Sequence[Period], kind: str) -> Learned:
    """Learn from all of these closed periods, which follow one another, of a `kind` that the backtest knows."""
    pupil, trailing, walk = Pupil(kind), TRAILING[kind], HistoryWalk(panel)
    for at in range(trailing, len(periods)):
        group = present_in(panel, periods[at - trailing : at], periods[at], kind=kind, walk=walk)
        if group is not None:
            pupil.take(group)
    return Learned(pupil.learner.weights, pupil.profiles.profiles(), pupil.learner.member_periods)
