"""The messages of coaching to a rep."""

from bot.coaching.to_rep import ToRep
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.words.one_on_ones import meeting_message


def to_rep_message(told: ToRep, language: Language) -> Message:
    """What it is about."""
    return meeting_message(told.meeting, told.today, language)
