"""How Slack's requests come in: Socket Mode, or HTTP."""

import contextlib
import socket
import threading
import time
from typing import Protocol

import structlog
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.settings import Settings

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 3.0
"""Slack waits no longer for an answer."""


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
        self._handler.client.socket_mode_request_listeners[:] = [self._take]
        self._closing = False
        self._under_way = 0
        self._turn = threading.Lock()
        self.last_envelope_at: float | None = None

    def _take(self, _client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._turn:
            if self._closing:
                return  # never acknowledged: Slack tells the person, or sends it to another process
            self._under_way += 1
        self.last_envelope_at = time.monotonic()
        try:
            self._handler.handle(self._handler.client, request)
        finally:
            with self._turn:
                self._under_way -= 1

    def open(self) -> None:
        """Connect; the client reconnects by itself when Slack refreshes the connection."""
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Take no more, answer what is under way, and disconnect."""
        with self._turn:
            self._closing = True
        end = time.monotonic() + ANSWER_SECONDS
        while self._under_way and time.monotonic() < end:
            time.sleep(0.01)
        end_client(self._handler.client)


def end_client(client: SocketModeClient) -> None:
    """Close a Socket Mode client at once; its own `close` waits for two reads, which may take seconds."""
    client.closed = True
    client.auto_reconnect_enabled = False
    client.current_session_state.terminated = True
    sock = client.current_session.sock if client.current_session is not None else None
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)  # ends the read of the connection
    client.message_queue.put(None)  # ends the read of the queue
    client.close()


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
