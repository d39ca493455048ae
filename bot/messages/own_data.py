"""Everything that is kept about oneself, as a file."""

from bot.coach.people.own_data import OwnData
from bot.messages.answers import plain_message
from bot.messages.language import Language
from bot.messages.message import Attachment, Message


def own_data_message(data: OwnData, language: Language) -> Message:
    """The JSON file, with a line that says what it is."""
    text = language(
        "Everything that Pacer keeps about you, on {day}. It is for you; only you have it.",
        day=language.day(data.date),
    )
    name = f"pacer-{data.date.isoformat()}.json"
    return Message(text=text, blocks=(), attachment=Attachment(name=name, title=name, content=data.content))


def own_data_promised(language: Language) -> Message:
    """What is answered at once."""
    return plain_message(
        language("The file with everything that Pacer keeps about you comes as a direct message in a moment.")
    )
