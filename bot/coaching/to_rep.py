"""What the messages of coaching to a rep say: one kind of message for all, because they share two places a week."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coaching.restraint import AboutCoaching, Topic
from bot.core.work import Work
from bot.people import surveys as survey_facts
from bot.people.one_on_ones import Meeting, load_meetings, starts_at
from bot.people.pairs import PairSaid, load_pairs, moment_of, said_of
from bot.people.surveys import SurveySaid, load_seats
from bot.standings.trainings import TrainingAhead
from storage import people, trainings
from storage.tables import Delivery, MeetingState, SurveyMoment


@dataclass(frozen=True)
class MeetingAhead:
    """The rep's 1:1 is near."""

    meeting: Meeting
    today: dt.date


@dataclass(frozen=True)
class TrainingNear:
    """The rep has a training, or (`off`) it was cancelled."""

    training: TrainingAhead
    today: dt.date
    off: bool = False


ToRep = MeetingAhead | PairSaid | SurveySaid | TrainingNear


def told_to_reps(work: Work, *, rows: Sequence[Delivery]) -> dict[int, ToRep | None]:
    """What each of these planned messages says, true now; None where there is nothing to say any more."""
    about = {row.id: AboutCoaching.of_row(row) for row in rows}
    meetings = load_meetings(work, ids={each.id for each in about.values() if each.topic is Topic.MEETING})
    found: dict[int, ToRep | None] = _trainings(work, [row for row in rows if about[row.id].topic is Topic.TRAINING])
    pairs = _pairs(work, [row for row in rows if about[row.id].topic is Topic.PAIR])
    found |= {row.id: pairs.get(row.id) for row in rows if about[row.id].topic is Topic.PAIR}
    surveys = _surveys(work, [row for row in rows if about[row.id].topic in (Topic.SURVEY, Topic.SURVEY_RESULT)])
    found |= {row.id: surveys.get(row.id) for row in rows if about[row.id].topic in (Topic.SURVEY, Topic.SURVEY_RESULT)}
    for row in rows:
        if row.id in found:
            continue
        meeting = meetings.get(about[row.id].id)
        ahead = (
            meeting is not None
            and meeting.stored.state is MeetingState.PLANNED
            and meeting.member.id == row.member_id
            and starts_at(work, meeting) > work.now
        )
        found[row.id] = MeetingAhead(meeting, work.today_of(meeting.member)) if meeting and ahead else None
    return found


def _pairs(work: Work, rows: Sequence[Delivery]) -> dict[int, PairSaid]:
    """What there is to say now of the pair that each row is about; answered or over, it is left out."""
    of_pair = {row.id: AboutCoaching.of_row(row).id for row in rows}
    members = {row.member_id for row in rows if row.member_id is not None}
    loaded = load_pairs(work, ids=set(of_pair.values()), member_ids=members)
    found: dict[int, PairSaid] = {}
    for row in rows:
        mine = (now for now in loaded.get(row.member_id or 0, ()) if now.stored.id == of_pair[row.id])
        for now in mine:
            moment = moment_of(now, work.now)
            if moment is not None:
                found[row.id] = said_of(work, now, moment)
    return found


def _trainings(work: Work, rows: Sequence[Delivery]) -> dict[int, ToRep | None]:
    ids = {row.id: AboutCoaching.of_row(row).id for row in rows}
    stored = trainings.trainings_by_id(work.session, ids=set(ids.values()))
    places = trainings.places_of(work.session, training_ids=list(stored))
    members = people.members_by_id(work.session, ids={row.member_id or 0 for row in rows})
    found: dict[int, ToRep | None] = {}
    for row in rows:
        training, member = stored.get(ids[row.id]), members.get(row.member_id or 0)
        own = next((each for each in places.get(ids[row.id], ()) if each.member_id == row.member_id), None)
        found[row.id] = None
        if training is not None and member is not None and own is not None and own.date >= work.today_of(member):
            ahead = TrainingAhead(training.topic, own.date, training.id)
            found[row.id] = TrainingNear(ahead, work.today_of(member), off=training.cancelled_at is not None)
    return found


def _surveys(work: Work, rows: Sequence[Delivery]) -> dict[int, SurveySaid]:
    """What there is to say now of the survey that each row is about; over, it is left out."""
    members = people.members_by_id(work.session, ids={row.member_id for row in rows if row.member_id is not None})
    seats = load_seats(work, members=list(members.values()))
    found: dict[int, SurveySaid] = {}
    for row in rows:
        about = AboutCoaching.of_row(row)
        wanted = SurveyMoment.ASK if about.topic is Topic.SURVEY else SurveyMoment.RESULT
        for now in seats.get(row.member_id or 0, ()):
            if now.group.id == about.id and survey_facts.moment_of(now, work.now) is wanted:
                found[row.id] = survey_facts.said_of(work, now, wanted)
    return found
