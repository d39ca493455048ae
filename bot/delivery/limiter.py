"""Keeps Slack's limits without being told them: finds the rate that is allowed, and stays just below it.

The workspace-wide limit of chat.postMessage is documented as "several hundred a minute" only, and it may change. So its
rate is learnt (`Pace`); the methods whose tier is documented have a fixed one (`Bucket`). How the rate is learnt:

- **Going up.** A rate above what has held is tried for ten seconds and 25 calls, or 60 after a pause, because Slack's
  burst may be unspent. If nothing is refused it has held, and
  half as much again is tried, or the middle between the highest that held (`good`) and the lowest that did not (`bad`).
- **Refused while trying.** Back to what had held. Slack's bucket was empty at the refusal before and is empty now, so
  what it admitted in between is what it allows: that is measured, not guessed, and a little less is used. A refusal
  that comes while Slack's bucket cannot be empty, filled at the rate that has held, is let pass once: what is admitted
  from then on decides.
- **Refused at a rate that has held.** One refusal says little, because Slack also refuses for reasons of its own.
  Retry-After is obeyed, and what could not be sent meanwhile is caught up with. Four refusals lower the rate to what
  was admitted between them, by a third at the most. Where nearly all of the rate was admitted this is an experiment: if
  as many are refused at the lower rate, the rate is not to blame. It goes back, and for ten minutes of use such
  refusals are judged by what gets through: too high a rate is refused again at once, chance does not do that.
- **Forgetting.** A limit is tried again after three times as long as it took to meet it: after 250 calls at least,
  because each trial costs a refusal, and after ten minutes or 600 calls at the latest. In a storm, and while calls are
  refused by chance, it is tried after twenty seconds. So a trouble that is over is over within minutes, and a limit
  that is really there is hardly ever touched. A limit of a call a second that doubles is found after four minutes or
  so. After a pause of ten minutes, overnight say, it is tried at once.
- **The floor.** Slack allows about a call a second at the least. A storm of refusals drives the rate no lower, because
  Retry-After holds the calls back already; when nothing at all is admitted, one call at a time asks.

Only seconds in which the rate was used count for all this: an idle or blocked sender learns nothing.
"""

import datetime as dt
import math
from collections import deque
from dataclasses import dataclass, field, replace

START = 5.0
BURST = 20.0
FLOOR, FASTEST = 0.9, 50.0
TRIAL, TRIAL_CALLS = 10.0, 25.0
"""Seconds of use and calls after which a rate is held to be allowed: fewer may live on Slack's burst."""
RESTED_CALLS = 60.0
"""So many while nothing was refused: Slack's burst may be unspent, and one and a half times the limit lives on it."""
CLOSE = 1.03
"""Highest good and lowest bad rate this near to each other: found."""
MARGIN = 0.985
"""So much of a measured rate is used: at exactly the allowed rate each late packet is a refusal."""
PATIENCE = 20.0
LONGEST_PATIENCE, PATIENT_CALLS = 600.0, 600.0
"""Seconds and calls, whichever is reached first (but at least a minute), after which a known limit is tried again."""
LEAST_CALLS = 250
"""So many calls lie between two trials of a limit that is really there: a trial costs a refusal, 0.4 % of them."""
FORGET = dt.timedelta(minutes=10)
"""After a pause of so long nothing that was refused is held against a rate."""
EVIDENCE = 4
"""So many refusals in a row must agree before a rate that has held is lowered."""
RARE = 300
"""One refusal in so many calls is nothing to be mended."""
NOT_EMPTY = 3.0
"""With so many calls left in Slack's bucket at the least, a refusal is not for the limit, unless that was lowered."""
PROVEN_CALLS = 100
"""So many calls between two refusals of one trial show what is allowed, whatever they were refused for."""
MOST_LOWERED = 2 / 3
UNDISPUTED = 0.85
"""Where less than this of a rate was admitted, it was surely too high. Above, lowering it is an experiment."""
CHANCE = 600.0
"""Seconds of use for which it is remembered that lowering the rate did not help."""
WORTH = 10
"""So many calls between two refusals measure the allowed rate well."""
LONGEST_BLOCK = dt.timedelta(hours=1)
"""Longer than Slack's limits look back: a row or an answer that says more is wrong. After an hour one call asks."""
CLOCK_SET_BACK = dt.timedelta(seconds=2)
"""Less than that is threads that read the clock one after the other."""
TIER_2 = ("usergroups.list",)
TIER_3 = ("chat.update", "conversations.history", "conversations.info", "conversations.open")
TIER_4 = ("users.profile.get",)
CHANNEL_GAP = dt.timedelta(seconds=1.1)
_FIXED = {
    **dict.fromkeys(TIER_2, 20 / 60),
    **dict.fromkeys(TIER_3, 50 / 60),
    **dict.fromkeys(TIER_4, 100 / 60),
}


