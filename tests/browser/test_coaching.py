"""A month of coaching in a real browser: a 1:1 with its brief and commitments, a survey, a training, and a pair."""

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.demonstration import play_until
from tests.browser.people import become, type_in

pytestmark = pytest.mark.browser
BRAM, DANA = "U0REP0002", "U0MANAG01"
AFTER_THE_MEETING, NEXT_MORNING, FRIDAY = "2026-11-18T02:40:00", "2026-11-19T00:40:00", "2026-11-20T00:40:00"
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = "2026-11-23T00:40:00", "2026-11-24T00:40:00", "2026-11-25T00:40:00"
THURSDAY_AFTER = "2026-11-26T00:40:00"


class Month:
    """The page, and what is done in it; with a picture of each thing where somebody asked for pictures."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address = page, address
        self.messages, self.modal = page.get_by_test_id("message"), page.get_by_test_id("modal")

    def until(self, instant: str) -> None:
        play_until(self._address, f"{instant}+00:00")

    def message(self, text: str) -> Locator:
        """The last message that says so."""
        found = self.messages.filter(has_text=text).last
        expect(found).to_be_visible()
        return found

    def press(self, where: Locator, name: str) -> None:
        where.get_by_test_id("action").get_by_text(name, exact=True).last.click()

    def field(self, block: str) -> Locator:
        return self.modal.locator(f"[data-block-id^='{block}']").get_by_test_id("field")

    def choose(self, block: str, name: str) -> None:
        self.field(block).click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def submit(self, said: str) -> None:
        """Send the form, read the answer in its place, and close it."""
        self.modal.get_by_test_id("modal-submit").click()
        expect(self.modal).to_contain_text(said)
        self.look(f"{said[:20]}")
        self.modal.get_by_test_id("modal-close").click()

    def look(self, name: str, at: Locator | None = None) -> None:
        """Keep a picture of the screen, or of something in it, at both widths, where somebody asked for pictures."""
        if folder := os.environ.get("PACER_SCREENSHOTS"):
            self._at = getattr(self, "_at", 0) + 1
            for width in (1180, 390):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.wait_for_timeout(300)
                path = f"{folder}/{self._at:02}-{name.replace(' ', '-')}-{width}.png"
                if at is not None:
                    at.scroll_into_view_if_needed()
                    at.screenshot(path=path)
                else:
                    self.page.screenshot(path=path)
            self.page.set_viewport_size({"width": 1180, "height": 900})


def test_a_month_of_coaching(page: Page, demo: str) -> None:
    month = Month(page, demo)
    become(page, DANA)
    brief = month.message("1:1 with Bram Cloudberry tomorrow at 10:00")
    expect(brief).to_contain_text("Done as agreed: 15 emails")
    expect(brief).to_contain_text("2 demos by Friday · 0 so far")
    expect(brief).to_contain_text("(only you see this)")
    month.look("brief", brief)
    check = month.message("How the training went: Opening a call")
    expect(check).to_contain_text("After 30 days: too few to compare.")
    month.look("check", check)
    month.press(check, "View training")
    month.look("training", month.message("After 30 days: too few to compare."))
    type_in(page, "/coach")
    queue = month.message("Who to coach next")
    expect(queue).to_contain_text("What to say when they ask for a discount first")
    month.look("queue", queue)

    become(page, BRAM)
    nudge = month.message("1:1 with Dana Harbourton tomorrow at 10:00")
    expect(nudge).to_contain_text("You said 2 demos by Friday: 0 so far.")
    month.look("nudge", nudge)
    month.press(nudge, "Open brief")
    own = month.message("Your manager gets these same numbers.")
    expect(own).not_to_contain_text("Worth asking")
    month.look("brief-rep", own)
    month.press(own, "Add a topic")
    month.field("words").fill("Whether to send prices by email")
    month.look("topic")
    month.submit("Added to your next 1:1")
    type_in(page, "/coach survey")
    expect(month.modal).to_contain_text("Your answers are counted without your name")
    month.look("survey")
    month.modal.get_by_label("1:1s with my manager").check()
    month.modal.get_by_label("Hard, but fair").check()
    month.submit("Thanks! Results come after")
    type_in(page, "/coach")
    mine = month.message("Your coaching")
    month.look("own-page", mine)
    month.press(mine, "Open worksheet")
    expect(month.modal).to_contain_text("From Aida Teakwood")
    month.field("trying").fill("Ask who else decides")
    month.look("worksheet-shared")
    month.submit("Only you can read these lines.")

    month.until(AFTER_THE_MEETING)
    become(page, DANA)
    month.press(month.message("1:1 with Bram Cloudberry tomorrow at 10:00"), "Add notes")
    month.field("shared").fill("Calls before the inbox. Prices by phone first.")
    month.field("private").fill("He's close. Ask about mornings again.")
    month.choose("was", "Let it go")
    month.choose("measure:1", "Calls")
    month.field("target:1").fill("20")
    month.field("due:1").fill("2026-11-20")
    month.choose("measure:2", "Demos")
    month.field("target:2").fill("1")
    month.field("due:2").fill("2026-11-25")
    month.look("afterwards")
    month.submit("Your 1:1 with Bram Cloudberry is noted.")

    month.until(NEXT_MORNING)
    become(page, BRAM)
    nudge = month.message("You said 20 calls by Friday")
    expect(nudge).to_contain_text("You said 1 demo by Wednesday: 0 so far.")
    month.look("nudge-commitments", nudge)
    type_in(page, "/log 20 calls")
    month.until(FRIDAY)
    nudge = month.message("You said 20 calls by the end of today, and you did it.")
    month.look("nudge-done", nudge)
    type_in(page, "/coach")
    mine = month.message("20 calls by the end of today · done")
    month.look("own-page-done", mine)
    month.press(mine, "Mark as done")
    expect(month.messages.last).to_contain_text("20 calls: you did what you said!")

    month.until(NEXT_MONDAY)
    nudge = month.message("for 30 minutes?")
    month.look("pair", nudge)
    month.press(nudge, "Yes, swap tips")
    month.look("pair-answered", month.messages.last)
    become(page, DANA)
    results = month.message("Survey results: Harbour")
    month.look("results", results)
    month.press(results, "Add a note")
    month.field("words").fill("More time for call practice in our 1:1s.")
    month.look("line")
    month.submit("Saved. The team gets the results")

    month.until(NEXT_TUESDAY)
    become(page, BRAM)
    both = month.message("are both in.")
    month.look("pair-agreed", both)
    month.press(both, "Open worksheet")
    month.field("well").fill("My mornings, lately")
    month.modal.get_by_label("Share these lines").check()
    month.look("worksheet")
    month.submit("can read these lines too.")
    month.until(NEXT_WEDNESDAY)
    told = month.message("The survey results are in.")
    expect(told).to_contain_text("More time for call practice in our 1:1s.")
    month.look("results-rep", told)

    # Two weeks after the pair of before.
    month.until(THURSDAY_AFTER)
    asked = month.message("you wanted to try: Ask who else decides. How did it go?")
    month.look("follow-up", asked)
    month.press(asked, "It helped")
    expect(month.messages.last).to_contain_text("Nice!")
    become(page, DANA)
    missed = month.message("Did your 1:1 with Bram Cloudberry")
    month.look("missed", missed)
