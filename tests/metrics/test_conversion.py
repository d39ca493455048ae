"""Rates of going on: of those old enough, shrunk to the team, and silent where nothing can be told."""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.conversion import (
    TEAM_ENTRANTS,
    TOUCHES_APART,
    Difference,
    Entrant,
    RateBelief,
    StageCount,
    believe,
    count_mature,
    count_totals,
    lags_of,
    measure_conversion,
    usual_lag,
)

TODAY = dt.date(2026, 11, 2)
DAY = dt.timedelta(days=1)


def entrant(age, took=None):
    entered = TODAY - age * DAY
    return Entrant(entered, None if took is None else entered + took * DAY)


@st.composite
def counts(draw, most=400):
    entrants = draw(st.integers(0, most))
    return StageCount(entrants, draw(st.integers(0, entrants)))


def test_the_lag_is_what_four_fifths_took_at_most():
    took = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30]
    assert usual_lag([entrant(100, days) for days in took], TODAY) == 8
    assert usual_lag([entrant(100, 4)], TODAY) == 4


def test_who_never_went_on_has_no_lag():
    assert usual_lag([], TODAY) is None
    assert usual_lag([entrant(100)], TODAY) is None


def test_what_happens_today_or_later_is_not_known_this_morning():
    assert lags_of([entrant(5, 5), entrant(5, 9), entrant(5, 4)], TODAY) == (4,)
    assert count_mature([entrant(5, 5), entrant(0, 0)], TODAY, 0) == StageCount(1, 0)


def test_going_on_before_entering_took_no_time():
    assert lags_of([Entrant(TODAY - 3 * DAY, TODAY - 5 * DAY)], TODAY) == (0,)


def test_an_entrant_that_had_no_time_yet_is_no_failure():
    young, old = [entrant(3) for _ in range(6)], [entrant(30, 5), entrant(30)]
    assert count_mature([*young, *old], TODAY, 10) == StageCount(2, 1, too_young=6)


def test_a_young_one_that_went_on_already_does_not_count_either():
    assert count_mature([entrant(3, 1), entrant(10)], TODAY, 10) == StageCount(1, 0, too_young=1)


def test_without_a_lag_no_age_is_too_young():
    assert count_mature([entrant(1), entrant(2)], TODAY, None) == StageCount(2, 0)


def test_a_rate_so_far_reads_low_where_that_of_the_old_enough_does_not():
    rng = np.random.default_rng(7)
    people = [
        entrant(int(rng.integers(1, 60)), int(rng.exponential(20)) if rng.random() < 0.5 else None) for _ in range(4000)
    ]
    lag = usual_lag(people, TODAY)
    old, everybody = count_mature(people, TODAY, lag), count_mature(people, TODAY, None)
    assert everybody.advanced / everybody.entrants < 0.35
    assert old.advanced / old.entrants > 0.40


def test_counted_activities_are_compared_with_what_came_so_many_days_later():
    calls = {TODAY - n * DAY: 10 for n in range(1, 31)}
    demos = {TODAY - n * DAY: 2 for n in range(1, 31)}
    found = count_totals(calls, demos, TODAY - 30 * DAY, TODAY, 5)
    assert found == StageCount(entrants=250, advanced=50, too_young=50)


def test_demos_that_no_call_led_to_do_not_make_more_than_all():
    assert count_totals({TODAY - 9 * DAY: 3}, {TODAY - DAY: 7}, TODAY - 10 * DAY, TODAY, 0) == StageCount(3, 3)
    assert count_totals({}, {TODAY - DAY: 7}, TODAY - 10 * DAY, TODAY, 5) == StageCount(0, 0)


def test_a_lag_longer_than_the_window_leaves_nobody_old_enough():
    found = count_totals({TODAY - 3 * DAY: 4}, {}, TODAY - 10 * DAY, TODAY, 60)
    assert found == StageCount(0, 0, too_young=4)


def test_a_rate_counts_twelve_entrants_of_the_team_with_it():
    found = measure_conversion([StageCount(20, 10), StageCount(80, 10)])
    assert found.team == pytest.approx(0.2)
    assert found.rates == (pytest.approx((10 + 12 * 0.2) / 32), pytest.approx((10 + 12 * 0.2) / 92))
    assert (found.weight, found.difference) == (TEAM_ENTRANTS, Difference.ASSUMED)


