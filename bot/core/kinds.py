"""A kind of message: what its rows hold, whom it may be sent to and when, and how it is read and written.

A new message is a subclass of `Kind` in the `sends.py` of its room, a function in the words of the room, and its name
in the list of bot/runtime/kinds.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlmodel import Session

from bot.core.content import Content
from bot.core.words.language import Language, language_of
from bot.core.words.message import Message
from bot.core.work import Work
from storage import people
from storage.tables import Delivery

Value = TypeVar("Value")


@dataclass(frozen=True)
class Withdrawn:
    """There is nothing to say any more, and why."""

    reason: str


class Kind(ABC, Generic[Value]):
    """Reads what deliveries are about and writes it, at the moment of sending: a late message is still true."""

    name: ClassVar[str]
    """As it is stored in the rows: never renamed."""
    content: ClassVar[type[Content]] = Content
    nothing: ClassVar[str]
    """Why a message of this kind is not sent when there is nothing to say any more."""
    at_most_once: ClassVar[bool] = True
    """Where it cannot be found out whether a message arrived it is not repeated; else it is, and says that it may be a
    repetition.
    """
    to_rep: ClassVar[bool] = False
    """It counts among the messages that a rep gets in a day, and is not sent on a day off."""
    waits: ClassVar[bool] = False
    """It can come on the next working morning instead."""

    @abstractmethod
    def read(self, work: Work, rows: Sequence[Delivery]) -> Mapping[int, Value | None]:
        """What each of these says, true at `work.now`, by the row's id; None where there is nothing to say. All
        together: one query for many.
        """

    @abstractmethod
    def write(self, value: Value, language: Language) -> Message:
        """The message in the language of its reader."""

    def render(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Message | Withdrawn]:
        """The message of each of these rows, by its id, or that there is none."""
        found = self.read(work, rows)
        readers = people.members_by_id(work.session, ids={row.member_id for row in rows if row.member_id is not None})
        rendered: dict[int, Message | Withdrawn] = {}
        for row in rows:
            value = found.get(row.id)
            if value is None:
                rendered[row.id] = Withdrawn(self.nothing)
            else:
                reader = readers.get(row.member_id) if row.member_id is not None else None
                rendered[row.id] = self.write(value, language_of(reader, work.workspace))
        return rendered


class ShowsOthers(ABC):
    """A kind of message that shows somebody's figures to another: a look, noted once the message has arrived."""

    @abstractmethod
    def shown(self, session: Session, row: Delivery) -> Collection[int]:
        """Whose figures, by members' ids."""


class MadeAhead(ABC):
    """A kind of which many are due at once: they are made some seconds ahead, many together."""

    @abstractmethod
    def marks(self, work: Work, rows: Sequence[Delivery]) -> Mapping[int, Hashable]:
        """A mark of what each of these is made of, by the row's id; one whose mark has changed is made again."""


AnyKind = Kind[Any]
Kinds = Mapping[str, AnyKind]
"""By their names."""
