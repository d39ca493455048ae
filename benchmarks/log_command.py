"""`/log call` from request to response, beside an empty listener of a default Bolt app and one raw insert."""

import datetime as dt
import itertools
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.coach.setup.catalogue import ensure_presets
from bot.delivery.replies import Replies
from bot.listeners.context import Context
from bot.runtime import build_app
from bot.schedule import tick
from bot.settings import Settings
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import running_sandbox
from storage.engine import make_database
from storage.migrate import upgrade
from storage.tables import Goal, Member, Workspace

ROUNDS, WARM_UP = 300, 30


def measure_log(folder: Path) -> None:
    """Print p50 and p95 in milliseconds, and the ratios of the medians."""
    with running_sandbox(Options()) as sandbox:
        settings = Settings(slack_bot_token="xoxb-sandbox", slack_api_url=sandbox.api_url)
        database = make_database(f"sqlite:///{folder / 'log.sqlite'}")
        upgrade(database)
        with database.writing() as session:
            workspace = Workspace(slack_team_id="T", created_at=dt.datetime.now(dt.UTC))
            session.add(workspace)
            session.flush()
            assert workspace.id is not None
            ensure_presets(session, workspace=workspace)
            member = Member(workspace_id=workspace.id, slack_user_id="U1", name="Rep", timezone="Europe/London")
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
        # A day like any other: the member's morning was taken.
        tick(database, dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(9), tzinfo=dt.UTC))
        context = Context(
            database=database, clock=SystemClock(), settings=settings, replies=Replies(settings.slack_api_url)
        )
        pacer = build_app(context)
        empty = App(client=WebClient(token="xoxb-sandbox", base_url=sandbox.api_url))
        empty.command("/log")(lambda ack: ack("ok"))
        numbers = itertools.count()

        def command() -> BoltRequest:
            body = {
                "command": "/log",
                "text": "call",
                "user_id": "U1",
                "trigger_id": str(next(numbers)),
                "team_id": "T",
            }
            return BoltRequest(body=body, mode="socket_mode")

        raw = _raw_insert(folder / "raw.sqlite")
        figures = {
            "empty listener of a default Bolt app": _time(lambda: empty.dispatch(command())),
            "/log call": _time(lambda: pacer.dispatch(command())),
            "one raw sqlite3 insert, same pragmas": _time(raw),
        }
        database.dispose()
    for name, times in figures.items():
        p95 = sorted(times)[int(0.95 * len(times))]
        print(f"{name:40} p50 {1000 * statistics.median(times):7.2f} ms   p95 {1000 * p95:7.2f} ms")
    names = list(figures)
    ratio = statistics.median(figures[names[1]]) / statistics.median(figures[names[0]])
    print(f"/log call takes {ratio:.2f} of the empty listener (goal 0.25)")


def _time(call: Callable[[], Any]) -> list[float]:
    times = []
    for _ in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return times[WARM_UP:]


def _raw_insert(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE activity (id INTEGER PRIMARY KEY, who INTEGER, quantity INTEGER, at TEXT)")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO activity (who, quantity, at) VALUES (1, 1, '2026-11-17')")
        connection.execute("COMMIT")

    return insert
