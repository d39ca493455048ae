"""A port that is taken at once and answers only when it is opened."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.app import Options, build_sandbox
from sandbox.opening import LaterPort


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_later_port_refuses_until_it_is_opened_and_then_serves_the_same_sandbox() -> None:
    sandbox = build_sandbox(Options())
    port = free_port()

    async def play() -> tuple[bool, int, int]:
        later = LaterPort("127.0.0.1", port)
        sandbox.opens_later(later)
        async with httpx.AsyncClient() as http:
            try:
                await http.get(f"{later.url}/control/users")
                closed = False
            except httpx.TransportError:
                closed = True
            assert sandbox.control.open_later is not None
            await sandbox.control.open_later()
            await sandbox.control.open_later()
            users = await http.get(f"{later.url}/control/users")
            page = await http.get(later.url)
        await later.close()
        return closed, users.status_code, page.status_code

    # In a thread of its own: a browser's test may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, play()).result() == (True, 200, 200)


def test_a_port_that_is_taken_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(free_port()), "--later-port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"Port {port} can't be used: ")
