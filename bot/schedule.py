"""Which function runs on which tick; nothing else."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session

from bot.clock import Clock
from bot.coach.alerts.review import plan_due_reviews, review_times
from bot.coach.figures.fits import fit_constants, keep_fits, measure_habits
from bot.coach.nudges.due import next_due
from bot.coach.nudges.evening import evening_times, plan_evenings
from bot.coach.nudges.lateness import no_times, plan_late_notices
from bot.coach.nudges.morning import nudge_times, take_due_mornings
from bot.coach.nudges.recap import next_recap, plan_recaps
from bot.coach.nudges.welcome import plan_welcomes
from bot.coach.people.status_questions import plan_status_questions, status_times
from bot.coach.setup.checklist import plan_checklists
from bot.coach.teams.digest import digest_times, plan_due_digests
from bot.health.figures import Figures
from bot.retention import Keep, prune
from bot.supervisor import Supervisor, note_failure
from storage import outbox
from storage.engine import Database
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


class NextInstant(Protocol):
    """The first instant after `now` at which a round may be due."""

    def __call__(self, session: Session, *, workspace: Workspace, now: dt.datetime) -> dt.datetime | None: ...


@dataclass(frozen=True)
class Round:
    """Something that is due at local times; in a workspace that is not live yet only when `before_live`."""

    plan: Plan
    times: Times
    before_live: bool = False
    next_instant: NextInstant | None = None
    """Of a round that is due on some dates only."""


ROUNDS = (
    Round(plan_welcomes, no_times),
    Round(take_due_mornings, nudge_times),
    Round(plan_due_reviews, review_times),
    Round(plan_due_digests, digest_times),
    Round(plan_recaps, no_times, next_instant=next_recap),
    Round(plan_evenings, evening_times),
    Round(plan_late_notices, no_times),
    Round(plan_status_questions, status_times),
    Round(plan_checklists, no_times, before_live=True),
)
"""In this order at each tick: the reps hear first, and who is new is welcomed before their first nudge."""


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
) -> None:
    """Plan everything that is due at `now`. Again, or in another process at the same time, it plans nothing more.

    It ends early when `stop` is set; the next tick plans the rest. A round that fails does not keep the others from
    being planned. It is told to `figures`; where there are none, the first failure is raised when all had their turn.
    """
    failures: list[Exception] = []
    for each in rounds:
        try:
            while not (stop is not None and stop.is_set()) and _plan_some(database, each, now):
                pass
        except Exception as failure:  # noqa: BLE001 (the others have their turn first)
            if figures is not None:
                note_failure(figures, _called(each), failure)
                continue
            log.error("round failed", round=each.plan.__name__, error=type(failure).__name__)
            failures.append(failure)
        else:
            if figures is not None:
                figures.failures.went_well(_called(each))
    if failures:
        raise failures[0]


def _called(each: Round) -> str:
    return f"the round {each.plan.__name__}"


def _plan_some(database: Database, each: Round, now: dt.datetime) -> bool:
    with database.writing() as session:
        workspace = find_workspace(session)
        if workspace is None or not (workspace.live or each.before_live):
            return False
        return each.plan(session, workspace=workspace, now=now)


def refit(database: Database, now: dt.datetime) -> None:
    """Once a week, fit the forecast to the workspace's own closed periods: read at leisure, then written at once."""
    with database.reading() as session:
        workspace = find_workspace(session)
        if workspace is None:
            return
        fitted = fit_constants(session, workspace=workspace, now=now)
        habits = measure_habits(session, workspace=workspace, now=now)
    with database.writing() as session:
        keep_fits(session, workspace=workspace, fitted=fitted, habits=habits, now=now)


def next_instant(database: Database, now: dt.datetime, *, rounds: Sequence[Round] = ROUNDS) -> dt.datetime | None:
    """The first instant after `now` at which anything may be due; None when nothing ever is."""
    with database.reading() as session:
        workspace = find_workspace(session)
        if workspace is None or workspace.id is None:
            return None
        times = set().union(*(each.times(session, workspace=workspace) for each in rounds))
        open_ = outbox.next_due(session, workspace_id=workspace.id, now=now)
        dated = [
            each.next_instant(session, workspace=workspace, now=now) for each in rounds if each.next_instant is not None
        ]
        return min((at for at in (next_due(now, times), open_, *dated) if at is not None), default=None)
