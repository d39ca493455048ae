"""Which function runs on which tick; nothing else."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session

from bot.alerts.selection import alert_instants, plan_due_reviews, review_times
from bot.coaching.pack import pack_times, plan_team_packs
from bot.coaching.pairs import plan_pairs
from bot.coaching.planned import meeting_times, plan_meeting_messages
from bot.coaching.rep_messages import ask_times, plan_asks
from bot.coaching.rhythm import early_times
from bot.coaching.surveys import plan_surveys, survey_instants
from bot.coaching.trainings import plan_training_messages, training_times
from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.due import next_due
from bot.core.settings import Keep
from bot.core.supervisor import Supervisor, note_failure
from bot.leave.status_questions import old_status_instants, plan_status_questions, status_times
from bot.nudges.evening import evening_times, plan_evenings
from bot.nudges.lateness import late_instants, no_times, plan_late_notices
from bot.nudges.morning import nudge_times, take_due_mornings
from bot.nudges.recap import plan_recaps, recap_instants
from bot.nudges.welcome import plan_welcomes, welcome_instants
from bot.runtime.retention import prune
from bot.setup.checklist import plan_checklists
from bot.standings.fits import fit_constants, keep_fits, measure_habits
from bot.standings.marks import keep_marks, measure_marks
from bot.teams.digest import digest_ends, digest_times, plan_due_digests
from storage import outbox
from storage.engine import Database
from storage.rounds import Rest, Rests, changes_of, count_changes, end_rests, let_rest, rests_at
from storage.tables import Workspace
from storage.workspaces import find_workspace, note_tick

log = structlog.get_logger(__name__)


TICK = "the tick"
TRY_AGAIN = dt.timedelta(minutes=15)
"""So long after a failure a job of the night or the week is run again, rather than in the next night or week."""


class Plan(Protocol):
    """Plans what is due at `now`, in a transaction of its own; whether to ask it again at once for more."""

    __name__: str

    def __call__(self, session: Session, *, workspace: Workspace, now: dt.datetime) -> bool: ...


class Times(Protocol):
    """The zones and local times at which a round may be due."""

    def __call__(self, session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]: ...


class Instants(Protocol):
    """The next instants at which a round that was just asked may be due beside its local times; `now` among them to
    have it asked at the next tick.
    """

    def __call__(self, session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]: ...


@dataclass(frozen=True)
class Round:
    """Something that is due at local times; in a workspace that is not live yet only when `before_live`.

    What makes it due is either foreseen, by `times` and `instants`, or watched (storage/watching.py): else it is asked
    late.
    """

    plan: Plan
    times: Times
    before_live: bool = False
    instants: Instants | None = None
    """Of a round that is due at other instants too."""

    @property
    def name(self) -> str:
        """Under which its rest is kept."""
        return self.plan.__name__

    def due_again(self, session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
        """When it may be due again after `now`, where nothing changes before; `now` itself: at the next tick."""
        at = next_due(now, self.times(session, workspace=workspace))
        others = self.instants(session, workspace=workspace, now=now) if self.instants is not None else []
        return [*others, at] if at is not None else others


ROUNDS = (
    Round(plan_surveys, early_times, instants=survey_instants),
    Round(plan_pairs, early_times),
    Round(plan_welcomes, no_times, instants=welcome_instants),
    Round(take_due_mornings, nudge_times),
    Round(plan_due_reviews, review_times, instants=alert_instants),
    Round(plan_due_digests, digest_times, instants=digest_ends),
    Round(plan_recaps, no_times, instants=recap_instants),
    Round(plan_evenings, evening_times),
    Round(plan_late_notices, no_times, instants=late_instants),
    Round(plan_meeting_messages, meeting_times),
    Round(plan_asks, ask_times),
    Round(plan_training_messages, training_times),
    Round(plan_team_packs, pack_times),
    Round(plan_status_questions, status_times, instants=old_status_instants),
    Round(plan_checklists, no_times, before_live=True),
)
"""In this order at each tick: what a morning may speak of first, then the reps, and who is new is welcomed before their
first nudge."""

LONGEST_REST = dt.timedelta(minutes=15)
"""After so long a round is asked in any case, though nothing that is known makes it due."""
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""When a round is due again that nothing known makes due."""


