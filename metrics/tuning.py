"""Constants fitted to a workspace's own closed periods, and used only where they predict better than the usual ones."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.forecast import K, R
from metrics.history import HALF_LIFE

Floats = npt.NDArray[np.float64]

HALF_LIVES = (20.0, 40.0, 80.0)
WEIGHTS = (1.5, 3.0, 6.0, 12.0, 25.0)
NOISES = (0.25, 0.5, 1.0, 2.0, 4.0, 50.0)
ENOUGH = 100
"""Closed member-periods below which the usual constants stay."""


@dataclass(frozen=True)
class Constants:
    """h in standard working days, k in days, and r (metrics/forecast.py says what they are)."""

    half_life: float = HALF_LIFE
    k: float = K
    r: float = R


GRID = tuple(Constants(*each) for each in itertools.product(HALF_LIVES, WEIGHTS, NOISES))


def log_likelihood(still_came: Floats, mean: Floats, variance: Floats) -> Floats:
    """The log of the negative-binomial probability of what still came in a period, given its forecast moments."""
    mean = np.maximum(mean, 1e-9)
    size = np.maximum(mean**2 / np.maximum(variance - mean, 1e-9), 1e-9)
    p = size / (size + mean)
    return np.asarray(
        special.gammaln(still_came + size)
        - special.gammaln(size)
        - special.gammaln(still_came + 1.0)
        + size * np.log(p)
        + still_came * np.log1p(-p),
        dtype=np.float64,
    )


@dataclass
class Tuner:
    """Learns from closed periods in order; `best` looks at those only.

    `take` is given, for each of the GRID's constants, the summed log-likelihood of a closed period's cases.
    """

    cases: int = 0
    _sums: Floats | None = None
    _scored: int = 0
    _fitted_score: float = 0.0
    _usual_score: float = 0.0

    def best(self) -> Constants:
        """The constants to use for the next period: the fitted ones where they have predicted better so far."""
        if self.cases < ENOUGH or self._fitted_score <= self._usual_score:
            return Constants()
        return self._fitted()

    def scores(self) -> tuple[float | None, float | None]:
        """The mean log-likelihood a case, out of sample, of the fits made before and of the usual constants."""
        if self._scored == 0:
            return None, None
        return self._fitted_score / self._scored, self._usual_score / self._scored

    def take(self, likelihoods: Floats, cases: int) -> None:
        """Learn a closed period."""
        if self._sums is not None and self.cases >= ENOUGH:
            # How the fit made before this period did on it, against the usual constants: out of sample.
            fitted, usual = GRID.index(self._fitted()), GRID.index(Constants())
            self._fitted_score += float(likelihoods[fitted])
            self._usual_score += float(likelihoods[usual])
            self._scored += cases
        self._sums = likelihoods.copy() if self._sums is None else self._sums + likelihoods
        self.cases += cases

    def _fitted(self) -> Constants:
        assert self._sums is not None
        return GRID[int(np.argmax(self._sums))]
