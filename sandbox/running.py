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

    @property
    def api_url(self) -> str:
        """What an app takes for Slack's Web API."""
        return f"{self.url}/api/"

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """GET /control/{path}."""
        answer = httpx.get(f"{self.url}/control/{path}", params=query, timeout=120)
        answer.raise_for_status()
        return dict(answer.json())

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """POST /control/{path}."""
        answer = httpx.post(f"{self.url}/control/{path}", json=body, timeout=120)
        answer.raise_for_status()
        return dict(answer.json())


@contextlib.contextmanager
def running_sandbox(options: Options | None = None, *, port: int = 0) -> Iterator[RunningSandbox]:
    """A sandbox on a free port of this machine (or on `port`), stopped when the block ends."""
    chosen = options or Options()
    made = build_sandbox(chosen)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    made.listen_at(url)
    server = uvicorn.Server(
        uvicorn.Config(made.app, log_level="error", timeout_graceful_shutdown=1, ws="websockets-sansio")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.01)
    try:
        yield RunningSandbox(url, made.state, chosen)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
