"""Anonymous surveys as they stand: what is asked, and what somebody who is in one is to be told of it.

Another question is an option of `Question`, with its choices in CHOICES, its words in bot/people/words/surveys.py, and
when it is asked in `questions_for` (bot/coaching/surveys.py).
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.members import local_date
from bot.core.work import Work
from bot.people.pairs import morning_of
from metrics.coaching.anonymity import Level
from storage import memberships, surveys
from storage.tables import GroupState, Member, Survey, SurveyGroup, SurveyMoment, SurveySeat, Team

OPEN = dt.timedelta(days=7)
"""So long a survey can be answered."""
PROMISE = dt.timedelta(days=7)
"""So long after its end its results wait for a manager's line before the team gets them without one."""
STILL_TOLD = dt.timedelta(days=7)
REMINDED = dt.timedelta(days=3), dt.timedelta(days=2)
"""On the morning between these before its end, who has not answered is reminded, in the morning message alone."""
PAST = OPEN + PROMISE + STILL_TOLD


class Question(enum.Enum):
    """What is asked; the values are stored."""

    HELPS = "helps"
    GOAL = "goal"
    TRAINING = "training"
    """Only where everybody who is asked had one lately: else the few who had it would be a small group."""


SKIP = "skip"
"""Rather not say: a choice like the others, so that every question has as many answers."""
CHOICES: Mapping[Question, tuple[str, ...]] = {
    Question.HELPS: ("meetings", "colleagues", "playbook", "numbers", "time", "nothing", SKIP),
    Question.GOAL: ("fair", "hard", "too high", "too low", SKIP),
    Question.TRAINING: ("very", "somewhat", "not really", SKIP),
}
"""The choices of each question, in the order in which they are shown; they are stored."""


@dataclass(frozen=True)
class SurveyNow:
    """A survey as somebody who is in it sees it."""

    survey: Survey
    group: SurveyGroup
    seat: SurveySeat
    member: Member
    answered: bool
    closes_on: dt.date
    """The last local date on which they can answer."""
    teams: tuple[Team, ...]
    """Whose answers are counted together."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return questions_of(self.group)


@dataclass(frozen=True)
class GroupResult:
    """What a survey showed of a group: the level of each choice, by question; without any where too few answered."""

    group: SurveyGroup
    teams: tuple[Team, ...]
    closed_on: dt.date
    levels: Mapping[Question, Mapping[str, Level]]


@dataclass(frozen=True)
class SurveySaid:
    """What one who is in a survey is told; `result` is given with the moment of that."""

    now: SurveyNow
    moment: SurveyMoment
    result: GroupResult | None = None


def questions_of(group: SurveyGroup) -> tuple[Question, ...]:
    """The questions of a group; one that a newer version asked is left out."""
    known = {question.value: question for question in Question}
    return tuple(known[key] for key in group.questions.split() if key in known)


def load_seats(work: Work, *, members: Sequence[Member]) -> dict[int, list[SurveyNow]]:
    """The surveys that these members are or were in lately, by member, the newest first."""
    seats = surveys.seats_of(work.session, member_ids=[member.id for member in members], since=work.now - PAST)
    if not seats:
        return {}
    groups = surveys.groups_by_id(work.session, ids={seat.group_id for seat in seats})
    stored = surveys.surveys_by_id(work.session, ids={group.survey_id for group in groups.values()})
    answered = {
        survey_id: surveys.have_answered(
            work.session, survey_id=survey_id, member_ids=[member.id for member in members]
        )
        for survey_id in stored
    }
    teams = _teams(work, list(groups.values()))
    by_id = {member.id: member for member in members}
    found: dict[int, list[SurveyNow]] = {}
    for seat in seats:
        group, member = groups[seat.group_id], by_id[seat.member_id]
        survey = stored[group.survey_id]
        found.setdefault(member.id, []).append(
            SurveyNow(
                survey,
                group,
                seat,
                member,
                member.id in answered[survey.id],
                local_date(member, work.workspace, survey.closes_at - dt.timedelta(minutes=1)),
                teams[group.id],
            )
        )
    return found


def surveys_to_say(work: Work, *, members: Sequence[Member]) -> Mapping[int, SurveySaid]:
    """What each of these reps is to be told of a survey this morning; what they were told today already is among it."""
    found: dict[int, SurveySaid] = {}
    for member_id, seats in load_seats(work, members=members).items():
        for now in seats:
            at = morning_of(work, now.member)
            moment = moment_of(now, at)
            if moment is None or (_was_told(work, now, moment) and not _reminds(now, at)):
                continue
            found[member_id] = said_of(work, now, moment)
            break
    return found


def said_of(work: Work, now: SurveyNow, moment: SurveyMoment) -> SurveySaid:
    """What they are told in this moment."""
    return SurveySaid(now, moment, result_of(work, now.group) if moment is SurveyMoment.RESULT else None)


def moment_of(now: SurveyNow, at: dt.datetime) -> SurveyMoment | None:
    """What there is to tell somebody who is in a survey at an instant: whether they answered changes nothing of it."""
    if not now.survey.closed:
        return SurveyMoment.ASK if now.survey.opened_at <= at < now.survey.closes_at else None
    if now.group.state is not GroupState.SHOWN:
        return None
    since = shown_from(now.survey, now.group)
    return SurveyMoment.RESULT if since <= at < since + STILL_TOLD else None


def shown_from(survey: Survey, group: SurveyGroup) -> dt.datetime:
    """The instant from which the team sees the results: once a manager said what will be done, a week later else."""
    latest = survey.closes_at + PROMISE
    return min(group.promised_at, latest) if group.promised_at is not None else latest


def result_of(work: Work, group: SurveyGroup) -> GroupResult:
    """What the survey showed of the group."""
    survey = surveys.surveys_by_id(work.session, ids={group.survey_id})[group.survey_id]
    stored = surveys.results_of(work.session, group_id=group.id)
    return GroupResult(
        group,
        _teams(work, [group])[group.id],
        local_date(None, work.workspace, survey.closes_at - dt.timedelta(minutes=1)),
        {
            question: {
                choice: stored[question.value][choice]
                for choice in CHOICES[question]
                if choice in stored[question.value]
            }
            for question in questions_of(group)
            if question.value in stored
        },
    )


def _reminds(now: SurveyNow, at: dt.datetime) -> bool:
    first, last = (now.survey.closes_at - before for before in REMINDED)
    return not now.survey.closed and not now.answered and first <= at < last


def _was_told(work: Work, now: SurveyNow, moment: SurveyMoment) -> bool:
    return now.seat.told is moment and now.seat.told_on != work.today_of(now.member)


def _teams(work: Work, groups: Sequence[SurveyGroup]) -> dict[int, tuple[Team, ...]]:
    """The teams of each group that are still there, by name."""
    known = {str(team.id): team for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)}
    return {group.id: tuple(team for key, team in known.items() if key in group.team_ids.split()) for group in groups}
