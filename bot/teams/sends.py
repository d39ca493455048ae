"""The messages of teams: what managers asked for, or are told regularly."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.core.kinds import Kind, ShowsOthers
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.teams.digest import DIGEST, ClosedPeriod, Digest, digests_for, shown_in_digest
from bot.teams.export import TEAM_FILE, OfTeam, TeamFile, file_for, shown_in_file
from bot.teams.words.digest import digest_message
from bot.teams.words.export import team_file_message
from storage.tables import Delivery


class TeamStandingsFile(Kind[TeamFile], ShowsOthers):
    """A file of a team's standings, for who asked for it and still may see the team."""

    name = TEAM_FILE
    content = OfTeam
    nothing = "not allowed any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, TeamFile | None]:
        """The files, true now."""
        return {row.id: file_for(work.session, workspace=work.workspace, row=row, now=work.now) for row in rows}

    def write(self, value: TeamFile, language: Language) -> Message:
        """The file and what it is."""
        return team_file_message(value, language)

    def shown(self, session: Session, row: Delivery) -> set[int]:
        """The team's reps."""
        return shown_in_file(session, row)


class PeriodsDigest(Kind[Digest], ShowsOthers):
    """The weekly digest, and the review of a longer period."""

    name = DIGEST
    content = ClosedPeriod
    nothing = "nothing to say"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Digest | None]:
        """What came of the periods."""
        return digests_for(work.session, workspace=work.workspace, rows=rows)

    def write(self, value: Digest, language: Language) -> Message:
        """With the picture."""
        return digest_message(value, language)

    def shown(self, session: Session, row: Delivery) -> set[int]:
        """The reps in the picture."""
        return shown_in_digest(session, row)
