"""Stores how the invented teams are coached, by the paths that real coaching takes, each at its own past instant."""

import datetime as dt
import random

import sqlalchemy as sa
from sqlmodel import Session

from bot.cli.demo.cast import REPS, TEAMS
from bot.cli.demo.coaching import SHEETS, choices_of
from bot.coaching.commitments import Promise, end_commitment
from bot.coaching.meetings import Afterwards, add_topic, hold_meeting, plan_meeting
from bot.coaching.pairs import answer_pair, say_outcome, write_sheet
from bot.coaching.people import viewer_in
from bot.coaching.surveys import answer_survey, close_survey, open_seat, open_survey, promise
from bot.core.members import local_date, zone_of
from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.people.surveys import OPEN
from bot.pipeline.stages import StageName, stage_names
from bot.standings.commitments import Measure, open_commitments
from bot.standings.trainings import Plan, draw_waiting_list, plan_training
from storage import coaching, memberships, pairs, people, surveys, trainings
from storage.tables import Delivery, PairKind, PairMoment, PairOutcome, SurveyMoment, Workspace

AIDA, BRAM, CHEN, EMIL = "U0REP0001", "U0REP0002", "U0REP0003", "U0REP0005"
GUS, HANA, INES = "U0REP0007", "U0REP0008", "U0REP0009"
DANA, PILAR = "U0MANAG01", "U0MANAG02"
SEED = 20261116
LOT = "lantern"
"""What the halves of the planned training are drawn with, so that every demonstration has the same."""
PROMISES = {
    "Harbour": "Every 1:1 happens, and we open each Monday with one call we can learn from.",
    "Summit": "I'll bring two open deals to each team meeting, and we look at them together.",
}
_DAY = dt.timedelta(days=1)


def fill_coaching(session: Session, *, workspace: Workspace, now: dt.datetime) -> None:
    """Two months of coaching before `now`; deals, goals and history have to be there."""
    past = _Past(session, workspace, now)
    _train(past)
    _survey(past)
    _meet(past)
    _pair_up(past)
    # What was told in those months is in nobody's conversation: the first message is that of the first morning.
    session.execute(sa.delete(Delivery))
    session.expire_all()


class _Past:
    """The weeks before the demonstration: days are counted from the Monday of its first week."""

    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime) -> None:
        self.session, self.workspace = session, workspace
        today = Work(session, workspace, now).today_of(None)
        self._monday = today - today.weekday() * _DAY
        members = people.list_members(session, workspace_id=workspace.id)
        self.people = {member.slack_user_id: member for member in members}

    def day(self, number: int) -> dt.date:
        """So many days after that Monday, or before it."""
        return self._monday + number * _DAY

    def at(self, number: int, hour: int, minute: int = 0) -> Work:
        """What is done on that day, at a time of UTC."""
        instant = dt.datetime.combine(self.day(number), dt.time(hour, minute), tzinfo=dt.UTC)
        return Work(self.session, self.workspace, instant)

    def metric(self, key: str) -> Measure:
        """A metric."""
        return next(metric for metric in self.at(0, 0).metrics() if metric.key == key)

    def stage(self, key: str) -> StageName:
        """A stage of the sales process."""
        return next(each for each in stage_names(self.session, workspace=self.workspace) if each.key == key)

    def viewer(self, work: Work, who: str) -> Viewer:
        """Somebody as who asks."""
        return viewer_in(work, self.people[who])


def _train(past: _Past) -> None:
    """A training that Harbour had five weeks ago, and one ahead of Summit, for which one half waits."""
    _plan(past, past.at(-40, 2), "Harbour", "Opening a call", past.metric("demo"), past.day(-33))
    work = past.at(-3, 10)
    ahead = _plan(past, work, "Summit", "Asking for the budget early", past.stage("quoting"), past.day(3))
    halves = draw_waiting_list(work, viewer=past.viewer(work, PILAR), training_id=ahead, draw=LOT)
    for each in halves.places:
        trainings.note_told(past.session, training_id=ahead, member_id=each.member.id, date=past.day(0))


def _plan(past: _Past, work: Work, team: str, topic: str, measure: Measure, date: dt.date) -> int:
    manager = next(each.manager_id for each in TEAMS if each.name == team)
    members = [past.people[rep.id] for rep in REPS if rep.team == team]
    plan = Plan(topic=topic, measure=measure, date=date, members=members, manager=past.people[manager])
    return plan_training(work, viewer=past.viewer(work, manager), plan=plan).stored.id


