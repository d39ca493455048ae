"""The messages to reps: nudge, evening, the week's recap, welcome."""

from collections.abc import Collection, Hashable, Mapping, Sequence

from sqlmodel import Session

from bot.core.kinds import Kind, MadeAhead, ShowsOthers
from bot.core.message_kinds import NUDGE
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.nudges.attention import PlannedNudge
from bot.nudges.evening import EVENING, Evening, evenings_for
from bot.nudges.freshness import marks_of
from bot.nudges.help_request import (
    HELP_REQUEST,
    GoalToHelpWith,
    HelpRequest,
    help_requests_for,
    shown_in_help_request,
)
from bot.nudges.nudge import Nudge, nudges_for
from bot.nudges.plan_of_day import PLANNED_STEP, PlannedStep, StepContent, planned_steps_for
from bot.nudges.recap import RECAP, Recap, recaps_for
from bot.nudges.welcome import WELCOME, Welcome, welcomes_for
from bot.nudges.words.evening import evening_message
from bot.nudges.words.help_request import help_request_message
from bot.nudges.words.nudge import nudge_message
from bot.nudges.words.planned_step import planned_step_message
from bot.nudges.words.recap import recap_message
from bot.nudges.words.welcome import welcome_message
from storage.tables import Delivery


class MorningNudge(Kind[Nudge], MadeAhead):
    """The morning's message."""

    name = NUDGE
    content = PlannedNudge
    nothing = "nothing to say"
    to_rep = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Nudge | None]:
        """Standings and what to do today."""
        return nudges_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Nudge, language: Language) -> Message:
        """The nudge with its buttons."""
        return nudge_message(value, language)

    def marks(self, work: Work, rows: Sequence[Delivery]) -> Mapping[int, Hashable]:
        """What changes when one of these would say something else."""
        return marks_of(work.session, workspace=work.workspace, rows=rows)


class EveningWrapUp(Kind[Evening], MadeAhead):
    """The evening's question, where something seems to be missing."""

    name = EVENING
    nothing = "nothing is missing"
    to_rep = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Evening | None]:
        """What each has logged today, and what not."""
        return evenings_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Evening, language: Language) -> Message:
        """With buttons for what is missing."""
        return evening_message(value, language)

    def marks(self, work: Work, rows: Sequence[Delivery]) -> Mapping[int, Hashable]:
        """What changes when one of these would say something else."""
        return marks_of(work.session, workspace=work.workspace, rows=rows)


class WeeksRecap(Kind[Recap]):
    """What the week came to."""

    name = RECAP
    nothing = "nothing to tell of"
    to_rep = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Recap | None]:
        """The week of each."""
        return recaps_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Recap, language: Language) -> Message:
        """The recap."""
        return recap_message(value, language)


class FirstWelcome(Kind[Welcome]):
    """A rep's first message."""

    name = WELCOME
    nothing = "no goal any more"
    to_rep = True
    waits = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Welcome | None]:
        """The goals of each, and when their first nudge comes."""
        return welcomes_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: Welcome, language: Language) -> Message:
        """What Pacer is and does."""
        return welcome_message(value, language)


class StepReminder(Kind[PlannedStep]):
    """The reminder at a time of the rep's own choice: it comes whatever else was sent that day."""

    name = PLANNED_STEP
    content = StepContent
    nothing = "done by now, or not wanted"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, PlannedStep | None]:
        """What is left of each step."""
        return planned_steps_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: PlannedStep, language: Language) -> Message:
        """With buttons that log it."""
        return planned_step_message(value, language)


class AskedForHelp(Kind[HelpRequest], ShowsOthers):
    """A rep's note to a manager; rather sent twice than not."""

    name = HELP_REQUEST
    content = GoalToHelpWith
    nothing = "needs no help any more"
    at_most_once = False

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, HelpRequest | None]:
        """Who asks, with the goal's figures."""
        return help_requests_for(work.session, workspace=work.workspace, rows=rows, now=work.now)

    def write(self, value: HelpRequest, language: Language) -> Message:
        """The figures that matter, and who else reads them."""
        return help_request_message(value, language)

    def shown(self, session: Session, row: Delivery) -> Collection[int]:
        """The rep who asks."""
        return shown_in_help_request(session, row)
