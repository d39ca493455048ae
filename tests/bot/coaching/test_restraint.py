"""Everything on at once for who gets no morning message: two messages of coaching a week, and no 1:1 missed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from bot.coaching.meetings import plan_meeting
from bot.coaching.pairs import answer_pair, plan_pairs
from bot.coaching.planned import plan_meeting_messages
from bot.coaching.rep_messages import plan_asks
from bot.coaching.restraint import A_WEEK, COACHING, AboutCoaching, Topic
from bot.coaching.surveys import answer_survey, open_seat, plan_surveys, promise
from bot.coaching.trainings import plan_training_messages
from bot.core.work import Work
from bot.people.coaching_parts import CoachingPart
from bot.people.surveys import SKIP, Question
from bot.standings.trainings import Plan as TrainingPlan
from bot.standings.trainings import plan_training
from metrics.periods import PeriodKind
from storage import pairs, surveys
from storage.engine import Database
from storage.tables import Delivery, GroupState, Member, PairKind, Team, Workspace
from tests.bot.coaching.steps import member, metric, viewer, working
from tests.bot.coaching.test_surveys import Company
from tests.cast import NOON

MONDAY = NOON - dt.timedelta(days=1, hours=12)
WEEKS = 6
TOPICS = {
    CoachingPart.MEETINGS: {Topic.MEETING},
    CoachingPart.COMMITMENTS: set[Topic](),
    CoachingPart.PAIRS: {Topic.PAIR},
    CoachingPart.SURVEYS: {Topic.SURVEY, Topic.SURVEY_RESULT},
    CoachingPart.TRAININGS: {Topic.TRAINING},
    CoachingPart.PACK: set[Topic](),
}
"""What each part's messages are about. Only the morning message speaks of commitments, and managers get the pack."""


def instants() -> Iterator[dt.datetime]:
    """Shortly after midnight, after the morning message would have come, and in the afternoon of each day."""
    for day in range(7 * WEEKS):
        for hours in (0.5, 9.75, 14):
            yield MONDAY + dt.timedelta(days=day, hours=hours)


def live(database: Database, *, off: str = "") -> Company:
    """Six weeks of a team without goals in which everybody joins in whatever is asked, and has a 1:1 every week."""
    company = Company(database, [5])
    with working(database, MONDAY) as work:
        work.workspace.created_at = MONDAY - dt.timedelta(days=60)
        work.session.get_one(Team, company.teams[0]).coaching_off = off
        for at, who in enumerate(company.reps[0]):
            plan_meeting(
                work,
                viewer=None,
                manager=member(work, company.managers[0]),
                member=member(work, who),
                date=(MONDAY + dt.timedelta(days=2 + at % 3)).astimezone(dt.UTC).date(),
                at=dt.time(15),
            )
        called = TrainingPlan(
            topic="Objections",
            measure=metric(work, "call"),
            date=MONDAY.date() + dt.timedelta(days=17),
            members=[member(work, who) for who in company.reps[0]],
            manager=member(work, company.managers[0]),
        )
        plan_training(work, viewer=None, plan=called)
    for now in instants():
        for plan in (plan_surveys, plan_pairs, plan_meeting_messages, plan_asks, plan_training_messages):
            with database.writing() as session:
                while plan(session, workspace=session.get_one(Workspace, 1), now=now):
                    pass
        with database.writing() as session:
            _join_in(session, company, now)
    return company


def _join_in(session: Session, company: Company, now: dt.datetime) -> None:
    work = Work(session, session.get_one(Workspace, 1), now)
    since = now - dt.timedelta(days=7)
    for pair in pairs.list_pairs(session, workspace_id=1, since=since):
        for side in pairs.sides_of(session, pair_ids=[pair.id])[pair.id]:
            if side.says_yes is None:
                answer_pair(work, member=member(work, side.member_id), pair_id=pair.id, wants=PairKind.TALK)
    for who in company.reps[0]:
        seat = open_seat(work, member=member(work, who))
        if seat is not None and not seat.answered and now > seat.survey.opened_at + dt.timedelta(days=2):
            answer_survey(work, member=member(work, who), choices=dict.fromkeys(Question, SKIP))
    latest = surveys.latest_closed(session, workspace_id=1)
    for group in surveys.groups_of(session, survey_id=latest.id) if latest is not None else ():
        if group.state is GroupState.SHOWN and not group.promise:
            promise(work, viewer=viewer(work, company.managers[0]), group_id=group.id, words="We talk on Friday")


def told(database: Database) -> list[tuple[int, dt.date, Topic]]:
    """Whom Pacer wrote to of what, in which week."""
    with database.reading() as session:
        work = Work(session, session.get_one(Workspace, 1), NOON)
        return [
            (row.member_id, work.period(PeriodKind.WEEK, row.local_date).start, AboutCoaching.of_row(row).topic)
            for row in session.exec(select(Delivery).where(Delivery.kind == COACHING))
            if row.member_id is not None and row.local_date is not None
        ]


def test_with_everything_on_a_rep_gets_two_messages_a_week_at_most_and_every_one_on_one_among_them(
    sqlite_database: Database,
) -> None:
    company = live(sqlite_database)
    messages = told(sqlite_database)
    weekly = Counter((who, week) for who, week, _ in messages)
    assert max(weekly.values()) == A_WEEK
    assert {who for who, _, _ in messages} == set(company.reps[0]), "only reps are written to"
    of_topic = Counter((who, topic) for who, _, topic in messages)
    for who in company.reps[0]:
        assert of_topic[who, Topic.MEETING] >= WEEKS - 1
    assert {topic for _, topic in of_topic} == set(Topic)


@pytest.mark.parametrize("part", CoachingPart)
def test_a_part_that_a_team_switched_off_says_nothing_and_the_others_do(
    sqlite_database: Database, part: CoachingPart
) -> None:
    live(sqlite_database, off=part.value)
    topics = {topic for _, _, topic in told(sqlite_database)}
    assert topics == set(Topic) - TOPICS[part]
    with sqlite_database.reading() as session:
        kinds = {row.kind for row in session.exec(select(Delivery))}
        assert ("brief" in kinds) == (part is not CoachingPart.MEETINGS)
        assert ("survey results" in kinds) == (part is not CoachingPart.SURVEYS)
        assert session.exec(select(Member)).first() is not None
