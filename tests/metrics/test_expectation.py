import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import DaysOff, MemberCalendar
from metrics.expectation import HeldTarget, share_day_goal, share_goal
from metrics.leave_policy import LeavePolicy
from metrics.periods import Period, PeriodKind, period_of
from tests.metrics.calendars import DAY, MONDAY, NOVEMBER, calendars, leaves, periods

WEEK = Period(MONDAY, MONDAY + 7 * DAY)
MIDDLE = MONDAY + 14 * DAY
A_RAMP = (0.0, 0.25, 0.5, 0.75, 1.0)
ALWAYS = (dt.date(2020, 1, 1), dt.date(2030, 1, 1))
targets = st.one_of(st.integers(0, 10**6).map(float), st.floats(0, 1e12))
policies = st.sampled_from(LeavePolicy)
ramps = st.sampled_from([(), A_RAMP, (0.5,), (0.0, 0.0, 1.0)])


def held(target, start=ALWAYS[0], end=ALWAYS[1], *, inherited=False):
    return (HeldTarget(start, end, target, inherited),)


@st.composite
def any_held(draw):
    """No target, one, or two one after the other with or without a gap."""
    first, gap = draw(st.dates(dt.date(2026, 10, 1), dt.date(2026, 12, 31))), draw(st.integers(0, 9))
    one = HeldTarget(first - 40 * DAY, first, draw(targets), draw(st.booleans()))
    two = HeldTarget(first + gap * DAY, first + 90 * DAY, draw(targets), draw(st.booleans()))
    return draw(st.sampled_from([(), (one,), (two,), (one, two), (two, one)]))


@st.composite
def any_goal(draw):
    """A function from a calendar to a share, so that one goal can be shared by two calendars."""
    period, parts, ramp = draw(periods()), draw(any_held()), draw(ramps)
    if draw(st.booleans()):
        return lambda calendar, policy: share_day_goal(period, calendar, parts, ramp=ramp)
    return lambda calendar, policy: share_goal(period, calendar, parts, leave=policy, ramp=ramp)


@given(any_goal(), calendars(), policies)
@settings(max_examples=300, deadline=None)
def test_the_expectations_of_the_days_sum_to_the_target(goal, calendar, policy):
    share = goal(calendar, policy)
    assert np.isfinite(share.expectations).all()
    assert (share.expectations >= 0).all()
    assert math.isclose(share.expectations.sum(), share.target, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(sum(part.final for part in share.parts), share.target, rel_tol=1e-9, abs_tol=1e-8)
    assert math.isclose(share.expected_by(share.period.end), share.target, rel_tol=1e-9, abs_tol=1e-9)
    assert share.expected_by(share.period.start) == 0.0


@given(any_goal(), calendars(), policies)
@settings(max_examples=150, deadline=None)
def test_nothing_is_expected_of_a_day_off(goal, calendar, policy):
    share = goal(calendar, policy)
    for date in share.period.dates():
        assert share.expected_on(date) == 0.0 or calendar.is_working_day(date)


@given(any_goal(), calendars(), policies, st.data())
@settings(max_examples=200, deadline=None)
def test_past_leave_never_raises_what_was_expected_by_a_later_date(goal, calendar, policy, data):
    before = goal(calendar, policy)
    date = data.draw(st.dates(before.period.start + DAY, before.period.end))
    leave = data.draw(leaves(first=date - 40 * DAY, last=date - DAY))
    after = goal(_with(calendar, leave), policy)
    assert after.expected_by(date) <= before.expected_by(date) * (1 + 1e-9) + 1e-8


@given(any_goal(), calendars(), st.data())
@settings(max_examples=200, deadline=None)
def test_future_leave_with_the_target_kept_never_lowers_what_is_expected_by_now(goal, calendar, data):
    before = goal(calendar, LeavePolicy.KEEP)
    date = data.draw(st.dates(before.period.start, before.period.end - DAY))
    leave = data.draw(leaves(first=date, last=date + 40 * DAY))
    after = goal(_with(calendar, leave), LeavePolicy.KEEP)
    assert after.expected_by(date) >= before.expected_by(date) * (1 - 1e-9) - 1e-8


@given(any_goal(), calendars(), st.data())
@settings(max_examples=200, deadline=None)
def test_future_leave_with_the_target_prorated_changes_nothing_by_now(goal, calendar, data):
    before = goal(calendar, LeavePolicy.PRORATE)
    date = data.draw(st.dates(before.period.start, before.period.end - DAY))
    leave = data.draw(leaves(first=date, last=date + 40 * DAY))
    after = goal(_with(calendar, leave), LeavePolicy.PRORATE)
    assert math.isclose(after.expected_by(date), before.expected_by(date), rel_tol=1e-9, abs_tol=1e-8)


@given(calendars(), periods(), targets)
@settings(max_examples=150, deadline=None)
def test_a_goal_without_ramp_is_expected_by_working_days_passed(calendar, period, target):
    share = share_goal(period, calendar, held(target))
    for date in (period.start, period.start + period.days // 2 * DAY, period.end):
        worked, left = share.worked(date), share.remaining(date)
        by_days = share.target * worked / (worked + left) if worked + left > 0 else 0.0
        assert math.isclose(share.expected_by(date), by_days, rel_tol=1e-9, abs_tol=1e-9)


def test_pace_goes_by_working_days_and_not_by_calendar_days():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210))
    # A Monday: 15 of 30 days of the calendar have passed, and 10 of the 21 that are worked.
    assert share.expected_by(dt.date(2026, 11, 16)) == pytest.approx(100.0)


