"""A day of coaching for many reps: briefs for a fifth of them, `/coach`, a training's check, pairs and a survey."""

import datetime as dt
import time
from collections.abc import Callable

from sqlmodel import col, select

from benchmarks.databases import Databases, opened
from benchmarks.filling import METRICS, MORNING, close_last_month, fill
from benchmarks.measuring import Figures, percentile, times_of
from benchmarks.morning import Counting, Running, processor
from benchmarks.raw import recording, replay
from bot.coaching.pairs import plan_pairs
from bot.coaching.people import viewer_in
from bot.coaching.planned import plan_meeting_messages
from bot.coaching.queue import queue_of
from bot.coaching.surveys import plan_surveys
from bot.coaching.training_checks import check_training
from bot.coaching.words.queue import queue_message
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.delivery.limiter import Unlimited
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.standings.trainings import Plan, load_trainings, plan_training
from storage.engine import Database
from storage.tables import Member, Membership, OneOnOne, Role, Team, TeamRole, Training, Workspace
from storage.workspaces import find_workspace

DAYS_OF_A_WEEK = 5
"""Everybody has a 1:1 each week, so a fifth of the reps have one tomorrow."""
TRAINED, TRAINED_BEFORE = 30, dt.timedelta(days=33)
LOOKS = 10
ENGLISH = language_for(locale="en", currency="USD")
PAIRS_WEEK = MORNING + dt.timedelta(days=6)
"""A Monday in whose week pairs are proposed; surveys open in another."""


class Coaching:
    """Reps with a history and managers who meet them, and a day of it that each run takes anew on a copy."""

    def __init__(self, databases: Databases, *, reps: int, days: int) -> None:
        self._databases, self._reps = databases, reps
        self._filled = databases.new()
        with opened(self._filled) as database:
            fill(database, reps, days)
            close_last_month(database)
            _coach(database)

    def measure(self) -> Figures:
        """Seconds and milliseconds of each part, and of the same statements by the bare driver."""
        name = f"coaching of {self._reps:,} reps"
        with opened(self._databases.copy(self._filled)) as database:
            before, began = processor(), time.perf_counter()
            _until_done(database, plan_meeting_messages, MORNING)
            planned = time.perf_counter() - began
            sent = _send(database)
            wall, used = time.perf_counter() - began, processor() - before
            queue = times_of(lambda: _look(database, Role.MANAGER), rounds=LOOKS, warm_up=1)
            everybody = times_of(lambda: _look(database, Role.ADMIN), rounds=1, warm_up=0)
            check = times_of(lambda: _check(database), rounds=1, warm_up=0)
            pairs = times_of(lambda: _until_done(database, plan_pairs, PAIRS_WEEK), rounds=1, warm_up=0)
            survey = times_of(
                lambda: _until_done(database, plan_surveys, PAIRS_WEEK + dt.timedelta(days=7)), rounds=1, warm_up=0
            )
        briefs = self._reps // DAYS_OF_A_WEEK
        assert sent == briefs, f"{sent} of {briefs} briefs were sent"
        floor = self._floor(lambda database: (_until_done(database, plan_meeting_messages, MORNING), _send(database)))
        looked = 1000 * self._floor(lambda database: _look(database, Role.MANAGER))
        return {
            f"{name}: {briefs:,} briefs planned, s": planned,
            f"{name}: {briefs:,} briefs planned and sent, s": wall,
            f"{name}: {briefs:,} briefs planned and sent, s of processor": used,
            f"{name}: the same statements by the bare driver, s": floor,
            f"{name}: briefs as a multiple of the bare driver": wall / floor,
            f"{name}: `/coach` of a manager of ten, p50 ms": percentile(queue, 0.5),
            f"{name}: the same statements by the bare driver, ms": looked,
            f"{name}: `/coach` as a multiple of the bare driver": percentile(queue, 0.5) / looked,
            f"{name}: `/coach` of an admin, of all reps, ms": everybody[0],
            f"{name}: the check of a training of {TRAINED}, ms": check[0],
            f"{name}: pairs proposed in all teams, ms": pairs[0],
            f"{name}: a survey opened for all, ms": survey[0],
        }

    def _floor(self, do: Callable[[Database], object]) -> float:
        with opened(self._databases.copy(self._filled)) as database, recording(database) as said:
            do(database)
        with opened(self._databases.copy(self._filled)) as database:
            began = time.perf_counter()
            replay(database, said)
            return time.perf_counter() - began


def _coach(database: Database) -> None:
    """A manager for each team, an admin, a 1:1 tomorrow for a fifth of the reps, and a training a month ago."""
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.created_at = MORNING - dt.timedelta(days=400)
        reps = session.exec(select(Member).order_by(col(Member.id))).all()
        teams = session.exec(select(Team).order_by(col(Team.id))).all()
        session.add(Member(workspace_id=workspace.id, slack_user_id="U0BENCHADMIN", name="Admin", role=Role.ADMIN))
        managers = [
            Member(
                workspace_id=workspace.id,
                slack_user_id=f"UM{at:06d}",
                name=f"Manager {at}",
                timezone="Europe/London",
                role=Role.MANAGER,
            )
            for at, _ in enumerate(teams)
        ]
        session.add_all(managers)
        session.flush()
        for at, team in enumerate(teams):
            session.add(
                Membership(
                    workspace_id=workspace.id,
                    team_id=team.id,
                    member_id=managers[at].id,
                    team_role=TeamRole.MANAGER,
                    starts=dt.date(2025, 1, 1),
                )
            )
        session.add_all(
            OneOnOne(
                workspace_id=workspace.id,
                member_id=rep.id,
                manager_id=managers[at % len(teams)].id,
                date=MORNING.date() + dt.timedelta(days=1),
                at=dt.time(10),
                planned_at=MORNING,
                rep_told=True,
            )
            for at, rep in enumerate(reps)
            if at % DAYS_OF_A_WEEK == 0
        )
        work = Work(session, workspace, MORNING - TRAINED_BEFORE)
        metric = next(metric for metric in work.metrics() if metric.id == METRICS[0])
        plan_training(work, viewer=None, plan=Plan("Opening a call", metric, work.today_of(None), reps[:TRAINED]))


def _until_done(database: Database, plan: Callable[..., bool], now: dt.datetime) -> None:
    """Call a round as the schedule does, each time in a transaction of its own."""
    more = True
    while more:
        with database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            more = plan(session, workspace=workspace, now=now)


def _send(database: Database) -> int:
    gateway = Counting()
    worker = Worker(
        database=database, gateway=gateway, kinds=kinds(), clock=Running(), holder="bench", limiter=Unlimited()
    )
    worker.drain()
    worker.close()
    return gateway.sent


def _look(database: Database, role: Role) -> None:
    with database.writing() as session:
        work = Work(session, session.get_one(Workspace, 1), MORNING)
        speaker = session.exec(select(Member).where(Member.role == role).order_by(col(Member.id))).first()
        assert speaker is not None
        queue_message(queue_of(work, viewer=viewer_in(work, speaker), speaker=speaker), ENGLISH)


def _check(database: Database) -> None:
    with database.reading() as session:
        work = Work(session, session.get_one(Workspace, 1), MORNING)
        stored = session.exec(select(Training)).one()
        training = load_trainings(work, [stored])[stored.id]
        check_training(work, training=training, days=[30], today=work.today_of(None))
