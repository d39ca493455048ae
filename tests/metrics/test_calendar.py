import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import CalendarDay, DayReason, DaysOff, MemberCalendar, WorkingWeek, weights_of
from tests.metrics.calendars import DAY, MONDAY, NOVEMBER, calendars, leaves, periods

FRIDAY = MONDAY + 4 * DAY


def test_weekdays_are_worked_and_weekends_are_not():
    assert list(MemberCalendar().weights(MONDAY, MONDAY + 7 * DAY)) == [1, 1, 1, 1, 1, 0, 0]


def test_a_working_week_may_lie_across_the_weekend():
    calendar = MemberCalendar(week=(0, 0, 1, 1, 1, 1, 1))
    assert [calendar.is_working_day(MONDAY + n * DAY) for n in range(7)] == [False, False, True, True, True, True, True]


def test_part_time_is_a_share_of_each_day():
    assert MemberCalendar(week=(1, 1, 0.5, 0, 0, 0, 0)).weight_between(MONDAY, MONDAY + 14 * DAY) == 5.0


def test_a_new_working_week_changes_nothing_of_the_days_behind():
    part_time = WorkingWeek((1, 1, 1, 0, 0, 0, 0))
    calendar = MemberCalendar(week=part_time, past_weeks=((MONDAY + 9 * DAY, WorkingWeek()),))
    assert list(calendar.weights(MONDAY, MONDAY + 14 * DAY)) == [1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0]
    assert calendar.describe(FRIDAY, FRIDAY + DAY)[0].reasons == ()
    assert calendar.describe(FRIDAY + 7 * DAY, FRIDAY + 8 * DAY)[0].reasons == (DayReason.NOT_SCHEDULED,)


@given(calendars(), periods())
def test_each_date_has_the_weight_of_the_week_that_held_on_it(calendar, period):
    for date, weight in zip(
        (period.start + n * DAY for n in range(period.days)), calendar.weights(period.start, period.end), strict=True
    ):
        alone = dataclasses.replace(calendar, week=calendar.week_on(date), past_weeks=())
        assert alone.weight(date) == weight


def test_a_holiday_is_not_worked():
    assert not MemberCalendar(holidays=frozenset({MONDAY})).is_working_day(MONDAY)


def test_a_half_holiday_leaves_half_a_day():
    assert MemberCalendar(half_holidays=frozenset({MONDAY})).weight(MONDAY) == 0.5


def test_a_holiday_that_is_also_a_half_holiday_is_off():
    assert MemberCalendar(holidays=frozenset({MONDAY}), half_holidays=frozenset({MONDAY})).weight(MONDAY) == 0.0


def test_leave_ends_before_its_end_date():
    calendar = MemberCalendar(leave=(DaysOff(MONDAY, MONDAY + 2 * DAY),))
    assert list(calendar.weights(MONDAY, MONDAY + 3 * DAY)) == [0, 0, 1]


def test_two_half_days_off_make_a_day_off():
    morning, afternoon = DaysOff(MONDAY, MONDAY + DAY, 0.5), DaysOff(MONDAY, MONDAY + DAY, 0.5)
    assert MemberCalendar(leave=(morning,)).weight(MONDAY) == 0.5
    assert MemberCalendar(leave=(morning, afternoon)).weight(MONDAY) == 0.0


def test_half_a_day_of_leave_beside_a_half_holiday_is_a_day_off():
    calendar = MemberCalendar(half_holidays=frozenset({MONDAY}), leave=(DaysOff(MONDAY, MONDAY + DAY, 0.5),))
    assert calendar.weight(MONDAY) == 0.0


def test_leave_booked_twice_is_taken_once():
    leave = DaysOff(MONDAY, MONDAY + 3 * DAY)
    assert MemberCalendar(leave=(leave, leave)).weight_between(MONDAY, MONDAY + 7 * DAY) == 2.0


def test_nobody_works_before_they_join_or_from_the_day_they_leave():
    calendar = MemberCalendar(joined=MONDAY + DAY, left=MONDAY + 3 * DAY)
    assert list(calendar.weights(MONDAY, MONDAY + 5 * DAY)) == [0, 1, 1, 0, 0]


def test_nobody_works_who_leaves_before_they_join():
    assert MemberCalendar(joined=FRIDAY, left=MONDAY).weight_between(*_november()) == 0.0


def test_a_leap_day_is_worked_like_any_other():
    assert MemberCalendar().weight_between(dt.date(2024, 2, 26), dt.date(2024, 3, 2)) == 5.0


def test_an_empty_range_has_no_days():
    assert MemberCalendar().weights(MONDAY, MONDAY).size == 0
    assert MemberCalendar().weight_between(FRIDAY, MONDAY) == 0.0


