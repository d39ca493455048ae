"""How much one token may ask: turns that come back as time goes by, for all processes together."""

import math
import threading
import time
from typing import Protocol

import sqlalchemy as sa

from storage.api_turns import take_turn
from storage.engine import Database

PER_MINUTE = 300
BURST = 60
MOST_KEPT = 10_000
"""Callers whose refusal is remembered; they are forgotten together, which lets nobody through."""


class Buckets(Protocol):
    """Says whether a caller may ask now."""

    def take(self, workspace_id: int, caller: str) -> int:
        """0 where the request is let through; else the whole seconds to wait for a turn."""


class OwnBuckets:
    """Turns kept in this process: right where it is the only one, as with SQLite."""

    def __init__(self, *, per_minute: int = PER_MINUTE, burst: int = BURST) -> None:
        self._rate, self._burst = per_minute / 60, float(burst)
        self._filled: dict[object, tuple[float, float]] = {}
        self._turn = threading.Lock()

    def take(self, workspace_id: int, caller: str) -> int:
        """0 where the request is let through; else the whole seconds to wait for a turn."""
        return self.take_at((workspace_id, caller), time.monotonic())

    def take_at(self, caller: object, now: float) -> int:
        """The same at the monotonic time `now`."""
        with self._turn:
            level, at = self._filled.get(caller, (self._burst, now))
            level = min(self._burst, level + max(0.0, now - at) * self._rate)
            if level < 1:
                self._filled[caller] = (level, now)
                return math.ceil((1 - level) / self._rate)
            self._filled[caller] = (level - 1, now)
            return 0


class SharedBuckets:
    """Turns kept in the database, in transactions of their own: any number of processes let through as much as one.

    Who was refused is refused by this process alone until their turn comes: a flood does not reach the database.
    """

    def __init__(self, database: Database, *, per_minute: int = PER_MINUTE, burst: int = BURST) -> None:
        self._database, self._rate, self._burst = database, per_minute / 60, burst
        self._closed: dict[tuple[int, str], float] = {}

    def take(self, workspace_id: int, caller: str) -> int:
        """0 where the request is let through; else the whole seconds to wait for a turn."""
        key, now = (workspace_id, caller), time.monotonic()
        wait = self._closed.get(key, now) - now
        if wait <= 0:
            with self._database.writing() as session:
                if not self._database.is_sqlite:
                    # A turn lost in a crash is no loss, and the request need not wait for the disk.
                    session.execute(sa.text("SET LOCAL synchronous_commit = off"))
                wait = take_turn(
                    session, workspace_id=workspace_id, caller=caller, per_second=self._rate, burst=self._burst
                )
            if wait > 0:
                if len(self._closed) >= MOST_KEPT:
                    self._closed.clear()
                self._closed[key] = now + wait
            else:
                self._closed.pop(key, None)
        return math.ceil(wait) if wait > 0 else 0


def buckets_of(database: Database) -> Buckets:
    """What fits the database: with SQLite one process answers, with PostgreSQL there may be several."""
    return OwnBuckets() if database.is_sqlite else SharedBuckets(database)
