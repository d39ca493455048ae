"""The messages to admins: the checklist, a channel's hello, a previewed morning, troubles."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.settings import HELLO
from bot.core.changes import CHECKLIST
from bot.core.kinds import AnyKind, Kind, ShowsOthers
from bot.core.message_kinds import ADMIN_NOTICE
from bot.core.unreachable import Unreachable
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.nudges.lateness import LATE_NOTICE, lateness_of
from bot.setup.checklist import Setup, setup_of
from bot.setup.preview import PREVIEW, PreviewOf, as_nudge, shown_in_preview
from bot.setup.words.channels import hello_message
from bot.setup.words.checklist import checklist_message
from bot.setup.words.notices import channel_closed_message, late_message, unreachable_message
from bot.setup.words.preview import preview_message
from storage import memberships, people
from storage.backlog import Lateness
from storage.tables import Delivery, Member, Team, Workspace


class AdminsChecklist(Kind[Setup]):
    """What is still to do until the workspace is live."""

    name = CHECKLIST
    nothing = "nothing to set up"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Setup]:
        """As things are now: the same for each admin."""
        setup = setup_of(work.session, workspace=work.workspace, now=work.now)
        return {row.id: setup for row in rows}

    def write(self, value: Setup, language: Language) -> Message:
        """The steps with their buttons."""
        return checklist_message(value, language)


class HelloInChannel(Kind[Team]):
    """What is said in an alert channel when it is chosen."""

    name = HELLO
    nothing = "the team is gone"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Team | None]:
        """The teams whose channel it is."""
        teams = {team.id: team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
        return {row.id: teams.get(row.team_id) if row.team_id is not None else None for row in rows}

    def write(self, value: Team, language: Language) -> Message:
        """What will be said here."""
        return hello_message(value, language)


@dataclass(frozen=True)
class Previewed:
    """A rep's nudge as it would come on `date`."""

    nudge: Message
    rep: Member
    workspace: Workspace
    date: dt.date


class NudgePreview(Kind[Previewed], ShowsOthers):
    """Somebody's nudge of the next morning, for the admin who asked: without anything to press."""

    name = PREVIEW
    content = PreviewOf
    nothing = "nothing to say"

    def __init__(self, nudge: AnyKind) -> None:
        self._nudge = nudge

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Previewed | None]:
        """The nudges of the reps that the rows name."""
        whose = {row.id: PreviewOf.of_row(row).member for row in rows}
        members = people.members_by_id(work.session, ids=set(whose.values()))
        nudges = self._nudge.render(work, [as_nudge(row, members[whose[row.id]]) for row in rows])
        found: dict[int, Previewed | None] = {}
        for row in rows:
            nudge = nudges[row.id]
            found[row.id] = (
                Previewed(nudge, members[whose[row.id]], work.workspace, row.local_date)
                if isinstance(nudge, Message) and row.local_date is not None
                else None
            )
        return found

    def write(self, value: Previewed, language: Language) -> Message:
        """The nudge in the rep's language, and whose it is in the admin's."""
        return preview_message(value.nudge, language, rep=value.rep, workspace=value.workspace, date=value.date)

    def shown(self, session: Session, row: Delivery) -> set[int]:
        """The rep whose nudge it is."""
        return shown_in_preview(session, row)


class UnreachableNotice(Kind[Unreachable]):
    """That somebody or a channel cannot be reached."""

    name = ADMIN_NOTICE
    content = Unreachable
    nothing = "nothing to say"

    def read(self, work: Work, rows: Sequence[Delivery]) -> Mapping[int, Unreachable]:
        """Who, and why."""
        return {row.id: Unreachable.of_row(row) for row in rows}

    def write(self, value: Unreachable, language: Language) -> Message:
        """With what to do about it; to a team's managers, of its alert channel."""
        if value.channel:
            return channel_closed_message(value.subject, value.channel, value.error, language)
        return unreachable_message(value.subject, value.error, language)


@dataclass(frozen=True)
class LateOn:
    """How many nudges of a date were late."""

    late: Lateness
    date: dt.date


class LatenessNotice(Kind[LateOn]):
    """That nudges of a date were late."""

    name = LATE_NOTICE
    nothing = "none is late"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, LateOn | None]:
        """Counted now."""
        found: dict[int, LateOn | None] = {}
        for row in rows:
            late = lateness_of(work.session, row=row, now=work.now)
            found[row.id] = LateOn(late, row.local_date) if row.local_date is not None and late.any else None
        return found

    def write(self, value: LateOn, language: Language) -> Message:
        """How many, and where to look."""
        return late_message(value.late, value.date, language)
