"""A team's standings as a file."""

from bot.core.words.blocks import escape
from bot.core.words.language import Language
from bot.core.words.message import Attachment, Message
from bot.teams.export import TeamFile


def team_file_message(file: TeamFile, language: Language) -> Message:
    """The CSV file, with a line that says what it is."""
    view = file.view
    text = language(
        "{team} on {day}: each rep's goals, one a line. Only you have this file.",
        team=escape(view.team.name),
        day=language.day(view.date),
    )
    name = "".join(letter if letter.isalnum() else "-" for letter in view.team.name.lower())[:40]
    return Message(
        text=text,
        blocks=(),
        attachment=Attachment(
            name=f"{name}-{view.date.isoformat()}.csv",
            title=f"{view.team.name} {view.date.isoformat()}",
            content=file.content,
        ),
    )