def build_scheduler(
    database: Database,
    clock: Clock,
    wake: threading.Event,
    stop: threading.Event,
    *,
    keep: Keep,
    figures: Figures,
    rounds: Sequence[Round] = ROUNDS,
) -> BackgroundScheduler:
    """The timed jobs. One tick a minute decides who is due: a late tick is made up for, two never run at once.

    What a round or a job throws is told to `figures`, and it has its turn again.
    """
    scheduler = _SteadyScheduler(
        Supervisor(figures),
        stop,
        timezone=dt.UTC,
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    def minute() -> None:
        try:
            tick(database, clock.now(), stop, rounds=rounds, figures=figures)
            with database.writing() as session:
                note_tick(session, now=database.now(session))
            figures.failures.went_well(TICK)
        except Exception as error:  # noqa: BLE001 (the next minute has its tick all the same)
            note_failure(figures, TICK, error)
        # It has moved, whatever became of it: a new start helps against no failure that a new minute does not mend.
        figures.pulse.beat("tick")
        wake.set()

    def job(name: str, run: Callable[[], object]) -> Callable[[], None]:
        def attempt() -> None:
            try:
                run()
            except Exception as error:  # noqa: BLE001 (it is run again)
                note_failure(figures, f"the job {name}", error)
                scheduler.modify_job(name, next_run_time=dt.datetime.now(dt.UTC) + TRY_AGAIN)
            else:
                figures.failures.went_well(f"the job {name}")

        return attempt

    scheduler.add_job(
        minute,
        CronTrigger(second=0, timezone=dt.UTC),
        id="tick",
        next_run_time=dt.datetime.now(dt.UTC),
    )
    daily = CronTrigger(hour=3, minute=17, timezone=dt.UTC)
    scheduler.add_job(job("prune", lambda: prune(database, now=clock.now(), keep=keep)), daily, id="prune")
    # It is the weekend everywhere then.
    weekly = CronTrigger(day_of_week="sat", hour=22, minute=47, timezone=dt.UTC)
    scheduler.add_job(job("refit", lambda: refit(database, clock.now())), weekly, id="refit")
    return scheduler


class _SteadyScheduler(BackgroundScheduler):  # type: ignore[misc]
    """Its own thread goes on too, whatever it throws."""

    def __init__(self, supervisor: Supervisor, stop: threading.Event, **options: object) -> None:
        super().__init__(**options)
        self._supervisor, self._stop = supervisor, stop

    def _main_loop(self) -> None:
        def look() -> None:
            self.wakeup()  # it looks at its jobs at once, or it would wait for ever when it is started again
            super(_SteadyScheduler, self)._main_loop()

        self._supervisor.keep_up("schedule", look, ended=self._stop)


def tick(
    database: Database,
    now: dt.datetime,
    stop: threading.Event | None = None,
    *,
    rounds: Sequence[Round] = ROUNDS,
    figures: Figures | None = None,
    longest_rest: dt.timedelta | None = LONGEST_REST,
) -> None:
    """Plan everything that is due at `now`. Again, or in another process at the same time, it plans nothing more.

    A round that had nothing to do rests until it may be due or something has changed: a minute at which all rest costs
    one question, and no write transaction. Those that were asked at one tick are let rest in one transaction. None
    rests for longer than `longest_rest`, where there is a bound.

    It ends early when `stop` is set; the next tick plans the rest. A round that fails does not keep the
    others from being planned, and is asked again at the next tick. It is told to `figures`; where there are none, the
    first failure is raised when all had their turn.
    """
    rests = _rests(database, now, longest_rest)
    if rests is None:
        return
    if not rests.counted:
        with database.writing() as session:
            count_changes(session, workspace_id=rests.workspace_id)
    outcomes = _Outcomes(figures)
    asked: list[tuple[Round, int]] = []
    for each in rounds:
        if each.name in rests.resting or not (rests.live or each.before_live):
            continue
        if stop is not None and stop.is_set():
            break
        with outcomes.of(each):
            changes = _ask(database, each, now, stop)
            if changes is not None:
                asked.append((each, changes))
        # What one plans may give a later one something to do.
        rests = _rests(database, now, longest_rest) or rests
    _let_rest(database, asked, now, outcomes)
    outcomes.conclude()


class _Outcomes:
    """What became of each round: told to the figures, or raised at the end."""

    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures
        self._asked: list[str] = []
        self._failures: dict[str, Exception] = {}

    @contextlib.contextmanager
    def of(self, *rounds: Round) -> Iterator[None]:
        """What the block throws is a failure of these rounds, and the others have their turn."""
        names = [each.name for each in rounds]
        self._asked += [name for name in names if name not in self._asked]
        try:
            yield
        except Exception as failure:  # noqa: BLE001 (the others have their turn first)
            for name in names:
                self._failures.setdefault(name, failure)
                if self._figures is not None:
                    note_failure(self._figures, _called(name), failure)
                else:
                    log.error("round failed", round=name, error=type(failure).__name__)

    def conclude(self) -> None:
        """Say which went well. Raises the first failure where there are no figures to tell it to."""
        if self._figures is not None:
            for name in self._asked:
                if name not in self._failures:
                    self._figures.failures.went_well(_called(name))
            return
        for failure in self._failures.values():
            raise failure


def _called(name: str) -> str:
    return f"the round {name}"


def plan_everything(database: Database, now: dt.datetime, *, rounds: Sequence[Round] = ROUNDS) -> None:
    """Ask every round, also one that rests: for a copy of the data, where other processes' rests say nothing.

    A round that fails does not keep the others from being planned; the first failure is raised then.
    """
    outcomes = _Outcomes(None)
    for each in rounds:
        with outcomes.of(each):
            _ask(database, each, now, None)
    outcomes.conclude()


def ask_again(database: Database) -> None:
    """Have every round asked at the next tick: a process that starts may be a newer program, or know newer zones."""
    with database.writing() as session:
        end_rests(session)


def _rests(database: Database, now: dt.datetime, longest: dt.timedelta | None) -> Rests | None:
    with database.reading() as session:
        return rests_at(session, now=now, longest=longest)


def _ask(database: Database, each: Round, now: dt.datetime, stop: threading.Event | None) -> int | None:
    """Plan all that is due of a round; the count of changes from before the last look, None where it may not rest."""
    while True:
        if stop is not None and stop.is_set():
            return None
        more, changes = _plan_some(database, each, now)
        if not more:
            return changes


def _plan_some(database: Database, each: Round, now: dt.datetime) -> tuple[bool, int | None]:
    """Whether there may be more to do, and the count of changes from before it was looked."""
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None or not (workspace.live or each.before_live):
            return False, None
        # Before anything else is read: a change that is committed meanwhile ends the rest.
        changes = changes_of(session, workspace_id=workspace.id)
        return each.plan(session, workspace=workspace, now=now), changes


def _let_rest(database: Database, asked: Sequence[tuple[Round, int]], now: dt.datetime, outcomes: _Outcomes) -> None:
    """What was planned is committed by now, and stays whatever happens here.

    With each round goes the count of changes from before it was asked: whatever changed since, also what another round
    planned, has ended its rest by then.
    """
    left, rests = list(asked), []
    while left:
        # One session for all, until one throws: then it may be of no use to the next ones.
        with database.reading() as session:
            workspace = find_workspace(session)
            if workspace is None:
                return
            failed = False
            while left and not failed:
                each, changes = left.pop(0)
                failed = True
                with outcomes.of(each):
                    due_at = min(each.due_again(session, workspace=workspace, now=now), default=NEVER)
                    failed = False
                    if due_at > now:
                        rests.append((each, Rest(each.name, asked_at=now, due_at=due_at, changes=changes)))
    if rests:
        with outcomes.of(*(each for each, _ in rests)), database.writing() as session:
            workspace = find_workspace(session)
            if workspace is not None:
                let_rest(session, workspace_id=workspace.id, rests=[rest for _, rest in rests])


def refit(database: Database, now: dt.datetime) -> None:
    """Once a week, learn from the workspace's own closed periods and mark what was said of them: read at leisure, then
    written at once.
    """
    with database.reading() as session:
        workspace = find_workspace(session)
        if workspace is None:
            return
        fitted = fit_constants(session, workspace=workspace, now=now)
        habits = measure_habits(session, workspace=workspace, now=now)
        marks = measure_marks(session, workspace=workspace, now=now)
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is not None:
            keep_fits(session, workspace=workspace, fitted=fitted, habits=habits, now=now)
            keep_marks(session, workspace=workspace, marks=marks)


def next_instant(database: Database, now: dt.datetime, *, rounds: Sequence[Round] = ROUNDS) -> dt.datetime | None:
    """The first instant after `now` at which anything may be due, where nothing changes; None when nothing ever is."""
    with database.reading() as session:
        workspace = find_workspace(session)
        rests = rests_at(session, now=now)
        if workspace is None or rests is None:
            return None
        due = []
        for each in rounds:
            if each.name in rests.resting:
                due.append(rests.resting[each.name])
            else:
                due += each.due_again(session, workspace=workspace, now=now)
        open_ = outbox.next_due(session, workspace_id=workspace.id, now=now)
        return min((at for at in [*due, open_] if at is not None and now < at < NEVER), default=None)
