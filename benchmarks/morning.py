"""The morning of many reps, from the tick through the worker that ships to a gateway that only counts."""

import datetime as dt
import resource
import threading
import time
from typing import Any

from benchmarks.databases import Databases, opened
from benchmarks.filling import METRICS, MORNING, close_last_month, fill
from benchmarks.measuring import Figures
from benchmarks.raw import recording, replay
from bot.core.words.message import Message
from bot.delivery.gateway import ChannelSeen, GroupSeen, Posted
from bot.delivery.limiter import Unlimited
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.runtime.schedule import tick
from bot.runtime.start import settle_memory
from storage.engine import Database


class Counting:
    """A gateway that only counts."""

    def __init__(self) -> None:
        self.sent = 0
        self.slack_time = SlackTime()
        self._turn = threading.Lock()

    def open_conversation(self, user: str) -> str:
        """Never needed here."""
        return user

    def post(self, channel: str, message: Message, token: str) -> Posted:
        """Count."""
        with self._turn:
            self.sent += 1
            return Posted(channel, f"{self.sent}.0")

    def update(self, posted: Posted, message: Message) -> None:
        """Never needed here."""

    def look_up(self, channel: str, token: str, since: dt.datetime) -> Posted | None:
        """Never needed here."""
        return None

    def look_at_channel(self, channel: str) -> ChannelSeen:
        """Nothing is posted in a channel here."""
        return ChannelSeen("private", inside=True)

    def user_groups(self) -> list[GroupSeen]:
        """None."""
        return []

    def profile(self, user: str) -> dict[str, Any]:
        """Nothing is known of anybody."""
        return {}

    def token_works(self) -> bool:
        """It does."""
        return True


class Running:
    """A clock that begins at the morning and runs with real time."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> dt.datetime:
        """The present instant of the morning."""
        return MORNING + dt.timedelta(seconds=time.monotonic() - self._began)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """No wait."""
        return event.is_set()


class Morning:
    """Reps with a history, and the morning that each run takes anew on a copy of it."""

    def __init__(self, databases: Databases, *, reps: int, days: int) -> None:
        self._databases, self._reps = databases, reps
        self._filled = databases.new()
        with opened(self._filled) as database:
            self.entries = fill(database, reps, days)
            close_last_month(database)

    def measure(self) -> Figures:
        """Seconds of wall and of processor for planning and sending, peak memory, and the floor under it."""
        settle_memory()
        with opened(self._databases.copy(self._filled)) as database:
            before, began = processor(), time.perf_counter()
            tick(database, MORNING)
            planned = time.perf_counter() - began
            sent = self._send(database)
            wall, used = time.perf_counter() - began, processor() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert sent == self._reps, f"{sent} of {self._reps} were sent"
        floor = self._floor()
        name = f"the morning of {self._reps:,} reps x {len(METRICS)} goals"
        return {
            f"{name}: planned, s": planned,
            f"{name}: planned and sent, s": wall,
            f"{name}: planned and sent, s of processor": used,
            f"{name}: peak memory, MB": peak,
            f"{name}: the same statements by the bare driver, s": floor,
            f"{name}: as a multiple of the bare driver": wall / floor,
        }

    def _floor(self) -> float:
        with opened(self._databases.copy(self._filled)) as database, recording(database) as said:
            tick(database, MORNING)
            # One thread, so that the statements are in the order of one.
            self._send(database)
        with opened(self._databases.copy(self._filled)) as database:
            began = time.perf_counter()
            replay(database, said)
            return time.perf_counter() - began

    def _send(self, database: Database) -> int:
        gateway = Counting()
        # As `pacer run` makes it, but for the limits: this gateway has none.
        worker = Worker(
            database=database, gateway=gateway, kinds=kinds(), clock=Running(), holder="bench", limiter=Unlimited()
        )
        worker.drain()
        worker.close()
        return gateway.sent


def processor() -> float:
    """Seconds of processor that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
