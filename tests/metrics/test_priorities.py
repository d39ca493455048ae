"""What cannot wait comes first, at most two things in all; and managers read of a few, or of the team."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import DaysOff, MemberCalendar
from metrics.coaching.lead_response import BusinessHours
from metrics.priorities import (
    Flagged,
    OpenDeal,
    Priority,
    WaitingLead,
    find_priorities,
    is_about_the_team,
    list_for_managers,
    missing_from_log,
    most_named,
)
from tests.metrics.calendars import DAY, MONDAY, calendars

ZONE = zoneinfo.ZoneInfo("Europe/Lisbon")
HOURS = BusinessHours(MemberCalendar(), ZONE)
NOON = dt.datetime(2026, 11, 4, 12, tzinfo=ZONE)


def lead(minutes, number=1, now=NOON):
    return WaitingLead(number, now - dt.timedelta(minutes=minutes), HOURS)


def priorities(leads=(), deals=(), missing=(), now=NOON):
    return find_priorities(leads, deals, missing, now)


@pytest.mark.parametrize(("minutes", "urgent"), [(59, False), (60, False), (61, True)])
def test_a_lead_cannot_wait_for_more_than_an_hour(minutes, urgent):
    assert bool(priorities([lead(minutes)])) is urgent


def test_the_night_and_the_weekend_are_no_waiting():
    friday_evening = dt.datetime(2026, 11, 6, 18, tzinfo=ZONE)
    waiting = WaitingLead(1, friday_evening, HOURS)
    monday = dt.datetime(2026, 11, 9, 9, 30, tzinfo=ZONE)
    assert priorities([waiting], now=monday) == ()
    (item,) = priorities([waiting], now=monday + dt.timedelta(hours=1))
    assert item.waits == (90.0,)


def test_several_leads_are_one_item_the_longest_wait_first():
    (item,) = priorities([lead(70, 1), lead(150, 2), lead(10, 3)])
    assert (item.priority, item.subjects, item.waits) == (Priority.UNANSWERED_LEAD, (2, 1), (150.0, 70.0))
    assert item.limit == 60


@pytest.mark.parametrize(("untouched", "usual", "stale"), [(15, 14, True), (14, 14, False), (99, None, False)])
def test_a_deal_is_stale_beyond_its_stages_usual_days(untouched, usual, stale):
    assert bool(priorities(deals=[OpenDeal(1, untouched, usual)])) is stale


def test_the_deal_furthest_beyond_its_stage_comes_first():
    (item,) = priorities(deals=[OpenDeal(1, 30, 25), OpenDeal(2, 20, 5), OpenDeal(3, 1, 5)])
    assert (item.subjects, item.waits, item.limit) == ((2, 1), (20.0, 30.0), 5.0)


def test_leads_come_before_deals_and_deals_before_the_log():
    found = priorities([lead(61)], [OpenDeal(1, 9, 5)], [MONDAY])
    assert [item.priority for item in found] == list(Priority)
    assert found[2].dates == (MONDAY,)


def test_with_nothing_waiting_nothing_comes_first():
    assert priorities() == ()


def test_a_lead_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        priorities([WaitingLead(1, dt.datetime(2026, 11, 4, 9), HOURS)])  # noqa: DTZ001


def test_the_last_working_days_without_an_entry_are_missing():
    logged = {MONDAY + n * DAY for n in (-4, -3, 0, 1, 2)}
    assert missing_from_log(MemberCalendar(), logged, MONDAY + 4 * DAY) == (MONDAY + 3 * DAY,)
    assert missing_from_log(MemberCalendar(), logged, MONDAY + 7 * DAY) == (MONDAY + 3 * DAY, MONDAY + 4 * DAY)


def test_a_day_with_any_entry_ends_what_is_missing():
    logged = {MONDAY + n * DAY for n in (-4, -3, 0, 1, 3)}
    assert missing_from_log(MemberCalendar(), logged, MONDAY + 4 * DAY) == ()


def test_whoever_seldom_logs_is_not_asked_each_day():
    assert missing_from_log(MemberCalendar(), {MONDAY}, MONDAY + 7 * DAY) == ()
    assert missing_from_log(MemberCalendar(), set(), MONDAY + 7 * DAY) == ()


def test_a_day_off_is_not_missing():
    logged = {MONDAY + n * DAY for n in range(4)}
    on_leave = MemberCalendar(leave=(DaysOff(MONDAY + 4 * DAY, MONDAY + 5 * DAY),))
    assert missing_from_log(on_leave, logged, MONDAY + 7 * DAY) == ()


def test_after_a_long_leave_nothing_is_missing():
    away = MemberCalendar(leave=(DaysOff(MONDAY - 30 * DAY, MONDAY),))
    assert missing_from_log(away, set(), MONDAY + 2 * DAY) == ()
    assert missing_from_log(away, {MONDAY}, MONDAY + 2 * DAY) == ()
    assert missing_from_log(away, {MONDAY, MONDAY + DAY}, MONDAY + 3 * DAY) == (MONDAY + 2 * DAY,)


def flagged(count):
    return [Flagged(member, 0.01 * member, 50.0, 100.0) for member in range(1, count + 1)]


@pytest.mark.parametrize(
    ("behind", "team", "listed"),
    [(0, 0, 0), (1, 1, 1), (3, 3, 3), (2, 4, 2), (5, 14, 3), (9, 19, 3), (9, 20, 4), (12, 25, 5), (30, 100, 20)],
)
def test_managers_read_of_three_or_a_fifth_of_the_team(behind, team, listed):
    found = list_for_managers(flagged(behind), most_named(team))
    assert (len(found.listed), len(found.more)) == (listed, behind - listed)


@pytest.mark.parametrize(
    ("behind", "team", "note"),
    [(2, 3, False), (3, 3, False), (2, 4, False), (3, 4, True), (6, 11, True), (5, 10, False)],
)
def test_more_than_half_of_four_or_more_is_a_matter_of_the_team(behind, team, note):
    assert is_about_the_team(behind, team) is note


def test_the_least_likely_come_first_and_of_equals_who_needs_the_larger_part():
    most, least = Flagged(2, 0.1, 9.0, 10.0), Flagged(1, 0.1, 50.0, 100.0)
    sure = Flagged(3, 0.02, 1.0, 100.0)
    assert list_for_managers([least, most, sure], 3).listed == (sure, most, least)


@given(
    st.lists(
        st.builds(Flagged, st.integers(0, 99), st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=40
    ),
    st.integers(0, 60),
)
@settings(max_examples=150, deadline=None)
def test_nobody_is_lost_and_the_list_is_short(some, more):
    size = len(some) + more
    found = list_for_managers(some, most_named(size))
    assert sorted(found.listed + found.more, key=id) == sorted(some, key=id)
    assert len(found.listed) <= max(3, 0.2 * size)
    chances = [each.probability for each in found.listed + found.more]
    assert chances == sorted(chances)


@given(calendars(), st.frozensets(st.integers(-15, 10)), st.integers(-5, 10))
@settings(max_examples=150, deadline=None)
def test_only_past_working_days_without_an_entry_are_missing(calendar, logged, at):
    today, dates = MONDAY + at * DAY, {MONDAY + n * DAY for n in logged}
    for date in missing_from_log(calendar, dates, today):
        assert date < today
        assert date not in dates
        assert calendar.is_working_day(date)
