"""Turns at writing: whoever came first goes first, and nobody waits for ever."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterator

LONG = 0.02
"""Seconds: who held its turn so long is asked to pause before the next one."""
PAUSE = 0.01
"""Seconds: so long nothing is written after a long turn, so that another process that looks meanwhile finds it free."""


class DatabaseBusy(Exception):
    """The database was not free in time; nothing was stored."""

    def __init__(self) -> None:
        super().__init__(
            "Something else kept writing to the database, so nothing was saved. Try again in a minute. If it happens "
            "again, check if an import, a backup or another program has the database open."
        )


class NestedWriting(Exception):
    """A thread that writes already asked to write once more, and would wait for itself."""

    def __init__(self) -> None:
        super().__init__(
            "A writing session was opened inside a writing session of the same thread. It would wait for itself: hand "
            "the outer session down, or open the inner one after the outer one has ended."
        )


class WriteQueue:
    """Lets one thread through at a time, in the order in which they came.

    SQLite lets one connection write and leaves to chance which of those waiting is next; whoever writes again at once
    mostly wins. Here the next one is known, so that somebody who waits is let in after one turn of anybody else.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[_Turn] = deque()
        """The first has its turn, the others wait."""
        self._free_from = 0.0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        with self._guard:
            return max(0, len(self._line) - 1)

    @contextlib.contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for a turn at most so many seconds, and have it until the block ends, however it ends.

        Raises DatabaseBusy when it does not come in time, and NestedWriting in a thread that has a turn already.
        """
        mine = _Turn(threading.current_thread())
        with self._guard:
            if self._line and self._line[0].of is mine.of:
                raise NestedWriting
            self._line.append(mine)
            if self._line[0] is mine:
                mine.has_come.set()
        began = 0.0
        try:
            if not mine.has_come.wait(max(0.0, seconds)):
                raise DatabaseBusy
            began = time.monotonic()
            yield
        finally:
            self._leave(mine, began)

    def pause(self) -> None:
        """Wait as long as the one before was asked to, if its turn was a long one: for whoever has time."""
        left = self._free_from - time.monotonic()
        if left > 0:
            time.sleep(left)

    def _leave(self, mine: "_Turn", began: float) -> None:
        # A turn that came at the very moment at which its owner gave up is passed on too.
        with self._guard:
            had_it = self._line[0] is mine
            self._line.remove(mine)
            if had_it and self._line:
                self._line[0].has_come.set()
        now = time.monotonic()
        if began and now - began >= LONG:
            self._free_from = now + PAUSE


class _Turn:
    def __init__(self, of: threading.Thread) -> None:
        self.of = of
        self.has_come = threading.Event()
