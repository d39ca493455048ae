"""`/away`: leave as a rep says it, and that nothing is sent meanwhile."""

import datetime as dt

from slack_bolt import BoltRequest

from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from tests.office import ANA, BEN, CLEO, Office

UTC = dt.UTC
MEANWHILE = "Nothing is sent to you then, and your plan knows it. Your manager sees the dates."


def mornings(office: Office, user: str) -> list[str]:
    """The dates of the user's nudges."""
    return [
        dt.datetime.fromtimestamp(float(message["ts"]), UTC).date().isoformat()
        for message in office.sees(user, user)
        if message.get("metadata")
    ]


def test_days_off_are_said_taken_back_and_listed(office: Office) -> None:
    assert office.say(ANA, "/away") == (
        "No time off is noted.\nNote more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
    )
    assert office.say(ANA, "/away", "tomorrow") == f"You are away: Wed 18 Nov. That is 1 working day. {MEANWHILE}"
    assert office.say(ANA, "/away", "tomorrow") == "Wed 18 Nov is noted already. Nothing was changed."
    # What overlaps is noted once: three working days are new, two of the five dates are a weekend.
    assert office.say(ANA, "/away", "wed to sun").startswith(
        "You are away: Wed 18 Nov to Sun 22 Nov. That is 2 working days."
    )
    assert office.say(ANA, "/away", "half day 1 dec pm").startswith(
        "You are away: Tue 1 Dec, afternoon. That is half a working day."
    )
    assert office.say(ANA, "/away", "1 dec pm") == "Tue 1 Dec, afternoon is noted already. Nothing was changed."
    assert office.say(ANA, "/away", "1 dec").startswith("You are away: Tue 1 Dec. That is half a working day.")
    answer = office.answer_of(ANA, "/away", "list")
    assert answer["text"].split("\n")[:5] == [
        "*Your time off:*",
        "Wed 18 Nov to Sun 22 Nov",
        "Tue 1 Dec, morning",
        "Tue 1 Dec, afternoon",
        "Note more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`.",
    ]
    assert office.say(ANA, "/away", "cancel friday") == "Not away after all: Fri 20 Nov. You work 1 working day more."
    assert office.say(ANA, "/away", "cancel") == (
        "Not away after all: Wed 18 Nov, Thu 19 Nov. You work 2 working days more."
    )
    assert office.say(ANA, "/away", "cancel 3 dec") == "You have no time off noted then. `/away` shows what is noted."
    assert office.say(ANA, "/away", "someday").startswith("Nothing was saved: I don't know the day `someday`.")
    assert office.say(ANA, "/away", "help").startswith("*Say when you are away:*")
    undo = office.answer_of(ANA, "/away", "from 7 dec to 11 dec")
    assert office.click(ANA, undo, "away_cancel") == [
        "Not away after all: Mon 7 Dec to Fri 11 Dec. You work 5 working days more."
    ]


def test_a_cancel_that_slack_sends_twice_takes_one_leave_back(office: Office) -> None:
    office.say(ANA, "/away", "tomorrow")
    office.say(ANA, "/away", "1 dec")
    sent = {"command": "/away", "text": "cancel", "user_id": ANA, "trigger_id": "same", "team_id": "T0OFFICE"}
    app = build_app(office.context)
    first, again = (str(app.dispatch(BoltRequest(body=sent, mode="socket_mode")).body) for _ in range(2))
    assert "Not away after all: Wed 18 Nov." in first
    assert "Tue 1 Dec" in again
    assert "Not away after all" not in again
    assert "Tue 1 Dec" in office.say(ANA, "/away", "list")


def test_nothing_is_sent_while_somebody_is_away(office: Office) -> None:
    for team in ("North", "South"):
        office.goal(team, "call", PeriodKind.WEEK, 60)
    assert "Wed 18 Nov to Thu 19 Nov" in office.say(ANA, "/away", "wed to thu")
    assert "Fri 20 Nov, morning" in office.say(BEN, "/away", "friday morning")
    assert "Fri 20 Nov, afternoon" in office.say(CLEO, "/away", "jumaat petang")
    office.play_until(dt.datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert mornings(office, ANA) == ["2026-11-20"]
    assert mornings(office, BEN) == ["2026-11-18", "2026-11-19"]
    assert mornings(office, CLEO) == ["2026-11-18", "2026-11-19", "2026-11-20"]
    # Being away is said afterwards too, and what was expected of the week follows.
    assert office.say(ANA, "/away", "yesterday").endswith("is noted already. Nothing was changed.")
    assert office.say(BEN, "/away", "yesterday sick").startswith("You are away: Thu 19 Nov. That is 1 working day.")
    assert "60" in office.say(BEN, "/progress")


def test_a_date_that_was_asked_back_is_noted_by_its_button(office: Office) -> None:
    message = office.answer_of(ANA, "/away", "5/12 pm")
    assert office.say(ANA, "/away", "list").startswith("No time off is noted.")
    (noted,) = office.click(ANA, message, "away_days:0")
    assert noted.startswith("You are away: Sat 5 Dec, afternoon.")
