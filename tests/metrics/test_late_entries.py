import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import MemberCalendar
from metrics.late_entries import COMPLETE, Completeness, measure_completeness, shift_late_days
from tests.metrics.calendars import DAY, MONDAY

shares = st.floats(0, 1)


def test_a_team_that_logs_the_same_day_is_complete_on_the_next_morning():
    assert measure_completeness(np.array([0, 0]), np.array([4.0, 1.0])) == COMPLETE


def test_what_is_logged_a_day_later_is_missing_on_the_first_morning_and_there_on_the_second():
    lags, quantities = np.array([0, 1, 2, 9]), np.array([5.0, 2.0, 1.0, 2.0])
    assert measure_completeness(lags, quantities) == Completeness((0.5, 0.7, 0.8))


def test_a_team_without_entries_is_taken_for_complete():
    assert measure_completeness(np.array([], dtype=np.int64), np.array([])) == COMPLETE


def test_corrections_below_zero_do_not_count():
    assert measure_completeness(np.array([0, 5]), np.array([4.0, -4.0])) == COMPLETE


def test_the_part_of_a_day_that_is_not_in_yet_is_still_to_come():
    weights = MemberCalendar().weights(MONDAY, MONDAY + 7 * DAY)
    worked, remaining = shift_late_days(weights, 3, Completeness((0.6, 0.9, 1.0)))
    assert worked == pytest.approx(3 - 0.4 - 0.1)
    assert remaining == pytest.approx(2 + 0.4 + 0.1)


def test_a_day_off_has_nothing_that_could_be_late():
    weights = MemberCalendar().weights(MONDAY, MONDAY + 14 * DAY)
    assert shift_late_days(weights, 7, Completeness((0.0, 0.0, 1.0))) == (5.0, 5.0)


def test_days_before_the_period_are_not_moved_into_it():
    weights = MemberCalendar().weights(MONDAY, MONDAY + 7 * DAY)
    assert shift_late_days(weights, 1, Completeness((1.0, 0.0, 0.0))) == (1.0, 4.0)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=40), st.integers(-3, 50), st.tuples(shares, shares, shares))
@settings(max_examples=150, deadline=None)
def test_moving_days_loses_none(weights, at, completeness):
    array = np.array(weights)
    worked, remaining = shift_late_days(array, at, Completeness(completeness))
    assert worked >= 0
    assert remaining >= array[max(0, at) :].sum() - 1e-12
    assert worked + remaining == pytest.approx(array.sum())


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(-10, 1e6)), max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_day_never_gets_less_complete(entries):
    lags, quantities = np.array([lag for lag, _ in entries]), np.array([q for _, q in entries])
    one, two, three = measure_completeness(lags, quantities).shares
    assert 0 <= one <= two <= three <= 1


def test_a_share_beyond_the_whole_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        Completeness((1.0, 1.0, 1.1))
