"""Which function runs on which tick; nothing else."""

import datetime as dt
import threading
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session

from bot.clock import Clock
from bot.coach.due import next_due
from bot.coach.fits import fit_constants, keep_fits, measure_habits
from bot.coach.morning import nudge_times, take_due_mornings
from bot.coach.review import plan_due_reviews, review_times
from storage import deliveries
from storage.engine import Database
from storage.tables import Workspace
from storage.workspaces import find_workspace, forget_receipts


class Plan(Protocol):
    """Plans what is due at `now`, in a transaction of its own; whether to ask it again at once for more."""

    def __call__(self, session: Session, *, workspace: Workspace, now: dt.datetime) -> bool: ...


class Times(Protocol):
    """The zones and local times at which a round may be due."""

    def __call__(self, session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]: ...


@dataclass(frozen=True)
class Round:
    """Something that is due at local times; in a workspace that is not live yet only when `before_live`."""

    plan: Plan
    times: Times
    before_live: bool = False


ROUNDS = (
    Round(take_due_mornings, nudge_times),
    Round(plan_due_reviews, review_times),
)
"""In this order at each tick: the reps hear first."""
KEEP_RECEIPTS = dt.timedelta(days=2)


def build_scheduler(database: Database, clock: Clock, wake: threading.Event) -> BackgroundScheduler:
    """The timed jobs. One tick a minute decides who is due: a late tick is made up for, two never run at once."""
    scheduler = BackgroundScheduler(
        timezone=dt.UTC,
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    def minute() -> None:
        tick(database, clock.now())
        wake.set()

    scheduler.add_job(
        minute,
        CronTrigger(second=0, timezone=dt.UTC),
        id="tick",
        next_run_time=dt.datetime.now(dt.UTC),
    )
    scheduler.add_job(lambda: prune(database, clock.now()), CronTrigger(hour=3, minute=17, timezone=dt.UTC), id="prune")
    # It is the weekend everywhere then.
    weekly = CronTrigger(day_of_week="sat", hour=22, minute=47, timezone=dt.UTC)
    scheduler.add_job(lambda: refit(database, clock.now()), weekly, id="refit")
    return scheduler


def tick(database: Database, now: dt.datetime) -> None:
    """Plan everything that is due at `now`. Again, or in another process at the same time, it plans nothing more."""
    for each in ROUNDS:
        while True:
            with database.writing() as session:
                workspace = find_workspace(session)
                if workspace is None:
                    return
                if not (workspace.live or each.before_live):
                    break
                if not each.plan(session, workspace=workspace, now=now):
                    break


def prune(database: Database, now: dt.datetime) -> None:
    """Forget what is of no use any more."""
    with database.writing() as session:
        forget_receipts(session, before=now - KEEP_RECEIPTS)


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


def next_instant(database: Database, now: dt.datetime) -> dt.datetime | None:
    """The first instant after `now` at which anything may be due; None when nothing ever is."""
    with database.reading() as session:
        workspace = find_workspace(session)
        if workspace is None or workspace.id is None:
            return None
        times = set().union(*(each.times(session, workspace=workspace) for each in ROUNDS))
        open_ = deliveries.next_due(session, workspace_id=workspace.id, now=now)
        return min((at for at in (next_due(now, times), open_) if at is not None), default=None)
