"""Whatever a morning brought, the limiter is soon back at what Slack allows, and later mornings are like the first."""

import datetime as dt
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.mornings import ALLOWED, WEATHERS, Slack, Weather, allowed, send, weeks
from bot.core.retry_after import LONGEST, SHORTEST, seconds_to_wait
from bot.delivery.limiter import FASTEST, FLOOR, Bucket, Limiter, Pace
from bot.delivery.paces import load_pace, store_pace
from storage.engine import Database
from storage.tables import RateState
from tests.cast import assemble

START = dt.datetime(2026, 11, 17, 8, 30, tzinfo=dt.UTC)
SOON, SLOWLY = 180, 300
"""Seconds. A doubled limit of one call a second may take longer, because each trial costs a refusal of few calls."""
BY_CHANCE = next(each for each in WEATHERS if each.spurious)
SECOND = dt.timedelta(seconds=1)
ANY = st.floats(allow_nan=True, allow_infinity=True)
INSTANTS = st.one_of(st.none(), st.integers(-10_000, 10_000).map(lambda hours: START + dt.timedelta(hours=hours)))


@pytest.mark.parametrize("weather", WEATHERS, ids=lambda weather: weather.name)
def test_after_two_weeks_of_trouble_a_morning_is_as_quick_as_the_first(weather: Weather) -> None:
    for a_minute in allowed(weather):
        got = weeks(weather, a_minute)
        assert got.last <= 1.1 * got.first, got
        assert got.refused < 0.08, got
        if not weather.spurious:
            assert got.back is not None, got
            assert got.back <= (SLOWLY if weather.change > 1 and a_minute == min(ALLOWED) else SOON), got


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_refusals_that_have_nothing_to_do_with_the_rate_do_not_make_mornings_slower(seed: int) -> None:
    for a_minute in (60, 120, 300):
        got = weeks(BY_CHANCE, a_minute, seed=seed)
        assert got.last <= 1.1 * got.first, got
        assert got.refused < 0.08, got


def test_at_the_highest_rate_most_mornings_with_refusals_by_chance_are_as_quick_as_the_first() -> None:
    slower = [got.last / got.first for got in (weeks(BY_CHANCE, max(ALLOWED), seed=seed) for seed in range(1, 6))]
    assert sorted(slower)[2] <= 1.1, slower
    assert max(slower) <= 1.25, slower


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 40), st.floats(0, 30)), max_size=120))
def test_nothing_is_sent_while_blocked_and_the_rate_stays_within_its_bounds(
    steps: list[tuple[bool, float, float]],
) -> None:
    pace, now, blocked = Pace(), START, START
    for refused, pause, retry_after in steps:
        now += dt.timedelta(seconds=pause)
        wait = pace.delay(now)
        assert wait > 0 or now >= blocked
        if wait > 0:
            continue
        pace.take(now)
        if refused:
            pace.refused(now, retry_after)
            blocked = max(blocked, now + dt.timedelta(seconds=retry_after))
        assert FLOOR <= pace.rate <= FASTEST
        assert 1.0 <= pace.burst <= 20.0


@settings(max_examples=25, deadline=None)
@given(rate=ANY, tokens=ANY, burst=ANY, good=ANY, bad=st.one_of(st.none(), ANY), refused_at=INSTANTS)
def test_from_anything_that_is_stored_the_rate_is_back_within_three_minutes(
    rate: float, tokens: float, burst: float, good: float, bad: float | None, refused_at: dt.datetime | None
) -> None:
    pace = Pace.handed_over(
        rate=rate,
        tokens=tokens,
        burst=burst,
        good=good,
        bad=bad,
        blocked_until=None,
        refused_at=refused_at,
        at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    assert FLOOR <= pace.rate <= FASTEST
    assert not math.isnan(pace.tokens)
    morning = send(Slack(300, random.Random(1)), pace, 0, messages=1100)
    back = morning.back_after(0.0, 300)
    assert back is not None
    assert back <= 180


def test_a_stored_pace_loads_the_same(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    pace = Pace.handed_over(
        rate=4.75,
        tokens=3.5,
        burst=9.5,
        good=4.5,
        bad=5.25,
        blocked_until=START + 30 * SECOND,
        refused_at=START - 60 * SECOND,
        at=START,
    )
    with sqlite_database.writing() as session:
        store_pace(session, workspace_id=1, method="chat.postMessage", pace=pace)
    with sqlite_database.reading() as session:
        assert load_pace(session, workspace_id=1, method="chat.postMessage") == pace


def test_a_pace_that_an_older_version_drove_below_the_floor_starts_at_the_floor(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        session.add(
            RateState(
                workspace_id=1,
                scope="chat.postMessage",
                rate=0.2,
                tokens=-40.0,
                burst=2.0,
                good=0.19,
                bad=0.2,
                updated_at=START,
                blocked_until=START + dt.timedelta(days=400),
            )
        )
    with sqlite_database.reading() as session:
        pace = load_pace(session, workspace_id=1, method="chat.postMessage")
    assert pace is not None
    assert (pace.rate, pace.tokens, pace.good) == (FLOOR, 0.0, 0.0)
    assert pace.delay(START) <= 3600


def test_refusals_of_a_method_with_a_documented_rate_hold_it_back_and_no_longer() -> None:
    update = Limiter().method("chat.update")
    for minute in range(20):
        now = START + minute * 60 * SECOND
        update.refused(now, 30)
        assert update.delay(now + 29 * SECOND) == pytest.approx(1)
    assert update.rate == pytest.approx(50 / 60)


@pytest.mark.parametrize("made", [Pace, lambda: Bucket(rate=1.0, tokens=5.0, burst=5.0)], ids=["learnt", "documented"])
def test_a_clock_that_is_set_back_makes_nobody_wait_longer(made: type[Pace]) -> None:
    pace = made()
    pace.refused(START, 30)
    assert pace.delay(START + 10 * SECOND) == pytest.approx(20)
    yesterday = START - dt.timedelta(days=1)
    assert pace.delay(yesterday) == pytest.approx(20)
    assert pace.delay(yesterday + 21 * SECOND) == 0


def test_a_clock_that_jumps_ahead_earns_one_burst() -> None:
    pace = Pace(tokens=0.0, at=START)
    later = START + dt.timedelta(days=1)
    assert pace.delay(later) == 0
    assert pace.tokens == pace.burst


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("30", 30.0),
        ("0", SHORTEST),
        ("-5", SHORTEST),
        ("", SHORTEST),
        ("soon", SHORTEST),
        ("nan", SHORTEST),
        ("inf", LONGEST),
        ("99999999999", LONGEST),
        ("Tue, 17 Nov 2026 08:30:40 GMT", 40.0),
    ],
)
def test_whatever_slack_asks_to_wait_is_between_a_second_and_an_hour(said: str, seconds: float) -> None:
    assert seconds_to_wait({"retry-after": said, "Date": "Tue, 17 Nov 2026 08:30:00 GMT"}) == seconds
    assert seconds_to_wait({}) == SHORTEST