@dataclass
class Bucket:
    """A token bucket: `rate` calls a second, `burst` at once. Instants are given, not read."""

    rate: float
    tokens: float
    burst: float
    blocked_until: dt.datetime | None = None
    at: dt.datetime | None = None
    """When `tokens` was true."""

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

    def refused(self, now: dt.datetime, retry_after: float) -> None:
        """Slack answered 429: nothing of this method goes out for `retry_after` seconds, an hour at most."""
        self._refill(now)
        until = now + min(LONGEST_BLOCK, dt.timedelta(seconds=max(0.0, min(retry_after, 1e6))))
        self.blocked_until = until if self.blocked_until is None else max(self.blocked_until, until)
        self.tokens = 0.0

    def _refill(self, now: dt.datetime) -> float:
        """Add what has come since; the seconds of which nothing was lost because the bucket was full."""
        if self.at is None:
            self.at = now
        if now < self.at:
            if self.at - now > CLOCK_SET_BACK:
                self._set_back(self.at - now)
                self.at = now
            return 0.0
        come = (now - self.at).total_seconds() * self.rate
        room = max(0.0, self.burst - self.tokens)
        self.tokens += min(come, room)
        self.at = now
        return min(come, room) / self.rate

    def _set_back(self, by: dt.timedelta) -> None:
        """The clock was set back: what is still to be waited stays as long as it was."""
        if self.blocked_until is not None:
            self.blocked_until -= by


