"""A process killed in the middle of a morning: each rep still has one nudge."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from bot.core.message_kinds import NUDGE
from bot.core.settings import Settings
from bot.core.work import Work
from bot.goals import editing as goals
from bot.people import teams
from bot.runtime.schedule import tick
from bot.setup.directory import meet_workspace
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from storage.engine import Database, make_database
from storage.tables import Delivery, DeliveryState, Lease, TeamRole
from storage.workspaces import find_workspace
from tests.databases import PostgresServer, fresh_sqlite
from tests.office import MANIFEST

MORNING = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)
REPS = [f"U0REP{n:03d}" for n in range(30)]


@contextmanager
def pacer_run(sandbox: RunningSandbox, url: str, *, until_exit: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": sandbox.options.bot_token,
        "SLACK_APP_TOKEN": sandbox.options.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "PACER_CLOCK_URL": f"{sandbox.url}/control/clock",
        "DATABASE_URL": url,
        "PACER_HEALTH_PORT": "0",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def prepare(sandbox: RunningSandbox, database: Database) -> None:
    settings = Settings(slack_bot_token=sandbox.options.bot_token, slack_api_url=sandbox.api_url)
    meet_workspace(database, settings=settings, now=MORNING)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = True
        team = teams.add_team(session, workspace=workspace, name="North")
        for rep in REPS:
            member = teams.find_person(session, workspace=workspace, who=rep)
            teams.join(
                session,
                workspace=workspace,
                team=team,
                member=member,
                team_role=TeamRole.REP,
                starts=dt.date(2026, 1, 1),
            )
        goals.set_goal(
            Work(session, workspace, MORNING),
            viewer=None,
            subject=team,
            metric_key="call",
            period=PeriodKind.WEEK,
            target=60,
            starts=dt.date(2026, 1, 1),
        )


def nudges_of(sandbox: RunningSandbox, rep: str) -> int:
    channel = sandbox.state.ims.get(rep)
    return len(sandbox.state.conversations[channel].messages) if channel else 0


def wait_until(true: "object", seconds: float = 180.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("killed_after", [3, 12])
def test_a_process_killed_after_the_morning_was_planned_loses_nothing_and_repeats_nothing(
    tmp_path: Path, killed_after: int
) -> None:
    seed = {"users": [{"id": rep, "real_name": f"Rep {rep}", "tz": "Europe/London"} for rep in REPS], "channels": []}
    with running_sandbox(Options(now=MORNING, seed=seed, manifest=MANIFEST)) as sandbox:
        url = f"sqlite:///{tmp_path / 'pacer.sqlite'}"
        database = fresh_sqlite(tmp_path / "pacer.sqlite")
        prepare(sandbox, database)
        tick(database, MORNING)
        # Each answer takes a while, so that the kill comes with some messages sent and some under way.
        sandbox.post("faults", method="chat.postMessage", kind="delay", value=0.1, count=None)
        with pacer_run(sandbox, url) as first:
            assert wait_until(lambda: sum(nudges_of(sandbox, rep) for rep in REPS) >= killed_after)
            first.send_signal(signal.SIGKILL)
            first.wait()
        sandbox.post("faults", method="none", kind="error", value="x")
        with pacer_run(sandbox, url):

            def all_settled() -> bool:
                # What was under way is looked up a minute after its claim ended: let that time pass.
                sandbox.post("clock", advance_seconds=20)
                with database.reading() as session:
                    states = {row.state for row in session.exec(select(Delivery))}
                return states == {DeliveryState.SENT}

            assert wait_until(all_settled)
        database.dispose()
        assert {rep: nudges_of(sandbox, rep) for rep in REPS} == dict.fromkeys(REPS, 1)


@pytest.mark.postgres
def test_another_process_takes_over_within_ten_seconds_of_the_sender_being_killed(
    postgres_server: PostgresServer,
) -> None:
    seed = {"users": [{"id": rep, "real_name": f"Rep {rep}", "tz": "Europe/London"} for rep in REPS], "channels": []}
    with running_sandbox(Options(now=MORNING, seed=seed, manifest=MANIFEST)) as sandbox:
        url = postgres_server.upgraded_database()
        database = make_database(url)
        prepare(sandbox, database)

        def holder() -> str:
            with database.reading() as session:
                lease = session.exec(select(Lease).where(Lease.name == "sender")).first()
            return lease.holder if lease is not None else ""

        def sent() -> int:
            return sum(nudges_of(sandbox, rep) for rep in REPS)

        sandbox.post("faults", method="chat.postMessage", kind="delay", value=0.5, count=None)
        with pacer_run(sandbox, url) as one, pacer_run(sandbox, url) as two:
            assert wait_until(lambda: sandbox.get("connections")["connections"] == 2)
            assert wait_until(lambda: sent() >= 3 and holder() != "")
            first = holder()
            sender = next(process for process in (one, two) if f"-{process.pid}-" in first)
            sender.kill()
            killed = time.monotonic()
            assert wait_until(lambda: holder() not in ("", first), 20)
            assert time.monotonic() - killed < 10
            httpx.delete(f"{sandbox.url}/control/faults")

            def all_settled() -> bool:
                sandbox.post("clock", advance_seconds=20)
                with database.reading() as session:
                    states = {row.state for row in session.exec(select(Delivery).where(Delivery.kind == NUDGE))}
                return states == {DeliveryState.SENT}

            assert wait_until(all_settled)
        database.dispose()
        assert {rep: nudges_of(sandbox, rep) for rep in REPS} == dict.fromkeys(REPS, 1)


def test_sigterm_stops_it_in_seconds(tmp_path: Path) -> None:
    with running_sandbox(Options(now=MORNING, manifest=MANIFEST)) as sandbox:
        url = f"sqlite:///{tmp_path / 'pacer.sqlite'}"
        database = fresh_sqlite(tmp_path / "pacer.sqlite")
        database.dispose()
        with pacer_run(sandbox, url) as process:
            assert wait_until(lambda: bool(sandbox.get("connections")["connections"]))
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) == 0
