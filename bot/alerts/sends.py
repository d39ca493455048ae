"""The messages about reps at risk: what managers are told, and what reps are told before."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.alerts.alert import Alert, AlertContent, ReminderContent, alerts_for, reminders_for
from bot.alerts.answers import AssignedEpisodes, Assignment, assignments_for, shown_in_assignment
from bot.alerts.heads_up import EpisodesToTell, HeadsUp, heads_ups_for
from bot.alerts.words.alert import alert_message, counts_message, reminder_message
from bot.alerts.words.assignment import assignment_message
from bot.alerts.words.heads_up import heads_up_message
from bot.core.kinds import Kind, ShowsOthers
from bot.core.message_kinds import ALERT, ASSIGNMENT, COUNTS, HEADS_UP, REMINDER
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from storage.tables import Delivery


class AtRiskAlert(Kind[Alert]):
    """The alert with names; rather sent twice than not."""

    name = ALERT
    content = AlertContent
    nothing = "nothing to say"
    at_most_once = False

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Alert | None]:
        """Who is unlikely to reach a goal, and why."""
        return alerts_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Alert, language: Language) -> Message:
        """With the answers that a manager can give."""
        return alert_message(value, language)


class AlertCounts(AtRiskAlert):
    """The same for a channel that others read, with counts only."""

    name = COUNTS

    def write(self, value: Alert, language: Language) -> Message:
        """How many, and nobody's name."""
        return counts_message(value, language)


class AlertReminder(Kind[Alert]):
    """A reply in an alert's thread, of what nobody has answered."""

    name = REMINDER
    content = ReminderContent
    nothing = "answered by now"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Alert | None]:
        """The rows that still wait for an answer."""
        return reminders_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Alert, language: Language) -> Message:
        """Who is still waited for."""
        return reminder_message(value, language)


class RepsHeadsUp(Kind[HeadsUp]):
    """What reps are told first."""

    name = HEADS_UP
    content = EpisodesToTell
    nothing = "put right by now"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, HeadsUp | None]:
        """The goals of which the managers hear next."""
        return heads_ups_for(work.session, workspace=work.workspace, rows=rows)

    def write(self, value: HeadsUp, language: Language) -> Message:
        """The figures, and when the managers hear of it."""
        return heads_up_message(value, language)


class AssignedToYou(Kind[Assignment], ShowsOthers):
    """That somebody is asked to follow up on a rep's goals."""

    name = ASSIGNMENT
    content = AssignedEpisodes
    nothing = "over by now"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Assignment | None]:
        """Whose goal, and how it stands."""
        return assignments_for(work, rows=rows)

    def write(self, value: Assignment, language: Language) -> Message:
        """Who asks, and the figures."""
        return assignment_message(value, language)

    def shown(self, session: Session, row: Delivery) -> set[int]:
        """The rep whose goal it is."""
        return shown_in_assignment(session, row)
