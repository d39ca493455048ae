"""Slack calling Pacer over signed HTTP, in place of Socket Mode."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bot.core.settings import Settings
from bot.runtime.doorway import HttpDoorway
from bot.runtime.sandbox_clock import SandboxClock
from bot.runtime.start import build_app, build_context
from bot.setup.directory import meet_workspace
from sandbox.app import Options
from sandbox.running import running_sandbox
from tests.databases import fresh_sqlite
from tests.http_door import command, open_http_door, signed
from tests.office import ANA, MANIFEST, PATIENCE, TUESDAY, seed


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_signed_request_is_answered_and_another_is_refused(tmp_path: Path, port: int) -> None:
    url = f"http://127.0.0.1:{port}/slack/events"
    options = Options(now=TUESDAY, seed=seed(), manifest=MANIFEST, request_url=url)
    with running_sandbox(options) as sandbox:
        settings = Settings(
            slack_bot_token=options.bot_token,
            slack_signing_secret=options.signing_secret,
            slack_api_url=sandbox.api_url,
            pacer_port=port,
        )
        database = fresh_sqlite(tmp_path / "http.sqlite")
        clock = SandboxClock(f"{sandbox.url}/control/clock")
        meet_workspace(database, settings=settings, now=clock.now())
        context = build_context(database, clock, settings)
        context.replies.start()
        doorway = HttpDoorway(build_app(context), settings, context.figures)
        doorway.open()
        try:
            (message,) = sandbox.post("command", user=ANA, command="/log", text="5 calls")["messages"]
            assert message["text"].startswith("Logged 5 calls")
            (undone,) = sandbox.post(
                "click", user=ANA, channel=message["channel"], ts=message["ts"], action_id="log_undo"
            )["messages"]
            assert undone["text"].startswith("Undone: 5 calls")
            forged = httpx.post(url, data={"command": "/log", "text": "call", "user_id": ANA})
            assert forged.status_code == 401
        finally:
            doorway.close()
            context.replies.stop()
            clock.close()
            database.dispose()


TOGETHER = 40
"""As many as are sure to meet only where each has a thread of its own."""


def test_requests_are_handled_while_others_still_are(tmp_path: Path) -> None:
    met = threading.Barrier(TOGETHER)

    def meet(next: Callable[[], object]) -> None:
        met.wait(PATIENCE)  # nobody passes before all are there
        next()

    with open_http_door(tmp_path, prepare=lambda app: app.use(meet)) as door, ThreadPoolExecutor(TOGETHER) as people:
        bodies = [command("help") for _ in range(TOGETHER)]
        answers = list(people.map(lambda body: door.post(signed(body), body), bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.text for answer in answers if "/log" not in answer.text} == set()
