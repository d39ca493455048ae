import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.pace import pace_of, paces_of

amounts = st.one_of(st.integers(-1000, 10**6).map(float), st.floats(-1e15, 1e15))
goals = st.one_of(st.integers(0, 10**6).map(float), st.floats(0, 1e15))
days = st.one_of(st.integers(0, 260).map(float), st.floats(0, 300))
any_finite = st.floats(allow_nan=False, allow_infinity=False)
any_days = st.floats(0, allow_infinity=False)


def test_the_gap_is_what_is_done_beyond_the_plan():
    pace = pace_of(45, 105, 10, 11, 1)
    assert pace.expected == pytest.approx(50)
    assert pace.gap == pytest.approx(-5)
    assert pace.pace == pytest.approx(0.9)
    assert pace.need == 60
    assert pace.required == pytest.approx(60 / 11)
    assert pace.ask == 6


def test_day_0_is_too_early_for_a_pace_and_not_for_an_ask():
    pace = pace_of(0, 100, 0, 20, 1)
    assert pace.too_early
    assert pace.pace is None
    assert (pace.expected, pace.gap, pace.ask) == (0, 0, 5)


def test_half_a_day_is_too_early_and_a_whole_one_is_not():
    assert pace_of(3, 100, 0.5, 19.5, 1).pace is None
    assert pace_of(3, 100, 1.0, 19.0, 1).pace == pytest.approx(0.6)


def test_a_half_day_asks_for_half_as_much():
    assert pace_of(0, 100, 0, 10, 0.5).ask == 5


def test_a_day_off_asks_for_nothing():
    assert pace_of(0, 100, 5, 10, 0.0).ask == 0


def test_an_ask_is_not_one_more_by_rounding_noise():
    assert pace_of(0, 0.1 * 3 * 10, 0, 1, 1).ask == 3
    assert pace_of(0, 21 * 7, 0, 21, 1).ask == 7


def test_a_broken_need_asks_for_the_whole_unit_that_meets_it():
    assert pace_of(45, 47.3, 20, 1, 1).ask == 3


def test_a_goal_that_is_reached_needs_and_asks_nothing():
    pace = pace_of(120, 100, 5, 15, 1)
    assert pace.reached
    assert (pace.need, pace.required, pace.ask) == (0, 0, 0)


def test_a_goal_is_reached_exactly_at_the_target():
    for target in (100, 10_000, 10**12):
        assert not pace_of(target - 1, target, 5, 5, 1).reached
        assert pace_of(target, target, 5, 5, 1).reached


def test_nothing_left_and_no_day_left_requires_nothing():
    assert pace_of(100, 100, 20, 0, 0).required == 0
    assert pace_of(90, 100, 20, 0, 0).required is None


def test_a_target_of_zero_is_no_goal():
    pace = pace_of(7, 0, 10, 10, 1)
    assert (pace.pace, pace.need, pace.ask) == (None, 0, 0)
    assert not pace.too_early
    assert not pace.reached


def test_a_refund_may_put_what_is_done_below_zero():
    pace = pace_of(-20, 100, 10, 10, 1)
    assert (pace.gap, pace.need, pace.ask) == (-70, 120, 12)


def test_what_a_ramp_expects_takes_the_place_of_the_days():
    pace = pace_of(10, 100, 10, 10, 1, expected=8.0)
    assert (pace.expected, pace.gap, pace.pace) == (8, 2, 1.25)
    assert pace_of(10, 100, 10, 10, 1, expected=0.0).pace is None


@given(amounts, goals, days, days, st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_todays_asks_add_up_to_the_goal_when_they_are_met(done, target, worked, remaining, today):
    pace = pace_of(done, target, worked, remaining, min(today, remaining))
    assert 0 <= pace.ask <= math.ceil(pace.need)
    assert pace.reached == (target > 0 and done >= target)
    assert (pace.need == 0) == (pace.reached or target == 0)


@given(st.integers(0, 2**53) | st.floats(0, 1e6), st.lists(st.sampled_from([0.5, 1.0]), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_doing_what_is_asked_each_day_reaches_the_goal(target, weights):
    done = 0.0
    for at, weight in enumerate(weights):
        done += pace_of(done, target, sum(weights[:at]), sum(weights[at:]), weight).ask
    assert done >= target * (1 - 1e-12) - 1e-9
    assert done - target < 1 + 1e-9  # not beside target + 1, which no float is next to 2^53


@given(st.lists(st.tuples(amounts, goals, days, days, st.floats(0, 1)), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_many_at_once_are_what_each_is_alone(rows):
    many = paces_of(*(np.array(column) for column in zip(*rows, strict=True)))
    for at, row in enumerate(rows):
        one = pace_of(*row)
        assert (one.expected, one.gap, one.need) == (many.expected[at], many.gap[at], many.need[at])
        assert one.pace == (many.pace[at] if many.has_pace[at] else None)
        assert one.required == (many.required[at] if many.has_required[at] else None)
        assert (one.ask, one.too_early, one.reached) == (many.ask[at], many.too_early[at], many.reached[at])


@given(any_finite, st.floats(0, allow_infinity=False), any_days, any_days, any_days)
@settings(max_examples=300, deadline=None)
def test_no_finite_input_makes_a_figure_that_is_not_a_number(done, target, worked, remaining, today):
    found = paces_of(done, target, worked, remaining, today)
    for name in ("expected", "gap", "pace", "need", "required", "ask"):
        assert not np.isnan(getattr(found, name)).any(), name


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((1, -1, 1, 1, 1), "zero or more"),
        ((1, 1, -1, 1, 1), "zero or more"),
        ((math.nan, 1, 1, 1, 1), "finite"),
        ((1, 1, 1, math.inf, 1), "finite"),
    ],
)
def test_what_has_no_pace_is_refused_with_a_sentence(arguments, says):
    with pytest.raises(ValueError, match=says):
        pace_of(*arguments)
