"""Whether the threads move, and whether Slack answers: what a running Pacer notices of itself."""

import threading
import time
from collections.abc import Callable

CONTACT = frozenset({"ok", "throttled", "refused"})
"""Outcomes of a call after which Slack is known to be there, whatever it said."""


class Pulse:
    """When each thread last did its work. `seconds` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._began = seconds()
        self._beats: dict[str, float] = {}

    def beat(self, name: str) -> None:
        """The thread has done a round."""
        self._beats[name] = self._seconds()

    def age(self, name: str) -> float:
        """Seconds since the thread's last round; since the start when it has not done one yet."""
        return self._seconds() - self._beats.get(name, self._began)


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
