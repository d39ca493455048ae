"""How often Slack lets an app call, and how long it says to wait."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import rates
from sandbox.bounds import Refusal
from sandbox.rates import CHANNEL, METHOD_TIERS, POST, RATES, WORKSPACE, RateLimiter

NOW = 1_800_000_000.0
TIERS = [name for name in RATES if name.startswith("tier")]


def calls_admitted(limiter: RateLimiter, method: str, channels: list[str], now: float) -> int:
    """How many calls in a row go through at one instant."""
    count = 0
    while limiter.admit(method, channels[count % len(channels)], now) is None:
        count += 1
        assert count < 10_000, "there is no limit"
    return count


def callers_of(row: str) -> tuple[str, list[str]]:
    """A method and channels that run into this limit before any other."""
    if row in TIERS:
        return next(method for method, tier in METHOD_TIERS.items() if tier == row), ["C1"]
    return POST, ["C1"] if row == CHANNEL.name else [f"C{n}" for n in range(100)]


@pytest.mark.parametrize("row", RATES)
def test_a_limit_admits_its_burst_and_refuses_the_next_call(row: str) -> None:
    method, channels = callers_of(row)
    assert calls_admitted(RateLimiter(), method, channels, NOW) == RATES[row].burst


@pytest.mark.parametrize("row", RATES)
def test_after_the_burst_a_minute_brings_what_the_row_says(row: str) -> None:
    method, channels = callers_of(row)
    limiter = RateLimiter()
    calls_admitted(limiter, method, channels, NOW)
    later = sum(calls_admitted(limiter, method, channels, NOW + second) for second in range(1, 61))
    assert later == pytest.approx(RATES[row].a_minute, abs=1)


@pytest.mark.parametrize("method", METHOD_TIERS)
def test_every_method_keeps_its_own_tier(method: str) -> None:
    limiter = RateLimiter()
    assert calls_admitted(limiter, method, ["C1"], NOW) == RATES[METHOD_TIERS[method]].burst
    others = [other for other in METHOD_TIERS if other != method]
    assert all(limiter.admit(other, None, NOW) is None for other in others)


def test_a_channel_that_is_full_leaves_the_others_and_the_workspace_alone() -> None:
    limiter = RateLimiter()
    calls_admitted(limiter, POST, ["C1"], NOW)
    for _ in range(100):
        assert limiter.admit(POST, "C1", NOW) == 1.0
    others = [f"C{n}" for n in range(2, 100)]
    assert calls_admitted(limiter, POST, others, NOW) == WORKSPACE.burst - CHANNEL.burst


def test_a_pause_earns_one_burst_and_no_more() -> None:
    limiter = RateLimiter()
    calls_admitted(limiter, POST, ["C1"], NOW)
    assert calls_admitted(limiter, POST, ["C1"], NOW + 86_400) == CHANNEL.burst


def test_retry_after_is_the_time_until_the_next_call() -> None:
    limiter = RateLimiter()
    calls_admitted(limiter, "users.list", ["C1"], NOW)
    assert limiter.admit("users.list", None, NOW) == 3.0
    assert limiter.admit("users.list", None, NOW + 2.9) == 1.0
    assert limiter.admit("users.list", None, NOW + 3.0) is None


@given(
    method=st.sampled_from([POST, *METHOD_TIERS]),
    steps=st.lists(st.floats(0, 20, allow_nan=False), max_size=60),
    a_minute=st.floats(0.5, 2_000),
)
@settings(max_examples=150, deadline=None)
def test_whoever_waits_as_told_is_admitted(method: str, steps: list[float], a_minute: float) -> None:
    limiter, now = RateLimiter(messages_a_minute=a_minute), NOW
    for step in [*steps, *[0.0] * 120]:
        now += step
        # A message has two limits: what one says to wait, the other may extend once.
        waits = 0
        while (wait := limiter.admit(method, "C1", now)) is not None:
            assert wait >= 1.0
            assert wait.is_integer()
            now, waits = now + wait, waits + 1
            assert waits <= (2 if method == POST else 1)


def test_a_clock_that_goes_back_brings_no_tokens() -> None:
    limiter = RateLimiter()
    calls_admitted(limiter, POST, ["C1"], NOW)
    assert limiter.admit(POST, "C1", NOW - 3_600) is not None


def test_the_workspace_takes_as_many_as_it_is_set_to() -> None:
    limiter = RateLimiter(messages_a_minute=60)
    channels = [f"C{n}" for n in range(100)]
    calls_admitted(limiter, POST, channels, NOW)
    assert calls_admitted(limiter, POST, channels, NOW + 10) == 10
    limiter.set_messages_a_minute(120)
    calls_admitted(limiter, POST, channels, NOW + 10)
    assert calls_admitted(limiter, POST, channels, NOW + 20) == 20


@pytest.mark.parametrize("wrong", [0, -1, float("nan")])
def test_a_workspace_that_takes_nothing_is_a_mistake(wrong: float) -> None:
    with pytest.raises(Refusal, match="more than 0"):
        RateLimiter(messages_a_minute=wrong)
    with pytest.raises(Refusal, match="more than 0"):
        RateLimiter().set_messages_a_minute(wrong)


def test_without_limits_everything_is_admitted() -> None:
    limiter = RateLimiter(enabled=False)
    assert all(limiter.admit(POST, "C1", NOW) is None for _ in range(1_000))


def test_a_method_without_a_tier_is_not_limited() -> None:
    limiter = RateLimiter()
    assert all(limiter.admit("auth.test", None, NOW) is None for _ in range(1_000))


def test_the_channel_unused_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_CHANNELS", 2)
    limiter = RateLimiter(messages_a_minute=1e9)
    for channel in ("C1", "C2"):
        calls_admitted(limiter, POST, [channel], NOW)
    now = NOW + 0.001
    assert limiter.admit(POST, "C1", now) is not None
    assert limiter.admit(POST, "C3", now) is None
    assert limiter.admit(POST, "C1", now) is not None
    assert limiter.admit(POST, "C2", now) is None


def test_every_rate_names_its_documentation() -> None:
    assert all(rate.source.startswith("https://docs.slack.dev/") for rate in RATES.values())
    assert set(METHOD_TIERS.values()) == set(TIERS)
