"""What somebody does in the page."""

from playwright.sync_api import Page


def become(page: Page, user: str) -> None:
    """Go on as another person."""
    page.get_by_test_id("person-picker").click()
    page.locator(f"[data-testid=person-option][data-user={user}]").click()


def type_in(page: Page, text: str) -> None:
    """Send what is typed into the composer."""
    page.get_by_test_id("composer-input").fill(text)
    page.get_by_test_id("composer-send").click()
