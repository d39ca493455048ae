"""How much one token may ask: a bucket of requests that fills again as time goes by."""

import math
import threading

PER_MINUTE = 300
BURST = 60


class Buckets:
    """A bucket for each caller. In one process: with several, each lets as much through."""

    def __init__(self, *, per_minute: int = PER_MINUTE, burst: int = BURST) -> None:
        self._rate, self._burst = per_minute / 60, float(burst)
        self._filled: dict[object, tuple[float, float]] = {}
        self._turn = threading.Lock()

    def take(self, caller: object, now: float) -> int:
        """0 when a request is let through at the monotonic time `now`; else the whole seconds to wait for one."""
        with self._turn:
            level, at = self._filled.get(caller, (self._burst, now))
            level = min(self._burst, level + max(0.0, now - at) * self._rate)
            if level < 1:
                self._filled[caller] = (level, now)
                return math.ceil((1 - level) / self._rate)
            self._filled[caller] = (level - 1, now)
            return 0