def test_the_weekend_expects_no_more_than_the_friday_before_it():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210))
    assert share.expected_by(MONDAY + 5 * DAY) == share.expected_by(MONDAY + 7 * DAY) == pytest.approx(50.0)


def test_leave_keeps_the_target_unless_the_goal_says_prorate():
    away = MemberCalendar(leave=(DaysOff(MIDDLE, MIDDLE + 7 * DAY),))
    assert share_goal(NOVEMBER, away, held(210)).target == 210
    assert share_goal(NOVEMBER, away, held(210), leave=LeavePolicy.PRORATE).target == 160


def test_joining_in_mid_period_prorates_the_teams_goal_and_not_ones_own():
    new = MemberCalendar(joined=MIDDLE)
    assert share_goal(NOVEMBER, new, held(210, inherited=True)).target == 110
    assert share_goal(NOVEMBER, new, held(210)).target == 210


def test_leaving_in_mid_period_prorates_the_teams_goal():
    leaver = MemberCalendar(left=MIDDLE)
    assert share_goal(NOVEMBER, leaver, held(210, inherited=True)).target == 100


def test_leave_is_no_reason_to_prorate_a_kept_goal_that_is_inherited():
    away = MemberCalendar(joined=MIDDLE, leave=(DaysOff(MIDDLE, MIDDLE + 7 * DAY),))
    assert share_goal(NOVEMBER, away, held(210, inherited=True)).target == 110


def test_changing_teams_asks_for_a_part_of_each_goal():
    parts = (*held(210, end=MIDDLE, inherited=True), *held(420, start=MIDDLE, inherited=True))
    share = share_goal(NOVEMBER, MemberCalendar(), parts)
    assert [part.final for part in share.parts] == [pytest.approx(100), pytest.approx(220)]
    assert share.target == 320
    assert share.expected_by(MIDDLE) == pytest.approx(100)
    assert share.expected_on(MIDDLE) == pytest.approx(20)


def test_days_before_a_team_was_joined_weigh_nothing_and_their_entries_do_not_count():
    share = share_goal(NOVEMBER, MemberCalendar(), held(210, start=MIDDLE, inherited=True))
    assert (share.worked(MIDDLE), share.remaining(MIDDLE)) == (0.0, 11.0)
    assert not share.holds_on(MIDDLE - DAY)
    assert share.holds_on(MIDDLE)
    assert not share.holds_on(NOVEMBER.end)


def test_part_time_changes_an_inherited_goal_only_where_it_was_written_for_full_time():
    half = MemberCalendar(week=(0.5, 0.5, 0.5, 0.5, 0.5, 0, 0))
    assert share_goal(NOVEMBER, half, held(210, inherited=True)).target == 210
    assert share_goal(NOVEMBER, half, held(210, inherited=True), written_for=MemberCalendar()).target == 105


def test_a_new_member_is_asked_for_nothing_in_the_first_month_and_for_all_from_the_fifth():
    asked = []
    for month in (7, 8, 9, 10, 11, 12):
        period = period_of(PeriodKind.MONTH, dt.date(2026, month, 1))
        new = MemberCalendar(joined=dt.date(2026, 7, 1))
        asked.append(share_goal(period, new, held(100), ramp=A_RAMP).target)
    assert asked == [0, 25, 50, 75, 100, 100]


