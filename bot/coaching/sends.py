"""The messages of coaching: briefs, the question about a missed 1:1, calendar files, and what reps are told."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.coaching.brief import Brief
from bot.coaching.pack import PACK, AboutPack, TeamPack, packs_for
from bot.coaching.planned import (
    BRIEF,
    CALENDAR_FILE,
    MISSED,
    AboutMeeting,
    MeetingFile,
    MissedMeeting,
    briefs_for,
    files_for,
    missed_for,
    shown_in_brief,
)
from bot.coaching.restraint import COACHING, AboutCoaching
from bot.coaching.surveys import RESULTS, AboutGroup, results_for
from bot.coaching.to_rep import ToRep, told_to_reps
from bot.coaching.trainings import CHECK, AboutCheck, TrainingSeen, checks_for
from bot.coaching.words.brief import brief_message
from bot.coaching.words.meetings import file_message, missed_message
from bot.coaching.words.pack import pack_message
from bot.coaching.words.surveys import results_message
from bot.coaching.words.to_rep import to_rep_message
from bot.coaching.words.trainings import check_message
from bot.core.kinds import Kind, ShowsOthers
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.core.work import Work
from bot.people.surveys import GroupResult
from storage.tables import Delivery


class ManagersBrief(Kind[Brief], ShowsOthers):
    """What a manager reads on the working day before a 1:1."""

    name = BRIEF
    content = AboutMeeting
    nothing = "the 1:1 is not ahead any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, Brief | None]:
        """The briefs, true now."""
        return briefs_for(work, rows=rows)

    def write(self, value: Brief, language: Language) -> Message:
        """On one screen."""
        return brief_message(value, language)

    def shown(self, session: Session, row: Delivery) -> set[int]:
        """The rep."""
        return shown_in_brief(session, row)


class MissedOneOnOne(Kind[MissedMeeting]):
    """The question about a 1:1 that nobody noted."""

    name = MISSED
    content = AboutMeeting
    nothing = "it was noted meanwhile"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, MissedMeeting | None]:
        """The 1:1s and those that follow."""
        return missed_for(work, rows=rows)

    def write(self, value: MissedMeeting, language: Language) -> Message:
        """With both answers as buttons."""
        return missed_message(value, language)


class CalendarEntry(Kind[MeetingFile]):
    """A 1:1 as a calendar file, for who asked for it."""

    name = CALENDAR_FILE
    content = AboutMeeting
    nothing = "the 1:1 is not ahead any more"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, MeetingFile | None]:
        """When they are."""
        return files_for(work, rows=rows)

    def write(self, value: MeetingFile, language: Language) -> Message:
        """The file and what it is."""
        return file_message(value, language)


class SurveyResults(Kind[GroupResult]):
    """What an anonymous survey showed, for those who manage the teams."""

    name = RESULTS
    content = AboutGroup
    nothing = "the results are gone, or they manage another team"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, GroupResult | None]:
        """The results of each group."""
        return results_for(work, rows=rows)

    def write(self, value: GroupResult, language: Language) -> Message:
        """In words, with the question what will be done."""
        return results_message(value, language)


class CoachingForRep(Kind[ToRep]):
    """One of the at most two messages of coaching that a rep gets in a week."""

    name = COACHING
    content = AboutCoaching
    nothing = "nothing to say any more"
    to_rep = True
    waits = True

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, ToRep | None]:
        """What each is about, true now."""
        return told_to_reps(work, rows=rows)

    def write(self, value: ToRep, language: Language) -> Message:
        """What it is about, in the words of that."""
        return to_rep_message(value, language)


class TrainingChecked(Kind[TrainingSeen]):
    """What followed a training, for who is told of it. It names nobody."""

    name = CHECK
    content = AboutCheck
    nothing = "the training was cancelled"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, TrainingSeen | None]:
        """The checks, as they were stored."""
        return checks_for(work, rows=rows)

    def write(self, value: TrainingSeen, language: Language) -> Message:
        """What was found first."""
        return check_message(value, language)


class TeamMeetingPack(Kind[TeamPack]):
    """What a manager takes to the team's meeting, once a month. It names nobody but who shared a lesson."""

    name = PACK
    content = AboutPack
    nothing = "there is no goal and no lost deal to speak of"

    def read(self, work: Work, rows: Sequence[Delivery]) -> dict[int, TeamPack | None]:
        """The packs, true now."""
        return packs_for(work, rows=rows)

    def write(self, value: TeamPack, language: Language) -> Message:
        """On one screen or two."""
        return pack_message(value, language)
