"""`/away`: leave as a rep says it, and that nothing is sent meanwhile."""

import datetime as dt

from slack_bolt import BoltRequest

from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from tests.office import ANA, BEN, CLEO, Office

UTC = dt.UTC
MEANWHILE = "No messages while you're out, and your plan adjusts. Your manager can see the dates."


def mornings(office: Office, user: str) -> list[str]:
    """The dates of the user's nudges."""
    return [
        dt.datetime.fromtimestamp(float(message["ts"]), UTC).date().isoformat()
        for message in office.sees(user, user)
        if message.get("metadata")
    ]


def test_days_off_are_said_taken_back_and_listed(office: Office) -> None:
    assert office.say(ANA, "/away") == (
        "No time off yet.\nAdd more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
    )
    assert office.say(ANA, "/away", "tomorrow") == f"You're off Wed 18 Nov. That's 1 workday. {MEANWHILE}"
    assert office.say(ANA, "/away", "tomorrow") == "You already have Wed 18 Nov off, so nothing changed."
    # What overlaps is noted once: three working days are new, two of the five dates are a weekend.
    assert office.say(ANA, "/away", "wed to sun").startswith("You're off Wed 18 Nov to Sun 22 Nov. That's 2 workdays.")
    assert office.say(ANA, "/away", "half day 1 dec pm").startswith(
        "You're off Tue 1 Dec, afternoon. That's half a workday."
    )
    assert office.say(ANA, "/away", "1 dec pm") == ("You already have Tue 1 Dec, afternoon off, so nothing changed.")
    assert office.say(ANA, "/away", "1 dec").startswith("You're off Tue 1 Dec. That's half a workday.")
    answer = office.answer_of(ANA, "/away", "list")
    assert answer["text"].split("\n")[:5] == [
        "*Your time off:*",
        "Wed 18 Nov to Sun 22 Nov",
        "Tue 1 Dec, morning",
        "Tue 1 Dec, afternoon",
        "Add more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`.",
    ]
    assert office.say(ANA, "/away", "cancel friday") == ("Time off cancelled: Fri 20 Nov (1 workday).")
    assert office.say(ANA, "/away", "cancel") == ("Time off cancelled: Wed 18 Nov and Thu 19 Nov (2 workdays).")
    assert office.say(ANA, "/away", "cancel 3 dec") == "You don't have time off then. `/away` lists yours."
    assert office.say(ANA, "/away", "someday").startswith("I don't know the day `someday`.")
    assert office.say(ANA, "/away", "help").startswith("*Take time off:*")
    undo = office.answer_of(ANA, "/away", "from 7 dec to 11 dec")
    assert office.click(ANA, undo, "away_cancel") == ["Time off cancelled: Mon 7 Dec to Fri 11 Dec (5 workdays)."]


def test_a_cancel_that_slack_sends_twice_takes_one_leave_back(office: Office) -> None:
    office.say(ANA, "/away", "tomorrow")
    office.say(ANA, "/away", "1 dec")
    sent = {"command": "/away", "text": "cancel", "user_id": ANA, "trigger_id": "same", "team_id": "T0OFFICE"}
    app = build_app(office.context)
    first, again = (str(app.dispatch(BoltRequest(body=sent, mode="socket_mode")).body) for _ in range(2))
    assert "Time off cancelled: Wed 18 Nov (1 workday)." in first
    assert "Tue 1 Dec" in again
    assert "Time off cancelled" not in again
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
    assert office.say(ANA, "/away", "yesterday").endswith("off, so nothing changed.")
    assert office.say(BEN, "/away", "yesterday sick").startswith("You're off Thu 19 Nov. That's 1 workday.")
    assert "60" in office.say(BEN, "/progress")


def test_a_date_that_was_asked_back_is_noted_by_its_button(office: Office) -> None:
    message = office.answer_of(ANA, "/away", "5/12 pm")
    assert office.say(ANA, "/away", "list").startswith("No time off yet.")
    (noted,) = office.click(ANA, message, "away_days:0")
    assert noted.startswith("You're off Sat 5 Dec, afternoon.")