def test_a_ramp_steps_up_on_the_day_of_the_month_that_one_joined():
    new = MemberCalendar(joined=dt.date(2026, 10, 16))
    share = share_goal(NOVEMBER, new, held(210), ramp=(0.0, 0.5))
    assert share.expected_on(dt.date(2026, 11, 13)) == 0.0
    assert share.expected_on(dt.date(2026, 11, 16)) == pytest.approx(5.0)
    assert share.target == 55


def test_a_ramp_from_the_31st_steps_up_on_the_first_after_a_short_month():
    new = MemberCalendar(joined=dt.date(2026, 8, 31))
    share = share_day_goal(Period(dt.date(2026, 9, 29), dt.date(2026, 10, 3)), new, held(10), ramp=(0.0,))
    assert list(share.expectations) == [0, 0, 10, 10]


def test_a_day_goal_is_asked_by_the_weight_of_each_day():
    calendar = MemberCalendar(
        week=(1, 1, 1, 0.5, 1, 0, 0),
        holidays=frozenset({MONDAY}),
        leave=(DaysOff(MONDAY + DAY, MONDAY + 2 * DAY, 0.5),),
    )
    share = share_day_goal(WEEK, calendar, held(20))
    assert list(share.expectations) == [0, 10, 20, 10, 20, 0, 0]
    assert share.target == 60


def test_a_day_goal_of_one_day_is_that_days_part():
    wednesday = period_of(PeriodKind.DAY, MONDAY + 2 * DAY)
    assert share_day_goal(wednesday, MemberCalendar(), held(20)).target == 20
    assert share_day_goal(period_of(PeriodKind.DAY, MONDAY + 5 * DAY), MemberCalendar(), held(20)).target == 0


def test_somebody_away_for_the_whole_period_has_no_target():
    away = MemberCalendar(leave=(DaysOff(NOVEMBER.start, NOVEMBER.end),))
    share = share_goal(NOVEMBER, away, held(210))
    assert share.target == 0
    assert not share.expectations.any()


def test_a_target_that_is_whole_but_for_rounding_is_whole():
    thirds = share_goal(NOVEMBER, MemberCalendar(joined=dt.date(2026, 11, 10)), held(21 * 0.1, inherited=True))
    assert thirds.target == pytest.approx(1.5)
    assert share_goal(NOVEMBER, MemberCalendar(), held(0.1 * 3 * 10)).target == 3.0


def test_a_broken_target_is_read_as_the_first_whole_number_that_reaches_it():
    share = share_goal(NOVEMBER, MemberCalendar(joined=MIDDLE), held(100, inherited=True))
    assert share.target == pytest.approx(100 * 11 / 21)
    assert share.whole_target == 53


def test_outside_the_period_nothing_is_expected_on_a_day():
    share = share_goal(WEEK, MemberCalendar(), held(50))
    assert share.expected_on(WEEK.start - DAY) == share.expected_on(WEEK.end) == 0.0
    assert share.expected_by(WEEK.end + 30 * DAY) == 50
    assert share.remaining(WEEK.end) == 0.0


def test_the_parts_tell_each_step_from_the_stated_target():
    new = MemberCalendar(joined=MIDDLE, leave=(DaysOff(MIDDLE, MIDDLE + DAY),))
    share = share_goal(NOVEMBER, new, held(210, inherited=True), leave=LeavePolicy.PRORATE, ramp=(0.5,))
    (part,) = share.parts
    assert (part.stated, part.days, part.of_days) == (210, 11, 21)
    assert (part.prorated, part.ramped, part.final) == (pytest.approx(110), pytest.approx(55), pytest.approx(50))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: held(-1), "zero or more"),
        (lambda: held(math.nan), "zero or more"),
        (lambda: held(5, MONDAY, MONDAY), "after its start"),
        (lambda: share_goal(NOVEMBER, MemberCalendar(), held(5) + held(6)), "Two targets hold"),
        (lambda: share_goal(NOVEMBER, MemberCalendar(), held(5), ramp=(1.2,)), "shares between 0 and 1"),
    ],
)
def test_what_is_no_target_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def _with(calendar, leave):
    return dataclasses.replace(calendar, leave=(*calendar.leave, leave))
