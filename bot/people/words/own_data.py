"""Everything that is kept about oneself, as a file."""

from bot.core.words.answers import plain_message
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Message
from bot.people.own_data import OwnData


def own_data_message(data: OwnData, language: Language) -> Message:
    """The JSON file, with a line that says what it is."""
    text = language(
        "Everything Pacer keeps about you, as of {day}. Only you have this file.",
        day=language.day(data.date),
    )
    name = f"pacer-{data.date.isoformat()}.json"
    return Message(text=text, blocks=(), attachment=Attachment(name=name, title=name, content=data.content))


def own_data_promised(language: Language) -> Message:
    """What is answered at once."""
    return plain_message(language("I'm sending you a file with everything Pacer keeps about you, by direct message."))
