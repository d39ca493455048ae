"""The goals of somebody's teams as a file."""

from bot.core.words.answers import plain_message
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Message
from bot.exchange.files.goals_file import GoalsFile

GOALS_FILE = "home_goals_file"


def goals_file_message(file: GoalsFile, language: Language) -> Message:
    """The CSV file, with a line that says what it is and what can be done with it."""
    if file.of_all:
        said = language("All goals on {day}: a line for each that held, holds or will.", day=language.day(file.date))
    else:
        said = language(
            "The goals of your teams on {day}: a line for each that held, holds or will.", day=language.day(file.date)
        )
    more = language(
        "It is for you; only you have it. Changed in a spreadsheet, many goals are set at once by who runs Pacer, with "
        "`pacer import goals`."
    )
    name = f"goals-{file.date.isoformat()}.csv"
    return Message(text=f"{said} {more}", blocks=(), attachment=Attachment(name=name, title=name, content=file.content))


def goals_file_promised(language: Language) -> Message:
    """What is answered at once."""
    return plain_message(language("The file is on its way to you, in our direct messages."))
