"""Messages made a few seconds before they are sent, many at once; each is used only while it is still true."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.words.message import Message
from storage.tables import Delivery

MOST = 500
AGE = dt.timedelta(seconds=5)
"""What is older is made anew, whatever changed: not everything that a message shows has a mark."""


@dataclass(frozen=True)
class _Made:
    message: Message
    mark: Hashable


class Ahead:
    """The messages made at one instant for deliveries that nobody has claimed yet. In memory only: what is lost with
    the process is made again.
    """

    def __init__(self) -> None:
        self._made: dict[int, _Made] = {}
        self._at: dt.datetime | None = None

    def lasts(self, now: dt.datetime) -> bool:
        """Whether there are messages that may be used at `now`; older ones are dropped."""
        if self._at is None or not dt.timedelta(0) <= now - self._at <= AGE:
            self._made = {}
        return bool(self._made)

    def has_any(self, rows: Sequence[Delivery]) -> bool:
        """Whether there is a message for any of these."""
        return any(row.id in self._made for row in rows)

    def keep(
        self, rows: Sequence[Delivery], messages: Mapping[int, object], marks: Mapping[int, Hashable], at: dt.datetime
    ) -> None:
        """Keep these messages, made at `at`, in place of all before; what is none, and what has no mark, is left."""
        self._at, self._made = at, {}
        for row in rows:
            message = messages.get(row.id)
            if isinstance(message, Message) and row.id in marks:
                self._made[row.id] = _Made(message, _mark(row, marks))

    def take(self, rows: Sequence[Delivery], marks: Mapping[int, Hashable]) -> dict[int, Message]:
        """The messages of these deliveries whose marks are as they were; none of them is kept any longer."""
        made = [(row, self._made.pop(row.id)) for row in rows if row.id in self._made]
        found = {row.id: each.message for row, each in made if each.mark == _mark(row, marks)}
        if made and not found:
            self._made = {}  # something changed for all of them: the rest is no better
        return found


def _mark(row: Delivery, marks: Mapping[int, Hashable]) -> Hashable:
    return row.content, row.possibly_repeated, marks.get(row.id)
