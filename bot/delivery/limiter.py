"""Keeps Slack's limits without being told them: finds the rate that is allowed, and stays just below it.

The workspace-wide limit of chat.postMessage is documented as "several hundred a minute" only. So the limiter starts at
a moderate rate, goes up while nothing is refused, and after a refusal closes in between the highest rate that held and
the lowest that did not.
"""

import datetime as dt
from collections import deque
from dataclasses import dataclass, field, replace

START = 5.0
BURST = 20.0
SLOWEST, FASTEST = 0.2, 50.0
TRIAL = dt.timedelta(seconds=20)
"""A rate that was used for so long without a refusal is held to be allowed."""
CLOSE = 1.03
"""Highest good and lowest bad rate this near to each other: found."""
FORGET = dt.timedelta(minutes=10)
"""After so long the lowest bad rate is tried a little again: Slack may allow more than it did."""
TIER_3 = ("chat.update", "conversations.history", "conversations.info", "conversations.open")
TIER_4 = ("users.profile.get",)
CHANNEL_GAP = dt.timedelta(seconds=1.1)


@dataclass
class Pace:
    """The rate of one method in one workspace: a token bucket whose rate is learnt. Instants are given, not read."""

    rate: float = START
    tokens: float = BURST
    burst: float = BURST
    good: float = 0.0
    bad: float = float("inf")
    blocked_until: dt.datetime | None = None
    refused_at: dt.datetime | None = None
    at: dt.datetime | None = None
    """When `tokens` was true."""
    _trial_began: dt.datetime | None = None
    _recent: deque[dt.datetime] = field(default_factory=lambda: deque(maxlen=400))

    def delay(self, now: dt.datetime) -> float:
        """Seconds until the next call may be made; 0 when it may be made now."""
        self._refill(now)
        if self.blocked_until is not None and now < self.blocked_until:
            return (self.blocked_until - now).total_seconds()
        return 0.0 if self.tokens >= 1.0 else (1.0 - self.tokens) / self.rate

    def take(self, now: dt.datetime) -> None:
        """A call is made at `now`."""
        self._refill(now)
        self.tokens -= 1.0
        self._recent.append(now)
        if self._trial_began is None:
            self._trial_began = now
        elif now - self._trial_began >= TRIAL and self._busy(now):
            self._held(now)

    def refused(self, now: dt.datetime, retry_after: float) -> None:
        """Slack answered 429: nothing of this method goes out for `retry_after` seconds, and then more slowly."""
        if self.blocked_until is None or now >= self.blocked_until:
            # Calls that were under way together are refused together: they say it once.
            self.bad = max(SLOWEST, min(self.bad, self.rate, self._admitted(now)))
            if self.good >= self.bad:
                self.good = self.bad * 0.95
            self.rate = self.good if self.good > 0 else max(SLOWEST, self.bad * 0.6)
        self.blocked_until = now + dt.timedelta(seconds=retry_after)
        self.refused_at = now
        self.tokens = 0.0
        self._trial_began = None
        self._bound_burst()

    def _admitted(self, now: dt.datetime) -> float:
        """At most so many calls a second Slack allows, by what it admitted since the last refusal; infinite where that
        says nothing.

        Slack's bucket was empty then and is empty now: what it admitted in between is what it allows, give or take one.
        """
        if self.refused_at is None or now <= self.refused_at:
            return float("inf")
        seconds = (now - self.refused_at).total_seconds()
        calls = sum(1 for at in self._recent if at > self.refused_at)
        forgotten = len(self._recent) == self._recent.maxlen and self._recent[0] > self.refused_at
        idle = calls < 0.8 * self.good * seconds if self.good > 0 else seconds > TRIAL.total_seconds()
        return float("inf") if forgotten or idle else (calls + 1) / seconds

    def _held(self, now: dt.datetime) -> None:
        self.good = max(self.good, self.rate)
        self._trial_began = now
        if self.refused_at is not None and now - self.refused_at > FORGET:
            self.bad *= 1.05
            self.refused_at = now
        if self.bad == float("inf"):
            self.rate = min(FASTEST, self.rate * 1.5)
        elif self.bad > self.good * CLOSE:
            self.rate = min((self.good + self.bad) / 2, self.good * 1.5)
        self._bound_burst()

    def _bound_burst(self) -> None:
        """After a refusal, at most what comes in two seconds at once: a sender is busy for a while with each batch.

        That is not refused: both buckets were empty then, and this one is filled no faster than Slack's, nor as high
        (about 25 messages were observed). Two at least, or what comes while one is sent would be lost.
        """
        if self.refused_at is not None:
            self.burst = max(2.0, min(BURST, 2.0 * self.rate))

    def _busy(self, now: dt.datetime) -> bool:
        """Whether the rate was really used: an idle worker learns nothing."""
        used = sum(1 for at in self._recent if now - at <= TRIAL)
        return used >= min(self._recent.maxlen or 400, 0.8 * self.rate * TRIAL.total_seconds())

    def _refill(self, now: dt.datetime) -> None:
        if self.at is not None and now > self.at:
            self.tokens = min(self.burst, self.tokens + (now - self.at).total_seconds() * self.rate)
        self.at = now if self.at is None else max(self.at, now)


