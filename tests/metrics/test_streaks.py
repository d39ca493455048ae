"""Streaks as stories around November 2026: what keeps one, what ends it, and what does neither."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import DaysOff, MemberCalendar
from metrics.periods import Period, PeriodKind, period_of
from metrics.streaks import Outcome, Streak, StreakEntry, Stretch, find_streak
from tests.metrics.calendars import DAY, MONDAY, calendars

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + n * DAY for n in range(1, 5))
NEXT_MONDAY = MONDAY + 7 * DAY
FIVE_DAYS = MemberCalendar()


def days(first, last, target=5.0):
    return [Stretch(period_of(PeriodKind.DAY, first + n * DAY), target) for n in range((last - first).days + 1)]


def weeks(count, target=20.0):
    return [Stretch(Period(MONDAY + 7 * n * DAY, MONDAY + 7 * (n + 1) * DAY), target) for n in range(count)]


def logged(*dates, quantity=5.0):
    return [StreakEntry(date, date, quantity) for date in dates]


def streak(stretches, entries, today, calendar=FIVE_DAYS) -> Streak:
    return find_streak(stretches, entries, calendar, today)


def outcome_of(found, date):
    (outcome,) = [outcome for stretch, outcome in found.outcomes if stretch.period.start == date]
    return outcome


def test_days_reached_in_a_row_are_counted_from_the_first():
    found = streak(days(MONDAY, THURSDAY), logged(MONDAY, TUESDAY, WEDNESDAY, THURSDAY), THURSDAY)
    assert (found.length, found.since, found.ended_by) == (4, MONDAY, None)


def test_the_weekend_neither_extends_nor_breaks():
    found = streak(days(MONDAY, NEXT_MONDAY), logged(THURSDAY, FRIDAY, NEXT_MONDAY), NEXT_MONDAY)
    assert (found.length, found.since, found.ended_by) == (3, THURSDAY, WEDNESDAY)
    assert outcome_of(found, FRIDAY + DAY) is Outcome.OFF


def test_working_on_a_day_off_is_no_way_to_lengthen_a_streak():
    found = streak(days(FRIDAY, NEXT_MONDAY), logged(FRIDAY, FRIDAY + DAY, NEXT_MONDAY), NEXT_MONDAY)
    assert found.length == 2


@pytest.mark.parametrize(
    "calendar",
    [
        MemberCalendar(leave=(DaysOff(WEDNESDAY, THURSDAY),)),
        MemberCalendar(holidays=frozenset({WEDNESDAY})),
        MemberCalendar(week=(1, 1, 0, 1, 1, 0, 0)),
    ],
    ids=["leave", "holiday", "part time"],
)
def test_absence_is_not_punished(calendar):
    found = streak(days(MONDAY, FRIDAY), logged(MONDAY, TUESDAY, THURSDAY, FRIDAY), FRIDAY, calendar)
    assert (found.length, found.since) == (4, MONDAY)


def test_a_day_without_a_goal_neither_extends_nor_breaks():
    stretches = [*days(MONDAY, TUESDAY), *days(WEDNESDAY, WEDNESDAY, target=0.0), *days(THURSDAY, THURSDAY)]
    found = streak(stretches, logged(MONDAY, TUESDAY, WEDNESDAY, THURSDAY), THURSDAY)
    assert found.length == 3
    assert outcome_of(found, WEDNESDAY) is Outcome.NO_GOAL


def test_today_counts_once_it_is_reached_and_breaks_nothing_before():
    assert streak(days(MONDAY, TUESDAY), logged(MONDAY), TUESDAY).length == 1
    assert streak(days(MONDAY, TUESDAY), logged(MONDAY, TUESDAY), TUESDAY).length == 2


def test_a_missed_day_has_a_day_of_grace_and_then_ends_the_streak():
    on_tuesday, on_wednesday, on_thursday = (
        streak(days(MONDAY, today), logged(MONDAY), today) for today in (TUESDAY, WEDNESDAY, THURSDAY)
    )
    assert (on_tuesday.length, on_wednesday.length, on_thursday.length) == (1, 1, 0)
    assert outcome_of(on_wednesday, TUESDAY) is Outcome.OPEN
    assert (outcome_of(on_thursday, TUESDAY), on_thursday.ended_by) == (Outcome.MISSED, TUESDAY)


def test_the_day_of_grace_is_a_working_day():
    tuesday = NEXT_MONDAY + DAY
    assert streak(days(THURSDAY, NEXT_MONDAY), logged(THURSDAY), NEXT_MONDAY).length == 1
    assert streak(days(THURSDAY, tuesday), logged(THURSDAY), tuesday).length == 0


@pytest.mark.parametrize(("late", "outcome"), [(1, Outcome.REPAIRED), (3, Outcome.REPAIRED), (4, Outcome.MISSED)])
def test_an_entry_backdated_by_up_to_three_days_repairs(late, outcome):
    entries = [*logged(MONDAY, WEDNESDAY), StreakEntry(TUESDAY, TUESDAY + late * DAY, 5.0)]
    found = streak(days(MONDAY, NEXT_MONDAY), entries, NEXT_MONDAY)
    assert outcome_of(found, TUESDAY) is outcome


def test_what_is_logged_later_than_today_is_not_known_yet():
    entries = [*logged(MONDAY), StreakEntry(TUESDAY, FRIDAY, 5.0)]
    assert streak(days(MONDAY, THURSDAY), entries, THURSDAY).length == 0
    assert streak(days(MONDAY, THURSDAY), [*entries, *logged(WEDNESDAY, THURSDAY)], FRIDAY).length == 4


def test_a_correction_downwards_always_counts():
    entries = [*logged(MONDAY), StreakEntry(MONDAY, FRIDAY, -1.0)]
    assert outcome_of(streak(days(MONDAY, FRIDAY), entries, FRIDAY), MONDAY) is Outcome.MISSED


def test_what_came_too_late_and_was_taken_back_leaves_what_was_there():
    entries = [*logged(MONDAY), StreakEntry(MONDAY, FRIDAY, 9.0), StreakEntry(MONDAY, FRIDAY, -9.0)]
    assert outcome_of(streak(days(MONDAY, FRIDAY), entries, FRIDAY), MONDAY) is Outcome.REACHED


def test_several_entries_make_a_day():
    assert streak(days(MONDAY, MONDAY), logged(MONDAY, MONDAY, quantity=2.5), MONDAY).length == 1
    assert streak(days(MONDAY, MONDAY), logged(MONDAY, quantity=4.9), MONDAY).length == 0


def test_the_last_digit_of_a_days_part_of_a_goal_breaks_nothing():
    assert streak(days(MONDAY, MONDAY, target=5.000000000001), logged(MONDAY), MONDAY).length == 1


def test_weeks_count_as_weeks_and_the_running_one_once_it_is_reached():
    done = [*logged(TUESDAY, TUESDAY + 7 * DAY, quantity=20.0)]
    assert streak(weeks(3), done, TUESDAY + 14 * DAY).length == 2
    third = logged(MONDAY + 14 * DAY, quantity=20.0)
    assert streak(weeks(3), [*done, *third], TUESDAY + 14 * DAY).length == 3


def test_in_a_week_that_runs_no_entry_is_too_late():
    entries = [StreakEntry(MONDAY, FRIDAY, 20.0)]
    assert outcome_of(streak(weeks(1), entries, FRIDAY), MONDAY) is Outcome.REACHED


def test_a_week_of_leave_does_not_end_a_streak_of_weeks():
    calendar = MemberCalendar(leave=(DaysOff(NEXT_MONDAY, NEXT_MONDAY + 7 * DAY),))
    done = logged(MONDAY, MONDAY + 14 * DAY, quantity=20.0)
    assert streak(weeks(3), done, MONDAY + 18 * DAY, calendar).length == 2


def test_without_any_stretch_or_before_the_first_there_is_none():
    assert streak([], [], MONDAY) == Streak(0, None, None, ())
    assert streak(days(TUESDAY, FRIDAY), logged(TUESDAY), MONDAY).outcomes == ()


def test_stretches_that_overlap_are_refused():
    with pytest.raises(ValueError, match="share"):
        find_streak([*weeks(1), *days(TUESDAY, TUESDAY)], [], FIVE_DAYS, FRIDAY)


entries_of_november = st.lists(
    st.builds(
        lambda date, late, quantity: StreakEntry(MONDAY + date * DAY, MONDAY + (date + late) * DAY, quantity),
        st.integers(0, 20),
        st.integers(0, 6),
        st.sampled_from([-2.0, 1.0, 3.0, 5.0]),
    ),
    max_size=30,
)


@given(calendars(), entries_of_november, st.integers(0, 24))
@settings(max_examples=150, deadline=None)
def test_a_streak_is_made_of_the_days_reached_since_the_last_missed_one(calendar, entries, at):
    found = streak(days(MONDAY, MONDAY + 20 * DAY), entries, MONDAY + at * DAY, calendar)
    reached = [
        stretch.period.start
        for stretch, outcome in found.outcomes
        if outcome in (Outcome.REACHED, Outcome.REPAIRED)
        and (found.ended_by is None or stretch.period.start > found.ended_by)
    ]
    assert found.length == len(reached)
    assert found.since == (reached[0] if reached else None)


@given(calendars(), entries_of_november, st.integers(0, 20), st.integers(0, 24))
@settings(max_examples=150, deadline=None)
def test_more_logged_in_time_never_shortens_a_streak(calendar, entries, date, at):
    today = MONDAY + at * DAY
    stretches = days(MONDAY, MONDAY + 20 * DAY)
    more = [*entries, *logged(MONDAY + date * DAY)]
    assert streak(stretches, more, today, calendar).length >= streak(stretches, entries, today, calendar).length


@given(calendars(), entries_of_november, st.integers(0, 20), st.integers(0, 24))
@settings(max_examples=150, deadline=None)
def test_leave_never_ends_a_streak(calendar, entries, date, at):
    day = MONDAY + date * DAY
    away = MemberCalendar(
        calendar.week, calendar.holidays, calendar.half_holidays, (DaysOff(day, day + DAY),), calendar.joined
    )
    there = MemberCalendar(calendar.week, calendar.holidays, calendar.half_holidays, (), calendar.joined)
    stretches, today = days(MONDAY, MONDAY + 20 * DAY), MONDAY + at * DAY
    with_leave, without = (streak(stretches, entries, today, each) for each in (away, there))
    assert with_leave.length >= without.length - 1
    assert (with_leave.ended_by or dt.date.min) <= (without.ended_by or dt.date.min)
