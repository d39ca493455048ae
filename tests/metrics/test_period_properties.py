import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.periods import Period, PeriodKind, next_period, period_of, periods_between, previous_period

FOUND = [kind for kind in PeriodKind if kind is not PeriodKind.CUSTOM]
dates = st.dates(dt.date(1970, 1, 1), dt.date(2200, 12, 31))
kinds = st.sampled_from(FOUND)
week_starts = st.integers(0, 6)
months = st.integers(1, 12)
DAY = dt.timedelta(days=1)


@given(kinds, dates, week_starts, months)
@settings(max_examples=300, deadline=None)
def test_every_date_is_in_exactly_one_period_of_each_kind(kind, date, week_start, month):
    settings_ = {"week_start": week_start, "fiscal_year_start_month": month}
    period = period_of(kind, date, **settings_)
    before, after = previous_period(period, **settings_), next_period(period, **settings_)
    assert date in period
    assert date not in before
    assert date not in after
    assert (before.end, period.end) == (period.start, after.start)
    assert period_of(kind, period.start, **settings_) == period_of(kind, period.end - DAY, **settings_) == period


@given(kinds, dates, st.integers(1, 800), week_starts, months)
@settings(max_examples=60, deadline=None)
def test_the_periods_between_two_dates_cover_them_without_gap_or_overlap(kind, start, days, week_start, month):
    end = start + dt.timedelta(days=days)
    found = list(periods_between(kind, start, end, week_start=week_start, fiscal_year_start_month=month))
    assert start in found[0]
    assert end - DAY in found[-1]
    assert all(one.end == two.start for one, two in itertools.pairwise(found))


def test_no_period_lies_in_an_empty_range():
    assert list(periods_between(PeriodKind.WEEK, dt.date(2026, 5, 4), dt.date(2026, 5, 4))) == []


@given(dates, months)
@settings(max_examples=150, deadline=None)
def test_a_fiscal_year_is_made_of_four_quarters_of_three_months(date, month):
    year = period_of(PeriodKind.YEAR, date, fiscal_year_start_month=month)
    quarters = list(periods_between(PeriodKind.QUARTER, year.start, year.end, fiscal_year_start_month=month))
    assert (year.start.month, year.start.day) == (month, 1)
    assert len(quarters) == 4
    assert (quarters[0].start, quarters[-1].end) == (year.start, year.end)
    assert all(len(list(periods_between(PeriodKind.MONTH, q.start, q.end))) == 3 for q in quarters)
    assert sum(quarter.days for quarter in quarters) == year.days in (365, 366)


@pytest.mark.parametrize(
    ("month", "expected"), [(1, dt.date(2024, 1, 1)), (3, dt.date(2023, 3, 1)), (2, dt.date(2024, 2, 1))]
)
def test_a_leap_day_lies_in_the_fiscal_year_that_began_before_it(month, expected):
    assert period_of(PeriodKind.YEAR, dt.date(2024, 2, 29), fiscal_year_start_month=month).start == expected


def test_february_has_its_leap_day():
    assert [period_of(PeriodKind.MONTH, dt.date(year, 2, 1)).days for year in (2023, 2024, 2100, 2000)] == [
        28,
        29,
        28,
        29,
    ]


def test_iso_week_53_is_one_week_across_the_new_year():
    last, first = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    assert last.isocalendar().week == first.isocalendar().week == 53
    assert period_of(PeriodKind.WEEK, last) == period_of(PeriodKind.WEEK, first)
    assert period_of(PeriodKind.WEEK, last).start == dt.date(2026, 12, 28)


@given(dates)
@settings(max_examples=100, deadline=None)
def test_weeks_from_monday_are_iso_weeks(date):
    assert period_of(PeriodKind.WEEK, date).start == dt.date.fromisocalendar(*date.isocalendar()[:2], 1)


@pytest.mark.parametrize("week_start", range(7))
def test_a_monday_is_counted_in_one_week_only(week_start):
    monday = dt.date(2026, 11, 16)
    around = periods_between(PeriodKind.WEEK, monday - 7 * DAY, monday + 8 * DAY, week_start=week_start)
    assert sum(monday in week for week in around) == 1


def test_the_end_of_a_period_is_not_in_it():
    period = Period(dt.date(2026, 5, 4), dt.date(2026, 5, 6))
    assert list(period.dates()) == [dt.date(2026, 5, 4), dt.date(2026, 5, 5)]
    assert period.end not in period


def test_days_before_a_date_are_counted_within_the_period():
    period = period_of(PeriodKind.WEEK, dt.date(2026, 11, 18))
    offsets = (-3, 0, 1, 6, 7, 40)
    assert [period.days_before(period.start + n * DAY) for n in offsets] == [0, 0, 1, 6, 7, 7]


def test_a_custom_period_is_followed_by_as_many_days():
    sprint = Period(dt.date(2026, 2, 20), dt.date(2026, 3, 3))
    assert next_period(sprint) == Period(dt.date(2026, 3, 3), dt.date(2026, 3, 14))
    assert previous_period(next_period(sprint)) == sprint


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: period_of(PeriodKind.CUSTOM, dt.date(2026, 1, 1)), "written out"),
        (lambda: period_of(PeriodKind.WEEK, dt.date(2026, 1, 1), week_start=7), "0 .Monday. to 6"),
        (lambda: period_of(PeriodKind.YEAR, dt.date(2026, 1, 1), fiscal_year_start_month=0), "1 to 12"),
        (lambda: period_of(PeriodKind.DAY, dt.datetime(2026, 1, 1, 23, tzinfo=dt.UTC)), "instant"),
        (lambda: period_of(PeriodKind.WEEK, dt.date.min), "year 2 to 9998"),
        (lambda: period_of(PeriodKind.YEAR, dt.date.max), "year 2 to 9998"),
        (lambda: Period(dt.date(2026, 1, 2), dt.date(2026, 1, 2)), "ends after it starts"),
        (lambda: Period(dt.datetime(2026, 1, 2, tzinfo=dt.UTC), dt.date(2026, 1, 5)), "instant"),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()
