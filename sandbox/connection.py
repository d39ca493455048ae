"""Closing a connection without an answer, as a network does."""

from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TRANSPORT = "sandbox.transport"


class HangsUp:
    """Lets a response be no response: keeps the connection's transport within reach.

    Each answer is dated by the sandbox's own clock (`seconds` since 1970), which may be moved, as Slack's by Slack's.
    """

    def __init__(self, app: ASGIApp, seconds: Callable[[], float]) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        # ASGI has no word for hanging up; uvicorn's `send` is a method of the object that holds the transport.
        cycle: Any = getattr(send, "__self__", None)
        scope[_TRANSPORT] = getattr(cycle, "transport", None)

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["date"] = formatdate(self._seconds(), usegmt=True)
            await send(message)

        await self._app(scope, receive, dated)


def stop_reading(scope: Scope) -> None:
    """Leave the connection open and hear nothing on it any more: as when a line goes dead without a word."""
    scope[_TRANSPORT].pause_reading()


class Hangup(Response):
    """Closes the connection; the client gets no answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hang up."""
        scope[_TRANSPORT].abort()
        while (await receive())["type"] != "http.disconnect":
            pass
