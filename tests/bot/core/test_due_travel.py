"""Members who travel, and ticks that fail to come: at most one nudge a local date, in its morning or not at all."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from bot.core.due import Outcome, instant_of, latest_due, outcome_of
from bot.nudges.morning import CATCH_UP
from metrics.calendar import MemberCalendar

UTC = dt.UTC
DAY, STEP = dt.timedelta(days=1), dt.timedelta(minutes=5)
MORNING = dt.time(8, 30)
START = dt.datetime(2026, 1, 5, tzinfo=UTC)
CALENDAR = MemberCalendar()
PLACES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Asia/Tokyo",
        "Asia/Kolkata",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Australia/Lord_Howe",
    )
]


def mornings(now: dt.datetime, zone: ZoneInfo, taken: dict[dt.date, Outcome]) -> dt.date | None:
    """One tick for one member: takes the morning that has come, once a local date; the date when it brings a nudge."""
    due = latest_due(now, MORNING, zone, window=CATCH_UP)
    if due is None or due.local_date in taken:
        return None
    taken[due.local_date] = outcome_of(due, now, calendar=CALENDAR)
    return due.local_date if taken[due.local_date] is Outcome.NUDGE else None


@pytest.mark.parametrize("seed", range(6))
def test_who_travels_gets_one_nudge_a_local_date_and_always_in_the_morning_where_they_are(seed: int) -> None:
    chance = random.Random(seed)
    zone, leaves = PLACES[0], START
    taken: dict[dt.date, Outcome] = {}
    nudged: list[dt.date] = []
    whole: set[dt.date] = set()
    last_flight = START
    now = START
    while now < START + 180 * DAY:
        if now >= leaves:
            zone, last_flight = chance.choice(PLACES), now
            leaves = now + chance.uniform(0.2, 6) * DAY
        here = now.astimezone(zone)
        midday = dt.datetime.combine(here.date(), dt.time(12, 0), tzinfo=zone)
        if now >= midday and last_flight <= midday - 2 * DAY and here.weekday() < 5:
            whole.add(here.date())
        date = mornings(now, zone, taken)
        if date is not None:
            assert date == here.date()
            assert dt.time(8, 30) <= here.time() < dt.time(11, 30)
            nudged.append(date)
        now += STEP
    assert len(nudged) == len(set(nudged))
    assert all(date.weekday() < 5 for date in nudged)
    assert whole
    # Who has been in one place for two days has not had the date anywhere else.
    assert whole <= set(nudged)


def test_flying_west_over_the_date_line_brings_no_second_nudge_of_the_same_date() -> None:
    taken: dict[dt.date, Outcome] = {}
    auckland, honolulu = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    wednesday = dt.date(2026, 11, 18)
    at = instant_of(wednesday, MORNING, auckland)
    assert at is not None
    assert mornings(at, auckland, taken) == wednesday
    later = instant_of(wednesday, MORNING, honolulu)
    assert later is not None
    assert later > at
    assert mornings(later, honolulu, taken) is None
    assert mornings(later + DAY, honolulu, taken) == wednesday + DAY


def test_flying_east_past_the_morning_brings_the_next_one_not_one_in_the_evening() -> None:
    taken: dict[dt.date, Outcome] = {}
    tokyo = ZoneInfo("Asia/Tokyo")
    evening_there = dt.datetime(2026, 11, 18, 8, 0, tzinfo=UTC)  # not yet half past eight in London
    assert mornings(evening_there - STEP, ZoneInfo("Europe/London"), taken) is None
    assert mornings(evening_there, tokyo, taken) is None
    assert taken[dt.date(2026, 11, 18)] is Outcome.EXPIRED
    assert mornings(dt.datetime(2026, 11, 18, 23, 30, tzinfo=UTC), tokyo, taken) == dt.date(2026, 11, 19)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["Europe/London", "America/Havana", "Asia/Kathmandu", "Pacific/Chatham"])
def test_after_an_outage_a_morning_is_made_up_for_within_its_window_and_expired_afterwards(
    name: str, seed: int
) -> None:
    chance, zone = random.Random(seed), ZoneInfo(name)
    ticks, now = [], START
    while now < START + 365 * DAY:
        ticks.append(now)
        # Most of the time a tick every five minutes; now and then nothing for up to two days.
        now += STEP if chance.random() > 0.01 else chance.uniform(0.01, 2) * DAY
    taken: dict[dt.date, Outcome] = {}
    got = {date: tick for tick in ticks if (date := mornings(tick, zone, taken)) is not None}
    made_up = expired = 0
    for date in (START.date() + n * DAY for n in range(1, 364)):
        if date.weekday() >= 5:
            assert date not in got
            continue
        at, midnight = instant_of(date, MORNING, zone), instant_of(date + DAY, dt.time(0, 0), zone)
        assert at is not None
        assert midnight is not None
        in_time = [tick for tick in ticks if at <= tick < at + CATCH_UP]
        assert got.get(date) == (in_time[0] if in_time else None)
        if in_time:
            made_up += in_time[0] > at + STEP
        elif any(at <= tick < midnight for tick in ticks):
            assert taken[date] is Outcome.EXPIRED
            expired += 1
        else:
            assert date not in taken  # nobody was there to see it pass
    assert made_up
    assert expired
