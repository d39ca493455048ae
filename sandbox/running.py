"""A sandbox in a thread of this process, for tests and tools."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from sandbox.app import Options, build_sandbox
from sandbox.state import SlackState


@dataclass(frozen=True)
class RunningSandbox:
    """Its address, and its control API as two functions."""

    url: str
    state: SlackState
    options: Options
    _http: httpx.Client

    @property
    def api_url(self) -> str:
        """What an app takes for Slack's Web API."""
        return f"{self.url}/api/"

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """GET /control/{path}."""
        answer = self._http.get(f"{self.url}/control/{path}", params=query)
        answer.raise_for_status()
        return dict(answer.json())

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """POST /control/{path}."""
        answer = self._http.post(f"{self.url}/control/{path}", json=body)
        answer.raise_for_status()
        return dict(answer.json())


@contextlib.contextmanager
def running_sandbox(options: Options | None = None, *, port: int = 0) -> Iterator[RunningSandbox]:
    """A sandbox on a free port of this machine (or on `port`), stopped when the block ends."""
    chosen = options or Options()
    made = build_sandbox(chosen)
    # Named TCP, or asyncio leaves Nagle's algorithm on, which holds each answer back for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    made.listen_at(url)
    server = uvicorn.Server(
        uvicorn.Config(
            made.app,
            log_level="error",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=60,
            ws="websockets-sansio",
            date_header=False,  # the sandbox dates its answers itself
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.01)
    try:
        # Nothing is encrypted on the way to a port of this machine, and to read whom the world trusts takes longer than
        # all the rest of this.
        with httpx.Client(timeout=120, verify=False) as client:
            yield RunningSandbox(url, made.state, chosen, client)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
