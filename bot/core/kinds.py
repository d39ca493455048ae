"""What the worker is given to turn deliveries into messages."""

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from bot.core.words.message import Message
from storage.tables import Delivery, Workspace
from storage.workspaces import find_workspace


@dataclass(frozen=True)
class Withdrawn:
    """There is nothing to say any more, and why."""

    reason: str


Shows = Callable[[Session, Delivery], Collection[int]]
Rendered = Mapping[int, Message | Withdrawn]
"""What becomes of each delivery, by its id."""
Render = Callable[[Session, Sequence[Delivery], dt.datetime], Rendered]
Content = TypeVar("Content")
Marks = Callable[[Session, Sequence[Delivery]], Mapping[int, Hashable]]


@dataclass(frozen=True)
class Kind:
    """A kind of delivery: how it is rendered, at the moment of sending so that a late message is still true.

    Where it cannot be found out whether a message arrived, one `at_most_once` is not repeated; any other is, and says
    that it may be a repetition.

    One `to_rep` counts among the messages that a rep gets in a day, and is not sent on a day off; `waits` says that it
    can come on the next working morning instead.

    `shows` says whose figures (ids of members) a message shows to its reader: a look, noted once it has arrived.

    A kind of which many are due at once has `marks`, of what each message is made of: they are made some seconds ahead,
    many together, and one whose mark has changed since is made again.
    """

    render: Render
    at_most_once: bool = True
    to_rep: bool = False
    waits: bool = False
    shows: Shows | None = None
    marks: Marks | None = None


def written(found: Mapping[int, Content | None], say: Callable[[Content], Message], *, otherwise: str) -> Rendered:
    """The message of each delivery, or why there is none."""
    return {
        delivery_id: Withdrawn(otherwise) if content is None else say(content) for delivery_id, content in found.items()
    }


def workspace_of(session: Session) -> Workspace:
    """The workspace whose messages are rendered."""
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
