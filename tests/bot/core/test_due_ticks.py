"""The minute tick: what becomes of a late one, and what it writes of the mornings that have come."""

import datetime as dt
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.core.clock import SystemClock
from bot.core.counters import Figures
from bot.core.settings import Keep
from bot.nudges.lateness import no_times
from bot.nudges.morning import nudge_times
from bot.runtime.schedule import Round, build_scheduler, tick
from metrics.periods import PeriodKind
from storage import deliveries
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Delivery, Goal, Member, Morning, Standing, Workspace
from tests.cast import NOON, assemble

UTC = dt.UTC
HALF_PAST_EIGHT = dt.datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """The usual people's database, and the id of Ana, who has a goal."""

    database: Database
    ana: int


@pytest.fixture
def scene(sqlite_database: Database) -> Scene:
    """A new one."""
    people = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        calls = find_metric(session, workspace_id=1, key="call")
        assert calls is not None
        session.add(
            Goal(
                workspace_id=1,
                metric_id=calls.id,
                member_id=people.ana,
                period=PeriodKind.MONTH,
                target=200,
                starts=dt.date(2026, 1, 1),
                set_at=NOON,
            )
        )
    return Scene(sqlite_database, people.ana)


def outcome(scene: Scene) -> str | None:
    with scene.database.reading() as session:
        return session.exec(
            select(Morning.outcome).where(Morning.member_id == scene.ana, Morning.date == HALF_PAST_EIGHT.date())
        ).first()


def nudges(scene: Scene) -> list[Delivery]:
    with scene.database.reading() as session:
        return list(session.exec(select(Delivery).where(Delivery.member_id == scene.ana)).all())


def test_a_late_tick_is_made_up_for_ticks_are_not_piled_up_and_never_run_at_once(sqlite_database: Database) -> None:
    scheduler = build_scheduler(
        sqlite_database,
        SystemClock(),
        threading.Event(),
        threading.Event(),
        keep=Keep(dt.timedelta(days=400), dt.timedelta(days=800), dt.timedelta(days=400)),
        figures=Figures(),
    )
    scheduler.start(paused=True)
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert "tick" in jobs
        for job in jobs.values():
            assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
        ticking = jobs["tick"].trigger
        after = dt.datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)
        assert ticking.get_next_fire_time(None, after) == dt.datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
        assert ticking.get_next_fire_time(after, after + dt.timedelta(minutes=1)).second == 0
    finally:
        scheduler.shutdown(wait=False)


def test_a_nudge_is_planned_at_its_minute_and_not_before(scene: Scene) -> None:
    tick(scene.database, HALF_PAST_EIGHT - dt.timedelta(minutes=1))
    assert outcome(scene) is None
    tick(scene.database, HALF_PAST_EIGHT)
    tick(scene.database, HALF_PAST_EIGHT + dt.timedelta(minutes=1))
    assert outcome(scene) == "nudge"
    (nudge,) = nudges(scene)
    assert nudge.due_at == HALF_PAST_EIGHT


def test_a_nudge_made_up_for_is_as_late_as_it_is(scene: Scene) -> None:
    tick(scene.database, HALF_PAST_EIGHT + 2 * HOUR)
    (nudge,) = nudges(scene)
    assert nudge.due_at == HALF_PAST_EIGHT
    assert nudge.expires_at is not None
    assert 3 * HOUR <= nudge.expires_at - HALF_PAST_EIGHT < 4 * HOUR


def test_however_many_are_waiting_nothing_is_sent_in_the_quiet_hours(scene: Scene) -> None:
    with scene.database.writing() as session:
        ana = session.get(Member, scene.ana)
        assert ana is not None
        ana.nudge_time = dt.time(18, 30)
        session.add(ana)
        deliveries.plan(session, rows=[waiting(number) for number in range(20_000)])
    tick(scene.database, HALF_PAST_EIGHT + 10 * HOUR)
    (nudge,) = nudges(scene)
    assert nudge.expires_at == dt.datetime(2026, 11, 18, 20, 0, tzinfo=UTC)


def waiting(number: int) -> dict[str, Any]:
    """A message to somebody else that is to be sent as well."""
    return deliveries.new_row(
        workspace_id=1,
        kind="nudge",
        recipient=f"U0WAITING{number}",
        key="2026-11-18",
        token=str(number),
        due_at=HALF_PAST_EIGHT,
        expires_at=None,
    )


def test_a_morning_that_came_in_an_outage_is_judged_noted_as_expired_and_not_spoken_of(scene: Scene) -> None:
    tick(scene.database, HALF_PAST_EIGHT + 6 * HOUR)
    assert outcome(scene) == "expired"
    assert nudges(scene) == []
    with scene.database.reading() as session:
        standing = session.exec(select(Standing).where(Standing.member_id == scene.ana)).one()
    assert standing.date == HALF_PAST_EIGHT.date()


def test_a_members_own_time_is_kept_and_the_workspaces_is_moved_out_of_the_quiet_hours(scene: Scene) -> None:
    with scene.database.writing() as session:
        workspace = session.get(Workspace, 1)
        ana = session.get(Member, scene.ana)
        assert workspace is not None
        assert ana is not None
        workspace.nudge_time, ana.nudge_time = dt.time(4, 0), dt.time(5, 15)
        session.add_all([workspace, ana])
        session.flush()
        assert {time for _, time in nudge_times(session, workspace=workspace)} == {dt.time(5, 15), dt.time(6, 0)}


def test_a_member_who_moved_during_the_day_has_no_second_morning_of_it(scene: Scene) -> None:
    tick(scene.database, HALF_PAST_EIGHT)
    with scene.database.writing() as session:
        ana = session.get(Member, scene.ana)
        assert ana is not None
        ana.timezone = "America/Los_Angeles"
        session.add(ana)
    tick(scene.database, HALF_PAST_EIGHT + 8 * HOUR)  # half past eight there, of the same date
    assert len(nudges(scene)) == 1


def test_a_round_that_fails_keeps_no_other_from_its_turn(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    asked = []

    def fails(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        raise ValueError("a mistake")

    def works(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
        asked.append(workspace.id)
        return len(asked) < 3

    rounds = (Round(fails, no_times), Round(works, no_times))
    with pytest.raises(ValueError, match="a mistake"):
        tick(sqlite_database, NOON, rounds=rounds)
    assert len(asked) == 3
