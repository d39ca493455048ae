"""Weeks of mornings of the rate limiter on a pretended Slack, in moved time: how soon it is back after each trouble."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.delivery.limiter import Pace
from sandbox.rates import Bucket

ALLOWED = (60, 120, 300, 600)
NUDGES = 1000
DAYS = 14
RETRY_AFTER = 1.0
THROTTLED_AT = 30.0
FIRST = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
BACK = 0.95
WINDOW = 20.0
"""Seconds over which the reached rate is taken."""
BUSY = 0.05
"""Seconds after which the sender looks again when nothing may be sent."""


@dataclass
class Slack:
    """Slack's bucket, with trouble of its own. Seconds since the morning's start."""

    a_minute: float
    chance: random.Random
    spurious: float = 0.0
    """This share of calls is refused whatever the rate."""
    storm: tuple[float, float] = (0.0, 0.0)
    """From and until when nearly each call is refused."""
    throttles: int = 0
    """So many calls in a row are refused from THROTTLED_AT on."""
    bucket: Bucket = field(init=False)

    def __post_init__(self) -> None:
        self.bucket = Bucket(self.a_minute / 60, 25)

    def change(self, factor: float) -> None:
        """Allow another rate from now on."""
        self.a_minute *= factor
        self.bucket.rate *= factor

    def admit(self, now: float) -> float | None:
        """None, or the seconds of Retry-After."""
        if self.storm[0] <= now < self.storm[1] and self.chance.random() < 0.9:
            return RETRY_AFTER
        if self.throttles and now >= THROTTLED_AT:
            self.throttles -= 1
            return RETRY_AFTER
        if self.chance.random() < self.spurious:
            return RETRY_AFTER
        return self.bucket.take(now)


@dataclass
class Morning:
    """What came of one."""

    seconds: float
    sent: int
    refused: int
    times: list[float]
    pace: Pace

    def back_after(self, since: float, a_minute: float) -> float | None:
        """Seconds from `since` until a window begins in which BACK of the allowed rate is reached; None if never."""
        later = [at for at in self.times if at >= since]
        for at in range(int(max(0.0, self.seconds - since - WINDOW)) + 1):
            begin = since + at
            reached = sum(1 for each in later if begin <= each < begin + WINDOW) / WINDOW
            if reached >= BACK * a_minute / 60 - 1 / WINDOW:
                return float(at)
        return None


Event = tuple[float, Callable[[], None]]


def send(
    slack: Slack,
    pace: Pace,
    day: int,
    *,
    messages: int = NUDGES,
    events: tuple[Event, ...] = (),
    away: tuple[float, float] = (0.0, 0.0),
    kills: tuple[float, ...] = (),
) -> Morning:
    """Send one morning's messages; `kills` are when the sender dies and another takes over what it stored."""
    start = FIRST + dt.timedelta(days=day)
    now, sent, refused, times = 0.0, 0, 0, []
    due, dying = list(events), list(kills)
    slack.bucket.tokens, slack.bucket.at = slack.bucket.burst, 0.0
    while sent < messages:
        while due and now >= due[0][0]:
            due.pop(0)[1]()
        if dying and now >= dying[0]:
            dying.pop(0)
            pace = handed_over(pace, spending=min(5, int(max(0.0, pace.tokens))))
            now += 8.0  # the lease
            continue
        if away[0] <= now < away[1]:
            now = away[1]
            continue
        wait = pace.delay(start + dt.timedelta(seconds=now))
        if wait > 0:
            now += max(wait, BUSY)
            continue
        at = start + dt.timedelta(seconds=now)
        pace.take(at)
        again = slack.admit(now)
        if again is None:
            sent += 1
            times.append(now)
        else:
            refused += 1
            pace.refused(at, again)
    return Morning(now, sent, refused, times, handed_over(pace))


