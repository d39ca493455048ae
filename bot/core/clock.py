"""Time, read once at each door and handed down."""

import datetime as dt
import threading
from typing import Protocol


class Clock(Protocol):
    """Says what time it is and waits."""

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait for `event`, at most `seconds`; whether it is set."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""
        return dt.datetime.now(dt.UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait for `event`, at most `seconds`; whether it is set."""
        return event.wait(seconds)
