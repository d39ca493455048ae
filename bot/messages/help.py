"""What can be typed."""

from bot.messages.language import Language
from bot.messages.message import Message
from bot.messages.widgets import escape, section
from bot.parsing.vocabulary import Vocabulary


def log_help(vocabulary: Vocabulary, language: Language, *, command: str) -> Message:
    """The answer to `/log` and `/log help`."""
    words = ", ".join(escape(metric.singular) for metric in vocabulary.metrics)
    text = "\n".join(
        [
            language("*Log what you did:*"),
            f"`{command} call`   `{command} 5 calls 2 demos`   `{command} call Acme: left voicemail`",
            f"`{command} 3 emails yesterday`   `{command} deal 12,500 Acme`   `{command} undo`",
            language("You can log: {words}.", words=words),
        ]
    )
    return Message(text=text, blocks=(section(text),))
