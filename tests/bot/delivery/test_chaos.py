"""Processes killed again and again while they send, with Slack failing too: each rep has exactly one message."""

import collections
import contextlib
import datetime as dt
import itertools
import multiprocessing
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import pytest
from sqlmodel import col, select

from bot.core.settings import Settings
from bot.core.work import Work
from bot.goals import editing as goals
from bot.people import teams
from bot.setup.directory import meet_workspace
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from storage.engine import Database, make_database
from storage.migrate import upgrade
from storage.tables import Delivery, DeliveryState, TeamRole
from storage.workspaces import find_workspace
from tests.bot.delivery.sender_process import POINTS, STEPS, Life, live
from tests.office import MANIFEST

MORNING = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.UTC)
MORNING_LASTS = dt.timedelta(hours=2)
"""For so long the clock is hurried: a message of the morning is sent for three hours at most."""
LIVES_ON = "lives on"
FAULTS: tuple[dict[str, Any], ...] = (
    {"method": "chat.postMessage", "kind": "status", "value": 500, "every": 23, "count": None},
    {"method": "chat.postMessage", "kind": "status", "value": 429, "every": 41, "count": None},
    {"method": "chat.postMessage", "kind": "drop_before", "every": 37, "count": None},
    {"method": "chat.postMessage", "kind": "drop_after", "every": 29, "count": None},
    {"method": "chat.postMessage", "kind": "delay", "value": 0.15, "every": 13, "count": None},
    {"method": "conversations.history", "kind": "status", "value": 500, "every": 11, "count": None},
)


@dataclass
class Storm:
    """One run: how many were to be sent, and where the kills landed."""

    reps: list[str]
    landed: collections.Counter[str] = field(default_factory=collections.Counter)
    sent_before_last_kill: int = 0

    @property
    def kills(self) -> int:
        """Of all kinds."""
        return sum(self.landed.values())


@dataclass
class Sender:
    """A process, how far it is, and how it is to end: at a named point, or (None) at a random moment."""

    process: BaseProcess
    step: "Synchronized[int]"
    point: str | None
    after: int = 0
    moment: float | None = None

    def is_due(self, chance: random.Random, sent: int) -> bool:
        """Whether its random moment has come: a tenth of a second at most after `after` messages were sent in all.

        One in four is not waited for so long, and dies while it starts, plans or waits.
        """
        busy = self.step.value >= STEPS.index("claimed") and sent >= self.after
        if self.moment is None and (busy or chance.random() < 0.005):
            self.moment = time.monotonic() + chance.uniform(0.0, 0.1)
        return self.moment is not None and time.monotonic() >= self.moment


def prepare(sandbox: RunningSandbox, database: Database, reps: list[str]) -> None:
    """Teams of ten, each with a goal."""
    settings = Settings(slack_bot_token=sandbox.options.bot_token, slack_api_url=sandbox.api_url)
    meet_workspace(database, settings=settings, now=MORNING)
    first = dt.date(2026, 1, 1)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = True
        for at in range(0, len(reps), 10):
            team = teams.add_team(session, workspace=workspace, name=f"Team {at // 10}")
            for rep in reps[at : at + 10]:
                member = teams.find_person(session, workspace=workspace, who=rep)
                teams.join(session, workspace=workspace, team=team, member=member, team_role=TeamRole.REP, starts=first)
            goals.set_goal(
                Work(session, workspace, MORNING),
                viewer=None,
                subject=team,
                metric_key="call",
                period=PeriodKind.WEEK,
                target=60,
                starts=first,
            )


