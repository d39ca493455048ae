"""Modals, the Home tab, and everything by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page.an_app import FORM, plain
from tests.sandbox.page.conftest import Visit, Workspace, become

pytestmark = pytest.mark.browser


def open_form(page: Page) -> None:
    page.get_by_test_id("composer-input").click()
    page.keyboard.type("/form")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("modal-title")).to_have_text("Plan a week")


def test_a_form_is_refused_by_field_until_it_is_right(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0AINA")
    open_form(page)
    expect(page.locator("[data-block=alert]")).to_contain_text("Tuesday is empty.")
    submit = page.get_by_test_id("modal-submit")
    count = page.locator("[data-block-id=count]")
    submit.click()
    expect(count.get_by_test_id("field-error")).to_have_text("Please complete this required field.")
    expect(count.get_by_test_id("field")).to_be_focused()
    page.keyboard.type("none")
    submit.click()
    expect(count.get_by_test_id("field-error")).to_have_text("Please enter a number.")
    count.get_by_test_id("field").fill("13")
    page.locator("[data-block-id=kind]").get_by_test_id("field").click()
    page.get_by_role("option", name="Demos").click()
    assert answering.heard == []
    submit.click()
    expect(count.get_by_test_id("field-error")).to_have_text("Thirteen is too many.")
    expect(count.get_by_test_id("field")).to_have_attribute("aria-invalid", "true")
    count.get_by_test_id("field").fill("14")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    sent = answering.heard[-1]
    assert sent["count"]["count_given"]["value"] == "14"
    assert sent["kind"]["kind_given"]["selected_option"]["value"] == "demo"
    assert sent["who"]["who_given"]["selected_users"] == []


def test_a_form_can_be_filled_by_keyboard_alone(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0BEN")
    open_form(page)
    count = page.locator("[data-block-id=count]").get_by_test_id("field")
    expect(count).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-block-id=kind]").get_by_test_id("field")).to_have_text("Demos")
    page.keyboard.press("Tab")
    for key in ("Enter", "Enter", "ArrowDown", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("[data-block-id=who]").get_by_test_id("field")).to_have_text("Aina Rahman, Dana Whitfield")
    page.keyboard.press("Tab")
    page.keyboard.type("two lines")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    sent = answering.heard[-1]
    assert sent["who"]["who_given"]["selected_users"] == ["U0AINA", "U0DANA"]
    assert sent["words"]["words_given"]["value"] == "two lines\n"


def test_tab_stays_in_a_modal_and_escape_leaves_it(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0AINA")
    open_form(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('[data-testid=modal]'))")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.get_by_test_id("composer-input")).to_be_focused()
    assert answering.sandbox.get("views", user="U0AINA")["views"] == []


def test_a_modal_on_a_modal_leads_back_to_what_was_typed(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0AINA")
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-option").click()
    page.locator("[data-block-id=count]").get_by_test_id("field").fill("7")
    page.locator("[data-action-id=details]").click()
    expect(page.get_by_test_id("modal-title")).to_have_text("Details")
    page.get_by_test_id("modal-back").click()
    expect(page.get_by_test_id("modal-title")).to_have_text("Plan a week")
    expect(page.locator("[data-block-id=count]").get_by_test_id("field")).to_have_value("7")
    page.locator("[data-action-id=details]").click()
    expect(page.get_by_test_id("modal-title")).to_have_text("Details")
    page.get_by_test_id("modal-x").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)


def test_what_is_typed_outlives_an_update_by_the_app(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0AINA")
    open_form(page)
    page.locator("[data-block-id=count]").get_by_test_id("field").fill("7")
    view_id = page.get_by_test_id("modal").get_attribute("data-view-id")
    answering.bot.views_update(view_id=view_id, view={**FORM, "title": plain("Plan a month")})
    expect(page.get_by_test_id("modal-title")).to_have_text("Plan a month")
    expect(page.locator("[data-block-id=count]").get_by_test_id("field")).to_have_value("7")


def test_the_home_tab_is_each_persons_own(answering: Workspace, visit: Visit) -> None:
    page = visit(answering, "U0DANA")
    page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Pressed 0 times")
    home.locator("[data-action-id=press]").click()
    expect(home).to_contain_text("Pressed 1 times")
    expect(home.locator("[data-action-id=press]")).to_be_focused()
    become(page, "U0AINA")
    expect(page.get_by_test_id("tab-messages")).to_have_attribute("aria-selected", "true")
    page.get_by_test_id("tab-messages").focus()
    page.keyboard.press("ArrowRight")
    expect(home).to_contain_text("Pressed 0 times")


def test_everything_on_the_page_is_reached_by_keyboard_in_order(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    page.evaluate("document.activeElement.blur()")
    page.locator("body").press("Tab")
    stops = []
    for _ in range(16):
        stops.append(page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.className"))
        page.keyboard.press("Tab")
    expected = ["clock-hour", "clock-tomorrow", "clock-week", "clock-pick", "person-picker", "channel-link"]
    expected += ["tab-messages", "messages", "shortcuts", "composer-input", "composer-send"]
    assert [stop for stop in dict.fromkeys(stops) if stop in expected] == expected
    assert stops[0] == "skip-link"


def test_a_person_is_picked_by_typing(workspace: Workspace, visit: Visit) -> None:
    page = visit(workspace, "U0AINA")
    page.get_by_test_id("person-picker").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("manag")
    expect(page.get_by_test_id("person-option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("person-picker")).to_contain_text("Dana Whitfield")
    expect(page.get_by_test_id("person-picker")).to_be_focused()
