"""How often a method may be called: token buckets for each method, and for messages for each channel.

A bucket holds at most `burst` tokens, each call takes one, and they come back evenly, `a_minute` of them. So a pause
earns a burst, and never more than one: that is Slack's "short bursts" put into a number, since Slack publishes none.
A refused call takes nothing, and Retry-After is the time until the next token, in whole seconds and at least one.
"""

import math
from dataclasses import dataclass, field

from sandbox.bounds import Refusal
from sandbox.limits import DOCS


@dataclass(frozen=True)
class Rate:
    """One limit: `a_minute` calls in the long run, `burst` at once."""

    name: str
    a_minute: float
    burst: int
    source: str
    note: str = ""


_RATE_LIMITS, _POSTING = f"{DOCS}/apis/web-api/rate-limits", f"{DOCS}/reference/methods/chat.postMessage"
_ROWS = (
    Rate("tier 2", 20, 20, _RATE_LIMITS, "For each method by itself."),
    Rate("tier 3", 50, 50, _RATE_LIMITS, "For each method by itself."),
    Rate("tier 4", 100, 100, _RATE_LIMITS, "For each method by itself."),
    Rate("messages to a channel", 60, 5, _POSTING, "One a second; “short bursts” are taken as five."),
    Rate(
        "messages in the workspace",
        300,
        25,
        _POSTING,
        "“Several hundred a minute” is taken as 300 and can be set; the burst is what others observed.",
    ),
)
RATES = {row.name: row for row in _ROWS}
METHOD_TIERS = {
    "users.list": "tier 2",
    "conversations.list": "tier 2",
    "usergroups.list": "tier 2",
    "usergroups.users.list": "tier 2",
    "chat.update": "tier 3",
    "chat.delete": "tier 3",
    "conversations.open": "tier 3",
    "conversations.info": "tier 3",
    "conversations.history": "tier 3",
    "reactions.add": "tier 3",
    "team.info": "tier 3",
    "views.open": "tier 4",
    "views.update": "tier 4",
    "views.push": "tier 4",
    "views.publish": "tier 4",
    "users.info": "tier 4",
    "users.profile.get": "tier 4",
    "conversations.members": "tier 4",
    "chat.postEphemeral": "tier 4",
    "files.getUploadURLExternal": "tier 4",
    "files.completeUploadExternal": "tier 4",
}
"""The row of RATES that a method goes by; a method that is not here is not limited."""

CHANNEL, WORKSPACE = RATES["messages to a channel"], RATES["messages in the workspace"]
MESSAGES_A_MINUTE = WORKSPACE.a_minute
POST = "chat.postMessage"
MOST_CHANNELS = 50_000
# A wait is computed with rounding; whoever waits that long must not be refused for the last bit of a token.
_ROUNDING = 1e-6


@dataclass
class Bucket:
    """Tokens that come back at `rate` a second, up to `burst`. It starts full."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self, now: float) -> float | None:
        """None when a call is admitted at `now` (seconds), else the whole seconds to wait, at least one."""
        if now > self.at:
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
            self.at = now
        if self.tokens >= 1.0 - _ROUNDING:
            self.tokens -= 1.0
            return None
        return float(max(1, math.ceil((1.0 - self.tokens) / self.rate - _ROUNDING)))

    def give_back(self) -> None:
        """The call was refused for another reason."""
        self.tokens += 1.0


class RateLimiter:
    """Admits or refuses the calls of one app in one workspace, each in constant time; the caller gives the time.

    Raises Refusal (invalid_arguments) for a number of messages a minute that is not more than zero.
    """

    def __init__(self, *, messages_a_minute: float = MESSAGES_A_MINUTE, enabled: bool = True) -> None:
        self.enabled = enabled
        self._methods = {
            method: Bucket(RATES[tier].a_minute / 60.0, RATES[tier].burst) for method, tier in METHOD_TIERS.items()
        }
        self._channels: dict[str, Bucket] = {}
        self._workspace = _workspace_bucket(messages_a_minute)

    def set_messages_a_minute(self, rate: float) -> None:
        """Allow another number of messages a minute in the workspace."""
        self._workspace = _workspace_bucket(rate)

    def admit(self, method: str, channel: str | None, now: float) -> float | None:
        """None when the call is admitted at `now` (seconds), else the seconds of Retry-After."""
        if not self.enabled:
            return None
        if method == POST:
            return self._admit_message(channel, now)
        bucket = self._methods.get(method)
        return None if bucket is None else bucket.take(now)

    def _admit_message(self, channel: str | None, now: float) -> float | None:
        wait = self._workspace.take(now)
        if wait is not None or channel is None:
            return wait
        wait = self._channel(channel).take(now)
        if wait is not None:
            self._workspace.give_back()
        return wait

    def _channel(self, channel: str) -> Bucket:
        # Put back at the end, so that the first is the one unused for longest: long full again, and safe to forget.
        bucket = self._channels.pop(channel, None) or Bucket(CHANNEL.a_minute / 60.0, CHANNEL.burst)
        self._channels[channel] = bucket
        if len(self._channels) > MOST_CHANNELS:
            del self._channels[next(iter(self._channels))]
        return bucket


def _workspace_bucket(messages_a_minute: float) -> Bucket:
    if not messages_a_minute > 0:
        raise Refusal("invalid_arguments", "messages_a_minute must be more than 0; turn limits off to have none")
    return Bucket(messages_a_minute / 60.0, WORKSPACE.burst)