@dataclass
class Pace(Bucket):
    """The rate of one method in one workspace, which is learnt."""

    rate: float = START
    tokens: float = BURST
    burst: float = BURST
    good: float = 0.0
    """The highest rate that held, calls a second; 0 before any did."""
    bad: float = float("inf")
    """The lowest that was refused and is not forgotten."""
    refused_at: dt.datetime | None = None
    _used: float = 0.0
    """Seconds in which the rate was used, as all seconds below."""
    _calls: int = 0
    """Calls that were not refused."""
    _trial_began: float = 0.0
    _trial_refused: tuple[float, int] | None = None
    """(`_used`, `_calls`) at the first refusal while it is tried."""
    _patience: float = PATIENCE
    _tried_at: float = 0.0
    """When a limit was last met, or tried again."""
    _calls_before: int = 0
    """`_calls` when the trial began."""
    _lowered_from: tuple[float, int, int] | None = None
    """The rate before it was last lowered a little, `_calls` then, and within how many calls it must have helped."""
    _chance_until: float = 0.0
    """Until then refusals are known to come whatever the rate."""
    _rested: bool = True
    """Whether no rate was tried since the start or a pause."""
    _left: float = BURST
    """What Slack's bucket holds at the least, if it is filled at the rate that has held; true at `_left_at`."""
    _left_at: dt.datetime | None = None
    _refusals: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=EVIDENCE))
    """(`_used`, `_calls`) at the last refusals."""

    @classmethod
    def handed_over(
        cls,
        *,
        rate: float,
        tokens: float,
        burst: float,
        good: float,
        bad: float | None,
        blocked_until: dt.datetime | None,
        refused_at: dt.datetime | None,
        at: dt.datetime | None,
    ) -> "Pace":
        """What another sender, perhaps of an older version, left. Whatever makes no sense is taken as not known."""
        good = _within(good, 0.0, FASTEST, 0.0)
        bad = _within(bad if bad is not None and bad > 0 else math.inf, FLOOR, math.inf, math.inf)
        rate = _within(rate, FLOOR, FASTEST, START)
        burst = _within(burst, 2.0, BURST, BURST)
        if at is not None and blocked_until is not None:
            blocked_until = min(blocked_until, at + LONGEST_BLOCK)
        return cls(
            rate=rate,
            tokens=_within(tokens, 0.0, burst, 0.0),
            burst=burst,
            good=0.0 if good < FLOOR else min(good, bad),
            bad=bad,
            blocked_until=blocked_until,
            refused_at=refused_at,
            at=at,
        )

    def take(self, now: dt.datetime) -> None:
        """A call is made at `now`."""
        super().take(now)
        self._calls += 1
        self._fill_left(now)
        self._left = max(0.0, self._left - 1.0)
        if self.refused_at is not None and (not self._refusals or self._calls > self._refusals[-1][1] + 1):
            self._bound_burst()
        if self.rate <= self.good and self._used - self._tried_at >= self._patience:
            self._try_again()
        elif self._used - self._judged_since()[0] >= max(TRIAL, self._trial_calls() / self.rate):
            self._held()

    def refused(self, now: dt.datetime, retry_after: float) -> None:
        """Slack answered 429: as for any bucket, and see what it says of the rate."""
        first = self.blocked_until is None or now >= self.blocked_until
        self._refill(now)
        self._calls = max(0, self._calls - 1)
        self._fill_left(now)
        self._left += 1.0
        super().refused(now, retry_after)
        if not first:
            return  # calls that were under way together are refused together: they say it once
        fruitless = bool(self._refusals) and self._calls <= self._refusals[-1][1]
        if self.rate <= self.good:
            before = self.good
            self._doubt()
            if self._left < NOT_EMPTY or self.good < before:
                self._start_trial()
        elif not self._refused_by_chance():
            self._trial_failed(now)
            self._start_trial()
        if self._left < NOT_EMPTY:
            self._left = 0.0
        self.refused_at = now
        self._refusals.append((self._used, self._calls))
        self._bound_burst()
        if fruitless or self.good == 0:
            self.burst = 1.0  # one call asks whether Slack admits anything again, before more are spent on it

    def _fill_left(self, now: dt.datetime) -> None:
        if self._left_at is not None and now > self._left_at:
            self._left = min(BURST, self._left + (now - self._left_at).total_seconds() * self.good)
        self._left_at = now

    def _noisy(self) -> bool:
        """Whether calls are refused whatever the rate, or seem to be."""
        return self._chance_until > self._used

    def _admitted(self, since: tuple[float, int]) -> float:
        """So many calls a second Slack admitted since then: what it allows, if its bucket was empty then and is now."""
        seconds, calls = self._used - since[0], self._calls - since[1]
        return calls / seconds if seconds > 0 else math.inf

    def _refused_by_chance(self) -> bool:
        """Whether a refusal while a rate is tried says nothing yet: a limit would soon refuse again."""
        if self.good == 0:
            return not self._refusals or self._admitted(self._refusals[-1]) >= UNDISPUTED * self.rate
        since = self._trial_refused
        if since is None:
            self._trial_refused = (self._used, self._calls)
            return self._noisy() or self._left >= NOT_EMPTY
        # A limit admits what it allows, neither more nor less; to a call, which was on its way.
        least, most = 0.9 * self.good * (self._used - since[0]) - 1, (self.good + self.rate) / 2
        calls = self._calls - since[1]
        few = calls < min(WORTH, least) and self._used - since[0] <= TRIAL
        return few or self._admitted(since) >= most

    def _trial_failed(self, now: dt.datetime) -> None:
        admitted, since = math.inf, self._refusals[-1] if self._refusals else None
        if not self._noisy():
            self._left = 0.0
        proven = since is not None and since[0] >= self._trial_began and self._calls - since[1] >= PROVEN_CALLS
        if since is not None:
            calls, seconds = self._calls - since[1], self._used - since[0]
            if self.good == 0:
                # While one call at a time asks, most seconds are not used, but Slack's bucket is filled in all of them.
                passed = (now - self.refused_at).total_seconds() if self.refused_at is not None else 0.0
                admitted = (calls + 1) / max(seconds, passed, 1.0)
            elif calls >= WORTH and self._admitted(since) >= (1.0 if self._noisy() else 0.8) * self.good:
                # Otherwise the rate was lower for most of the time, and that says nothing of what is allowed.
                admitted = self._admitted(since)
        self.bad = max(FLOOR, min(self.rate, admitted))
        if self.good > 0:
            if self._noisy():
                self.good = max(self.good, admitted * MARGIN if math.isfinite(admitted) and proven else 0.0)
            else:
                self.good = max(FLOOR, min(self.good, self.bad * MARGIN))
            self.rate = self.good
            waited = 0.0 if since is None else self._used - since[0]
            calm = not self._noisy() and (since is None or self._calls - since[1] >= WORTH)
            least = max(PATIENCE, LEAST_CALLS / self.rate) if calm else PATIENCE
            self._patience = PATIENCE if self._noisy() else max(least, min(3 * waited, self._longest_patience()))
        else:
            self.rate = max(FLOOR, self.bad * 0.6)
        self._tried_at = self._used

    def _doubt(self) -> None:
        """Lower a rate that had held, if the last refusals agree that it is too high."""
        if len(self._refusals) < EVIDENCE:
            return
        calls, admitted = self._calls - self._refusals[0][1], self._admitted(self._refusals[0])
        if calls <= 0:
            return  # a limit admits something after each Retry-After: this is no limit
        if calls > RARE * EVIDENCE or (self._chance_until > self._used and admitted >= UNDISPUTED * self.good):
            return
        likely = admitted >= UNDISPUTED * self.good
        if likely and self._lowered_from is not None:
            before, at, within = self._lowered_from
            if self._calls - at <= within:
                # It was lowered, and as many were refused as before: not the rate is to blame.
                self.good = self.rate = before
                self._chance_until, self._lowered_from = self._used + CHANCE, None
                self._tried_at, self._patience = self._used - PATIENCE, PATIENCE
                self._refusals.clear()
                return
        if not likely:
            self._left = 0.0
        self._lowered_from = (self.good, self._calls, 2 * calls) if likely else None
        self.bad = max(FLOOR, admitted, self.good * MOST_LOWERED)
        self.good = self.rate = max(FLOOR, min(self.good, self.bad * MARGIN))
        self._patience = PATIENCE
        self._tried_at = self._used
        self._refusals.clear()

    def _held(self) -> None:
        trying = self.rate > self.good
        reached = self._admitted(self._judged_since())
        self._start_trial()
        if trying and reached < (self.good + self.rate) / 2:
            self.bad, self.rate = self.rate, max(FLOOR, self.good)
            self._tried_at = self._used
            return
        if trying:
            self.good, self._rested = self.rate, False
        if self.bad > self.good * CLOSE:
            self.rate = min((self.good + self.bad) / 2, self.good * 1.5, FASTEST)

    def _start_trial(self) -> None:
        self._trial_began, self._calls_before, self._trial_refused = self._used, self._calls, None

    def _try_again(self) -> None:
        """What was refused once may be allowed now."""
        self._tried_at = self._used
        self._start_trial()
        self.bad = math.inf
        self.rate = min(FASTEST, self.good * (1.25 if self._noisy() else 1.05))

    def _forget(self) -> None:
        self.bad, self.refused_at = math.inf, None
        self._rested, self._left = True, BURST
        self._patience = PATIENCE
        self._refusals.clear()

    def _judged_since(self) -> tuple[float, int]:
        """What is reached since then tells of this trial: its first refusal, if any, else its beginning."""
        return self._trial_refused or (self._trial_began, self._calls_before)

    def _trial_calls(self) -> float:
        return RESTED_CALLS if self._rested and self.rate > self.good > 0 and not self._refusals else TRIAL_CALLS

    def _longest_patience(self) -> float:
        return min(LONGEST_PATIENCE, max(60.0, PATIENT_CALLS / self.rate))

    def _bound_burst(self) -> None:
        """After a refusal, at most what comes in two seconds at once: a sender is busy for a while with each batch.

        That is not refused: both buckets were empty then, and this one is filled no faster than Slack's, nor as high
        (about 25 messages were observed). Two at least, or what comes while one is sent would be lost.
        """
        self.burst = max(2.0, min(BURST, 2.0 * self.rate))

    def _refill(self, now: dt.datetime) -> float:
        if self.at is not None and now - self.at > FORGET:
            self._forget()
        used = super()._refill(now)
        self._used += used
        return used

    def _set_back(self, by: dt.timedelta) -> None:
        super()._set_back(by)
        if self.refused_at is not None:
            self.refused_at -= by


