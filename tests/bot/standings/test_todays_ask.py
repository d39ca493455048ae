"""What is asked of a rep today is one number, whoever says it, and never more than a day's work."""

import datetime as dt
import re
from pathlib import Path

import pytest

from metrics.periods import PeriodKind
from tests.bot.home_steps import home
from tests.office import ANA, Office, open_office

MORNING = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def office(tmp_path: Path) -> object:
    """An office whose reps have a goal of calls a month."""
    with open_office(tmp_path) as office:
        office.goal("North", "call", PeriodKind.MONTH, 300)
        yield office


def asked_in_nudge(office: Office) -> int:
    """The calls that the morning's message asks for."""
    office.play_until(MORNING)
    (text,) = office.nudges(ANA)
    found = re.search(r"^1\. (\d+) calls", text, re.MULTILINE)
    assert found is not None, text
    return int(found[1])


def test_every_door_asks_a_rep_of_nine_logged_days_for_the_same_number(office: Office) -> None:
    days = (*range(6, 30, 4), *range(3, 17, 5))
    dates = [f"2026-{'10' if at < 6 else '11'}-{day:02d}" for at, day in enumerate(days)]
    assert len(dates) == 9
    office.past(ANA, "call", dict(zip(dates, (7, 6, 8, 7, 7, 6, 8, 7, 7), strict=True)))
    number = asked_in_nudge(office)
    assert number == 4, "two more than a usual day: 300 calls cannot be caught up in one"
    assert office.say(ANA, "/log", "2 calls").startswith(
        f"Logged 2 calls\nCalls today 2 of {number}, {number - 2} to go"
    )
    assert f"*Today:* calls 2 of {number}" in office.say(ANA, "/progress")
    assert f"*Today:* calls 2 of {number}" in home(office, ANA)


def test_a_first_month_asks_for_no_more_than_a_day_and_a_quarter_of_the_plan(office: Office) -> None:
    late = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
    office.play_until(late)
    text = office.nudges(ANA)[-1]
    found = re.search(r"^1\. (\d+) calls", text, re.MULTILINE)
    assert found is not None, text
    # 300 over 21 working days are 14.3 a day; two days are left, and nobody makes 150 calls in one: a quarter more.
    assert int(found[1]) == 18
    assert "Calls today 1 of 18" in office.say(ANA, "/log", "call")


def test_a_goal_set_after_the_morning_is_asked_for_by_every_door_alike(office: Office) -> None:
    asked_in_nudge(office)
    office.goal("North", "demo", PeriodKind.MONTH, 42)
    answer = office.say(ANA, "/log", "demo")
    found = re.search(r"Demos today 1 of (\d+)", answer)
    assert found is not None, answer
    assert f"demos 1 of {found[1]}" in office.say(ANA, "/progress")