def test_five_calls_tell_as_much_as_one_entrant_that_stands_alone():
    found = measure_conversion([StageCount(100, 50), StageCount(400, 50)], apart=TOUCHES_APART)
    assert found.rates[0] == pytest.approx((10 + 12 * 0.2) / (20 + 12))


def test_somebody_new_has_the_teams_rate():
    assert measure_conversion([StageCount(0, 0), StageCount(50, 10)]).rates[0] == pytest.approx(0.2)


@pytest.mark.parametrize("members", [0, 1, 3])
def test_where_nobody_entered_there_is_no_rate(members):
    found = measure_conversion([StageCount(0, 0)] * members)
    assert (found.team, found.rates) == (None, (None,) * members)


def test_members_who_differ_by_luck_only_are_not_told_apart():
    found = measure_conversion([StageCount(100, each) for each in (30, 31, 29, 30, 28, 32, 30, 30)])
    assert found.difference is Difference.NOT_MEASURABLE
    assert found.rates[4] == pytest.approx(0.3, abs=0.001)


def test_members_who_truly_differ_keep_their_rates():
    found = measure_conversion([StageCount(200, each) for each in (10, 20, 40, 60, 80, 100, 120, 150)])
    assert found.difference is Difference.MEASURED
    assert found.weight < TEAM_ENTRANTS
    assert found.rates[-1] == pytest.approx(0.75, abs=0.03)


def test_too_few_members_do_not_fit_a_weight():
    assert measure_conversion([StageCount(200, each) for each in (10, 150)]).difference is Difference.ASSUMED


@pytest.mark.parametrize("advanced", [0, 40])
def test_none_or_all_going_on_is_no_reason_to_fit(advanced):
    found = measure_conversion([StageCount(40, advanced)] * 10)
    assert found.rates == (pytest.approx(advanced / 40),) * 10


def test_the_fit_finds_the_spread_that_is_there():
    rng = np.random.default_rng(11)
    rates = rng.beta(20 * 0.3, 20 * 0.7, 200)
    found = measure_conversion([StageCount(300, int(each)) for each in rng.binomial(300, rates)])
    assert 14 < found.weight < 28


def test_a_belief_has_the_shrunk_rate_as_its_mean():
    belief = believe(StageCount(20, 10), 0.2)
    assert belief.mean == pytest.approx((10 + 12 * 0.2) / 32)
    assert belief.below(0.0) == 0.0
    assert belief.below(1.0) == 1.0


@given(st.lists(counts(), max_size=20), st.floats(1, 20))
@settings(max_examples=150, deadline=None)
def test_every_rate_is_a_rate_between_ones_own_and_the_teams(some, apart):
    found = measure_conversion(some, apart=apart)
    for count, rate in zip(some, found.rates, strict=True):
        if found.team is None:
            assert rate is None
            continue
        assert rate is not None
        ends = (found.team, count.advanced / count.entrants if count.entrants else found.team)
        assert min(ends) - 1e-9 <= rate <= max(ends) + 1e-9


@given(counts(), st.floats(0, 1), st.floats(1, 10), st.floats(0.1, 1e5), st.floats(-1, 2), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_a_belief_is_bounded_and_never_nonsense(own, team, apart, weight, rate, more):
    belief = believe(own, team, apart=apart, weight=weight)
    assert 0 <= belief.mean <= 1
    assert 0 <= belief.below(rate) <= belief.below(rate + more) + 1e-12 <= 1 + 1e-12
    assert math.isfinite(belief.below(rate))


@given(counts(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
@settings(max_examples=100, deadline=None)
def test_one_more_success_never_lowers_a_rate(own, team, rate):
    better = StageCount(own.entrants + 1, own.advanced + 1)
    assert believe(better, team).mean >= believe(own, team).mean
    assert believe(better, team).below(rate) <= believe(own, team).below(rate) + 1e-12


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: StageCount(2, 3), "none to all"),
        (lambda: StageCount(2, -1), "none to all"),
        (lambda: StageCount(2, 1, -1), "none to all"),
        (lambda: RateBelief(0.0, 1.0), "above zero"),
        (lambda: RateBelief(1.0, math.nan), "above zero"),
        (lambda: believe(StageCount(1, 1), 1.5), "between 0 and 1"),
        (lambda: believe(StageCount(1, 1), 0.5, weight=0.0), "above zero"),
        (lambda: measure_conversion([StageCount(1, 1)], apart=0.5), "one or more"),
    ],
)
def test_what_is_no_rate_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()