@contextlib.contextmanager
def quick_clock(sandbox: RunningSandbox, seconds: float) -> Iterator[None]:
    """Time goes faster: `seconds` more each twentieth of a second, so that nobody waits a minute for a look-up."""
    stop = threading.Event()

    def hurry() -> None:
        while not stop.wait(0.05):
            # On a slow machine the morning must not be over before its messages went out.
            if sandbox.state.clock.now() < MORNING + MORNING_LASTS:
                sandbox.post("clock", advance_seconds=seconds)

    thread = threading.Thread(target=hurry, name="hurry")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def rage(
    storm: Storm,
    sandbox: RunningSandbox,
    database: Database,
    url: str,
    *,
    processes: int,
    random_kills: int,
    each: int,
    minutes_ahead: float,
) -> None:
    """Keep `processes` senders alive and kill them, until everything is settled.

    `random_kills` at random moments, and `each` at every named point.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bot.delivery.sender_process"])
    chance = random.Random(20261118)
    numbers = itertools.count()
    planned = [point for point in POINTS for _ in range(each)] + [None] * random_kills
    chance.shuffle(planned)
    alive: list[Sender] = []
    end = time.monotonic() + 900
    with contextlib.ExitStack() as stack:
        stack.callback(_end_all, alive)
        while True:
            assert time.monotonic() < end, f"not settled in time; kills landed: {dict(storm.landed)}"
            # Who lives on is only started when every kill was made: it would hold the lease, and send everything.
            while len(alive) < processes and (planned or all(each.point == LIVES_ON for each in alive)):
                # Most of the deliveries are to go out between the kills, and some are left for the last of them.
                share = int(1.2 * (len(storm.reps) - sent_in(sandbox, storm)) / max(1, len(planned)))
                posts = chance.randint(0, share)
                point = planned.pop() if planned else LIVES_ON
                life = Life(
                    database_url=url,
                    sandbox_url=sandbox.url,
                    bot_token=sandbox.options.bot_token,
                    holder=f"life-{next(numbers)}",
                    dies_at=point if point in POINTS else None,
                    after_posts=posts,
                    minutes_ahead=minutes_ahead,
                )
                step: Synchronized[int] = context.Value("i", 0)
                process = context.Process(target=live, args=(life, step))
                process.start()
                alive.append(Sender(process, step, point, sent_in(sandbox, storm) + posts))
            sent = sent_in(sandbox, storm)
            for sender in list(alive):
                if sender.point is None and sender.is_due(chance, sent):
                    at = STEPS[sender.step.value]
                    sender.process.kill()
                    sender.process.join()
                    storm.landed[f"at random, while {at}"] += 1
                    storm.sent_before_last_kill = sent_in(sandbox, storm)
                    alive.remove(sender)
                elif not sender.process.is_alive():
                    assert sender.process.exitcode == -9, f"a sender ended by itself: {sender.process.exitcode}"
                    storm.landed[str(sender.point)] += 1
                    storm.sent_before_last_kill = sent_in(sandbox, storm)
                    alive.remove(sender)
            if settled(database):
                break
            time.sleep(0.02)


def _end_all(senders: list[Sender]) -> None:
    for sender in senders:
        sender.process.kill()
        sender.process.join()


def settled(database: Database) -> bool:
    with database.reading() as session:
        states = set(session.exec(select(col(Delivery.state))))
    return bool(states) and states <= {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.EXPIRED}


def sent_in(sandbox: RunningSandbox, storm: Storm) -> int:
    return sum(messages(sandbox, storm).values())


def messages(sandbox: RunningSandbox, storm: Storm) -> dict[str, int]:
    return {
        rep: len(sandbox.state.conversations[sandbox.state.ims[rep]].messages) if rep in sandbox.state.ims else 0
        for rep in storm.reps
    }


def run_storm(
    url: str, *, reps: int, processes: int, random_kills: int, each: int, hurry: float, minutes_ahead: float
) -> Storm:
    storm = Storm([f"U0REP{n:04d}" for n in range(reps)])
    seed = {"users": [{"id": rep, "real_name": rep, "tz": "Europe/London"} for rep in storm.reps], "channels": []}
    with running_sandbox(Options(now=MORNING, seed=seed, manifest=MANIFEST)) as sandbox:
        database = make_database(url)
        upgrade(database)
        prepare(sandbox, database, storm.reps)
        for fault in FAULTS:
            sandbox.post("faults", **fault)
        with quick_clock(sandbox, hurry):
            rage(
                storm,
                sandbox,
                database,
                url,
                processes=processes,
                random_kills=random_kills,
                each=each,
                minutes_ahead=minutes_ahead,
            )
        counts = collections.Counter(messages(sandbox, storm).values())
        with database.reading() as session:
            states = collections.Counter(row.value for row in session.exec(select(col(Delivery.state))))
        database.dispose()
    said = f"{reps} reps, {processes} processes, {storm.kills} kills: {dict(storm.landed)}; states {dict(states)}"
    said += f"; clock {minutes_ahead:+} minutes; {storm.sent_before_last_kill} sent before the last kill"
    sys.stdout.write(f"\n{said}\n")
    assert counts == {1: reps}
    assert states == {"sent": reps}
    return storm


def test_kills_and_faults_lose_and_repeat_nothing_though_our_clock_is_wrong(database_url: str) -> None:
    processes, minutes_ahead = (1, 30) if database_url.startswith("sqlite") else (3, -30)
    storm = run_storm(
        database_url,
        reps=60,
        processes=processes,
        random_kills=2,
        each=1,
        hurry=8.0,
        minutes_ahead=minutes_ahead,
    )
    assert all(storm.landed[point] == 1 for point in POINTS)
    assert storm.sent_before_last_kill > 0


@pytest.mark.chaos
@pytest.mark.parametrize("minutes_ahead", [0, 30, -30])
def test_a_hundred_kills_over_a_thousand_deliveries(database_url: str, minutes_ahead: float) -> None:
    processes = 1 if database_url.startswith("sqlite") else 3
    storm = run_storm(
        database_url,
        reps=1000,
        processes=processes,
        random_kills=110,
        each=12,
        hurry=1.0,
        minutes_ahead=minutes_ahead,
    )
    assert storm.kills >= 100
    assert storm.sent_before_last_kill >= 500, "most go out between the kills"
    assert all(storm.landed[point] >= 10 for point in POINTS)
