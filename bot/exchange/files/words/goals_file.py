"""The goals of somebody's teams as a file."""

from bot.core.words.answers import plain_message
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Message
from bot.exchange.files.goals_file import GoalsFile

GOALS_FILE = "home_goals_file"


def goals_file_message(file: GoalsFile, language: Language) -> Message:
    """The CSV file, with a line that says what it is and what can be done with it."""
    if file.of_all:
        said = language("All goals as of {day}: past, current and planned.", day=language.day(file.date))
    else:
        said = language("Your teams' goals as of {day}: past, current and planned.", day=language.day(file.date))
    more = language(
        "Only you have this file. Edit it in a spreadsheet, and whoever runs Pacer can set many goals with `pacer "
        "import goals`."
    )
    name = f"goals-{file.date.isoformat()}.csv"
    return Message(text=f"{said} {more}", blocks=(), attachment=Attachment(name=name, title=name, content=file.content))


def goals_file_promised(language: Language) -> Message:
    """What is answered at once."""
    return plain_message(language("The file is on its way to you, in our direct messages."))
