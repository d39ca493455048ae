"""Thanks: what the colleague reads, and what the giver is answered."""

from bot.core.words.answers import plain_message
from bot.core.words.blocks import context, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.kudos import Thanks


def kudos_message(thanks: Thanks, language: Language) -> Message:
    """What the one who is thanked reads, alone."""
    said = language("Kudos from {name}: “{words}”", name=escape(thanks.giver.name), words=escape(thanks.words))
    foot = language("Only you see this.")
    return Message(text=f"{said}\n{foot}", blocks=(section(said), context(foot)))


def kudos_sent_message(thanks: Thanks, language: Language) -> Message:
    """That it was passed on."""
    return plain_message(
        language("Sent to {name} privately: “{words}”", name=escape(thanks.receiver.name), words=escape(thanks.words))
    )
