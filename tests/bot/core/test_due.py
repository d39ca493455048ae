"""When a local time comes, across every gap and fold, until when it is not too late, and what comes of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.core.due import QUIET, Due, Outcome, QuietHours, due_now, instant_of, latest_due, next_due, outcome_of
from metrics.calendar import DaysOff, MemberCalendar

UTC = dt.UTC
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
WINDOW = 3 * HOUR
MORNING = dt.time(8, 30)
LONDON = ZoneInfo("Europe/London")
WEDNESDAY = dt.date(2026, 11, 18)
AT = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


# Transitions of the past: no government can change them any more.
@pytest.mark.parametrize(
    ("zone", "date", "time", "instant"),
    [
        ("Europe/London", "2024-11-18", "08:30", "2024-11-18T08:30"),
        ("Asia/Kathmandu", "2024-11-18", "08:30", "2024-11-18T02:45"),
        # Gaps: the first instant after.
        ("America/New_York", "2024-03-10", "02:30", "2024-03-10T07:00"),
        ("Africa/Cairo", "2024-04-26", "00:00", "2024-04-25T22:00"),
        ("Asia/Beirut", "2024-03-31", "00:45", "2024-03-30T22:00"),
        ("America/Havana", "2024-03-10", "00:30", "2024-03-10T05:00"),
        ("America/Santiago", "2024-09-08", "00:15", "2024-09-08T04:00"),
        ("America/Asuncion", "2024-10-06", "00:30", "2024-10-06T04:00"),
        ("Australia/Lord_Howe", "2024-10-06", "02:10", "2024-10-05T15:30"),  # half an hour
        ("Antarctica/Troll", "2024-03-31", "02:30", "2024-03-31T01:00"),  # two hours
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-31T01:00"),  # it ends on the next date
        # Folds: the first of the two.
        ("America/New_York", "2024-11-03", "01:30", "2024-11-03T05:30"),
        ("America/Havana", "2024-11-03", "00:30", "2024-11-03T04:30"),
        ("Africa/Casablanca", "2024-03-10", "02:30", "2024-03-10T01:30"),  # Ramadan begins
        ("Australia/Lord_Howe", "2024-04-07", "01:45", "2024-04-06T14:45"),
        ("America/St_Johns", "2010-11-07", "00:00", "2010-11-07T02:30"),  # a minute later it was Saturday again
    ],
)
def test_the_instant_of_a_local_time(zone: str, date: str, time: str, instant: str) -> None:
    found = instant_of(dt.date.fromisoformat(date), dt.time.fromisoformat(time), ZoneInfo(zone))
    assert found == dt.datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_it_is_due_from_its_minute_until_the_window_closes() -> None:
    assert due_now(AT - dt.timedelta(seconds=1), MORNING, LONDON, window=WINDOW) is None
    expected = Due(WEDNESDAY, AT, AT + WINDOW, quiet_at=AT + 11.5 * HOUR)
    assert due_now(AT, MORNING, LONDON, window=WINDOW) == expected
    assert due_now(AT + WINDOW - dt.timedelta(seconds=1), MORNING, LONDON, window=WINDOW) == expected
    assert due_now(AT + WINDOW, MORNING, LONDON, window=WINDOW) is None


def test_a_time_that_comes_twice_is_due_at_the_first_and_not_anew_at_the_second() -> None:
    zone = ZoneInfo("America/New_York")
    first = dt.datetime(2024, 11, 3, 5, 30, tzinfo=UTC)
    for now in (first, first + HOUR):
        due = due_now(now, dt.time(1, 30), zone, window=WINDOW)
        assert due is not None
        assert due.at == first


def test_a_date_that_a_country_skipped_has_no_morning() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant_of(dt.date(2011, 12, 30), MORNING, apia) is None
    midnight = dt.datetime(2011, 12, 30, 10, 0, tzinfo=UTC)  # after the 29th came the 31st
    assert due_now(midnight, MORNING, apia, window=WINDOW) is None
    upcoming = next_due(midnight, [(apia, MORNING)])
    assert upcoming is not None
    due = due_now(upcoming, MORNING, apia, window=WINDOW)
    assert due is not None
    assert due.local_date == dt.date(2011, 12, 31)


def test_a_late_evening_before_a_skipped_date_is_still_made_up_for() -> None:
    due = due_now(
        dt.datetime(2011, 12, 30, 11, 0, tzinfo=UTC), dt.time(23, 30), ZoneInfo("Pacific/Apia"), window=WINDOW
    )
    assert due is not None
    assert due.local_date == dt.date(2011, 12, 29)


def test_quiet_hours_are_found_beyond_a_skipped_date() -> None:
    quiet = QuietHours(dt.time(0, 30), dt.time(7, 0))
    at = dt.datetime(2011, 12, 30, 9, 0, tzinfo=UTC)  # an hour before the 31st
    due = due_now(at, dt.time(23, 0), ZoneInfo("Pacific/Apia"), window=WINDOW, quiet=quiet)
    assert due is not None
    assert due.expires_at == at + 90 * MINUTE


def test_a_date_that_has_begun_before_the_clock_went_back_over_midnight_is_due_all_the_same() -> None:
    at = dt.datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    for now in (at, at + MINUTE, at + 30 * MINUTE):
        due = due_now(now, dt.time(0, 0), ZoneInfo("America/St_Johns"), window=WINDOW)
        assert due is not None
        assert (due.local_date, due.at) == (dt.date(2010, 11, 7), at)


def test_a_morning_that_was_missed_is_known_as_too_late_until_its_date_ends() -> None:
    for late in (WINDOW, 15 * HOUR):
        due = latest_due(AT + late, MORNING, LONDON, window=WINDOW)
        assert due == Due(WEDNESDAY, AT, AT + WINDOW, quiet_at=AT + 11.5 * HOUR)
    assert latest_due(AT + 16 * HOUR, MORNING, LONDON, window=WINDOW) is None


@pytest.mark.parametrize(
    ("time", "window", "expires"),
    [
        ("08:30", 3, "2026-11-18T11:30"),
        ("18:30", 3, "2026-11-18T20:00"),  # the evening cuts it short
        ("11:00", 12, "2026-11-18T20:00"),
        ("06:00", 3, "2026-11-18T09:00"),
        ("21:00", 3, "2026-11-19T00:00"),  # somebody's own wish: the whole window
        ("04:45", 3, "2026-11-18T07:45"),
    ],
)
def test_what_is_made_up_for_is_made_up_for_before_the_quiet_hours(time: str, window: int, expires: str) -> None:
    wished = dt.time.fromisoformat(time)
    at = instant_of(WEDNESDAY, wished, LONDON)
    assert at is not None
    due = due_now(at, wished, LONDON, window=window * HOUR)
    assert due is not None
    assert due.expires_at == dt.datetime.fromisoformat(expires).replace(tzinfo=UTC)


def test_quiet_hours_that_begin_after_midnight_and_none_at_all() -> None:
    at = dt.datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    after_midnight = QuietHours(dt.time(0, 30), dt.time(7, 0))
    due = due_now(at, dt.time(23, 0), LONDON, window=WINDOW, quiet=after_midnight)
    assert due is not None
    assert due.expires_at == at + 90 * MINUTE
    none = QuietHours(dt.time(19, 0), dt.time(19, 0))
    due = due_now(AT + 9 * HOUR, dt.time(17, 30), LONDON, window=WINDOW, quiet=none)
    assert due is not None
    assert due.expires_at == AT + 12 * HOUR


@pytest.mark.parametrize(
    ("time", "moved"),
    [("08:30", "08:30"), ("06:00", "06:00"), ("05:59", "06:00"), ("00:00", "06:00"), ("20:00", "06:00")],
)
def test_a_time_that_somebody_else_chose_is_moved_out_of_the_quiet_hours(time: str, moved: str) -> None:
    assert QUIET.move(dt.time.fromisoformat(time)) == dt.time.fromisoformat(moved)


@pytest.mark.parametrize(
    ("circumstances", "outcome"),
    [
        ({}, Outcome.NUDGE),
        ({"calendar": MemberCalendar(week=(1, 1, 0, 1, 1, 0, 0))}, Outcome.DAY_OFF),
        ({"calendar": MemberCalendar(holidays=frozenset({WEDNESDAY}))}, Outcome.DAY_OFF),
        ({"calendar": MemberCalendar(leave=(DaysOff(WEDNESDAY, dt.date(2026, 11, 21)),))}, Outcome.DAY_OFF),
        ({"calendar": MemberCalendar(leave=(DaysOff(WEDNESDAY, dt.date(2026, 11, 21), 0.5),))}, Outcome.NUDGE),
        ({"calendar": MemberCalendar(joined=dt.date(2026, 11, 19))}, Outcome.DAY_OFF),
        ({"calendar": MemberCalendar(left=WEDNESDAY)}, Outcome.DAY_OFF),
        ({"has_goal": False}, Outcome.NO_GOAL),
        ({"nudges_on": False}, Outcome.OFF),
        ({"reachable": False}, Outcome.UNREACHABLE),
        ({"snoozed_until": dt.date(2026, 11, 19)}, Outcome.SNOOZED),
        ({"snoozed_until": WEDNESDAY}, Outcome.NUDGE),  # messages come again on the date itself
        ({"now": AT + WINDOW - MINUTE}, Outcome.NUDGE),
        ({"now": AT + WINDOW}, Outcome.EXPIRED),
        ({"now": AT + WINDOW, "has_goal": False}, Outcome.NO_GOAL),  # the reason that would have held in time
    ],
)
def test_what_comes_of_a_morning(circumstances: dict[str, object], outcome: Outcome) -> None:
    said: dict[str, object] = {"now": AT, "calendar": MemberCalendar(), **circumstances}
    now = said.pop("now")
    assert outcome_of(Due(WEDNESDAY, AT, AT + WINDOW), now, **said) is outcome  # type: ignore[arg-type]


def test_the_next_instant_is_the_first_of_everybodys_and_nobody_has_none() -> None:
    times = [(LONDON, MORNING), (ZoneInfo("Asia/Tokyo"), MORNING), (LONDON, dt.time(7, 0))]
    assert next_due(AT, times) == dt.datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert next_due(AT, []) is None
