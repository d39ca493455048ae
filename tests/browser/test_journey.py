"""The demonstration in a real browser: log, undo, next morning's nudge, and the managers' alert."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import become, type_in

pytestmark = pytest.mark.browser
BRAM, DANA, HARBOUR = "U0REP0002", "U0MANAG01", "C0HARBOUR"


def test_a_rep_logs_and_undoes_then_gets_a_nudge_and_the_manager_an_alert(page: Page) -> None:
    become(page, BRAM)
    type_in(page, "/log call")
    messages = page.get_by_test_id("message")
    expect(messages.last).to_contain_text("Logged 1 call")
    expect(messages.last).to_contain_text("Week ")
    page.locator("[data-testid=action][data-action-id=log_undo]").last.click()
    expect(messages.last).to_contain_text("Undone: 1 call")

    nudge = messages.filter(has_text="Morning, Bram. Focus today: ")
    expect(nudge).to_have_count(1)
    expect(nudge).to_contain_text("in November")
    expect(nudge).to_contain_text("Want a hand with ")
    expect(nudge.get_by_role("button", name="Take today off")).to_be_visible()

    become(page, DANA)
    page.locator(f"[data-testid=channel-link][data-channel={HARBOUR}]").click()
    for _ in range(4):
        page.get_by_test_id("clock-hour").click()
        expect(page.get_by_test_id("clock-playing")).to_be_hidden()
    alert = messages.filter(has_text="may fall short on demos this month, calls this week")
    expect(alert).to_contain_text("Bram Cloudberry")
    alert.get_by_role("button", name="I'll follow up on all").click()
    expect(alert).to_contain_text("@Dana Harbourton has been following up")
