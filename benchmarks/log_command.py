"""`/log call` from request to response, and the floors under it, in the same run and in turns."""

import datetime as dt
import itertools
import statistics
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from benchmarks.databases import Databases, opened
from benchmarks.filling import SLACK_TEAM, rep_id
from benchmarks.measuring import Figures, percentile, times_of
from benchmarks.raw import Said, recording, renamed, replay
from bot.core.clock import SystemClock
from bot.core.presets import ensure_presets
from bot.core.settings import Settings
from bot.runtime.schedule import tick
from bot.runtime.start import build_app, build_context
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.engine import Database
from storage.tables import Goal, Member, Workspace

PORTION, WARM_UP = 30, 10
"""So many calls of one thing after the other, and then of the next: a busy moment meets all of them."""


def measure_log(databases: Databases, *, rounds: int = 300) -> Figures:
    """p50 and p95 in milliseconds: `/log call`, its statements in a bare listener, an empty listener, one insert."""
    with running_sandbox(Options()) as sandbox, opened(databases.new()) as database:
        add_rep(database)
        settings = Settings(slack_bot_token="xoxb-sandbox", slack_api_url=sandbox.api_url)
        context = build_context(database, SystemClock(), settings)
        client = WebClient(token="xoxb-sandbox", base_url=sandbox.api_url)
        pacer, empty = build_app(context), App(client=client)
        # It answers inline, as Pacer does: a default app looks only every ten milliseconds whether there is an answer.
        bare = App(client=client, process_before_response=True)
        answer_with(bare, database, {rep_id(0): record_log(pacer, database, rep_id(0))})
        empty.command("/log")(lambda ack: ack("ok"))
        numbers = itertools.count()

        def says(app: App) -> Callable[[], object]:
            return lambda: app.dispatch(command(str(next(numbers))))

        calls: dict[str, Callable[[], object]] = {
            "/log call": says(pacer),
            "a bare listener with the same statements": says(bare),
            "an empty listener of a default Bolt app": says(empty),
            "one raw insert": _insert(database),
        }
        times: dict[str, list[float]] = {name: [] for name in calls}
        for at in range(0, rounds, PORTION):
            for name, call in calls.items():
                times[name] += times_of(call, rounds=min(PORTION, rounds - at), warm_up=0 if at else WARM_UP)
    found = {f"{name}, p50 ms": statistics.median(some) for name, some in times.items()}
    found |= {f"{name}, p95 ms": percentile(some, 0.95) for name, some in times.items()}
    log, least, without, _ = (statistics.median(some) for some in times.values())
    return {**found, "/log call / the bare listener": log / least, "/log call / the empty listener": log / without}


def add_rep(database: Database) -> None:
    """A workspace with one rep who has a day's goal and whose morning was taken."""
    with database.writing() as session:
        workspace = Workspace(slack_team_id=SLACK_TEAM, created_at=dt.datetime.now(dt.UTC))
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        member = Member(workspace_id=workspace.id, slack_user_id=rep_id(0), name="Rep", timezone="Europe/London")
        session.add(member)
        session.flush()
        session.add(
            Goal(
                workspace_id=workspace.id,
                metric_id=1,
                member_id=member.id,
                period=PeriodKind.DAY,
                target=20,
                starts=dt.date(2026, 1, 1),
                set_at=dt.datetime.now(dt.UTC),
            )
        )
    tick(database, dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(9), tzinfo=dt.UTC))


def command(name: str, *, user: str = rep_id(0)) -> BoltRequest:
    """`/log call`, with a trigger of this name."""
    body = {"command": "/log", "text": "call", "user_id": user, "trigger_id": name, "team_id": SLACK_TEAM}
    return BoltRequest(body=body, mode="socket_mode")


def record_log(pacer: App, database: Database, user: str) -> list[Said]:
    """What Pacer says to the database for one `/log call` of this user."""
    pacer.dispatch(command("one before it", user=user))
    with recording(database) as said:
        pacer.dispatch(command("this one", user=user))
    return said


def answer_with(app: App, database: Database, said: Mapping[str, list[Said]]) -> None:
    """Let `/log` of this app say to the database, by the bare driver, what Pacer said for the same user, and answer."""
    numbers = itertools.count()
    # What makes a command this one and no other must be another each time, or it would be taken for a repeat.
    receipts = {user: _receipt_in(some) for user, some in said.items()}

    @app.command("/log")
    def log(ack: Callable[[str], None], command: dict[str, Any]) -> None:
        user, number = command["user_id"], next(numbers)
        new = f"{number:x}".rjust(len(receipts[user]), "0")
        replay(database, said[user], change=lambda given: renamed(given, receipts[user], new))
        ack("ok")


def _receipt_in(said: list[Said]) -> str:
    """The part of the receipt's key by which one command differs from another."""
    (taken,) = (each.parameters for each in said if "INTO receipt" in each.statement)
    values = taken[0] if isinstance(taken, list) else taken
    keys = values.values() if isinstance(values, dict) else values
    return next(key.removeprefix("log:") for key in keys if isinstance(key, str) and key.startswith("log:"))


def _insert(database: Database) -> Callable[[], None]:
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE bench (who INTEGER, quantity INTEGER, at VARCHAR(20))")
    connection.commit()

    def insert() -> None:
        if database.is_sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("INSERT INTO bench (who, quantity, at) VALUES (1, 1, '2026-11-17')")
        connection.commit()

    return insert
