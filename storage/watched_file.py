"""Whether the file that SQLite has open is still the one at its place.

SQLite goes on writing to a file that was deleted or replaced, and says that all is well; what it writes is gone when
the process ends.
"""

import contextlib
import os
import threading
from pathlib import Path

from storage.database_errors import FileTrouble, Trouble

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside the file while it is open: the newest changes, and the index of them."""
PRIVATE = 0o600
"""What people logged is nobody's but Pacer's user's."""

Identity = tuple[int, int]
"""Device and inode."""


class WatchedFile:
    """The files of one database, as they were when it was opened; told by its engine of each connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._open = 0
        self._seen: dict[Path, Identity] = {}

    @property
    def identity(self) -> Identity | None:
        """The file that is open; None before the first connection."""
        return self._seen.get(self.path)

    def before_opening(self) -> None:
        """A connection is about to be opened. Raises FileTrouble rather than let SQLite make a new, empty file."""
        with self._lock:
            if self._seen:
                self.require_same()
            else:
                make_private(self.path)

    def opened(self) -> None:
        """A connection is open and has read from the file, so that what is beside it is there too."""
        with self._lock:
            if self._open == 0:
                kept = {self.path: self._seen[self.path]} if self.path in self._seen else {}
                beside = [self.path.with_name(self.path.name + suffix) for suffix in BESIDE]
                found = {path: identity for path in (self.path, *beside) if (identity := identity_of(path)) is not None}
                self._seen = {**found, **kept}
            self.require_same()
            self._open += 1

    def closed(self) -> None:
        """A connection is being closed; with the last one SQLite removes what is beside the file."""
        with self._lock:
            self._open = max(0, self._open - 1)
            if self._open == 0:
                self._seen = {path: identity for path, identity in self._seen.items() if path == self.path}

    def forget(self) -> None:
        """All connections were given up: the next one opens whatever is there."""
        with self._lock:
            self._open, self._seen = 0, {}

    def require_same(self) -> None:
        """Raise FileTrouble when another file, or none, is where one was opened. Costs some microseconds."""
        for path, identity in self._seen.copy().items():
            found = identity_of(path)
            if found != identity:
                raise FileTrouble(Trouble.GONE if found is None else Trouble.REPLACED)


def identity_of(path: Path) -> Identity | None:
    """The device and inode of a file; None when there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def make_private(path: Path) -> None:
    """Make an empty file that only its owner may read and write, whatever the umask; one that is there stays as it is.

    SQLite gives what it makes beside a database the rights of the database. Raises OSError.
    """
    with contextlib.suppress(FileExistsError):
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE)
        try:
            os.fchmod(number, PRIVATE)
        finally:
            os.close(number)


def open_to_others(path: Path) -> list[Path]:
    """Which of the database's files somebody else than their owner may read or write."""
    found = []
    for each in (path, *(path.with_name(path.name + suffix) for suffix in BESIDE)):
        with contextlib.suppress(FileNotFoundError):
            if os.stat(each).st_mode & 0o077:
                found.append(each)
    return found
