"""What stands below every text that is asked back: the way to save nothing of it."""

from bot.core.words.answers import plain_message
from bot.core.words.blocks import button
from bot.core.words.language import Language
from bot.core.words.message import Block, Message

DROP = "asked_drop"
LONGEST_NAMES = 500


def drop_button(names: str, language: Language) -> Block:
    """The button with which what was typed is forgotten; `names` are those under which it is kept, with commas."""
    return button(language("Don't save"), action=DROP, value=names[:LONGEST_NAMES])


def dropped_message(language: Language) -> Message:
    """That nothing was saved, as it was wanted."""
    return plain_message(language("OK, nothing was saved."))
