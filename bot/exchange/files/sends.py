"""The messages with files of what Pacer knows, and of files that are sent to it."""

from collections.abc import Sequence

from bot.core.kinds import Kind
from bot.core.vocabulary import MetricsByWord
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.exchange.files.goals_file import GOALS_FILE, GoalsFile, goals_file_for
from bot.exchange.files.sent_files import (
    REFUSED_LINES,
    SENT_FILE,
    AboutFile,
    FileNow,
    RefusedLines,
    files_now,
    refused_now,
)
from bot.exchange.files.words.goals_file import goals_file_message
from bot.exchange.files.words.sent_file import refused_lines_message, sent_file_message
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


class FileSent(Kind[FileNow]):
    """What would come of a file that an admin sent, how far it is, and what came of it."""

    name = SENT_FILE
    content = AboutFile
    nothing = "the file is not known any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, FileNow | None]:
        """The files as they stand now."""
        return files_now(work, rows, MetricsByWord(work.session, workspace=work.workspace).metrics)

    def write(self, value: FileNow, language: Language) -> Message:
        """What is known of it."""
        return sent_file_message(value, language)


class LinesRefused(Kind[RefusedLines]):
    """The lines of a file that were not imported."""

    name = REFUSED_LINES
    content = AboutFile
    nothing = "the lines are not known any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, RefusedLines | None]:
        """The lines, until they were sent."""
        return refused_now(work, rows)

    def write(self, value: RefusedLines, language: Language) -> Message:
        """The file and what to do with it."""
        return refused_lines_message(value, language)
