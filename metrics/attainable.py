"""How often somebody made up from here what is missing now: their own closed periods at the same stage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PastPeriod:
    """A closed period, date by date: how much of each was worked, in standard working days, and the units done."""

    weights: Floats
    quantities: Floats


def made_from_here(past: Sequence[PastPeriod], *, worked: float, remaining: float, need: float) -> tuple[int, int]:
    """(periods that say something, those of them in which at least `need` units were done from this stage on).

    The stage is the share of the working days that is over: `worked` of `worked + remaining`. A period of which nothing
    was worked says nothing. Days are standard working days.
    """
    whole = worked + remaining
    if whole <= 0:
        return 0, 0
    stage = worked / whole
    counted = made = 0
    for period in past:
        days = float(period.weights.sum())
        if days <= 0:
            continue
        counted += 1
        before = np.concatenate(([0.0], np.cumsum(period.weights)[:-1])) / days
        # Rounding noise must not move the stage by a day.
        rest = float(period.quantities[before >= stage - 1e-9].sum())
        made += rest >= need
    return counted, made
