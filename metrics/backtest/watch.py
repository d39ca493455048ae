"""The alert rule over many people at once: what `metrics.episodes.advance` says of each, without a word about why."""

import numpy as np
import numpy.typing as npt

from metrics.episodes import (
    EARLY_DAYS,
    EARLY_DAYS_WEEK,
    EARLY_SHARE,
    LONG_REST,
    OTHER_MORNINGS,
    SETTLED_SHARE,
    WEEK_MORNINGS,
    Rule,
)
from metrics.review import Cases

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Watch:
    """The state of each person in one period: whether an alert is open, how it began and how often it changed."""

    def __init__(self, people: int, rule: Rule, *, week: bool) -> None:
        """Before the first morning."""
        self._rule, self._week = rule, week
        self._mornings, self._enough = (WEEK_MORNINGS, EARLY_DAYS_WEEK) if week else (OTHER_MORNINGS, EARLY_DAYS)
        self._below, self._above = np.zeros(people, dtype=np.int64), np.zeros(people, dtype=np.int64)
        self._seen_on = np.full(people, -(10**6))
        self.open = np.zeros(people, dtype=np.bool_)
        self.first = np.full(people, np.nan)
        """The days that remained when it was raised first; not a number where it never was."""
        self.changes = np.zeros(people, dtype=np.int64)
        """How often it was raised and closed again, the first time counted, a reached goal not."""

    def see(self, who: Bools, day: int, cases: Cases, probability: Floats) -> None:
        """One working morning of some; `day` counts the period's dates."""
        rested = who & (self._seen_on > -(10**6)) & (day - self._seen_on > LONG_REST.days)
        self._seen_on[who] = day
        self._below[rested] = 0
        self._above[rested] = 0
        reached = who & (cases.done >= cases.target)
        self._forget(reached)
        days = cases.worked + cases.remaining
        young = (days <= 0) | (cases.worked < EARLY_SHARE * days) | (cases.worked < self._enough)
        judged = who & ~reached & ~young & ~rested
        self._below[judged] = np.where(probability < self._rule.opens, self._below + 1, 0)[judged]
        self._above[judged] = np.where(probability > self._rule.closes, self._above + 1, 0)[judged]
        opens = judged & ~self.open & (self._below >= self._mornings)
        closes = judged & self.open & (self._above >= self._mornings_to_recover(cases))
        first = opens & np.isnan(self.first)
        self.first[first] = cases.remaining[first]
        self.changes += opens
        self.changes += closes
        self.open |= opens
        self._forget(closes)

    def _mornings_to_recover(self, cases: Cases) -> Ints:
        """What `metrics.episodes.mornings_to_recover` says of each."""
        if self._week:
            return np.full(len(self.open), WEEK_MORNINGS)
        settled = np.minimum(SETTLED_SHARE * (cases.worked + cases.remaining), cases.remaining / 2.0)
        return np.maximum(OTHER_MORNINGS, (settled + 1e-9).astype(np.int64))

    def _forget(self, who: Bools) -> None:
        self.open &= ~who
        self._below[who] = 0
        self._above[who] = 0
