"""The profile of a period: what repeats is expected again, what was chance is not."""

import numpy as np
import pytest

from metrics.profile import TENTHS, factors_of, profile_of, relative_rates, tenths_of

DAYS = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0] * 4)


def months(surge: float, count: int, noise: float, seed: int = 1) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    rates = []
    for _ in range(count):
        counts = DAYS * np.where(tenths_of(DAYS) == TENTHS - 1, surge, 1.0) * chance.gamma(1 / noise, noise, DAYS.size)
        found = relative_rates(counts, DAYS)
        assert found is not None
        rates.append(found)
    return rates


def test_a_surge_that_comes_back_each_month_is_a_profile() -> None:
    found = profile_of(months(4.0, 6, 0.05))
    assert found is not None
    assert found[-1] > 2.0
    assert found[:-1].max() < 1.0


def test_chance_is_no_profile_and_neither_are_two_months() -> None:
    assert sum(profile_of(months(1.0, 6, 0.3, seed=seed)) is None for seed in range(8)) >= 6
    assert profile_of(months(4.0, 2, 0.05)) is None


def test_the_days_of_a_period_still_add_up() -> None:
    profile = np.linspace(0.5, 2.5, TENTHS)
    factors = factors_of(profile, DAYS)
    assert (factors * DAYS).sum() == pytest.approx(DAYS.sum())
    assert factors[27] > factors[0]


def test_a_period_in_which_nothing_was_done_teaches_nothing() -> None:
    assert relative_rates(np.zeros(DAYS.size), DAYS) is None
    assert factors_of(np.ones(TENTHS), np.zeros(5)) == pytest.approx(np.ones(5))
