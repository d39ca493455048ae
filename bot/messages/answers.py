"""Short answers: a sentence, or why something was not done."""

from bot.messages.message import Message
from bot.messages.widgets import section


def plain_message(text: str) -> Message:
    """One sentence."""
    return Message(text=text, blocks=(section(text),))


def failure_message(failure: Exception) -> Message:
    """A named failure; its own message is the sentence."""
    return plain_message(str(failure))
