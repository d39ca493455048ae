"""The forecast's promises: monotone, bounded, never nonsense, and equal in both forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.forecast import forecast, forecast_many, reach_many, short_history_weight

COUNTS = st.integers(0, 5000)
DAYS = st.floats(0, 260, allow_nan=False)
RATES = st.floats(0, 200, allow_nan=False)


def test_a_worked_example() -> None:
    found = forecast(40, 100, 8, 13, 5)
    # phi = 6, A = 3 + 40/6, B = 3/5 + 8/6, rate 5, M = 65, V = 6 x 65 + 169 A/B^2
    assert found.mean == pytest.approx(65.0)
    assert found.variance == pytest.approx(6 * 65 + 169 * (3 + 40 / 6) / (0.6 + 8 / 6) ** 2)
    assert found.low <= found.median <= found.high
    assert found.probability == pytest.approx(0.521, abs=0.001)


@given(done=COUNTS, target=COUNTS, worked=DAYS, remaining=DAYS, baseline=RATES)
def test_it_is_bounded_and_never_nonsense(
    done: int, target: int, worked: float, remaining: float, baseline: float
) -> None:
    found = forecast(done, target, worked, remaining, baseline)
    assert all(math.isfinite(value) for value in vars(found).values())
    assert 0 <= found.probability <= 1
    assert done <= found.low <= found.median <= found.high


@given(done=COUNTS, target=COUNTS, more=COUNTS, worked=DAYS, remaining=DAYS, baseline=RATES)
def test_a_higher_target_is_never_likelier(
    done: int, target: int, more: int, worked: float, remaining: float, baseline: float
) -> None:
    lower = forecast(done, target, worked, remaining, baseline).probability
    assert forecast(done, target + more, worked, remaining, baseline).probability <= lower + 1e-12


@given(done=st.integers(0, 200), need=st.integers(1, 200), days=st.integers(2, 60), baseline=st.floats(0.01, 20))
def test_a_day_without_activity_never_raises_the_chance(done: int, need: int, days: int, baseline: float) -> None:
    half = days / 2
    before = forecast(done, done + need, half, half, baseline).probability
    after = forecast(done, done + need, half + 1, half - 1, baseline).probability if half > 1 else 0.0
    assert after <= before + 1e-9


def test_reached_is_certain_and_the_end_is_the_end() -> None:
    assert forecast(10, 10, 5, 5, 1).probability == 1
    assert forecast(0, 0, 0, 0, 0).probability == 1
    ended = forecast(9, 10, 20, 0, 1)
    assert (ended.probability, ended.mean, ended.variance, ended.low, ended.high) == (0, 0, 0, 9, 9)


def test_a_bad_week_of_the_whole_team_lowers_the_projection() -> None:
    alone = forecast(5, 50, 5, 15, 2)
    team_down = forecast(5, 50, 5, 15, 2, peers_done=10, peers_expected=60)
    assert team_down.mean < alone.mean


@settings(max_examples=30)
@given(
    rows=st.lists(st.tuples(COUNTS, COUNTS, DAYS, DAYS, RATES), min_size=1, max_size=20),
    k=st.floats(0.5, 25),
    r=st.floats(0.25, 50),
)
def test_both_forms_agree(rows: list[tuple[int, int, float, float, float]], k: float, r: float) -> None:
    columns = [np.array(column, dtype=float) for column in zip(*rows, strict=True)]
    many = forecast_many(*columns, k=k, r=r)
    reached = reach_many(*columns, k=k, r=r)
    for at, row in enumerate(rows):
        one = forecast(*row, k=k, r=r)
        for name, value in vars(one).items():
            assert getattr(many, name)[at] == pytest.approx(value, abs=1e-9)
        assert reached[at] == pytest.approx(one.probability, abs=1e-9)


@pytest.mark.parametrize("wrong", [{"done": math.nan}, {"worked": -1}, {"k": 0}, {"baseline": math.inf}])
def test_what_no_forecast_can_be_made_of_is_refused(wrong: dict[str, float]) -> None:
    given_ = {"done": 1.0, "target": 2.0, "worked": 1.0, "remaining": 1.0, "baseline": 1.0, **wrong}
    with pytest.raises(ValueError, match=r"forecast needs|zero or more|above zero"):
        forecast(**given_)


def test_the_quantiles_hold_what_they_promise() -> None:
    found = forecast(0, 1, 5, 15, 3)
    at_least = forecast(0, found.low, 5, 15, 3).probability
    beyond = forecast(0, found.high + 1, 5, 15, 3).probability
    assert at_least >= 0.9 - 0.05
    assert beyond <= 0.1


def test_a_short_history_weighs_little() -> None:
    assert short_history_weight(3.0, 0.0) == 1.0
    assert short_history_weight(3.0, 1e9) == pytest.approx(3.0)


def test_amounts_too_large_for_whole_numbers_still_have_an_end() -> None:
    found = forecast(0, 1e18, 1, 250, 1e17)
    assert math.isfinite(found.high)
    assert found.low <= found.median <= found.high
