"""From an empty database to a rep's first nudge, in a real browser: every click and every text is counted."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.people import type_in

pytestmark = pytest.mark.browser
MANIFEST = Path(__file__).parents[2] / "manifest.yml"
ADMIN, MANAGER, CHANNEL = "U0ADMIN", "U0MANAGER", "C0NORTH"
REPS = [("U0ANA", "Ana Quill"), ("U0BEN", "Ben Sparrow"), ("U0CLEO", "Cleo Marsh")]
SEED = {
    "team": {"id": "T0NEW", "name": "New"},
    "users": [
        {"id": ADMIN, "real_name": "Abe Fountain", "tz": "Europe/London", "is_admin": True},
        {"id": MANAGER, "real_name": "Mo Northgate", "tz": "Europe/London"},
        *({"id": id_, "real_name": name, "tz": "Europe/London"} for id_, name in REPS),
    ],
    "channels": [{"id": CHANNEL, "name": "north-managers", "is_private": True, "members": [MANAGER, ADMIN]}],
}
CLICKS, TEXTS = 24, 2
"""What the README's "ten minutes" rests on: at a click in ten seconds it is five."""
FIRST_CALL = 1, 0
"""Clicks and texts from a rep's first message to their first logged call; or they write one command instead."""
DESK: ViewportSize = {"width": 1180, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Hand:
    """An admin's hand: it counts what it does."""

    page: Page
    clicks: int = 0
    texts: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def type(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.texts += 1

    def look(self, name: str) -> None:
        """Keep a picture of the screen at both widths, where somebody asked for pictures."""
        if folder := os.environ.get("PACER_SCREENSHOTS"):
            for width in (1180, 390):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.wait_for_timeout(300)
                self.page.screenshot(path=f"{folder}/{name}-{width}.png")
            self.page.set_viewport_size({"width": 1180, "height": 900})

    def step(self, name: str) -> None:
        """Open a step of the checklist."""
        self.click(self.page.locator(f"[data-testid=action][data-action-id=setup_{name}]").first)
        expect(self.page.get_by_test_id("modal")).to_be_visible()
        self.look(name)

    def field(self, block: str) -> Locator:
        return self.page.locator(f"[data-testid=modal] [data-block-id='{block}']").get_by_test_id("field")

    def choose(self, block: str, *names: str) -> None:
        self.click(self.field(block))
        for name in names:
            self.click(self.page.get_by_role("option", name=name))
        if len(names) > 1:
            self.page.keyboard.press("Escape")

    def submit(self) -> None:
        self.click(self.page.get_by_test_id("modal-submit"))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def new_workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a sandbox to which a Pacer with an empty database is connected."""
    folder, port = tmp_path_factory.mktemp("new"), free_port()
    url = f"http://127.0.0.1:{port}"
    (folder / "seed.json").write_text(json.dumps(SEED), encoding="utf-8")
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": "xoxb-new",
        "SLACK_APP_TOKEN": "xapp-new",
        "SLACK_API_URL": f"{url}/api/",
        "PACER_CLOCK_URL": f"{url}/control/clock",
        "DATABASE_URL": f"sqlite:///{folder / 'pacer.sqlite'}",
        "PACER_HEALTH_PORT": "0",
        "PACER_LOG_FORMAT": "text",
    }
    sandbox = [
        sys.executable, "-m", "sandbox", "--port", str(port), "--seed", str(folder / "seed.json"),
        "--manifest", str(MANIFEST), "--now", "2026-11-17T14:00:00+00:00",
        "--bot-token", "xoxb-new", "--app-token", "xapp-new",
    ]  # fmt: skip
    subprocess.run([sys.executable, "-m", "bot", "db", "upgrade"], env=environment, check=True, capture_output=True)
    with (folder / "log").open("wb") as log, subprocess.Popen(sandbox, stdout=log, stderr=log) as running:
        wait_for(lambda: httpx.get(f"{url}/control/clock").is_success)
        with subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stdout=log, stderr=log) as pacer:
            wait_for(lambda: bool(httpx.get(f"{url}/control/connections").json()["connections"]))
            yield url
            pacer.send_signal(signal.SIGINT)
            pacer.wait(timeout=60)
        running.terminate()


def wait_for(true: object) -> None:
    assert callable(true)
    for _ in range(300):
        try:
            if true():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not start")


def test_from_an_empty_database_to_the_first_nudge(new_workspace: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(new_workspace)
    page.wait_for_selector("html[data-live]")
    hand, messages = Hand(page), page.get_by_test_id("message")
    become(page, ADMIN)
    checklist = messages.filter(has_text="Set Pacer up")
    expect(checklist).to_contain_text("1 of 6 done")
    hand.look("empty")

    hand.step("people")
    hand.type(hand.field("name"), "North")
    hand.choose("reps", *(name for _, name in REPS))
    hand.choose("managers", "Mo Northgate")
    page.keyboard.press("Escape")
    hand.submit()
    expect(checklist).to_contain_text("North: 3 reps, 1 manager")

    hand.step("metrics")
    hand.click(page.get_by_test_id("modal").get_by_label("Inside sales"))
    hand.submit()
    expect(checklist).to_contain_text("3 of 6 done")

    hand.step("goals")
    hand.type(hand.field("target"), "60")
    hand.submit()
    expect(page.get_by_test_id("modal-title")).to_have_text("How realistic is it?")
    hand.submit()
    expect(page.get_by_test_id("modal")).to_contain_text("60 calls a week")
    hand.click(page.get_by_test_id("modal-close"))
    expect(checklist).to_contain_text("1 goal is set")

    hand.step("channel")
    hand.click(page.get_by_test_id("modal").get_by_test_id("field"))
    hand.click(page.get_by_role("option", name="north-managers"))
    hand.submit()
    expect(checklist).to_contain_text("5 of 6 done")
    expect(checklist).to_contain_text("only the team's managers and admins can read it")

    hand.step("holidays")
    expect(page.get_by_test_id("modal")).to_contain_text("Which part of United Kingdom?")
    hand.submit()
    expect(checklist).to_contain_text("United Kingdom: 7 days off in the next twelve months")
    # The time has good defaults: each rep's own zone, and the admin's where Slack knows none.
    expect(checklist).to_contain_text("6 of 6 done")
    hand.look("ready")

    hand.click(page.locator("[data-testid=action][data-action-id=setup_preview]"))
    previews = messages.filter(has_text="Preview, only for you")
    expect(previews).to_have_count(3)
    expect(previews.first).to_contain_text("0 of 36 this week")
    hand.look("previews")
    hand.click(page.locator("[data-testid=action][data-action-id=setup_live]"))
    hand.click(page.get_by_test_id("confirm-yes"))
    expect(messages.filter(has_text="Pacer is live.").first).to_be_visible()

    page.get_by_test_id("clock-tomorrow").click()
    expect(page.get_by_test_id("clock-playing")).to_be_hidden()
    become(page, REPS[0][0])
    # The admin's conversation, with its previews, is gone from the page.
    expect(messages.filter(has_text="Pacer is live.")).to_have_count(0)
    # Three working days of the week are left, and nobody is behind on the first of them.
    nudge = messages.filter(has_text="This week")
    expect(nudge).to_contain_text("0 of 36 this week")
    expect(nudge).not_to_contain_text("behind")
    hand.look("nudge")
    assert (hand.clicks, hand.texts) == (CLICKS, TEXTS)
    first_call_by_a_click(page)
    first_call_by_a_command(page)
    page.close()


def first_call_by_a_click(page: Page) -> None:
    """A new rep, a phone in one hand: from the welcome to a logged call, doing what it offers."""
    page.set_viewport_size(PHONE)
    rep, messages = Hand(page), page.get_by_test_id("message")
    welcome = messages.filter(has_text="I'm Pacer")
    expect(welcome).to_have_count(1)
    rep.look("welcome")
    page.set_viewport_size(PHONE)
    rep.click(welcome.get_by_role("button", name="+1 call"))
    expect(messages.last).to_contain_text("Logged 1 call")
    expect(messages.last.get_by_role("button", name="Undo")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    rep.look("welcome-clicked")
    assert (rep.clicks, rep.texts) == FIRST_CALL


def first_call_by_a_command(page: Page) -> None:
    """Another new rep writes the very command that the welcome names."""
    page.set_viewport_size(DESK)
    become(page, REPS[1][0])
    page.set_viewport_size(PHONE)
    messages = page.get_by_test_id("message")
    welcome = messages.filter(has_text="I'm Pacer")
    expect(welcome).to_have_count(1)
    type_in(page, welcome.locator("code").last.inner_text())
    expect(messages.last).to_contain_text("Logged 5 calls")
    Hand(page).look("welcome-typed")


def become(page: Page, user: str) -> None:
    page.get_by_test_id("person-picker").click()
    page.locator(f"[data-testid=person-option][data-user={user}]").click()
