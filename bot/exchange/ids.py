"""By what a line is known when the same file comes again."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable

from bot.exchange.problems import WrongLine
from bot.exchange.table import Line


class LineIds:
    """Gives each line of one file its external id: its own, or one made of its content.

    Equal lines without an id of their own are told apart by their place among each other, so that importing the
    same file again changes nothing.
    """

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._given: dict[str, int] = {}
        self._seen: dict[str, int] = {}

    def id_of(self, line: Line) -> str:
        """The line's external id. Raises WrongLine when an earlier line has the same."""
        given = line["external id"]
        if given:
            if given in self._given:
                raise WrongLine(f"its external id {given!r} is that of line {self._given[given]} too.")
            self._given[given] = line.number
            return given
        content = "\x1f".join(line[name] for name in self._columns)
        self._seen[content] = self._seen.get(content, 0) + 1
        digest = hashlib.sha256(f"{content}\x1f{self._seen[content]}".encode()).hexdigest()
        return f"line-{digest[:40]}"


_OWN = re.compile(r"pacer-(\d{1,18})-(\d{1,16})")


def own_id(row_id: int, at: dt.datetime) -> str:
    """The external id under which a row that has none is exported: by its id and when it was made."""
    return f"pacer-{row_id}-{round(at.timestamp() * 1000)}"


def rows_of_own_ids(external_ids: Iterable[str]) -> dict[str, int]:
    """The row that each external id made by `own_id` names, if it is of this database; others are left out."""
    return {text: int(match[1]) for text in external_ids if (match := _OWN.fullmatch(text))}
