"""The limiter finds a rate that it is not told, and is hardly ever refused."""

import datetime as dt

import pytest

from bot.delivery.limiter import LEAST_CALLS, Pace
from sandbox.rates import RateLimiter

START = dt.datetime(2026, 11, 17, 8, 30, tzinfo=dt.UTC)


def send(messages: int, a_minute: float, *, busy: float = 0.002) -> tuple[float, float]:
    """(achieved share of the allowed rate over the second half, share of calls refused), in pretended time.

    The sender looks again `busy` seconds after it sent all that it might.
    """
    slack, pace = RateLimiter(messages_a_minute=a_minute), Pace()
    now, sent, refused = START, 0, 0
    half_at = START
    while sent < messages:
        if pace.delay(now) > 0:
            now += dt.timedelta(seconds=max(pace.delay(now), busy))
            continue
        pace.take(now)
        wait = slack.admit("chat.postMessage", f"D{sent}", now.timestamp())
        if wait is None:
            sent += 1
            half_at = now if sent == messages // 2 else half_at
        else:
            refused += 1
            pace.refused(now, wait)
    achieved = (messages - messages // 2) / (now - half_at).total_seconds() * 60
    return achieved / a_minute, refused / (sent + refused)


@pytest.mark.parametrize("a_minute", [60, 300, 600])
def test_it_finds_the_rate_and_is_hardly_ever_refused(a_minute: float) -> None:
    achieved, refused = send(5000, a_minute)
    assert refused < 0.01
    assert achieved >= 0.95


@pytest.mark.parametrize("a_minute", [60, 150, 300, 600])
def test_a_sender_that_is_busy_with_each_batch_still_uses_the_rate(a_minute: float) -> None:
    achieved, refused = send(5000, a_minute, busy=0.4)
    assert refused < 0.01
    assert achieved >= 0.95


@pytest.mark.parametrize("busy", [0.002, 0.02, 0.05, 0.2, 0.4])
def test_a_short_morning_at_the_lowest_rate_is_hardly_ever_refused(busy: float) -> None:
    _, refused = send(500, 60, busy=busy)
    assert refused < 0.01


def test_a_trial_that_fails_is_not_repeated_for_hundreds_of_messages() -> None:
    _, first = send(1000, 60)
    _, both = send(5000, 60)
    assert 5000 * both - 1000 * first <= 4000 / LEAST_CALLS + 1


def test_a_refusal_of_one_method_delays_no_other() -> None:
    post, update = Pace(), Pace()
    post.refused(START, 30)
    assert post.delay(START) == 30
    assert update.delay(START) == 0
