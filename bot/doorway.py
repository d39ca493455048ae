"""How Slack's requests come in: Socket Mode, or HTTP."""

import threading
import time
from typing import Protocol

import structlog
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.settings import Settings

log = structlog.get_logger(__name__)


class Doorway(Protocol):
    """Where requests come in."""

    def open(self) -> None:
        """Begin to take requests; returns at once."""

    def close(self) -> None:
        """Take no more; those under way are answered first."""


class SocketDoorway:
    """Socket Mode: Pacer calls Slack, and needs no public address."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._handler = SocketModeHandler(app, settings.slack_app_token, ping_interval=10, trace_enabled=False)
        self._handler.client.web_client.base_url = settings.slack_api_url
        self.last_envelope_at: float | None = None
        self._handler.client.socket_mode_request_listeners.append(self._note)

    def _note(self, _client: object, _request: SocketModeRequest) -> None:
        self.last_envelope_at = time.monotonic()

    def open(self) -> None:
        """Connect; the client reconnects by itself when Slack refreshes the connection."""
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Disconnect."""
        self._handler.close()  # type: ignore[no-untyped-call]


class HttpDoorway:
    """HTTP: Slack calls Pacer at /slack/events, and signs what it sends."""

    def __init__(self, app: App, settings: Settings) -> None:
        handler = SlackRequestHandler(app)

        async def take(request: Request) -> Response:
            return await handler.handle(request)

        web = Starlette(routes=[Route("/slack/events", take, methods=["POST"])])
        self._server = uvicorn.Server(
            uvicorn.Config(web, host=settings.pacer_host, port=settings.pacer_port, log_level="warning")
        )
        self._thread = threading.Thread(target=self._server.run, name="http")

    def open(self) -> None:
        """Listen in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        """Answer what is under way and stop listening."""
        self._server.should_exit = True
        self._thread.join(timeout=10)
