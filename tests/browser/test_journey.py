"""The demonstration in a real browser: log, undo, next morning's nudge, and the managers' alert."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
BRAM, DANA, HARBOUR = "U0REP0002", "U0MANAG01", "C0HARBOUR"


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


def become(page: Page, user: str) -> None:
    page.get_by_test_id("person-picker").click()
    page.locator(f"[data-testid=person-option][data-user={user}]").click()


def type_in(page: Page, text: str) -> None:
    page.get_by_test_id("composer-input").fill(text)
    page.get_by_test_id("composer-send").click()


def test_a_rep_logs_and_undoes_then_gets_a_nudge_and_the_manager_an_alert(page: Page) -> None:
    become(page, BRAM)
    type_in(page, "/log call")
    messages = page.get_by_test_id("message")
    expect(messages.last).to_contain_text("Logged 1 call")
    expect(messages.last).to_contain_text("This week")
    page.locator("[data-testid=action][data-action-id=log_undo]").last.click()
    expect(messages.last).to_contain_text("Undone: 1 call")

    page.get_by_test_id("clock-tomorrow").click()
    nudge = messages.filter(has_text="Wednesday · day 13 of 21")
    expect(nudge).to_have_count(1)
    expect(nudge).to_contain_text("This week")
    expect(nudge).to_contain_text("behind")
    expect(nudge.get_by_role("button", name="Off today")).to_be_visible()

    become(page, DANA)
    page.locator(f"[data-testid=channel-link][data-channel={HARBOUR}]").click()
    for _ in range(4):
        page.get_by_test_id("clock-hour").click()
        expect(page.get_by_test_id("clock-playing")).to_be_hidden()
    alert = messages.filter(has_text="Calls, this week: 1 of 6 unlikely to reach their goal")
    expect(alert).to_contain_text("Bram Cloudberry")
    alert.get_by_role("button", name="Acknowledge all").click()
    expect(alert).to_contain_text("Acknowledged by")
