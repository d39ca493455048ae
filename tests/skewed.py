"""A clock that is wrong: another one, so much ahead or behind."""

import datetime as dt
import threading
from dataclasses import dataclass

from bot.core.clock import Clock


@dataclass(frozen=True)
class SkewedClock:
    """What `clock` says, and `ahead` (behind where that is negative)."""

    clock: Clock
    ahead: dt.timedelta

    def now(self) -> dt.datetime:
        return self.clock.now() + self.ahead

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return self.clock.wait(event, seconds)
