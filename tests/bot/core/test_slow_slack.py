"""Slack gives three seconds to open a form; what comes later is said as what it is, with what to type instead."""

import time
from collections.abc import Callable

import pytest

from tests.office import ANA, MANAGER, Office

EXPIRED = ("expired_trigger_id", "trigger_expired", "invalid_trigger_id", "trigger_exchanged")


def expire(office: Office, error: str = "expired_trigger_id", method: str = "views.open") -> None:
    office.sandbox.post("faults", method=method, kind="error", value=error, count=1)


def in_the_end(true: Callable[[], bool]) -> bool:
    """Whether it becomes true; a click is answered from a thread of its own."""
    for _ in range(1000):
        if true():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("error", EXPIRED)
def test_a_form_that_opens_too_late_says_what_to_type_instead(office: Office, error: str) -> None:
    expire(office, error)
    assert office.say(ANA, "/log") == "Slack was too slow to open the form. Type `/log call` instead."


def test_each_command_says_its_own_line(office: Office) -> None:
    expire(office)
    assert office.say(MANAGER, "/goal").endswith("Type `/goal @rep calls 20 a week` instead.")
    office.say(ANA, "/deal", "add Acme 5k")
    expire(office)
    assert office.say(ANA, "/deal", "Acme lost").endswith("Type `/deal Acme lost: too dear` instead.")


def test_a_button_and_the_shortcut_that_open_too_late_are_answered_too(office: Office) -> None:
    def told() -> int:
        return sum(each["text"].startswith("Slack was too slow to open the form.") for each in office.sees(ANA, ANA))

    answer = office.answer_of(ANA, "/log", "call Acme")
    expire(office)
    office.click(ANA, answer, "log_edit")
    assert in_the_end(lambda: told() == 1)
    expire(office)
    office.sandbox.post("shortcut", user=ANA, callback_id="log_shortcut")
    assert in_the_end(lambda: told() == 2)
