"""How Slack's requests come in: Socket Mode (bot/socket_doorway.py), or HTTP."""

import time
from typing import Protocol

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.health.figures import Figures
from bot.health.server import ServerThread
from bot.patience import arrived
from bot.settings import Settings


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
    """HTTP: Slack calls Pacer at /slack/events, and signs what it sends."""

    def __init__(self, app: App, settings: Settings, figures: Figures) -> None:
        handler = SlackRequestHandler(app)

        async def take(request: Request) -> Response:
            figures.pulse.beat("envelope")
            with arrived(time.monotonic()):
                return await handler.handle(request)

        web = Starlette(routes=[Route("/slack/events", take, methods=["POST"])])
        self._server = ServerThread(web, host=settings.pacer_host, port=settings.pacer_port, name="http")

    def open(self) -> None:
        """Listen in a thread of its own. Raises PortTaken."""
        self._server.open()

    def close(self) -> None:
        """Answer what is under way and stop listening."""
        self._server.close()

    @property
    def connected(self) -> bool:
        """Whether the port listens."""
        return self._server.running