def handed_over(pace: Pace, spending: int = 0) -> Pace:
    """What the next sender knows."""
    return Pace.handed_over(
        rate=pace.rate,
        tokens=pace.tokens - spending,
        burst=pace.burst,
        good=pace.good,
        bad=pace.bad,
        blocked_until=pace.blocked_until,
        refused_at=pace.refused_at,
        at=pace.at,
    )


@dataclass(frozen=True)
class Weather:
    """A kind of trouble, on every morning."""

    name: str
    spurious: float = 0.0
    storm: tuple[float, float] = (0.0, 0.0)
    away: tuple[float, float] = (0.0, 0.0)
    throttles: int = 0
    kills: tuple[float, ...] = ()
    change: float = 1.0
    """At 60 s the allowed rate changes by this, and at the end of the morning back."""
    over_at: float = 0.0


WEATHERS = (
    Weather("calm"),
    Weather("a minute in which nine of ten are refused", storm=(30.0, 90.0), over_at=90.0),
    Weather("2% refused whatever the rate", spurious=0.02),
    Weather("killed six times", kills=(20.0, 40.0, 60.0, 62.0, 64.0, 66.0), over_at=74.0),
    Weather("seven refused in a row, then killed", throttles=7, kills=(37.0,), over_at=45.0),
    Weather("allowed rate halves", change=0.5, over_at=60.0),
    Weather("allowed rate doubles", change=2.0, over_at=60.0),
    Weather("away for 30 s", away=(40.0, 70.0), over_at=70.0),
)


@dataclass(frozen=True)
class Weeks:
    """What two weeks of one weather came to."""

    weather: str
    a_minute: float
    first: float
    """Seconds for NUDGES on a healthy first morning."""
    back: float | None
    """The longest that it took until BACK of the allowed rate was reached; None if it once was not."""
    last: float
    """Seconds for NUDGES on the calm morning that follows the two weeks."""
    refused: float
    """Share of calls in the two weeks."""


def weeks(weather: Weather, a_minute: float, *, seed: int = 1) -> Weeks:
    """DAYS mornings with this weather, then one with the same share refused by chance and nothing else."""
    chance = random.Random(seed)
    first = send(Slack(a_minute, chance), Pace(), 0).seconds
    pace, backs, sent, refused = Pace(), [], 0, 0
    for day in range(DAYS):
        slack = Slack(a_minute, chance, spurious=weather.spurious, storm=weather.storm, throttles=weather.throttles)
        events = ((60.0, lambda slack=slack: slack.change(weather.change)),)
        enough = int((weather.over_at + 240) * a_minute / 60 * max(1.0, weather.change))
        morning = send(
            slack, pace, day, messages=max(NUDGES, enough), events=events, away=weather.away, kills=weather.kills
        )
        pace = morning.pace
        sent, refused = sent + morning.sent, refused + morning.refused
        backs.append(morning.back_after(weather.over_at, slack.a_minute))
    last = send(Slack(a_minute, chance, spurious=weather.spurious), pace, DAYS)
    back = None if None in backs else max(each for each in backs if each is not None)
    return Weeks(weather.name, a_minute, first, back, last.seconds, refused / (sent + refused))


def allowed(weather: Weather) -> tuple[int, ...]:
    """The rates a minute at which this weather is tried: half of the lowest is less than Slack is known to allow."""
    return tuple(rate for rate in ALLOWED if rate * min(1.0, weather.change) >= min(ALLOWED))


def measure_mornings() -> None:
    """Print the table of docs/internals/reliability.md."""
    print("| weather | allowed a minute | back to 95% after | 1,000 on day 15, healthy first day = 1 | refused |")
    print("|---|---|---|---|---|")
    for weather in WEATHERS:
        for a_minute in allowed(weather):
            got = weeks(weather, a_minute)
            back = "never" if got.back is None else f"{got.back:.0f} s"
            print(f"| {weather.name} | {a_minute} | {back} | {got.last / got.first:.2f} | {got.refused:.2%} |")
