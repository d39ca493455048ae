"""A Pacer that Slack calls over HTTP, connected to a sandbox, and what it is to be asked."""

import contextlib
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa
from slack_bolt import App

from bot.core.counters import Figures
from bot.core.doors.context import Context
from bot.core.settings import Settings
from bot.runtime.doorway import HttpDoorway
from bot.runtime.sandbox_clock import SandboxClock
from bot.runtime.start import build_app, build_context
from bot.setup.directory import meet_workspace
from sandbox.app import Options
from sandbox.running import RunningSandbox, running_sandbox
from tests.databases import fresh_sqlite
from tests.office import ANA, MANIFEST, PATIENCE, TUESDAY, seed

SECRET = "sandbox-signing-secret"
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"

Header = tuple[bytes, bytes]


@dataclass
class HttpDoor:
    """The running pieces, and a way to knock."""

    sandbox: RunningSandbox
    context: Context
    app: App
    url: str
    http: httpx.Client

    def post(self, headers: list[Header], body: bytes) -> httpx.Response:
        """Send exactly these headers and this body."""
        return self.http.post(self.url, headers=headers, content=body)

    def settle(self) -> None:
        """Wait until everything that was to be sent is sent; nothing more is sent afterwards."""
        self.context.replies.stop(30)
        self.context.homes.stop(30)

    def kept(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.context.database.engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            return {name: connection.scalar(sa.text(f'SELECT count(*) FROM "{name}"')) or 0 for name in tables}


@contextlib.contextmanager
def open_http_door(
    folder: Path,
    *,
    seconds: Callable[[], float] = time.time,
    prepare: Callable[[App], None] = lambda _app: None,
    **named: Any,
) -> Iterator[HttpDoor]:
    """A door that listens; `prepare` is given Bolt's app before, and `named` goes to the doorway."""
    options = Options(now=TUESDAY, seed=seed(), manifest=MANIFEST, ack_seconds=PATIENCE)
    with running_sandbox(options) as sandbox, httpx.Client(timeout=PATIENCE) as http:
        settings = Settings(
            slack_bot_token=options.bot_token,
            slack_signing_secret=SECRET,
            slack_api_url=sandbox.api_url,
            pacer_port=0,
        )
        database = fresh_sqlite(folder / "http.sqlite")
        clock = SandboxClock(f"{sandbox.url}/control/clock")
        meet_workspace(database, settings=settings, now=clock.now())
        context = build_context(database, clock, settings)
        context.replies.start()
        app = build_app(context)
        prepare(app)
        doorway = HttpDoorway(app, settings, Figures(), seconds=seconds, **named)
        doorway.open()
        try:
            yield HttpDoor(sandbox, context, app, f"http://127.0.0.1:{doorway.port}/slack/events", http)
        finally:
            doorway.close()
            context.replies.stop()
            context.homes.stop()
            clock.close()
            database.dispose()


def signature(body: bytes, stamp: bytes, secret: str = SECRET) -> bytes:
    """As Slack signs."""
    return b"v0=" + hmac.new(secret.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest().encode()


def signed(body: bytes, kind: bytes = FORM, *, at: float | None = None, secret: str = SECRET) -> list[Header]:
    """The headers of a request that Slack signed `at` this time, now where it is not said."""
    stamp = str(int(time.time() if at is None else at)).encode()
    return [
        (b"content-type", kind),
        (b"x-slack-request-timestamp", stamp),
        (b"x-slack-signature", signature(body, stamp, secret)),
    ]


def command(text: str, *, user: str = ANA, name: str = "/log", **more: str) -> bytes:
    """A slash command as Slack sends it, and as it was never sent before."""
    trigger = uuid.uuid4().hex
    fields = {"command": name, "text": text, "user_id": user, "team_id": "T0OFFICE", "trigger_id": trigger, **more}
    return urlencode(fields).encode()


def click(action_id: str, **more: Any) -> bytes:
    """A click by Ana as Slack sends it."""
    payload = {
        "type": "block_actions",
        "user": {"id": ANA},
        "team": {"id": "T0OFFICE"},
        "trigger_id": "click",
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": "1"}],
        **more,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()