@given(calendars(), periods(), st.integers(0, 90))
@settings(max_examples=150, deadline=None)
def test_any_cut_of_a_range_has_the_same_days_on_both_sides(calendar, period, at):
    cut = period.start + min(at, period.days) * DAY
    whole = calendar.weights(period.start, period.end)
    parts = np.concatenate([calendar.weights(period.start, cut), calendar.weights(cut, period.end)])
    assert np.array_equal(whole, parts)
    assert ((whole >= 0) & (whole <= 1)).all()
    assert [calendar.weight(date) for date in period.dates()] == list(whole)


@given(calendars(), leaves(), periods())
@settings(max_examples=100, deadline=None)
def test_leave_never_adds_working_days(calendar, leave, period):
    more = dataclasses.replace(calendar, leave=(*calendar.leave, leave))
    without = calendar.without_leave().weights(period.start, period.end)
    with_some = calendar.weights(period.start, period.end)
    assert (more.weights(period.start, period.end) <= with_some).all()
    assert (with_some <= without).all()


@given(st.lists(calendars(), max_size=5), periods())
@settings(max_examples=40, deadline=None)
def test_the_table_of_many_has_the_days_of_each(many, period):
    table = weights_of(many, period.start, period.end)
    assert table.shape == (len(many), period.days)
    assert all(
        np.array_equal(row, calendar.weights(period.start, period.end))
        for row, calendar in zip(table, many, strict=True)
    )


def test_what_members_share_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        MemberCalendar().weights(*_november())[0] = 9.0


def test_writing_to_ones_own_days_changes_nobody_elses():
    own = MemberCalendar(joined=dt.date(2020, 1, 1)).weights(*_november())
    own[:] = 7.0
    assert MemberCalendar().weight_between(*_november()) == 21.0


@given(calendars(), periods())
@settings(max_examples=100, deadline=None)
def test_every_day_that_is_not_worked_in_full_has_a_reason(calendar, period):
    described = calendar.describe(period.start, period.end)
    assert [day.date for day in described] == list(period.dates())
    assert [day.weight for day in described] == list(calendar.weights(period.start, period.end))
    assert all(bool(day.reasons) == (day.weight < 1.0) for day in described)


def test_the_reasons_name_what_takes_the_time():
    calendar = MemberCalendar(
        week=(1, 1, 1, 0.5, 1, 0, 0),
        holidays=frozenset({MONDAY + 7 * DAY}),
        half_holidays=frozenset({MONDAY + 8 * DAY}),
        leave=(DaysOff(MONDAY + 9 * DAY, MONDAY + 10 * DAY), DaysOff(MONDAY + 10 * DAY, MONDAY + 11 * DAY, 0.5)),
        joined=MONDAY + DAY,
        left=MONDAY + 15 * DAY,
    )
    found = {(day.date - MONDAY).days: day for day in calendar.describe(MONDAY, MONDAY + 16 * DAY)}
    assert found[0].reasons == (DayReason.NOT_JOINED,)
    assert found[1] == CalendarDay(MONDAY + DAY, 1.0, ())
    assert found[3].reasons == (DayReason.PART_DAY,)
    assert found[5].reasons == (DayReason.NOT_SCHEDULED,)
    assert found[7].reasons == (DayReason.HOLIDAY,)
    assert found[8].reasons == (DayReason.HALF_HOLIDAY,)
    assert found[9].reasons == (DayReason.LEAVE,)
    assert found[10] == CalendarDay(MONDAY + 10 * DAY, 0.25, (DayReason.PART_DAY, DayReason.PART_LEAVE))
    assert found[15].reasons == (DayReason.LEFT,)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: WorkingWeek((1, 1, 1)), "seven shares"),
        (lambda: MemberCalendar(week=(1, 1, 1, 1, 1.5, 0, 0)), "between 0 and 1"),
        (lambda: MemberCalendar(week=(1, 1, 1, 1, math.nan, 0, 0)), "between 0 and 1"),
        (lambda: DaysOff(MONDAY, MONDAY), "ends after it starts"),
        (lambda: DaysOff(MONDAY, FRIDAY, 0.0), "more than nothing"),
        (lambda: DaysOff(MONDAY, FRIDAY, math.nan), "more than nothing"),
        (lambda: DaysOff(dt.datetime(2026, 11, 2, tzinfo=dt.UTC), FRIDAY), "instant"),
        (lambda: MemberCalendar(joined=dt.datetime(2026, 11, 2, tzinfo=dt.UTC)), "instant"),
        (
            lambda: MemberCalendar(holidays=frozenset({dt.datetime(2026, 11, 2, tzinfo=dt.UTC)})).weight(MONDAY),
            "instant",
        ),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def _november():
    return NOVEMBER.start, NOVEMBER.end
