"""Coaching at a glance: for a rep what is ahead and what they committed to, for a manager the 1:1s of their reps."""

import datetime as dt
from dataclasses import dataclass

from bot.coaching.pairs import current_pair
from bot.coaching.people import WrongCoaching, reps_coached, require_own_or_coach, teams_coached
from bot.coaching.surveys import open_seat
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.people.one_on_ones import Meeting, load_meetings
from bot.people.pairs import PairSaid, answer_by, said_of
from bot.people.surveys import SurveyNow
from bot.standings.commitments import CommitmentNow, open_commitments
from bot.standings.trainings import TrainingAhead, trainings_ahead
from storage import coaching
from storage.tables import CoachingNote, Member, PairMoment, Team


@dataclass(frozen=True)
class MyCoaching:
    """A rep's own page, on their date."""

    member: Member
    today: dt.date
    meeting: Meeting | None
    commitments: tuple[CommitmentNow, ...]
    topics: tuple[CoachingNote, ...]
    """What waits for the next 1:1."""
    pair: PairSaid | None = None
    """The pair that they have before them, shown to themself alone."""
    pair_by: dt.date | None = None
    """By when it can be answered."""
    survey: SurveyNow | None = None
    """The survey that waits for their answers, shown to themself alone."""
    trainings: tuple[TrainingAhead, ...] = ()
    """Their trainings that are ahead, on their own dates."""


@dataclass(frozen=True)
class RepsMeeting:
    """A rep, the 1:1 that is planned, and when the last one was."""

    member: Member
    planned: Meeting | None
    last_held: dt.date | None


@dataclass(frozen=True)
class MeetingsPage:
    """The 1:1s of a manager's reps: those without one first, then by date."""

    today: dt.date
    teams: tuple[Team, ...]
    rows: tuple[RepsMeeting, ...]


def my_coaching(work: Work, *, viewer: Viewer, member: Member) -> MyCoaching:
    """What the member's own page shows; to somebody who coaches them too. Raises NotAllowed."""
    require_own_or_coach(work, viewer=viewer, member=member)
    planned = coaching.planned_meetings(work.session, member_ids=[member.id]).get(member.id)
    meeting = load_meetings(work, ids={planned.id})[planned.id] if planned is not None else None
    pair = current_pair(work, member=member) if viewer.member_id == member.id else None
    survey = open_seat(work, member=member) if viewer.member_id == member.id else None
    return MyCoaching(
        member=member,
        today=work.today_of(member),
        meeting=meeting,
        commitments=open_commitments(work, members=[member]).get(member.id, ()),
        topics=tuple(coaching.open_topics(work.session, about_ids=[member.id]).get(member.id, ())),
        pair=said_of(work, pair, PairMoment.AGREED) if pair is not None else None,
        pair_by=answer_by(work, pair) if pair is not None else None,
        survey=survey if survey is not None and not survey.answered else None,
        trainings=trainings_ahead(work, member=member),
    )


def meetings_page(work: Work, *, viewer: Viewer, speaker: Member) -> MeetingsPage:
    """The 1:1s of all reps whom the viewer coaches. Raises WrongCoaching for who coaches nobody."""
    teams = teams_coached(work, viewer=viewer)
    if not teams:
        raise WrongCoaching("That's for managers and their teams. `/coach` shows your own coaching.")
    reps = reps_coached(work, viewer=viewer, teams=teams)
    ids = [rep.id for rep in reps]
    planned = coaching.planned_meetings(work.session, member_ids=ids)
    meetings = load_meetings(work, ids={each.id for each in planned.values()})
    held = coaching.last_held(work.session, member_ids=ids)
    rows = [
        RepsMeeting(rep, meetings[planned[rep.id].id] if rep.id in planned else None, held.get(rep.id)) for rep in reps
    ]

    def order(row: RepsMeeting) -> tuple[bool, dt.date, str]:
        if row.planned is not None:
            return True, row.planned.stored.date, row.member.name
        return False, row.last_held or dt.date.min, row.member.name

    return MeetingsPage(work.today_of(speaker), tuple(teams), tuple(sorted(rows, key=order)))
