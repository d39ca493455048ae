"""How good probabilities were, against what happened."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CERTAIN = 1e-3
"""For the log loss a probability is kept this far from 0 and 1: nobody says "certainly"."""
BINS = 10
WORST = 0.2


@dataclass(frozen=True)
class Scores:
    """Lower is better for all but `auc` and `precision_worst_20`."""

    brier: float
    log_loss: float
    auc: float
    calibration_error: float
    precision_worst_20: float


def score(probability: Floats, reached: Bools) -> Scores:
    """Score predictions of reaching a goal against whether it was reached; arrays of one length, at least one case."""
    if probability.size == 0 or probability.shape != reached.shape:
        raise ValueError("Scores need at least one case, and an outcome for each.")
    outcome = reached.astype(np.float64)
    kept = np.clip(probability, CERTAIN, 1 - CERTAIN)
    return Scores(
        brier=float(np.mean((probability - outcome) ** 2)),
        log_loss=float(-np.mean(outcome * np.log(kept) + (1 - outcome) * np.log(1 - kept))),
        auc=area_under_curve(probability, reached),
        calibration_error=float(
            sum(abs(bin_.said - bin_.happened) * bin_.share for bin_ in calibrate(probability, reached))
        ),
        precision_worst_20=_precision_of_worst(probability, reached),
    )


def area_under_curve(probability: Floats, reached: Bools) -> float:
    """The chance that a goal that was reached had the higher probability than one that was not; 0.5 for a tie."""
    positives, negatives = int(reached.sum()), int((~reached).sum())
    if positives == 0 or negatives == 0:
        return 0.5
    values, inverse, counts = np.unique(probability, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2.0
    del values
    return float((ranks[inverse][reached].sum() - positives * (positives + 1) / 2.0) / (positives * negatives))


@dataclass(frozen=True)
class CalibrationBin:
    """Cases of like probability: the mean of what was said, how many of them came true, and their share of all."""

    said: float
    happened: float
    share: float


def calibrate(probability: Floats, reached: Bools, *, bins: int = BINS) -> tuple[CalibrationBin, ...]:
    """The cases in bins of equal width; empty bins are left out."""
    at = np.minimum((probability * bins).astype(int), bins - 1)
    return tuple(
        CalibrationBin(
            said=float(probability[at == one].mean()),
            happened=float(reached[at == one].mean()),
            share=float((at == one).mean()),
        )
        for one in range(bins)
        if (at == one).any()
    )


def _precision_of_worst(probability: Floats, reached: Bools) -> float:
    """Of the fifth with the lowest probability, the share that missed; ties at the edge count in part."""
    count = max(1, round(WORST * probability.size))
    edge = np.partition(probability, count - 1)[count - 1]
    below, tied = probability < edge, probability == edge
    part = (count - below.sum()) / tied.sum()
    return float(((~reached)[below].sum() + part * (~reached)[tied].sum()) / count)
