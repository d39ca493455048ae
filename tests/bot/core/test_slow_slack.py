"""Slack gives three seconds to open a form; what comes later is said as what it is, with what to type instead."""

import pytest

from tests.office import ANA, MANAGER, Office

EXPIRED = ("expired_trigger_id", "trigger_expired", "invalid_trigger_id", "trigger_exchanged")


def expire(office: Office, error: str = "expired_trigger_id", method: str = "views.open") -> None:
    office.sandbox.post("faults", method=method, kind="error", value=error, count=1)


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
    answer = office.answer_of(ANA, "/log", "call Acme")
    expire(office)
    assert office.click(ANA, answer, "log_edit")[-1].startswith("Slack was too slow to open the form.")
    expire(office)
    office.sandbox.post("shortcut", user=ANA, callback_id="log_shortcut")
    assert office.sees(ANA, ANA)[-1]["text"].startswith("Slack was too slow to open the form.")
