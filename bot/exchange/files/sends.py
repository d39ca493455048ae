"""The messages with files of what Pacer knows."""

from collections.abc import Sequence

from bot.core.kinds import Kind
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.exchange.files.goals_file import GOALS_FILE, GoalsFile, goals_file_for
from bot.exchange.files.words import goals_file_message
from storage.tables import Delivery


class GoalsAsFile(Kind[GoalsFile]):
    """Goals as a file, for who asked for it and still sets goals."""

    name = GOALS_FILE
    nothing = "sets no goals any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, GoalsFile | None]:
        """The files, true now."""
        return {row.id: goals_file_for(work.session, workspace=work.workspace, row=row, now=work.now) for row in rows}

    def write(self, value: GoalsFile, language: Language) -> Message:
        """The file and what it is."""
        return goals_file_message(value, language)
