"""One's own figures and settings in a real browser: the chart, the Home tab, and the form that changes it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import become, type_in

pytestmark = pytest.mark.browser
AIDA, DANA = "U0REP0001", "U0MANAG01"


def button(page: Page, action: str) -> Locator:
    return page.locator(f"[data-testid=action][data-action-id='{action}']")


def test_figures_open_down_to_the_entries_of_a_day(page: Page) -> None:
    become(page, AIDA)
    type_in(page, "/log 5 calls Acme: asked for an offer")
    messages = page.get_by_test_id("message")
    expect(messages.last).to_contain_text("Logged 5 calls")
    type_in(page, "/progress")
    expect(messages.last).to_contain_text("ahead")
    chart = messages.last.get_by_test_id("chart")
    expect(chart).to_contain_text("Calls, the last four weeks")
    expect(chart.locator("rect.mark")).to_have_count(8)
    messages.last.locator("[data-action-id='goal_why:call:week']").click()
    expect(messages.last).to_contain_text("Plan by this morning")


def test_home_logs_in_one_press_and_keeps_what_the_form_says(page: Page) -> None:
    become(page, AIDA)
    page.locator("#tab-home").click()
    panel = page.locator("#home-panel")
    expect(panel).to_contain_text("Where you stand · Tue 17 Nov")
    button(page, "nudge_log:demo").click()
    expect(panel).to_contain_text("Logged 1 demo")

    button(page, "home_settings").click()
    modal = page.get_by_test_id("modal")
    expect(modal).to_contain_text("Leave blank to use your workspace's default")
    modal.locator("input[type=time]").fill("07:10")
    modal.get_by_label("Saturday").uncheck()
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expect(panel).to_contain_text("Next message: Wed 07:10 · Mon, Tue, Wed, Thu, Fri, Sun")

    button(page, "home_seen").click()
    expect(modal).to_contain_text("Aida Teakwood")
    expect(modal).to_contain_text("Dana Harbourton")
    modal.get_by_test_id("modal-close").click()
