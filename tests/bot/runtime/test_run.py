"""`pacer run` as an operator meets it: its health, what it refuses, what it logs, and how it stops."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from bot.core.settings import Settings
from bot.core.work import Work
from bot.goals import editing as goals
from bot.people import teams
from bot.setup.directory import meet_workspace
from metrics.periods import PeriodKind
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from storage.tables import TeamRole
from storage.workspaces import find_workspace
from tests.bot.runtime.test_killed import MORNING, wait_until
from tests.databases import fresh_sqlite
from tests.office import ADMIN, ANA, MANIFEST, seed

ROOT = Path(__file__).parents[3]


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox(Options(now=MORNING - dt.timedelta(minutes=10), seed=seed(), manifest=MANIFEST)) as running:
        yield running


@pytest.fixture
def database_file(sandbox: RunningSandbox, tmp_path: Path) -> Path:
    """A database with Ana in a team that has a goal, ten minutes before her nudge is due."""
    path = tmp_path / "pacer.sqlite"
    database = fresh_sqlite(path)
    settings = Settings(slack_bot_token=sandbox.options.bot_token, slack_api_url=sandbox.api_url)
    meet_workspace(database, settings=settings, now=MORNING)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live = True
        team = teams.add_team(session, workspace=workspace, name="North")
        member = teams.find_person(session, workspace=workspace, who=ANA)
        first = MORNING.date().replace(month=1, day=1)
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
    database.dispose()
    return path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def environment(sandbox: RunningSandbox, path: Path, health_port: int) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "PACER_", "DATABASE_"))}
    return {
        **plain,
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": sandbox.options.bot_token,
        "SLACK_APP_TOKEN": sandbox.options.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "PACER_CLOCK_URL": f"{sandbox.url}/control/clock",
        "DATABASE_URL": f"sqlite:///{path}",
        "PACER_HEALTH_PORT": str(health_port),
    }


@contextmanager
def running(settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as errors:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=settings, stderr=errors, cwd=log.parent)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def pacer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """Type a command in this process: its exit code, and what it said."""
    monkeypatch.chdir(tmp_path)

    def typed(settings: dict[str, str], *arguments: str) -> tuple[int, str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["pacer", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), (said.out + said.err).strip()

    return typed


def trouble(port: int, path: str = "healthz") -> str | None:
    """What the check says is wrong, empty when nothing is; None while nobody answers."""
    try:
        return "; ".join(httpx.get(f"http://127.0.0.1:{port}/{path}").json()["troubles"])
    except httpx.TransportError:
        return None


def test_a_second_run_is_refused_and_other_commands_work(
    sandbox: RunningSandbox, database_file: Path, tmp_path: Path, pacer: Callable[..., tuple[int, str]]
) -> None:
    port = free_port()
    settings = environment(sandbox, database_file, port)
    with running(settings, tmp_path / "log") as process:
        assert wait_until(lambda: trouble(port, "readyz") == "")
        assert "pacer_connected 1.0" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
        code, said = pacer(settings, "run")
        assert code == 2
        assert said.startswith(f"Pacer is already running on {database_file} (process {process.pid}).")
        code, said = pacer(settings, "db", "backup", "kept.sqlite")
        assert (code, "contains the whole database" in said) == (0, True)
        code, said = pacer(settings, "db", "restore", "kept.sqlite")
        assert (code, said.startswith("Pacer is already running on")) == (2, True)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(timeout=15) == 0
        assert time.monotonic() - began < 5
    code, said = pacer(settings, "db", "restore", "kept.sqlite")
    assert (code, said.startswith("Restored kept.sqlite.")) == (0, True)


def test_a_revoked_token_is_one_line_in_the_log_and_a_failed_check_until_it_is_replaced(
    sandbox: RunningSandbox, database_file: Path, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "log"
    with running(environment(sandbox, database_file, port), log):
        assert wait_until(lambda: trouble(port, "readyz") == "")
        for method in ("chat.postMessage", "auth.test"):
            sandbox.post("faults", method=method, kind="error", value="token_revoked", count=None)

        def refused() -> bool:
            sandbox.post("clock", advance_seconds=60)
            return "Slack rejects SLACK_BOT_TOKEN (token_revoked)" in (trouble(port) or "")

        assert wait_until(refused)
        assert trouble(port, "livez") == ""
        httpx.delete(f"{sandbox.url}/control/faults")
        sandbox.post("clock", advance_seconds=31)
        assert wait_until(lambda: trouble(port) == "")
        assert wait_until(lambda: ANA in sandbox.state.ims)
        assert wait_until(lambda: len(sandbox.get("messages", channel=ANA, viewer=ANA)["messages"]) == 1)
        assert sandbox.post("command", user=ANA, command="/log", text="5 calls Acme: secret words")["acked"]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert sum(line["event"].startswith("sending stopped") for line in lines) == 1
    assert sum(line["event"] == "sending goes on" for line in lines) == 1
    delivered = [line for line in lines if line["event"] == "delivery" and line["state"] == "sent"]
    assert {"workspace", "member", "delivery", "kind"} <= set(delivered[0])
    (nudge,) = sandbox.get("messages", channel=ANA, viewer=ANA)["messages"][:1]
    said = log.read_text()
    people = [value for user in seed()["users"] for value in (user["real_name"], user["email"], user["id"])]
    words = [word for word in nudge["text"].split() if len(word) > 6 and word.isalpha()]
    secrets = [sandbox.options.bot_token, sandbox.options.app_token]
    for private in (*people, *words, *secrets, "Acme", "secret words", ADMIN):
        assert private not in said
