"""What an answer says beside the words: goals, undo, repeats and strangers, through a real Bolt app. The tables of what
is said and answered are in test_said_and_answered.py.
"""

import datetime as dt
import re
from typing import Any

from slack_bolt import BoltRequest
from sqlmodel import select

from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from storage.day_totals import wrong_totals
from storage.people import find_member
from storage.tables import Membership
from tests.office import ANA, Office


def test_the_answer_says_what_is_left_of_the_goals(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 12)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-16": 10})
    text = office.say(ANA, "/log", "5 calls")
    assert text == "Logged 5 calls\nCalls today 5 of 12, 7 to go · Week 15 of 60"


def test_an_outcome_has_no_share_of_today_and_an_earlier_day_its_own_total(office: Office) -> None:
    office.goal("North", "revenue", PeriodKind.MONTH, 60_000_00)
    office.goal("North", "call", PeriodKind.WEEK, 60)
    said = office.say(ANA, "/log", "deal 12,500 Acme").split("\n")
    assert said[2] == "Revenue today $12,500 · Week $12,500 · November $12,500 of $60,000"
    assert office.say(ANA, "/log", "3 calls mon").endswith("\nCalls that day 3 · Week 3 of 60")
    assert office.say(ANA, "/log", "4 calls 2026-11-12").endswith("\nCalls that day 4"), "a week that is over"


def test_the_answer_names_the_target_that_the_nudge_names_also_in_a_first_short_week(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    with office.database.writing() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        assert ana is not None
        (membership,) = session.exec(select(Membership).where(Membership.member_id == ana.id))
        membership.starts = dt.date(2026, 11, 17)
        session.add(membership)
    assert "Week 5 of 48" in office.say(ANA, "/log", "5 calls"), "before a morning was taken"
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    assert "5 of 48" in office.nudges(ANA)[-1]
    assert "Week 10 of 48" in office.say(ANA, "/log", "5 calls")


def test_what_cannot_be_caught_up_in_a_day_is_not_asked_in_a_day(office: Office) -> None:
    office.goal("North", "call", PeriodKind.MONTH, 400)
    days = [dt.date(2026, 10, 1) + dt.timedelta(days=n) for n in range(47)]
    office.past(ANA, "call", {day.isoformat(): 6 + day.day % 3 for day in days if day.weekday() < 5})
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    (asked,) = re.findall(r"1\. (\d+) calls\.", office.nudges(ANA)[-1])
    assert int(asked) < 15, "the plan would ask for thirty"
    assert f"Calls today 2 of {asked}, " in office.say(ANA, "/log", "2 calls")


def test_reaching_a_goal_is_said_in_one_sentence_more(office: Office) -> None:
    office.goal("North", "demo", PeriodKind.WEEK, 2)
    assert "Goal reached" not in office.say(ANA, "/log", "demo")
    assert office.say(ANA, "/log", "demo").endswith("🎉 Goal reached: 2 demos this week!")
    # It is said once.
    assert "Goal reached" not in office.say(ANA, "/log", "demo")


def test_undo_takes_back_all_that_was_said_in_one_breath_and_says_so(office: Office) -> None:
    office.say(ANA, "/log", "call")
    message = office.answer_of(ANA, "/log", "5 calls 2 demos")
    (undone,) = office.click(ANA, message, "log_undo")
    assert undone.startswith("Undone: 5 calls, 2 demos\nCalls today 1")


def test_undo_twice_does_it_once(office: Office) -> None:
    office.say(ANA, "/log", "3 calls")
    message = office.answer_of(ANA, "/log", "5 calls")
    office.click(ANA, message, "log_undo")
    assert office.say(ANA, "/log", "call").split("\n")[1].startswith("Calls today 4")


def test_redo_brings_back_what_was_undone_and_counts_it_once(office: Office) -> None:
    message = office.answer_of(ANA, "/log", "5 calls 2 demos")
    (undone,) = click(office, message, "log_undo")
    assert "log_redo" in str(undone["blocks"])
    (again,) = office.click(ANA, message, "log_redo")
    assert again.startswith("Logged 5 calls, 2 demos\nCalls today 5")
    assert office.say(ANA, "/log", "call").split("\n")[1].startswith("Calls today 6")
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_a_deal_that_was_undone_is_not_brought_back_by_a_button(office: Office) -> None:
    message = office.answer_of(ANA, "/log", "deal 12,500 Acme")
    (undone,) = click(office, message, "log_undo")
    assert "log_redo" not in str(undone["blocks"])


def click(office: Office, message: dict[str, Any], action_id: str) -> list[dict[str, Any]]:
    """Press a button; the whole messages that are new or changed for the one who pressed."""
    place = {"channel": message["channel"], "ts": message["ts"]}
    return list(office.sandbox.post("click", user=ANA, action_id=action_id, **place)["messages"])


def test_undoing_a_deal_takes_its_revenue_back(office: Office) -> None:
    office.say(ANA, "/log", "deal 12,500 Acme")
    assert office.say(ANA, "/log", "undo").startswith("Undone: 1 deal · $12,500 · Acme\nDeals today 0")
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_a_command_that_slack_sends_twice_is_stored_once_and_answered_alike(office: Office) -> None:
    office.say(ANA, "/log", "call")
    sent = {"command": "/log", "text": "4 calls", "user_id": ANA, "trigger_id": "same", "team_id": "T0OFFICE"}
    app = build_app(office.context)
    answers = [app.dispatch(BoltRequest(body=sent, mode="socket_mode")) for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert "Calls today 5" in answers[0].body


def test_progress_shows_bars_and_where_it_will_end(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {f"2026-10-{day:02d}": 11 for day in range(5, 31) if day % 7 not in (3, 4)})
    office.say(ANA, "/log", "24 calls")
    answer = office.answer_of(ANA, "/progress")
    assert "Calls this week: 24/60 · 12 ahead so far · " in answer["text"]
    assert "▓" in str(answer["blocks"])
    assert ", on pace for " in office.say(ANA, "/progress", "why calls"), "a range this wide is said only to who asks"


def test_progress_why_opens_a_figure_down_to_its_entries(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-09": 12, "2026-11-10": 8, "2026-11-16": 9})
    office.say(ANA, "/log", "4 calls")
    text = office.say(ANA, "/progress", "why calls")
    assert text.startswith("Calls this week: 13 of 60")
    assert "*Logged:* 13 (Mon 16 Nov: 9, Tue 17 Nov: 4)" in text
    assert "*Workdays:* 1 done, 4 left including today" in text
    assert "*Goal:* 60 (your team's goal)" in text
    assert "*Plan by this morning:* 12, so you're 1 ahead" in text
    assert "*Your usual pace:* " in text
    assert "*Odds:* " in text


def test_a_person_slack_tells_of_is_known_at_once_and_one_who_left_is_gone(office: Office) -> None:
    office.sandbox.post("users", id="U0NEW", real_name="Nia Newcomb", tz="Asia/Tokyo")
    assert office.say("U0NEW", "/log", "call").startswith("Logged 1 call")
    office.sandbox.post("users", id="U0NEW", deleted=True)
    assert office.say("U0NEW", "/log", "call").startswith("You can't log for")


def test_somebody_from_elsewhere_is_told_what_to_do(office: Office) -> None:
    office.sandbox.state.add_user({"id": "U0UNKNOWN", "real_name": "Una Known"})
    assert "I don't know you yet" in office.say("U0UNKNOWN", "/log", "call")
