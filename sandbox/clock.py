"""The sandbox's clock: real time plus an offset, which can be moved forward and played by followers."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable

FOLLOWER_SILENCE = 5.0
"""A follower that did not ask for so many seconds of real time is gone."""


class CannotMove(Exception):
    """The clock cannot be moved so; the message says why."""


class MovableClock:
    """Runs with real time; while it is on its way to a target it stands still except for the follower's steps."""

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._origin = start or dt.datetime.now(dt.UTC)
        self._began = time.monotonic()
        self._frozen: dt.datetime | None = None
        self._follower: str | None = None
        self._seen = 0.0
        self.on_change: Callable[[], None] = lambda: None
        self.target: dt.datetime | None = None

    def now(self) -> dt.datetime:
        """The present instant of the sandbox."""
        if self._frozen is not None:
            return self._frozen
        return self._origin + dt.timedelta(seconds=time.monotonic() - self._began)

    def seconds(self) -> float:
        """The present instant in seconds since 1970."""
        return self.now().timestamp()

    def heard_of(self, follower: str) -> None:
        """A follower asked for the clock: it plays the time between when the clock is moved."""
        self._follower, self._seen = follower, time.monotonic()

    def move(self, to: dt.datetime) -> None:
        """Move forward: at once, or as a target for the follower. Raises CannotMove for the past."""
        if to < self.now():
            raise CannotMove(f"The clock is at {self.now().isoformat()} and only moves forward.")
        if self._has_follower():
            self._frozen = self.now()
            self.target = max(to, self.target) if self.target is not None else to
        else:
            self._jump(to)
        self.on_change()

    def step(self, to: dt.datetime) -> None:
        """The follower has come as far as `to`. Raises CannotMove outside of a move."""
        if self.target is None or self._frozen is None:
            raise CannotMove("The clock is not on its way anywhere.")
        if not self._frozen <= to <= self.target:
            raise CannotMove(f"A step lies between {self._frozen.isoformat()} and {self.target.isoformat()}.")
        self._frozen = to
        if to == self.target:
            self._jump(to)
        self.on_change()

    def look_after(self) -> None:
        """Finish a move whose follower is gone."""
        if self.target is not None and not self._has_follower():
            self._jump(self.target)
            self.on_change()

    async def arrived(self, timeout: float) -> bool:
        """Wait until no move is under way, at most `timeout` seconds; whether it is so."""
        end = time.monotonic() + timeout
        while self.target is not None:
            self.look_after()
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return True

    def _has_follower(self) -> bool:
        return self._follower is not None and time.monotonic() - self._seen < FOLLOWER_SILENCE

    def _jump(self, to: dt.datetime) -> None:
        self._origin, self._began = to, time.monotonic()
        self._frozen, self.target = None, None
