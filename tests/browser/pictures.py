"""Takes the documents' pictures from a demonstration: `python -m tests.browser.pictures`.

Look at each before it is kept.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.demonstration import play_until, running_demonstration
from tests.browser.people import become, type_in
from tests.conftest import BROWSERS, FLAGS

PICTURES = Path(__file__).parents[2] / "docs" / "images"
BRAM, EMIL, GUS, DANA, HARBOUR = "U0REP0002", "U0REP0005", "U0REP0007", "U0MANAG01", "C0HARBOUR"
DESK, PHONE = {"width": 1180, "height": 820}, {"width": 390, "height": 844}
EMILS_SECOND_MORNING, BRAMS_NOON, GUS_AFTERNOON = (
    "2026-11-17T19:30:30+00:00",
    "2026-11-18T04:05:00+00:00",
    "2026-11-18T15:00:00+00:00",
)


def take_pictures(browser: Browser, address: str) -> None:
    """Play the demonstration, and take a picture of each thing that the documents show."""
    desk, phone = (_page(browser, address, size) for size in (DESK, PHONE))
    take_coaching(desk)
    play_until(address, EMILS_SECOND_MORNING)
    become(desk, EMIL)
    _keep(_last(desk), "nudge")
    type_in(desk, "/log 5 calls Acorn Supply")
    _keep(_last(desk, "Logged 5 calls"), "log")
    desk.screenshot(path=PICTURES / "page.png")
    play_until(address, BRAMS_NOON)
    become(desk, DANA)
    desk.locator(f"[data-testid=channel-link][data-channel={HARBOUR}]").click()
    _keep(_last(desk, "They saw these numbers first"), "alert")
    play_until(address, GUS_AFTERNOON)
    become(desk, GUS)
    type_in(desk, "/log 9 calls")
    type_in(desk, "/progress calls")
    _keep(_last(desk, "the last four weeks"), "progress")
    type_in(desk, "/deal")
    _keep(_last(desk, "open deals"), "deals")
    phone.get_by_test_id("drawer-toggle").click()
    become(phone, GUS)
    phone.locator("#tab-home").click()
    phone.get_by_text("What my manager sees").wait_for()
    phone.screenshot(path=PICTURES / "home.png")


def take_coaching(desk: Page) -> None:
    """What a manager reads of coaching on the first morning."""
    become(desk, DANA)
    _keep(_last(desk, "1:1 with Bram Cloudberry tomorrow"), "brief")
    type_in(desk, "/coach")
    _keep(_last(desk, "Who to coach next"), "coach")


def _page(browser: Browser, address: str, size: dict[str, int]) -> Page:
    opened = browser.new_page(viewport={"width": size["width"], "height": size["height"]}, device_scale_factor=1.5)
    opened.goto(address)
    opened.wait_for_selector("html[data-live]")
    return opened


def _last(page: Page, text: str = "") -> Locator:
    page.wait_for_timeout(1500)  # what was asked for has come, and is drawn
    return page.get_by_test_id("message").filter(has_text=text).last


def _keep(shown: Locator, name: str) -> None:
    shown.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    """Take all pictures anew."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demonstration(Path(folder) / "data") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        take_pictures(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
