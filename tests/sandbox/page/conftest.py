"""A real browser for the page's tests, and a bare server with nothing but the page's files."""

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sandbox.app import Options
from sandbox.page import routes
from sandbox.running import RunningSandbox, running_sandbox
from tests.sandbox.page.an_app import MANIFEST, an_app

PATIENCE_MS = 8000


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser of its own; fails the test if the page reported an error."""
    contexts = []
    reported: list[str] = []

    def opened(address: str, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: reported.append(str(error)))
        page.on("console", lambda line: reported.append(line.text) if line.type == "error" else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert reported == []


@pytest.fixture(scope="session")
def files_address() -> Iterator[str]:
    """The page's own files on a free port, with an empty document at `/blank` and no workspace behind them."""

    async def blank(request: Request) -> HTMLResponse:
        return HTMLResponse('<!doctype html><title>blank</title><link rel="icon" href="data:,">')

    app = Starlette(routes=[*routes(), Route("/blank", blank)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        config = uvicorn.Config(app, log_level="warning", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Workspace:
    """A sandbox, the bot's client, and what the app behind it was sent (nothing where there is no app)."""

    sandbox: RunningSandbox
    bot: WebClient
    heard: list[dict[str, Any]]

    def direct(self, user: str) -> str:
        """The id of the app's conversation with a person."""
        opened = self.bot.conversations_open(users=user).data
        assert isinstance(opened, dict)
        return str(opened["channel"]["id"])


SEED = {
    "users": [
        {"id": "U0AINA", "name": "aina", "real_name": "Aina Rahman", "title": "Rep", "tz": "Asia/Kuala_Lumpur"},
        {"id": "U0BEN", "name": "ben", "real_name": "Ben Okafor", "title": "Rep", "tz": "Africa/Lagos"},
        {"id": "U0DANA", "name": "dana", "real_name": "Dana Whitfield", "title": "Manager", "tz": "Europe/London"},
    ],
    "channels": [
        {"id": "C0NORTH", "name": "sales-north", "members": ["U0AINA", "U0BEN", "U0DANA"]},
        {"id": "C0HEADS", "name": "north-managers", "is_private": True, "members": ["U0DANA"]},
    ],
}
TUESDAY_MORNING = dt.datetime(2026, 3, 3, 0, 31, tzinfo=dt.UTC)  # 08:31 in Kuala Lumpur
OPTIONS = Options(seed=SEED, manifest=MANIFEST, now=TUESDAY_MORNING, limits=False)


def client_of(sandbox: RunningSandbox) -> WebClient:
    return WebClient(token=sandbox.options.bot_token, base_url=sandbox.api_url)


@contextmanager
def fresh_workspace() -> Iterator[Workspace]:
    """A workspace whose app only posts."""
    with running_sandbox(OPTIONS) as sandbox:
        yield Workspace(sandbox, client_of(sandbox), [])


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A workspace of the test's own."""
    with fresh_workspace() as made:
        yield made


@pytest.fixture(scope="module")
def shared_with_app() -> Iterator[Workspace]:
    with running_sandbox(OPTIONS) as sandbox, an_app(sandbox) as heard:
        yield Workspace(sandbox, client_of(sandbox), heard)


@pytest.fixture
def answering(shared_with_app: Workspace) -> Iterator[Workspace]:
    """A workspace with a running app. Messages and Home tabs stay for the module's next tests, modals do not."""
    yield shared_with_app
    shared_with_app.heard.clear()
    shared_with_app.sandbox.state.views.clear()


def become(page: Page, user: str) -> None:
    """Be another person, as a person would do it."""
    page.get_by_test_id("person-picker").click()
    page.locator(f"[data-testid=person-option][data-user={user}]").click()
    expect(page.get_by_test_id("person-picker")).to_have_attribute("data-user", user)


Visit = Callable[..., Page]


@pytest.fixture
def visit(open_page: Callable[..., Page]) -> Visit:
    """Opens a workspace's page as a person, with the live events running."""

    def visited(workspace: Workspace, user: str, **window: Any) -> Page:
        page = open_page(workspace.sandbox.url, **window)
        expect(page.locator("html[data-live]")).to_be_attached()
        if page.get_by_test_id("person-picker").get_attribute("data-user") != user:
            become(page, user)
        return page

    return visited
