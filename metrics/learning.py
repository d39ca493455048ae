"""The weights of the forecast's constants, learned from closed periods: Bayesian model averaging, with a slow hand.

Each set of the GRID counts by its prior weight times the likelihood that it gave to what came (Hoeting, Madigan,
Raftery and Volinsky, Bayesian Model Averaging, 1999). The likelihood is tempered: people of one team and period share
what moves them, so that they say less than as many strangers would.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.blend import GRID, Blend, blend_of, prior_weights

Floats = npt.NDArray[np.float64]

TEMPER = 0.25
"""What one member-period counts for."""


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
class Learner:
    """Takes closed periods in order; `weights` and `blend` come of those taken so far. `long` as in metrics/blend.py.

    There is no least number of periods: a few say little, and move the weights little.
    """

    long: bool = False
    member_periods: int = 0
    _evidence: Floats = field(default_factory=lambda: np.zeros(len(GRID)))

    def take(self, likelihoods: Floats, member_periods: int) -> None:
        """Learn a closed period: for each of the GRID the summed log-likelihood of its member-periods."""
        self._evidence = self._evidence + likelihoods
        self.member_periods += member_periods

    @property
    def weights(self) -> Floats:
        """The weight of each of the GRID; they add up to one."""
        logs = np.log(prior_weights(long=self.long)) + TEMPER * self._evidence
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    @property
    def blend(self) -> Blend:
        """The views to forecast the next period by."""
        return blend_of(self.weights)
