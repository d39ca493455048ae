"""From a revenue goal to calls a working day: ranges that hold what they say, and only what can still land."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.breakdown import LEAST_LANDING, Planned, Step, break_down, deals_for
from metrics.conversion import RateBelief, StageCount, believe
from metrics.money import DealSize

MONTH = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0] * 4
NEARLY_HALF = RateBelief(5e5, 5e5)
"""A rate of one half of which everything is known."""

beliefs = st.builds(RateBelief, st.floats(0.5, 200), st.floats(0.5, 200))
lags = st.lists(st.integers(0, 60), max_size=8).map(tuple)
steps = st.lists(st.builds(Step, st.just("any"), beliefs, lags, st.integers(0, 20)), min_size=1, max_size=4)
days = st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=40)


def plan(deals, *some, weights=MONTH):
    return break_down(deals, some, weights).steps


def at_least(need, n, belief, draws=200_000):
    rng = np.random.default_rng(5)
    rates = rng.beta(belief.successes, belief.failures, draws)
    return float((rng.binomial(n, rates) >= need).mean())


def test_deals_are_what_is_needed_over_what_a_deal_brings():
    assert deals_for(1_000_000, DealSize(250_000, 0.5)) == 4
    assert deals_for(1_000_001, DealSize(250_000, 0.5)) == 5
    assert deals_for(0, DealSize(250_000, 0.5)) == 0
    assert deals_for(-5, DealSize(250_000, 0.5)) == 0


def test_rounding_noise_needs_no_further_deal():
    for deals in range(1, 500):
        assert deals_for(100_000, DealSize(100_000 / deals, 0.5)) == deals
        assert deals_for(100_003, DealSize(100_003 / deals, 0.5)) == deals


def test_a_plan_goes_back_from_deals_to_calls_and_grows_on_the_way():
    calls = Step("call", believe(StageCount(1000, 100), 0.1, apart=5.0), (1, 2, 3))
    demos = Step("demo", believe(StageCount(60, 30), 0.5), (2, 4))
    proposals = Step("proposal", believe(StageCount(30, 12), 0.4), (5,))
    found = break_down(3, (calls, demos, proposals), MONTH)
    assert [step.metric for step in found.steps] == ["call", "demo", "proposal"]
    assert found.remaining == 20
    ranges = [(step.low, step.high) for step in found.steps]
    assert all(low < high for low, high in ranges)
    assert ranges[0] > ranges[1] > ranges[2] > (3, 3)
    first = found.steps[0]
    assert (first.low_a_day, first.high_a_day) == (first.low / 20, first.high / 20)


@pytest.mark.parametrize(
    ("need", "belief"), [(3, RateBelief(6.0, 9.0)), (1, RateBelief(1.0, 20.0)), (40, RateBelief(30.0, 12.0))]
)
def test_the_range_is_the_smallest_number_with_an_even_chance_and_with_four_fifths(need, belief):
    (step,) = plan(need, Step("demo", belief))
    for number, chance in ((step.low, 0.5), (step.high, 0.8)):
        assert at_least(need, number, belief) >= chance - 0.005
        assert at_least(need, number - 1, belief) < chance + 0.005


def test_an_uncertain_rate_asks_for_a_wider_range_than_a_known_one():
    (known,) = plan(10, Step("demo", NEARLY_HALF))
    (guessed,) = plan(10, Step("demo", RateBelief(2.0, 2.0)))
    assert (known.low, known.high) == (19, 24)
    assert guessed.high - guessed.low > known.high - known.low


def test_an_entrant_that_comes_too_late_does_not_count():
    (at_once,) = plan(10, Step("demo", NEARLY_HALF, (0,)), weights=[1.0] * 10)
    (half,) = plan(10, Step("demo", NEARLY_HALF, (5,)), weights=[1.0] * 10)
    assert (at_once.landing, half.landing) == (1.0, 0.5)
    assert (half.low, half.planned) == (39, Planned.THIS_PERIOD)
    assert at_once.low == 19


def test_weekends_are_no_days_to_enter_but_days_to_land():
    (step,) = plan(1, Step("demo", NEARLY_HALF, (2,)), weights=[1.0, 0.0, 0.0])
    assert step.landing == 1.0
    (step,) = plan(1, Step("demo", NEARLY_HALF, (3,)), weights=[1.0, 0.0, 0.0])
    assert step.landing == 0.0
    (step,) = plan(1, Step("demo", NEARLY_HALF, (1,)), weights=[0.0, 0.0, 1.0])
    assert step.landing == 0.0


def test_the_share_that_lands_is_counted_once_on_the_way_back():
    calls, demos = plan(10, Step("call", NEARLY_HALF, (5,)), Step("demo", NEARLY_HALF, (3,)), weights=[1.0] * 10)
    for step, need, rate in ((demos, 10, 0.5 * 0.7), (calls, demos.high, 0.5 * 0.2 / 0.7)):
        assert at_least(need, step.high, RateBelief(1e6 * rate, 1e6 * (1 - rate))) == pytest.approx(0.8, abs=0.02)


def test_an_uncertain_rate_stays_as_uncertain_when_only_a_part_lands():
    belief, rng = RateBelief(3.0, 3.0), np.random.default_rng(9)
    (step,) = plan(10, Step("demo", belief, (5,)), weights=[1.0] * 10)
    rates = 0.5 * rng.beta(belief.successes, belief.failures, 200_000)
    for number, chance in ((step.low, 0.5), (step.high, 0.8)):
        assert (rng.binomial(number, rates) >= 10).mean() == pytest.approx(chance, abs=0.03)


def test_the_days_of_the_steps_add_up():
    demos, proposals = Step("demo", NEARLY_HALF, (5,)), Step("proposal", NEARLY_HALF, (3,))
    found = plan(10, demos, proposals, weights=[1.0] * 10)
    assert [step.landing for step in found] == [pytest.approx(0.2), pytest.approx(0.7)]


def test_what_can_hardly_land_any_more_is_for_the_next_period():
    found = plan(2, Step("call", NEARLY_HALF, (20,)), Step("proposal", NEARLY_HALF, (1,)), weights=[1.0] * 10)
    assert [step.planned for step in found] == [Planned.NEXT_PERIOD, Planned.THIS_PERIOD]
    assert found[0].landing < LEAST_LANDING
    assert found[0].low_a_day is None
    assert found[0].low is not None


def test_below_a_tenth_is_next_period_and_a_tenth_is_not():
    (on_the_edge,) = plan(1, Step("demo", NEARLY_HALF, (9,)), weights=[1.0] * 10)
    (below,) = plan(1, Step("demo", NEARLY_HALF, (10,)), weights=[1.0] * 11)
    assert on_the_edge.planned is Planned.THIS_PERIOD
    assert below.planned is Planned.NEXT_PERIOD


def test_when_no_day_is_left_everything_is_for_the_next_period():
    for weights in ([], [0.0, 0.0]):
        (step,) = plan(2, Step("demo", NEARLY_HALF, (1,)), weights=weights)
        assert (step.planned, step.low_a_day, step.landing) == (Planned.NEXT_PERIOD, None, 0.0)


def test_entrants_that_wait_already_need_not_be_made():
    (none,), (some,), (plenty,) = (plan(5, Step("demo", NEARLY_HALF, (), n)) for n in (0, 4, 99))
    assert (none.low - some.low, none.high - some.high) == (4, 4)
    assert (plenty.low, plenty.high, plenty.low_a_day) == (0, 0, 0.0)


def test_nothing_needed_asks_for_nothing():
    (calls, demos) = plan(0, Step("call", NEARLY_HALF), Step("demo", NEARLY_HALF))
    assert (calls.low, calls.high, demos.low, demos.high) == (0, 0, 0, 0)


def test_without_a_rate_a_step_and_all_before_it_are_not_planned():
    found = plan(3, Step("call", NEARLY_HALF), Step("demo", None), Step("proposal", NEARLY_HALF))
    assert [step.planned for step in found] == [Planned.NO_RATE, Planned.NO_RATE, Planned.THIS_PERIOD]
    assert [step.low for step in found[:2]] == [None, None]


def test_a_rate_of_nothing_is_out_of_reach():
    found = plan(3, Step("call", NEARLY_HALF), Step("demo", believe(StageCount(40, 0), 0.0)))
    assert [step.planned for step in found] == [Planned.OUT_OF_REACH, Planned.OUT_OF_REACH]


def test_where_only_an_even_chance_is_in_reach_the_range_is_open_above():
    (step,) = plan(1, Step("demo", RateBelief(0.1, 20.0)))
    assert step.low is not None
    assert step.high is None
    assert step.high_a_day is None


def test_a_goal_without_a_funnel_is_only_its_deals():
    assert break_down(4, (), MONTH).steps == ()


@given(st.integers(0, 30), steps, days)
@settings(max_examples=100, deadline=None)
def test_every_range_is_one_and_every_figure_finite(deals, some, weights):
    for step in break_down(deals, some, weights).steps:
        assert 0 <= step.landing <= 1
        assert step.rate is not None
        assert 0 < step.rate < 1
        if step.low is not None and step.high is not None:
            assert 0 <= step.low <= step.high
        for a_day in (step.low_a_day, step.high_a_day):
            assert a_day is None or (a_day >= 0 and math.isfinite(a_day))
        assert (step.low_a_day is None) == (step.planned is not Planned.THIS_PERIOD)


@given(st.integers(0, 20), st.integers(1, 10), steps)
@settings(max_examples=60, deadline=None)
def test_more_deals_never_need_less(deals, more, some):
    for fewer, many in zip(plan(deals, *some), plan(deals + more, *some), strict=True):
        assert many.low is None or (fewer.low is not None and fewer.low <= many.low)
        assert many.high is None or (fewer.high is not None and fewer.high <= many.high)


@given(st.integers(1, 20), st.integers(1, 100), st.data())
@settings(max_examples=60, deadline=None)
def test_a_better_rate_never_needs_more(deals, entrants, data):
    advanced = data.draw(st.integers(0, entrants - 1))
    (worse,), (better,) = (
        plan(deals, Step("demo", believe(StageCount(entrants, each), 0.3))) for each in (advanced, advanced + 1)
    )
    assert (better.low, better.high) <= (worse.low, worse.high)
    assert better.high <= worse.high


@given(st.integers(1, 20), beliefs, st.lists(st.integers(0, 20), min_size=1, max_size=6).map(tuple), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_a_longer_lag_never_lands_more(deals, belief, took, longer):
    later = tuple(each + longer for each in took)
    (soon,), (late,) = (plan(deals, Step("demo", belief, each)) for each in (took, later))
    assert late.landing <= soon.landing + 1e-12


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: break_down(-1, (), MONTH), "deals"),
        (lambda: break_down(10**6, (), MONTH), "deals"),
        (lambda: break_down(1, (), [1.5]), "between 0 and 1"),
        (lambda: break_down(1, (), [math.nan]), "between 0 and 1"),
        (lambda: Step("demo", NEARLY_HALF, (-1,)), "zero or more"),
        (lambda: Step("demo", NEARLY_HALF, (), -1), "zero or more"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()
