"""A demonstration and its page, for every test that looks at it in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demonstration import running_demonstration

PATIENCE = 60_000
"""Milliseconds for what surely comes: how fast that is isn't tested here, and the machine may be busy."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration of the module's own."""
    with running_demonstration(tmp_path_factory.mktemp("demo") / "data") as address:
        yield address


@pytest.fixture
def page(demo: str, browser: Browser) -> Iterator[Page]:
    """The page, as the first person."""
    opened = browser.new_page(viewport={"width": 1180, "height": 900})
    opened.set_default_timeout(PATIENCE)
    opened.goto(demo)
    opened.wait_for_selector("html[data-live]")
    yield opened
    opened.close()
