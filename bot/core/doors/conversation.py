"""The direct conversation with somebody, in which what they write there is answered."""

from typing import Protocol

from bot.core.words.message import Message


class NotAnswered(Exception):
    """The answer could not be given now: Slack sends the event again, and then it is tried again."""


class Conversation(Protocol):
    """Where answers to messages are posted."""

    def answer(self, channel: str, message: Message, token: str, *, again: bool = False) -> None:
        """Post an answer with `token` in its metadata; where it is tried `again`, only if it is not there yet.

        Raises NotAnswered where it may be tried once more.
        """


class NoConversation:
    """Answers nobody: where nothing is said in Slack."""

    def answer(self, channel: str, message: Message, token: str, *, again: bool = False) -> None:
        """Say nothing."""
