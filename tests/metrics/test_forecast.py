"""The forecast's promises: monotone, bounded, never nonsense, and equal in both forms."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.blend import GRID, SHORT_SET, blend_of, usual_blend
from metrics.forecast import (
    Outset,
    _negative_binomial,
    _quantile,
    forecast,
    forecast_many,
    reach_many,
    short_history_weight,
)
from metrics.history import Known, Usual

COUNTS = st.integers(0, 5000)
DAYS = st.floats(0, 260, allow_nan=False)
RATES = st.floats(0, 200, allow_nan=False)


def test_a_worked_example_of_one_set_of_constants() -> None:
    usual = Usual(
        rates=np.array([[5.0], [5.0], [4.0]]),
        days=np.array([[20.0], [40.0], [80.0]]),
        spread=np.array([3.0]),
        spread_days=np.array([30.0]),
        recent_done=np.array([[12.0], [20.0], [40.0]]),
        recent_worked=np.array([[4.0], [8.0], [12.0]]),
    )
    alone = np.array([float(each == SHORT_SET) for each in GRID])
    found = forecast(40, 100, 8, 13, usual, peers_done=90, peers_expected=100, blend=blend_of(alone))

    def view(rate: float, days: float, k: float, done: float, worked: float) -> tuple[float, float]:
        phi = math.exp((30 * math.log(3) + 20 * math.log(1 + rate)) / 50)
        shock = (20 + 90 / phi) / (20 + 100 / phi)
        weight = 1 + (k - 1) * days / (days + 20)
        shape = weight + done / phi
        mean = shape / (weight / (rate * shock) + worked / phi) * 13
        unknown = 13 / (13 + 40) * (20 / (20 + 80 + 8)) ** 2
        return mean, phi * mean + mean**2 / shape + (0.03 + unknown) * mean**2

    (first, one), (second, other) = view(5, 40, 6, 40, 8), view(4, 80, 3, 12, 4)
    assert found.mean == pytest.approx((first + second) / 2)
    assert found.variance == pytest.approx((one + other) / 2 + (first - second) ** 2 / 4)
    assert found.low <= found.median <= found.high


def test_who_varies_more_is_told_a_wider_range() -> None:
    steady, bursty = (
        forecast(
            40, 100, 8, 13, dataclasses.replace(Usual.steady(5), spread=np.array([s]), spread_days=np.array([60.0]))
        )
        for s in (1.0, 12.0)
    )
    assert steady.mean == pytest.approx(bursty.mean, rel=0.2)
    assert bursty.high - bursty.low > 1.4 * (steady.high - steady.low)


@given(days=st.floats(0, 115), worked=st.floats(0, 60), left=st.floats(0.5, 250), more=st.floats(0.5, 250))
def test_the_range_of_someone_new_is_wider_the_fewer_days_are_known_and_the_more_are_to_come(
    days: float, worked: float, left: float, more: float
) -> None:
    def moves(known: float, to_come: float) -> float:
        one = np.ones(1)
        usual = Usual.steady(5, days=known)
        return float(Outset(10 * one, worked * one, to_come * one, usual, 0 * one, 0 * one).unknown[0])

    assert 0 < moves(days, left) < moves(days, left + more) <= 1
    assert moves(days + more, left) < moves(days, left)
    assert moves(days, 3) < moves(days, 12) / 3


def test_recent_days_that_went_well_raise_what_is_expected() -> None:
    usual = Usual.steady(5)
    lately = [
        dataclasses.replace(usual, recent_done=np.full((3, 1), done), recent_worked=np.full((3, 1), 4.0))
        for done in (10.0, 20.0, 40.0)
    ]
    means = [forecast(40, 100, 8, 13, each).mean for each in lately]
    assert means == sorted(means)


@given(mean=st.floats(0.01, 1e6), beyond=st.floats(0.001, 50), q=st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_first_number_that_is_likely_enough(mean: float, beyond: float, q: float) -> None:
    m, v = np.array([mean]), np.array([mean * (1 + beyond)])
    n, p, _ = _negative_binomial(m, v)
    (found,) = _quantile(q, n, p, m, v)
    assert stats.nbinom.cdf(found, n[0], p[0]) >= q - 1e-9
    assert found == 0 or stats.nbinom.cdf(found - 1, n[0], p[0]) < q + 1e-9


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
    rows=st.lists(st.tuples(COUNTS, COUNTS, DAYS, DAYS, RATES, COUNTS, DAYS), min_size=1, max_size=20),
    long=st.booleans(),
)
def test_both_forms_agree(rows: list[tuple[int, int, float, float, float, int, float]], long: bool) -> None:
    done, target, worked, remaining, rate, lately, days = (
        np.array(column, dtype=float) for column in zip(*rows, strict=True)
    )
    usual = dataclasses.replace(
        Usual.steady(rate, days=days), recent_done=np.tile(lately, (3, 1)), recent_worked=np.tile(days, (3, 1))
    )
    blend = usual_blend(long=long)
    many = forecast_many(done, target, worked, remaining, usual, blend=blend)
    reached = reach_many(done, target, worked, remaining, usual, blend=blend)
    for at, row in enumerate(rows):
        one = forecast(*row[:4], Known(usual, at).alone(), blend=blend)
        for name, value in vars(one).items():
            assert getattr(many, name)[at] == pytest.approx(value, abs=1e-9)
        assert reached[at] == pytest.approx(one.probability, abs=1e-9)


@pytest.mark.parametrize("wrong", [{"done": math.nan}, {"worked": -1}, {"usual": math.inf}])
def test_what_no_forecast_can_be_made_of_is_refused(wrong: dict[str, float]) -> None:
    given_ = {"done": 1.0, "target": 2.0, "worked": 1.0, "remaining": 1.0, "usual": 1.0, **wrong}
    with pytest.raises(ValueError, match=r"forecast needs|zero or more"):
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
