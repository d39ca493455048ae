"""A demonstration and its page, for every test that looks at it in a real browser."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration, started by its command and ended by Ctrl-C."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("demo") / "data"
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
        assert process.wait(timeout=20) == 0


@pytest.fixture
def page(demo: str, browser: Browser) -> Iterator[Page]:
    """The page, as the first person."""
    opened = browser.new_page(viewport={"width": 1180, "height": 900})
    opened.set_default_timeout(15_000)
    opened.goto(demo)
    opened.wait_for_selector("html[data-live]")
    yield opened
    opened.close()
