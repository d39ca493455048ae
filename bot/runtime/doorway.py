"""How Slack's requests come in: Socket Mode (bot/runtime/socket_doorway.py), or HTTP."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.core.bodies import BodyNotRead, read_body
from bot.core.counters import Figures
from bot.core.patience import arrived
from bot.core.server_thread import ServerThread
from bot.core.settings import Settings, WrongSettings
from bot.runtime.slack_requests import (
    AT_ONCE,
    BODY_SECONDS,
    LARGEST,
    MalformedRequest,
    NotSigned,
    bolt_request,
    check_signature,
    read_payload,
    read_signature,
)

log = structlog.get_logger(__name__)

COMPLAINT_SECONDS = 60.0
"""Refusals are logged no more often: anybody can cause them."""


class Doorway(Protocol):
    """Where requests come in."""

    def open(self) -> None:
        """Begin to take requests; returns at once."""

    def close(self) -> None:
        """Take no more; those under way are answered first."""

    @property
    def connected(self) -> bool:
        """Whether Slack can reach Pacer, as far as Pacer knows."""


class HttpDoorway:
    """HTTP: Slack calls Pacer at /slack/events, and signs what it sends.

    The signature is checked here, over the bytes that came: nothing else sees what is not signed. Bolt then works in
    threads, because a listener waits for the database and for Slack. `seconds` is the time since 1970.
    """

    def __init__(
        self,
        app: App,
        settings: Settings,
        figures: Figures,
        *,
        seconds: Callable[[], float] = time.time,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        """Nothing listens yet. Raises WrongSettings where SLACK_SIGNING_SECRET is empty."""
        if not settings.slack_signing_secret.strip():
            raise WrongSettings(
                "SLACK_SIGNING_SECRET isn't set, so Pacer can't tell who sends a request. Copy it from your app's page "
                '"Basic Information".'
            )
        self._app, self._secret, self._figures = app, settings.slack_signing_secret, figures
        self._seconds, self._body_seconds = seconds, body_seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="request")
        self._complained_at, self._refused = float("-inf"), 0
        web = Starlette(routes=[Route("/slack/events", self._take, methods=["POST"])])
        self._server = ServerThread(
            web, host=settings.pacer_host, port=settings.pacer_port, name="http", figures=figures
        )

    def open(self) -> None:
        """Listen in a thread of its own. Raises PortTaken."""
        self._server.open()

    def close(self) -> None:
        """Answer what is under way and stop listening."""
        self._server.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def connected(self) -> bool:
        """Whether the port listens."""
        return self._server.running

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    async def _take(self, request: Request) -> Response:
        at = time.monotonic()
        try:
            payload = await self._read(request)
            asked = bolt_request(payload, request.headers)
        except NotSigned as refused:
            return self._refuse(401, refused)
        except BodyNotRead as refused:
            return self._refuse(refused.status, refused)
        except MalformedRequest as refused:
            return self._refuse(400, refused)
        self._figures.pulse.beat("envelope")
        said = await asyncio.get_running_loop().run_in_executor(self._threads, self._handle, asked, at)
        return to_starlette_response(said)

    def _handle(self, asked: BoltRequest, at: float) -> BoltResponse:
        # What Slack waits for counts from the arrival, with the time in which it waited for a thread.
        with arrived(at):
            return self._app.dispatch(asked)

    async def _read(self, request: Request) -> dict[str, Any]:
        headers = request.headers.raw
        stamp, signature = read_signature(headers, now=self._seconds())
        body = await read_body(request, most=LARGEST, seconds=self._body_seconds)
        check_signature(self._secret, stamp=stamp, signature=signature, body=body)
        return read_payload(headers, body)

    def _refuse(self, status: int, why: Exception) -> Response:
        self._figures.count_refused(status)
        self._refused += 1
        now = time.monotonic()
        if now - self._complained_at >= COMPLAINT_SECONDS:
            log.warning("requests refused", status=status, why=str(why), since_last_said=self._refused)
            self._complained_at, self._refused = now, 0
        # Closed, so that nobody goes on sending what is not read.
        return PlainTextResponse("", status, headers={"connection": "close"})
