"""`/log` under load, in both modes, beside a bare Bolt listener that says the same to the same database.

Pacer (or the listener) is a process of its own; Slack is the sandbox in this process. In Socket Mode a command goes
through the sandbox; in HTTP mode it is signed here and sent to Pacer's own port.
"""

import asyncio
import contextlib
import csv
import datetime as dt
import itertools
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from benchmarks.databases import Databases, databases, opened
from benchmarks.filling import MORNING, SLACK_TEAM, fill, rep_id
from benchmarks.measuring import markdown, percentile
from benchmarks.serving import PEOPLE
from bot.runtime.schedule import tick
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from storage.tables import Member, Workspace

MODES = ("socket", "http")
PATIENCE = 120.0
"""Seconds for an answer: how late the worst is, is measured, not cut off."""
HEAD = ("load", "mode", "p50 ms", "p99 ms", "worst ms", "p50 / bare", "p99 / bare", "worst / bare")


@dataclass(frozen=True)
class Load:
    """What one measurement says. Milliseconds of each command, in the order of their answers."""

    name: str
    times: list[float]

    def line(self, mode: str, bare: "Load | None") -> list[str]:
        """One line of the table, with its ratios to the bare listener."""
        own = [percentile(self.times, share) for share in (0.5, 0.99, 1.0)]
        ratios = (
            [f"{one / percentile(bare.times, share):.1f}" for one, share in zip(own, (0.5, 0.99, 1.0), strict=True)]
            if bare is not None
            else ["–"] * 3
        )
        return [self.name, mode, *(f"{one:,.0f}" if one >= 100 else f"{one:.1f}" for one in own), *ratios]


@dataclass(eq=False)
class Program:
    """A running program, and how a command is given to it."""

    process: "subprocess.Popen[str]"
    sandbox: RunningSandbox
    port: int
    mode: str
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def told(self, word: str) -> None:
        """Wait until it prints this word."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == word:
                return
        raise RuntimeError(f"it ended before it was {word}")

    def tell(self, word: str) -> None:
        """Tell it something."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    async def log(self, client: httpx.AsyncClient, user: str) -> None:
        """One `/log call` of this user, until it is answered."""
        if self.mode == "socket":
            said = {"user": user, "command": "/log", "text": "call"}
            answer = await client.post(f"{self.sandbox.url}/control/command", json=said)
            assert answer.json()["acked"], answer.text
            return
        body = urlencode(
            {
                "command": "/log",
                "text": "call",
                "user_id": user,
                "trigger_id": f"{user}.{next(self.numbers)}.{time.time()}",
                "team_id": SLACK_TEAM,
            }
        )
        stamp = str(int(time.time()))
        verifier = SignatureVerifier(self.sandbox.options.signing_secret)
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": str(verifier.generate_signature(timestamp=stamp, body=body)),
        }
        answer = await client.post(f"http://127.0.0.1:{self.port}/slack/events", content=body, headers=headers)
        assert answer.status_code == 200, answer.text


def measure_load(kind: str, *, reps: list[int], lines: int, commands: int) -> None:
    """Print the table of one kind of database in Markdown, each line when it is measured; `commands` are given in each
    measurement at least.
    """
    print(f"**load**, {kind}", "", markdown(HEAD, []), sep="\n", flush=True)
    notes: list[str] = []
    with databases(kind) as made:
        for size in reps:
            filled = made.new()
            with opened(filled) as database:
                fill(database, size, 30, timezone=morning_zone(dt.datetime.now(dt.UTC)))
            for mode in MODES:
                for line in _of_mode(made, filled, mode, size, lines if size == reps[0] else 0, commands, notes):
                    print(f"| {' | '.join(line)} |", flush=True)
            if size == reps[-1]:
                notes.append(f"an idle minute of {size:,} reps: {idle_minute(made, filled):.0f} ms of processor")
    print("", *(f"- {note}" for note in notes), "", sep="\n")


