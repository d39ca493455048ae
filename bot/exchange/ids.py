"""By what a line is known when the same file comes again."""

import datetime as dt
import hashlib
import re
import sqlite3
from collections.abc import Iterable

from bot.exchange.identity import own_id_of
from bot.exchange.problems import WrongLine
from bot.exchange.table import Line

IN_MEMORY = 50_000
"""Keys that are kept in memory; more of them go to a file that is gone when it is closed."""


class LineIds:
    """Gives each line of one file its external id: its own, or one made of its content.

    Equal lines without an id of their own are told apart by their place among each other, so that importing the
    same file again changes nothing.
    """

    def __init__(self, source: str = "") -> None:
        self._source = source
        self._given, self._seen = _Numbers(), _Numbers()
        self.made = False
        """Whether a line had no id of its own."""

    def given(self, line: Line, *, owner: str = "") -> str:
        """The line's own external id, empty where it has none. Raises WrongLine when an earlier line has the same."""
        said = line["external id"]
        if not said:
            self.made = True
            return ""
        own = own_id_of(said, self._source)
        before = self._given.get(own)
        if before is not None:
            number, first_owner = before
            if owner and first_owner != owner:
                raise WrongLine(
                    f"its external id {said!r} is that of line {number} too, with another owner: what several "
                    "share is kept with the first."
                )
            raise WrongLine(f"its external id {said!r} is that of line {number} too.")
        self._given.put(own, line.number, owner)
        return own

    def made_of(self, values: Iterable[str]) -> str:
        """An external id made of what identifies a line; the next of its like gets another."""
        content = "\x1f".join(values)
        before = self._seen.get(content)
        place = before[0] + 1 if before is not None else 1
        self._seen.put(content, place, "")
        return line_id(content, place)

    def of_columns(self, line: Line, columns: Iterable[str]) -> str:
        """The same, made of all that stands in these columns."""
        return self.made_of(line[name] for name in columns)


def line_id(content: str, place: int) -> str:
    """The external id of the line with this content, the first, second and so on of its like."""
    digest = hashlib.sha256(f"{content}\x1f{place}".encode()).hexdigest()
    return f"line-{digest[:40]}"


class _Numbers:
    """A number and a word for each key. A file of a million lines needs no more memory than one of some thousands."""

    def __init__(self) -> None:
        self._few: dict[bytes, tuple[int, str]] = {}
        self._many: sqlite3.Connection | None = None

    def get(self, key: str) -> tuple[int, str] | None:
        folded = _short(key)
        found = self._few.get(folded)
        if found is None and self._many is not None:
            found = self._many.execute("SELECT number, word FROM seen WHERE key = ?", (folded,)).fetchone()
        return found

    def put(self, key: str, number: int, word: str) -> None:
        self._few[_short(key)] = (number, word)
        if len(self._few) < IN_MEMORY:
            return
        if self._many is None:
            self._many = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._many.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, number INTEGER, word TEXT) WITHOUT ROWID")
        self._many.execute("BEGIN")
        rows = ((folded, *said) for folded, said in sorted(self._few.items()))
        self._many.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", rows)
        self._many.execute("COMMIT")
        self._few.clear()


def _short(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16).digest()


_OWN = re.compile(r"pacer-(\d{1,18})-(\d{1,16})")


def own_id(row_id: int, at: dt.datetime) -> str:
    """The external id under which a row that has none is exported: by its id and when it was made."""
    return f"pacer-{row_id}-{round(at.timestamp() * 1000)}"


def rows_of_own_ids(external_ids: Iterable[str]) -> dict[str, int]:
    """The row that each external id made by `own_id` names, if it is of this database; others are left out."""
    return {text: int(match[1]) for text in external_ids if (match := _OWN.fullmatch(text))}
