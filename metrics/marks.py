"""Pacer marks its own words: how often what it called unlikely was missed, and how careful it has to be since."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.chances import FULL_TRUST, Odds, Trust, odds_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FEWEST = 30
"""Goals below which a workspace's own record says too little to change a word."""
PRIOR_GOALS = 20.0
"""The weight of full trust, in goals whose chance is as far from the usual one as here."""
USUAL_PRIOR = 10.0
"""The weight of an even share of reached goals, in goals."""
DOUBT = 1.28
"""Trust is lowered only as far as chance leaves no doubt: the upper end of a one-sided 90 % interval."""
LEAST_TRUST = 0.3


@dataclass(frozen=True)
class Mark:
    """Of how many goals a word was said, and how many of them were reached."""

    said: int
    reached: int


def mark(probabilities: Floats, reached: Bools, trust: Trust = FULL_TRUST) -> Mapping[Odds, Mark]:
    """What came of each word; `probabilities` are the forecast's, told with this `trust`."""
    found = {odds: Mark(0, 0) for odds in Odds}
    for probability, came in zip(probabilities, reached, strict=True):
        odds = odds_of(trust.of(float(probability)))
        found[odds] = Mark(found[odds].said + 1, found[odds].reached + bool(came))
    return found


def trust_of(probabilities: Floats, reached: Bools) -> Trust:
    """How far the odds that are told should go with the forecast, by what came of goals of which it spoke.

    The slope of what happened on what was said, both measured from the share of goals reached (a calibration slope:
    Cox, Two further applications of a model for binary regression, 1958; here on the scale of the Brier score, by least
    squares). A slope of 1 is calibrated, below it the forecast was too sure. It only makes words more careful.
    """
    count = probabilities.size
    usual = float((reached.sum() + USUAL_PRIOR / 2.0) / (count + USUAL_PRIOR))
    if count < FEWEST:
        return Trust(1.0, usual)
    said, came = probabilities - usual, reached - usual
    spread = float((said**2).sum())
    if spread <= 0.0:
        return Trust(1.0, usual)
    prior = PRIOR_GOALS * spread / count
    slope = (float((said * came).sum()) + prior) / (spread + prior)
    error = float(np.sqrt((said**2 * (came - slope * said) ** 2).sum())) / spread
    return Trust(float(np.clip(slope + DOUBT * error, LEAST_TRUST, 1.0)), usual)