def idle_minute(made: Databases, filled: str) -> float:
    """Milliseconds of processor for a tick at which nothing is due; after two that let the rounds come to rest."""
    at = MORNING.replace(hour=3)
    with opened(made.copy(filled)) as database:
        tick(database, at)
        tick(database, at + dt.timedelta(minutes=1))
        before = resource.getrusage(resource.RUSAGE_SELF)
        tick(database, at + dt.timedelta(minutes=2))
        after = resource.getrusage(resource.RUSAGE_SELF)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def morning_zone(now: dt.datetime) -> str:
    """A zone in which it is nine in the morning, or soon after."""
    ahead = (9 - now.hour + 11) % 24 - 11
    # These names count westwards.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def _of_mode(
    made: Databases, filled: str, mode: str, size: int, lines: int, commands: int, notes: list[str]
) -> Iterator[list[str]]:
    """The lines of one mode. Those that do not depend on the size only where there are `lines` to import."""
    people = [rep_id(n) for n in range(size)]
    crowds = (1, 50, 200) if lines else (50,)
    with _program("bare", made.copy(filled), mode, people) as program:
        bare = {n: _at_once(program, people, n, commands, f"{n} at once") for n in crowds}
    if lines:
        yield from (bare[n].line(mode + ", bare", None) for n in crowds)
    url = made.copy(filled)
    with _program("pacer", url, mode, people) as program:
        if lines:
            for n in crowds[:2]:
                early = _at_once(program, people, n, commands, f"{n} at once, before the day's first morning")
                yield early.line(mode, bare[n])
            during = _during(program, people, 5, _import_of(url, lines, people[0]))
            yield Load(f"5 at once, an import of {lines:,} lines", during).line(mode, bare[50])
        _make_due(url)
        program.tell("morning")
        planning = _during(program, people, 5, _planned(program))
        yield Load(f"5 at once, a morning of {size:,} reps planned", planning).line(mode, bare[50])
        sending = _during(program, people, 5, lambda: asyncio.sleep(5))
        yield Load(f"5 at once, a morning of {size:,} reps sent", sending).line(mode, bare[50])
        if lines:
            # A day like any other: the morning was taken, and what it asked for is stored.
            own = {n: _at_once(program, people, n, commands, f"{n} at once") for n in crowds}
            yield from (own[n].line(mode, bare[n]) for n in crowds)
            alone, worst = percentile(own[1].times, 0.5), max(own[50].times)
            notes.append(f"{mode}: the slowest of 50 at once took {worst / (50 * alone):.2f} of 50 times one alone")


def _at_once(program: Program, people: list[str], at_once: int, commands: int, name: str) -> Load:
    """At least `commands` of them, always so many at once."""

    async def run() -> list[float]:
        await _volley(program, people, min(at_once, 10), 1)  # connections are made, statements are compiled
        return await _volley(program, people, at_once, max(2, commands // at_once))

    return Load(name, asyncio.run(run()))


def _during(program: Program, people: list[str], at_once: int, until: Callable[[], Awaitable[object]]) -> list[float]:
    """Commands, so many at once, as long as something else goes on."""

    async def run() -> list[float]:
        other, times = asyncio.ensure_future(until()), []
        while not other.done() or not times:
            times += await _volley(program, people, at_once, 1)
        await other
        return times

    return asyncio.run(run())


async def _volley(program: Program, people: list[str], at_once: int, each: int) -> list[float]:
    """So many people at once, each of whom logs `each` times, one after the other."""
    times: list[float] = []
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)

    async def one(user: str) -> None:
        for _ in range(each):
            began = time.perf_counter()
            await program.log(client, user)
            times.append(1000 * (time.perf_counter() - began))

    async with httpx.AsyncClient(timeout=PATIENCE, limits=limits) as client:
        await asyncio.gather(*(one(people[n % min(PEOPLE, len(people))]) for n in range(at_once)))
    return times


def _planned(program: Program) -> Callable[[], Awaitable[object]]:
    return lambda: asyncio.to_thread(program.told, "planned")


def _import_of(url: str, lines: int, member: str) -> Callable[[], Awaitable[object]]:
    """`pacer import` of a file of so many entries, beside the running Pacer."""

    async def run() -> None:
        path = Path(os.environ.get("TMPDIR", "/tmp")) / f"pacer-bench-{os.getpid()}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["member", "metric", "date", "quantity", "external id"])
            for n in range(lines):
                writer.writerow([member, "call", dt.date(2026, 1, 1) + dt.timedelta(days=n % 300), 1, f"bench-{n}"])
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "import", "activities", str(path)),
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
        )
        code = await process.wait()
        path.unlink()
        assert code == 0, "the import was refused"

    return run


def _make_due(url: str) -> None:
    """Let the morning of everybody have come a minute ago."""
    with opened(url) as database, database.writing() as session:
        workspace = session.exec(select(Workspace)).one()
        local = dt.datetime.now(dt.UTC) + dt.timedelta(hours=_ahead(workspace.timezone))
        workspace.nudge_time = (local - dt.timedelta(minutes=1)).time().replace(second=0, microsecond=0)
        for member in session.exec(select(Member)):
            member.week_shares = "1 1 1 1 1 1 1"
            session.add(member)
        session.add(workspace)


def _ahead(timezone: str) -> int:
    return -int(timezone.removeprefix("Etc/GMT") or 0)


@contextlib.contextmanager
def _program(what: str, url: str, mode: str, people: list[str]) -> Iterator[Program]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    seed = {
        "team": {"id": SLACK_TEAM, "name": "Bench"},
        "users": [{"id": user, "real_name": user, "tz": morning_zone(dt.datetime.now(dt.UTC))} for user in people],
        "channels": [],
    }
    options = Options(seed=seed, limits=False, ack_seconds=PATIENCE)
    with running_sandbox(options) as sandbox:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SLACK_BOT_TOKEN": options.bot_token,
            "SLACK_API_URL": sandbox.api_url,
            "PACER_PORT": str(port),
            "PACER_HEALTH_PORT": "0",
            **(
                {"SLACK_APP_TOKEN": options.app_token}
                if mode == "socket"
                else {"SLACK_SIGNING_SECRET": options.signing_secret}
            ),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.serving", what, mode],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        program = Program(process, sandbox, port, mode)
        try:
            program.told("ready")
            yield program
        finally:
            process.kill()
            process.wait()
