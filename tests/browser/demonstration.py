"""A demonstration started by its command, for whoever looks at it in a real browser."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx


@contextlib.contextmanager
def running_demonstration(folder: Path) -> Iterator[str]:
    """The address of a demonstration that keeps its data in `folder`; ended by Ctrl-C."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        said = ""
        while "Pacer is ready" not in said:
            line = process.stdout.readline()
            assert line, f"the demonstration ended: {said}"
            said += line
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def play_until(address: str, instant: str) -> None:
    """Let the demonstration's time pass until an instant (ISO 8601), with all that happens in between."""
    httpx.post(f"{address}/control/clock", json={"now": instant, "wait": True, "timeout": 110}, timeout=120)
