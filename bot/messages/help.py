"""What can be typed."""

from bot.messages.language import Language
from bot.messages.message import Message
from bot.messages.widgets import escape, section
from bot.parsing.vocabulary import Vocabulary


def log_help(vocabulary: Vocabulary, language: Language, *, command: str) -> Message:
    """The answer to `/log help`: the grammar of docs/logging.md in short."""
    words = ", ".join(escape(metric.singular) for metric in vocabulary.metrics)
    text = "\n".join(
        [
            language("*Log what you did:*"),
            f"`{command} call`   `{command} 5 calls 2 demos Acme`   `{command} call Acme: left voicemail`",
            f"`{command} call no answer`   `{command} 3 emails yesterday`   `{command} deal 12,500 Acme`",
            language(
                "A number and what it counts, what came of it, with whom, a day, and a note after a colon. A comma "
                "parts entries; quotes keep a name together. Days: yesterday, mon, 16 nov, 2026-11-16."
            ),
            language("You can log: {words}.", words=words),
            language(
                "`{command}` alone opens a form, `{command} list` shows your entries to change, `{command} undo` takes "
                "the last message back.",
                command=command,
            ),
        ]
    )
    return Message(text=text, blocks=(section(text),))
