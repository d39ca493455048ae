"""One message as Slack takes it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """Block Kit blocks, and the same in plain words.

    `text` carries the whole message: it is the notification, and what a screen reader reads.
    """

    text: str
    blocks: tuple[Block, ...]
    thread_ts: str = ""
    """The message that it is a reply to; empty for one of its own."""
