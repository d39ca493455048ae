"""Whether the threads move, and whether Slack answers: what a running Pacer notices of itself."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

LATELY = 600.0
"""Seconds for which a failure counts as a late one."""
OFTEN = 5
"""What failed so often lately is not well, even though it went well in between."""
CONTACT = frozenset({"ok", "throttled", "refused"})
"""Outcomes of a call after which Slack is known to be there, whatever it said."""


class Pulse:
    """When each thread last did its work. `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._began = seconds()
        self._beats: dict[str, float] = {}
        self._limits: dict[str, float] = {}

    def expect(self, name: str, limit: float) -> None:
        """From now on this thread beats at least each `limit` seconds while it is well."""
        self._beats[name] = self._seconds()
        self._limits[name] = limit

    def forget(self, name: str) -> None:
        """The thread has ended as it was asked to."""
        self._limits.pop(name, None)

    def stopped(self) -> list[tuple[str, float]]:
        """The threads that were expected to beat and have not, with the seconds since they last did."""
        ages = [(name, self.age(name), limit) for name, limit in tuple(self._limits.items())]
        return [(name, age) for name, age, limit in ages if age > limit]

    def beat(self, name: str) -> None:
        """The thread has done a round."""
        self._beats[name] = self._seconds()

    def age(self, name: str) -> float:
        """Seconds since the thread's last round; since the start when it has not done one yet."""
        return self._seconds() - self._beats.get(name, self._began)


@dataclass
class _Record:
    """What one thread or round did lately."""

    at: deque[float] = field(default_factory=lambda: deque(maxlen=1000))
    """When it failed."""
    error: str = ""
    failing: bool = False
    lasting: bool = False


class Failures:
    """What threw something, by the name of the thread, round or piece of work. Calls come from several threads.

    `observe` is told the name of each failure, for the figures.
    """

    def __init__(
        self, seconds: Callable[[], float] = time.monotonic, observe: Callable[[str], None] = lambda _name: None
    ) -> None:
        self._seconds, self._observe = seconds, observe
        self._records: dict[str, _Record] = {}
        self._turn = threading.Lock()

    def note(self, name: str, error: BaseException, *, lasting: bool = True) -> None:
        """It failed. One that is `lasting` is told until it goes well again, another for ten minutes at most: nobody
        may press a button for hours after an answer was lost.
        """
        with self._turn:
            record = self._records.setdefault(name, _Record())
            record.at.append(self._seconds())
            record.error, record.failing, record.lasting = type(error).__name__, True, lasting
        self._observe(name)

    def went_well(self, name: str) -> None:
        """It did what it is there for."""
        record = self._records.get(name)
        if record is not None and record.failing:
            with self._turn:
                record.failing = False

    def failing(self) -> dict[str, bool]:
        """Whether each that has ever failed is in trouble now."""
        with self._turn:
            return {name: self._in_trouble(record) for name, record in self._records.items()}

    def troubles(self) -> list[str]:
        """What is in trouble now, in words."""
        with self._turn:
            return [self._said(name, record) for name, record in self._records.items() if self._in_trouble(record)]

    def _late_ones(self, record: _Record) -> int:
        since = self._seconds() - LATELY
        return sum(1 for at in record.at if at > since)

    def _in_trouble(self, record: _Record) -> bool:
        late = self._late_ones(record)
        return (record.failing and (record.lasting or late > 0)) or late >= OFTEN

    def _said(self, name: str, record: _Record) -> str:
        late = self._late_ones(record)
        if not late:
            minutes = (self._seconds() - record.at[-1]) / 60
            return f"{name} failed {minutes:.0f} minutes ago and hasn't worked since ({record.error})"
        times = "once" if late == 1 else f"{late} times"
        return f"{name} failed {times} in the last {LATELY / 60:.0f} minutes ({record.error})"


class Contact:
    """Since when Slack has not given a proper answer. Calls come from several threads."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lost_at: float | None = None
        self._turn = threading.Lock()

    def note(self, outcome: str) -> None:
        """A call ended with this outcome; a refusal is an answer, a time-out is none."""
        with self._turn:
            if outcome in CONTACT:
                self._lost_at = None
            elif self._lost_at is None:
                self._lost_at = self._seconds()

    def lost_for(self) -> float | None:
        """Seconds since the first call that got no proper answer after the last that did; None while Slack answers."""
        lost_at = self._lost_at
        return None if lost_at is None else self._seconds() - lost_at
