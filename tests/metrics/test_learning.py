"""The weights of the constants: from what was measured at first, and from what came afterwards."""

import numpy as np
import pytest

from metrics.blend import GRID, LONG_SET, SHORT_SET, blend_of, prior_weights
from metrics.forecast import Outset, still_to_come, still_to_come_by_each
from metrics.history import Usual
from metrics.learning import Learner, log_likelihood


def test_before_anything_was_learned_the_set_that_was_measured_best_has_half_of_the_weight() -> None:
    assert Learner().weights[GRID.index(SHORT_SET)] == pytest.approx(0.5 + 0.5 / len(GRID))
    assert Learner(long=True).weights[GRID.index(LONG_SET)] == pytest.approx(0.5 + 0.5 / len(GRID))
    assert Learner().weights.sum() == pytest.approx(1.0)


def test_a_few_periods_move_the_weights_a_little_and_many_a_lot() -> None:
    better = np.zeros(len(GRID))
    better[7] = 1.0
    few, many = Learner(), Learner()
    few.take(better, 5)
    for _ in range(60):
        many.take(better, 5)
    assert prior_weights(long=False)[7] < few.weights[7] < 0.02
    assert many.weights[7] > 0.95


def test_the_views_of_a_blend_come_to_the_mixture_of_its_sets() -> None:
    chance = np.random.default_rng(3)
    weights = chance.dirichlet(np.full(len(GRID), 20.0))
    size = 40
    outset = Outset(
        done=chance.poisson(30, size).astype(float),
        worked=chance.uniform(1, 15, size),
        remaining=chance.uniform(1, 15, size),
        usual=Usual(
            rates=chance.uniform(0.5, 6, (3, size)),
            days=chance.uniform(0, 100, (3, size)),
            spread=chance.uniform(0.5, 9, size),
            spread_days=chance.uniform(0, 80, size),
            recent_done=chance.uniform(0, 40, (3, size)),
            recent_worked=chance.uniform(0, 9, (3, size)),
        ),
        peers_done=chance.uniform(0, 300, size),
        peers_expected=chance.uniform(0, 300, size),
    )
    mean, variance = still_to_come(outset, blend_of(weights))
    each_mean, each_variance = still_to_come_by_each(outset)
    mixed = weights @ each_mean
    assert mean == pytest.approx(mixed)
    assert variance == pytest.approx(weights @ (each_variance + (each_mean - mixed) ** 2))


def test_the_likelihood_is_that_of_a_distribution() -> None:
    values = np.arange(0, 400, dtype=float)
    total = np.exp(log_likelihood(values, np.full(400, 12.0), np.full(400, 60.0))).sum()
    assert total == pytest.approx(1.0, abs=1e-6)
