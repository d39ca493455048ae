"""A second port, which answers from when it is opened: who finds the sandbox there finds it ready."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Literal

import uvicorn
from starlette.types import ASGIApp


class _Beside(uvicorn.Server):
    """A server that leaves signals to the one that it runs beside."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class LaterPort:
    """A port of this machine that is taken at once and served later."""

    def __init__(self, host: str, port: int) -> None:
        """Take the port. Raises OSError where another program has it."""
        self.url = f"http://{host}:{port}"
        # Named TCP, or asyncio leaves Nagle's algorithm on, which holds each answer back for 40 ms.
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._listener.bind((host, port))
        except OSError:
            self._listener.close()
            raise
        self._server: _Beside | None = None
        self._serving: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Give the port back."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        self._listener.close()

    async def open(self, app: ASGIApp) -> None:
        """Serve the app there from now on; once is enough."""
        if self._serving is None:
            server = self._server = _Beside(server_config(app, lifespan="off"))
            self._serving = asyncio.create_task(server.serve(sockets=[self._listener]))
            while not server.started and not self._serving.done():
                await asyncio.sleep(0.01)


def server_config(
    app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0, lifespan: Literal["on", "off"] = "on"
) -> uvicorn.Config:
    """How the sandbox is served, whichever port it is."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan=lifespan,
        log_level="warning",
        timeout_graceful_shutdown=1,
        ws="websockets-sansio",
        date_header=False,  # the sandbox dates its answers itself
    )
