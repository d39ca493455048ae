"""Response times count the leads that nobody answered, and know when the office is closed."""

import datetime as dt
import math
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calendar import DaysOff, MemberCalendar
from metrics.coaching.lead_response import BusinessHours, LeadWait, business_minutes, measure_response

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
OFFICE = BusinessHours(MemberCalendar(), PARIS)
MONDAY = dt.date(2026, 11, 2)


def at(day: int, hour: int, minute: int = 0, zone: dt.tzinfo = PARIS) -> dt.datetime:
    """A time so many days after the Monday."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute), zone)


def lead(waited: float, *, answered: bool = True, hours: BusinessHours = OFFICE) -> LeadWait:
    """A lead of Monday at nine that waited so many minutes for its answer, or for nothing until it was given up."""
    end = at(0, 9) + dt.timedelta(minutes=waited)
    return LeadWait(at(0, 9), end if answered else None, hours, None if answered else end)


NEXT_YEAR = at(365, 9)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(0, 10), at(0, 10, 30), 30),
        (at(0, 8), at(0, 9, 15), 15),
        (at(0, 16, 50), at(1, 9, 10), 20),
        (at(4, 16), at(7, 10), 120),  # over a weekend
        (at(5, 9), at(6, 17), 0),
        (at(0, 18), at(0, 23), 0),
        (at(0, 7), at(0, 20), 480),
        (at(0, 9), at(7, 9), 5 * 480),
        (at(0, 10), at(0, 10), 0),
        (at(0, 11), at(0, 10), 0),
        (at(0, 9, zone=dt.UTC), at(0, 9, 30, zone=dt.UTC), 30),  # ten in Paris
        (at(0, 7, zone=dt.UTC), at(0, 8, 30, zone=dt.UTC), 30),
    ],
)
def test_only_office_hours_count(start: dt.datetime, end: dt.datetime, minutes: float) -> None:
    assert business_minutes(start, end, OFFICE) == pytest.approx(minutes)


def test_a_holiday_and_a_day_of_leave_do_not_count() -> None:
    calendar = MemberCalendar(
        holidays=frozenset({MONDAY}), leave=(DaysOff(MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)),)
    )
    assert business_minutes(at(0, 9), at(2, 9, 10), BusinessHours(calendar, PARIS)) == 10.0


def test_on_half_a_day_the_clock_runs_at_half_its_speed() -> None:
    calendar = MemberCalendar(half_holidays=frozenset({MONDAY}))
    assert business_minutes(at(0, 9), at(0, 10), BusinessHours(calendar, PARIS)) == 30.0


def test_the_weekend_on_which_the_clocks_change_adds_no_business_minute() -> None:
    friday, monday = dt.datetime(2026, 10, 23, 16, tzinfo=PARIS), dt.datetime(2026, 10, 26, 10, tzinfo=PARIS)
    assert business_minutes(friday, monday, OFFICE) == 120.0
    assert (monday.astimezone(dt.UTC) - friday.astimezone(dt.UTC)).total_seconds() / 3600 == 67
    (wall,) = [measure_response([LeadWait(friday, monday, OFFICE)], NEXT_YEAR).wall.median]
    assert wall == 67 * 60


def test_hours_that_never_open_and_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="close after they open"):
        BusinessHours(MemberCalendar(), PARIS, dt.time(9), dt.time(9))
    with pytest.raises(ValueError, match="no zone"):
        business_minutes(dt.datetime(2026, 11, 2, 9), at(0, 10), OFFICE)  # noqa: DTZ001 - the case that is refused
    with pytest.raises(ValueError, match="no zone"):
        measure_response([LeadWait(dt.datetime(2026, 11, 2, 9), None, OFFICE)], NEXT_YEAR)  # noqa: DTZ001


def test_median_p90_and_shares_where_every_lead_was_answered() -> None:
    found = measure_response([lead(n) for n in (1, 2, 3, 4, 5, 10, 20, 60, 61, 300)], NEXT_YEAR)
    assert (found.leads, found.answered) == (10, 10)
    assert (found.wall.median, found.wall.p90) == (5.0, 61.0)
    assert found.wall.within_5 == pytest.approx(0.5)
    assert found.wall.within_60 == pytest.approx(0.8)
    assert found.business == found.wall


def test_unanswered_leads_are_not_dropped() -> None:
    answered = [lead(2) for _ in range(5)]
    ignored = [lead(10_000, answered=False) for _ in range(15)]
    found = measure_response(answered + ignored, NEXT_YEAR)
    assert found.wall.within_60 == pytest.approx(0.25)
    assert found.wall.median is None
    assert found.wall.p90 is None
    assert measure_response(answered, NEXT_YEAR).wall.within_60 == 1.0


def test_the_product_limit_estimate_by_hand() -> None:
    # Of 4, one is answered at 10 (3/4 left); one is given up at 20; of the 2 left one is answered at 30 (3/8 left).
    found = measure_response([lead(10), lead(20, answered=False), lead(30), lead(500, answered=False)], NEXT_YEAR)
    assert found.wall.within_5 == 0.0
    assert found.wall.within_60 == pytest.approx(1 - 3 / 8)
    assert found.wall.median == 30.0
    assert found.wall.p90 is None


def test_a_lead_given_up_in_the_minute_of_an_answer_was_still_waiting() -> None:
    assert measure_response([lead(10), lead(10, answered=False)], NEXT_YEAR).wall.median == 10.0


def test_a_lead_of_a_minute_ago_says_nothing_about_an_hour() -> None:
    found = measure_response([lead(30, answered=False)], at(0, 9, 1))
    assert (found.wall.median, found.wall.within_5, found.wall.within_60) == (None, None, None)


def test_what_is_answered_after_now_waits_still() -> None:
    found = measure_response([lead(30), lead(5)], at(0, 9, 10))
    assert (found.leads, found.answered) == (2, 1)


def test_a_lead_to_come_is_none_yet() -> None:
    assert measure_response([lead(30)], at(-1, 9)).leads == 0


def test_a_lead_called_before_it_was_entered_was_answered_at_once() -> None:
    found = measure_response([lead(-20)], NEXT_YEAR)
    assert (found.wall.median, found.business.median) == (0.0, 0.0)


def test_no_leads_at_all_have_no_response_time() -> None:
    found = measure_response([], NEXT_YEAR)
    assert (found.leads, found.wall.median, found.business.within_5) == (0, None, None)


instants = st.datetimes(
    dt.datetime(2026, 3, 1),  # noqa: DTZ001 - drawn without a zone, and put into one
    dt.datetime(2026, 11, 30),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, PARIS, zoneinfo.ZoneInfo("America/New_York"), zoneinfo.ZoneInfo("Asia/Tokyo")]),
)
offices = st.builds(
    BusinessHours,
    st.builds(
        MemberCalendar,
        week=st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=7, max_size=7).map(tuple),
        holidays=st.frozensets(st.dates(dt.date(2026, 3, 1), dt.date(2026, 11, 30)), max_size=5),
    ),
    st.sampled_from([PARIS, zoneinfo.ZoneInfo("Australia/Lord_Howe"), zoneinfo.ZoneInfo("America/New_York")]),
    st.times(max_value=dt.time(10)),
    st.times(min_value=dt.time(11)),
)


@given(instants, st.floats(0, 1e5), st.floats(0, 1e5), offices)
@settings(max_examples=300, deadline=None)
def test_business_minutes_grow_with_time_and_never_exceed_it_by_more_than_a_change_of_clocks(
    start: dt.datetime, first: float, more: float, hours: BusinessHours
) -> None:
    start = start.astimezone(dt.UTC)
    earlier = business_minutes(start, start + dt.timedelta(minutes=first), hours)
    later = business_minutes(start, start + dt.timedelta(minutes=first + more), hours)
    assert 0.0 <= earlier <= later + 1e-6
    assert later <= first + more + 60.0 + 1e-6


@given(
    st.lists(st.builds(lead, st.floats(-100, 1e6), answered=st.booleans(), hours=offices), max_size=25),
    st.floats(0, 1e6),
)
@settings(max_examples=100, deadline=None)
def test_shares_are_shares_and_the_median_comes_before_the_ninetieth(leads: list[LeadWait], now: float) -> None:
    found = measure_response(leads, at(0, 9) + dt.timedelta(minutes=now))
    assert found.answered <= found.leads
    for time in (found.wall, found.business):
        figures = [each for each in (time.median, time.p90, time.within_5, time.within_60) if each is not None]
        assert all(math.isfinite(each) and each >= 0.0 for each in figures)
        if time.p90 is not None:
            assert time.median is not None
            assert time.median <= time.p90
        if time.within_60 is not None:
            assert time.within_5 is not None
            assert time.within_5 <= time.within_60 + 1e-12 <= 1.0 + 1e-9
