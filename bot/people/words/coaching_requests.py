"""What coaching asks of a rep, in a line of the morning message or in a message of its own."""

from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.coaching_requests import Ask
from bot.people.pairs import PairSaid
from bot.people.words.pairs import pair_message
from bot.people.words.surveys import survey_message


def ask_message(ask: Ask, language: Language) -> Message:
    """What is asked, with its buttons."""
    return pair_message(ask, language) if isinstance(ask, PairSaid) else survey_message(ask, language)
