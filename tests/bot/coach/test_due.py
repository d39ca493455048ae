"""When a local time comes, across every gap and fold."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.coach.due import due_now, instant_of, next_due

UTC = dt.UTC
WINDOW = dt.timedelta(hours=3)
MORNING = dt.time(8, 30)


@pytest.mark.parametrize(
    ("zone", "date", "time", "instant"),
    [
        ("Europe/London", "2026-11-18", "08:30", "2026-11-18T08:30"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00"),  # the gap: first instant after it
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),  # the fold: the first of two
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00"),  # a gap at midnight
        ("America/Santiago", "2026-09-06", "00:15", "2026-09-06T04:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30"),  # a gap of half an hour
        ("Asia/Kathmandu", "2026-11-18", "08:30", "2026-11-18T02:45"),
    ],
)
def test_the_instant_of_a_local_time(zone: str, date: str, time: str, instant: str) -> None:
    found = instant_of(dt.date.fromisoformat(date), dt.time.fromisoformat(time), ZoneInfo(zone))
    assert found == dt.datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_it_is_due_from_its_minute_until_the_window_closes() -> None:
    zone = ZoneInfo("Europe/London")
    at = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
    assert due_now(at - dt.timedelta(seconds=1), MORNING, zone, window=WINDOW) is None
    due = due_now(at, MORNING, zone, window=WINDOW)
    assert due is not None
    assert (due.local_date, due.at, due.expires_at) == (dt.date(2026, 11, 18), at, at + WINDOW)
    assert due_now(at + WINDOW, MORNING, zone, window=WINDOW) is None


@pytest.mark.parametrize(
    "name",
    ["America/New_York", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Asia/Tehran", "Pacific/Apia"],
)
@pytest.mark.parametrize("time", [dt.time(0, 0), dt.time(0, 15), dt.time(1, 30), dt.time(2, 10), MORNING])
def test_in_two_years_each_local_date_comes_exactly_once(name: str, time: dt.time) -> None:
    zone = ZoneInfo(name)
    now = dt.datetime(2026, 1, 1, tzinfo=UTC)
    dates = []
    while now < dt.datetime(2028, 1, 1, tzinfo=UTC):
        upcoming = next_due(now, [(zone, time)])
        assert upcoming is not None
        now = upcoming
        due = due_now(now, time, zone, window=WINDOW)
        assert due is not None
        dates.append(due.local_date)
    expected = [dates[0] + dt.timedelta(days=n) for n in range(len(dates))]
    assert dates == expected