def _survey(past: _Past) -> None:
    """The survey of four weeks ago, with what its managers said they would do, and the one that opened this morning."""
    chance = random.Random(SEED)
    for opens in (-28, 0):
        work = past.at(opens, 0, 10)
        opened = open_survey(work)
        assert opened is not None
        surveys.claim_round(past.session, workspace_id=past.workspace.id, round_on=past.day(opens))
        groups = surveys.groups_of(past.session, survey_id=opened.id)
        asked = surveys.members_asked(past.session, group_ids=[group.id for group in groups])
        for group in groups:
            for who in asked[group.id]:
                told = past.day(opens)
                surveys.note_told(past.session, group_id=group.id, member_id=who, moment=SurveyMoment.ASK, date=told)
        if opens == 0:
            return
        for rep in REPS:
            member = past.people[rep.id]
            seat = open_seat(past.at(opens + 1, 9), member=member)
            assert seat is not None
            answer_survey(past.at(opens + 1, 9), member=member, choices=choices_of(seat, chance))
        work = past.at(opens + OPEN.days, 0, 10)
        close_survey(work, survey=opened)
        for group, team in zip(groups, TEAMS, strict=True):
            answering = past.at(opens + OPEN.days, 9)
            viewer = past.viewer(answering, team.manager_id)
            promise(answering, viewer=viewer, group_id=group.id, words=PROMISES[team.name])
            for who in asked[group.id]:
                told = past.day(opens + OPEN.days + 1)
                surveys.note_told(past.session, group_id=group.id, member_id=who, moment=SurveyMoment.RESULT, date=told)


def _meet(past: _Past) -> None:
    """Three reps with a weekly 1:1, what came of the last ones, and who would like help."""
    emails, demos = past.metric("email"), past.metric("demo")
    # Bram's: on Wednesdays at ten, the next one the day after tomorrow.
    _hold(past, DANA, BRAM, -12, hour=2, afterwards=Afterwards(shared="Mornings go to the inbox. Calls come too late."))
    _hold(
        past,
        DANA,
        BRAM,
        -5,
        hour=2,
        afterwards=Afterwards(
            shared="Bram tries calls from nine to eleven, inbox afterwards.",
            private="Ask how the mornings went before any numbers.",
            promises=[Promise(demos, 2, past.day(4)), Promise(emails, 15, past.day(-3))],
        ),
    )
    bram = past.people[BRAM]
    friday = past.at(-3, 9)
    for now in open_commitments(friday, members=[bram])[bram.id]:
        if now.reached and now.measure == emails:
            end_commitment(friday, viewer=past.viewer(friday, BRAM), commitment_id=now.commitment.id, kept=True)
    _hold(
        past,
        DANA,
        AIDA,
        -4,
        hour=6,
        afterwards=Afterwards(
            shared="Aida runs a call for the newer ones next month.", promises=[Promise(demos, 3, past.day(4))]
        ),
    )
    _hold(
        past,
        PILAR,
        HANA,
        -4,
        hour=14,
        afterwards=Afterwards(
            shared="Quotes go out before the budget is known.",
            promises=[Promise(past.stage("quoting"), 1, past.day(4))],
        ),
    )
    for who, words, wanted in (
        (EMIL, "What to say when they ask for a discount first", True),
        (BRAM, "How to get past the front desk", False),
    ):
        asking = past.at(-1, 23)
        viewer = past.viewer(asking, who)
        add_topic(asking, viewer=viewer, member=past.people[who], words=words, help_wanted=wanted)


def _hold(past: _Past, manager: str, rep: str, day: int, *, hour: int, afterwards: Afterwards) -> None:
    """A 1:1 that took place; the first is planned, the others follow by the rhythm."""
    leader, member = past.people[manager], past.people[rep]
    if member.id not in coaching.planned_meetings(past.session, member_ids=[member.id]):
        work = past.at(day - 3, hour)
        held = past.at(day, hour).now
        plan_meeting(
            work,
            viewer=past.viewer(work, manager),
            manager=leader,
            member=member,
            date=local_date(leader, past.workspace, held),
            at=held.astimezone(zone_of(leader, past.workspace)).time(),
        )
    planned = coaching.planned_meetings(past.session, member_ids=[member.id])[member.id]
    work = past.at(day, hour, 40)
    hold_meeting(work, viewer=past.viewer(work, manager), meeting_id=planned.id, afterwards=afterwards)


def _pair_up(past: _Past) -> None:
    """A pair of four weeks ago that said how it went, and one in each team of last week."""
    for day, one, other, over in ((-21, AIDA, CHEN, True), (-7, AIDA, BRAM, False), (-7, GUS, INES, False)):
        two = [past.people[one], past.people[other]]
        ids = (two[0].id, two[1].id)
        asked = past.at(day, 0, 10)
        pair = pairs.propose(past.session, workspace_id=past.workspace.id, member_ids=ids, proposed_at=asked.now)
        assert pair is not None
        for member in two:
            answer_pair(past.at(day + 1, 3), member=member, pair_id=pair.id, wants=PairKind.TALK)
        for member, sheet in zip(two, SHEETS, strict=False):
            if member.slack_user_id != BRAM:
                write_sheet(past.at(day + 4, 7), member=member, pair_id=pair.id, sheet=sheet)
            if over:
                say_outcome(past.at(day + 17, 1), member=member, pair_id=pair.id, outcome=PairOutcome.HELPED)
            pairs.note_told(
                past.session,
                pair_id=pair.id,
                member_id=member.id,
                moment=PairMoment.FOLLOW_UP if over else PairMoment.AGREED,
                date=past.day(day + 17 if over else day + 2),
            )
    for team in memberships.list_teams(past.session, workspace_id=past.workspace.id):
        pairs.claim_round(past.session, team_id=team.id, round_on=past.day(-7))
