"""Short answers: a sentence, or why something was not done."""

from bot.failures import Failure
from bot.messages.language import Language
from bot.messages.message import Message
from bot.messages.widgets import section
from bot.parsing.errors import NotUnderstood


def plain_message(text: str) -> Message:
    """One sentence."""
    return Message(text=text, blocks=(section(text),))


def failure_text(failure: Failure, language: Language) -> str:
    """What the person reads of something that cannot be done as they asked."""
    said = language(failure.text, **failure.values) if failure.values else language.exactly(failure.text)
    if not isinstance(failure, NotUnderstood):
        return said
    if failure.field:
        return said[:1].upper() + said[1:]  # at its field, nobody thinks that it was saved
    return language("Nothing was saved: {why}", why=said)


def failure_message(failure: Failure, language: Language) -> Message:
    """The same as an answer."""
    return plain_message(failure_text(failure, language))