def _within(value: float, least: float, most: float, unknown: float) -> float:
    return unknown if math.isnan(value) else max(least, min(most, value))


class Limiter:
    """The paces of all methods and channels of a workspace. Used by one sender at a time (it holds the lease).

    What it found out about posting is handed from sender to sender through the database (`learn_from`, `pace_to_keep`):
    who takes over knows the rate, and spends nothing that the one before has spent.
    """

    def __init__(self) -> None:
        self._methods: dict[str, Bucket] = {}
        self._channels: dict[str, dt.datetime] = {}

    def method(self, name: str) -> Bucket:
        """The bucket of one method of Slack's Web API; a Pace, if its rate is learnt."""
        if name not in self._methods:
            rate = _FIXED.get(name)
            self._methods[name] = Pace() if rate is None else Bucket(rate=rate, tokens=5.0, burst=5.0)
        return self._methods[name]

    def learn_from(self, method: str, pace: Pace) -> None:
        """Go on with what another sender knew of this method."""
        self._methods[method] = pace

    def pace_to_keep(self, method: str, now: dt.datetime, *, spending: int) -> Pace | None:
        """What the next sender must know if this one ends now, `spending` calls about to be made; None if nothing."""
        pace = self.method(method)
        if not isinstance(pace, Pace):
            return None
        pace.delay(now)
        return replace(pace, tokens=max(0.0, pace.tokens - spending), at=now)

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
        return max(wait, (free - now).total_seconds() if free is not None and now < free <= now + CHANNEL_GAP else 0.0)

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