class Limiter:
    """The paces of all methods and channels of a workspace. Used by one sender at a time (it holds the lease).

    What it found out about posting is handed from sender to sender through the database (`learn_from`, `pace_to_keep`):
    who takes over knows the rate, and spends nothing that the one before has spent.
    """

    def __init__(self) -> None:
        self._methods: dict[str, Pace] = {}
        self._channels: dict[str, dt.datetime] = {}

    def method(self, name: str) -> Pace:
        """The pace of one method of Slack's Web API."""
        if name not in self._methods:
            fixed = {**dict.fromkeys(TIER_3, 50 / 60), **dict.fromkeys(TIER_4, 100 / 60)}
            rate = fixed.get(name)
            pace = Pace() if rate is None else Pace(rate=rate, tokens=5.0, burst=5.0, good=rate, bad=rate)
            self._methods[name] = pace
        return self._methods[name]

    def learn_from(self, method: str, pace: Pace) -> None:
        """Go on with what another sender knew of this method."""
        self._methods[method] = pace

    def pace_to_keep(self, method: str, now: dt.datetime, *, spending: int) -> Pace | None:
        """What the next sender must know if this one ends now, `spending` calls about to be made; None if nothing."""
        pace = self.method(method)
        pace.delay(now)
        return replace(pace, tokens=pace.tokens - spending, at=now)

    def affordable(self, method: str, now: dt.datetime) -> int:
        """How many calls of this method may be made at once."""
        pace = self.method(method)
        return int(pace.tokens) if pace.delay(now) == 0.0 else 0

    def affordable_within(self, method: str, now: dt.datetime, within: dt.timedelta) -> int:
        """How many calls of this method may be made from now until `within` has passed, at the present pace."""
        return self.affordable(method, now) + int(self.method(method).rate * within.total_seconds())

    def delay(self, method: str, channel: str, now: dt.datetime) -> float:
        """Seconds until this method may be called for this channel."""
        wait = self.method(method).delay(now)
        free = self._channels.get(channel)
        return max(wait, (free - now).total_seconds() if free is not None and free > now else 0.0)

    def take(self, method: str, channel: str, now: dt.datetime) -> None:
        """The method is called for this channel at `now`."""
        self.method(method).take(now)
        if method == "chat.postMessage":
            self._channels[channel] = now + CHANNEL_GAP
            if len(self._channels) > 5000:
                self._channels = {name: free for name, free in self._channels.items() if free > now}


class Unlimited(Limiter):
    """For a gateway without limits."""

    def pace_to_keep(self, method: str, now: dt.datetime, *, spending: int) -> Pace | None:
        """Nothing was learnt."""
        return None

    def affordable(self, method: str, now: dt.datetime) -> int:
        """As many as are wanted."""
        return 1_000_000

    def delay(self, method: str, channel: str, now: dt.datetime) -> float:
        """Never any."""
        return 0.0

    def take(self, method: str, channel: str, now: dt.datetime) -> None:
        """Nothing to keep."""
