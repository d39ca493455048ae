"""How long somebody in Slack is kept waiting, counted from when they were heard, not from when it got a thread."""

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

WAITS = 2.0
"""Seconds after the arrival until which the database is waited for. Slack gives three, with the way there and back."""
LATE = 2.5
"""Seconds after the arrival from which on an acknowledgement may come too late, and the answer goes another way."""

_arrived_at: ContextVar[float | None] = ContextVar("arrived_at", default=None)


@contextlib.contextmanager
def arrived(at: float) -> Iterator[None]:
    """What is done in this block is about something that arrived at `at` (monotonic), unless it is known better."""
    if _arrived_at.get() is not None:
        yield
        return
    token = _arrived_at.set(at)
    try:
        yield
    finally:
        _arrived_at.reset(token)


@dataclass(frozen=True)
class Patience:
    """What is left of the time that somebody waits; `watch` is a monotonic clock, in seconds."""

    waits: float = WAITS
    late: float = LATE
    watch: Callable[[], float] = time.monotonic

    def left(self) -> float:
        """Seconds for which the database may still be waited for; 0 when they are over."""
        return max(0.0, self.waits - self._since())

    @property
    def is_over(self) -> bool:
        """Whether Slack may have stopped waiting for the acknowledgement."""
        return self._since() >= self.late

    def _since(self) -> float:
        at = _arrived_at.get()
        return 0.0 if at is None else self.watch() - at
