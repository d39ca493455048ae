"""Fifty thousand forecasts at once, as a morning of ten thousand reps judges them."""

import time

import numpy as np

from benchmarks.measuring import Figures
from metrics.forecast import forecast_many

CASES = 50_000


def measure_forecasts(*, cases: int = CASES) -> Figures:
    """Seconds for so many forecasts in one call, and microseconds for each."""
    chance = np.random.default_rng(1)
    past, left = chance.uniform(1, 15, cases), chance.uniform(1, 15, cases)
    usual = chance.uniform(0.2, 12, cases)
    done = chance.poisson(past * usual).astype(float)
    target = np.maximum(1, np.round((past + left) * usual))
    began = time.perf_counter()
    found = forecast_many(done, target, past, left, usual)
    seconds = time.perf_counter() - began
    assert len(found.probability) == cases
    return {f"{cases:,} forecasts, s": seconds, "one of them, microseconds": 1e6 * seconds / cases}
