"""How often a method may be called: token buckets for each method, and for messages for each channel.

https://docs.slack.dev/apis/web-api/rate-limits: tiers allow 1, 20, 50 and 100 calls a minute for a method, a workspace
and an app; chat.postMessage allows one message a second for a channel with short bursts, and "several hundred" a minute
for a workspace. The sandbox allows 300 a minute with a burst of 25 unless told otherwise.
"""

import math
from dataclasses import dataclass, field

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""

METHOD_TIERS = {
    "users.list": 2,
    "conversations.list": 2,
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.open": 3,
    "conversations.info": 3,
    "conversations.history": 3,
    "reactions.add": 3,
    "team.info": 3,
    "views.open": 4,
    "views.update": 4,
    "views.push": 4,
    "views.publish": 4,
    "users.info": 4,
    "conversations.members": 4,
    "chat.postEphemeral": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
}
MESSAGES_A_MINUTE = 300
MESSAGE_BURST = 25.0
CHANNEL_A_SECOND, CHANNEL_BURST = 1.0, 5.0
POST = "chat.postMessage"


@dataclass
class Bucket:
    """Tokens that come back at `rate` a second, up to `burst`."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self, now: float) -> float | None:
        """None when a call is admitted at `now` (seconds), else the whole seconds to wait."""
        if now > self.at:
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
            self.at = now
        if self.tokens >= 1.0:
            self.tokens -= 1.0
            return None
        return float(max(1, math.ceil((1.0 - self.tokens) / self.rate)))

    def give_back(self) -> None:
        """The call was refused for another reason."""
        self.tokens += 1.0


class RateLimiter:
    """Admits or refuses calls; the caller gives the time."""

    def __init__(self, *, messages_a_minute: float = MESSAGES_A_MINUTE, enabled: bool = True) -> None:
        self.enabled = enabled
        self._methods: dict[str, Bucket] = {}
        self._channels: dict[str, Bucket] = {}
        self._workspace = Bucket(messages_a_minute / 60.0, MESSAGE_BURST)

    def set_messages_a_minute(self, rate: float) -> None:
        """Allow another number of messages a minute in the workspace."""
        self._workspace = Bucket(rate / 60.0, MESSAGE_BURST)

    def admit(self, method: str, channel: str | None, now: float) -> float | None:
        """None when the call is admitted, else the seconds of Retry-After."""
        if not self.enabled:
            return None
        if method == POST:
            wait = self._workspace.take(now)
            if wait is not None or channel is None:
                return wait
            if len(self._channels) > 50_000:
                self._channels.clear()
            own = self._channels.setdefault(channel, Bucket(CHANNEL_A_SECOND, CHANNEL_BURST))
            wait = own.take(now)
            if wait is not None:
                self._workspace.give_back()
            return wait
        tier = METHOD_TIERS.get(method)
        if tier is None:
            return None
        a_minute = TIERS[tier]
        bucket = self._methods.setdefault(method, Bucket(a_minute / 60.0, float(a_minute)))
        return bucket.take(now)
