"""One message as Slack takes it."""

from dataclasses import dataclass
from typing import Any

from bot.core.words.lengths import shown_within, spoken_within

Block = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A PNG file shown in a message, before the block at place `at`. `alt` says in words what it shows."""

    name: str
    title: str
    alt: str
    content: bytes
    at: int
    instead: tuple[Block, ...] = ()
    """What is shown in its place where Slack does not take the file."""


@dataclass(frozen=True)
class Attachment:
    """A file that is sent as a message; its text stands above it."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """Block Kit blocks, and the same in plain words.

    `text` carries the whole message: it is the notification, and what a screen reader reads. Both are cut to
    what Slack takes.
    """

    text: str
    blocks: tuple[Block, ...]
    thread_ts: str = ""
    """The message that it is a reply to; empty for one of its own."""
    picture: Picture | None = None
    attachment: Attachment | None = None
    """Where given, only the text and the file are sent."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", spoken_within(self.text))
        object.__setattr__(self, "blocks", shown_within(self.blocks))
