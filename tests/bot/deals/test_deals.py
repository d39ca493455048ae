"""Deals and leads: what is said, clicked and filled in, and what is answered."""

import datetime as dt
from typing import Any

import pytest
from slack_bolt import BoltRequest
from sqlmodel import select

from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from storage.audits import notes_about
from storage.day_totals import wrong_totals
from storage.people import find_member
from storage.tables import DayTotal, Deal, Lead, Metric
from tests.bot.modal_steps import fill_in, no_view, top_view, words_of
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office

NO_DEAL = "You don't have any open deals. Add one with `/deal add Acme 12,500` or the button below."
Steps = list[tuple[str, str, str]]

CONVERSATIONS: list[Steps] = [
    [
        (ANA, "", "You don't have any open deals. Add one with"),
        (ANA, "add Acme 12.5k", "Added Acme · $12,500 · Prospecting\nPlaybook: Prospecting\n1. Find out who"),
        (ANA, "", "1 open deal · $12,500\n#1 Acme · $12,500 · Prospecting since today"),
        (ANA, "Acme to quoting", "Acme is in Quoting now\nPlaybook: Quoting\n1. Go through the price"),
        (ANA, "Acme to quoting", "Acme is already in Quoting"),
        (ANA, "amount Acme 15k", "Acme: $15,000 now, $12,500 before"),
        (ANA, "Acme won to @Kim", "🎉 You won Acme! $15,000\nDeals today 1 · Week 1\nRevenue today $15,000 · Week "),
        (ANA, "refund Acme 2k", "Refunded $2,000 of Acme\nRevenue today $13,000 · Week $13,000\nIt comes off "),
        (ANA, "refund Acme 20k", "That's more than this deal has left."),
        (ANA, "Acme won", "The deal with Acme is closed. Reopen it with `/deal reopen #1`"),
        (ANA, "reopen Acme", "Acme is open again: Quoting"),
        (ANA, "Acme lost: too dear; ask for the budget first", "Closed as lost: Acme · $15,000\nWhy: too dear\nFor"),
        (ANA, "list", NO_DEAL),
        (ANA, "add Birch 9k", "Added Birch"),
        (ANA, "Birch won to @Kim", "🎉 You won Birch! $9,000"),
        (ANA, "list", f"{NO_DEAL}\nWon in the last 30 days: Birch · $9,000"),
        (ANA, "list", "You don't have any open deals."),
    ],
    [
        (ANA, "add Salt & Co", "Added Salt &amp; Co · Prospecting"),
        (ANA, "add Salt Mines 3k in closing", "Added Salt Mines · $3,000 · Closing"),
        (ANA, "salt won", "2 deals match salt: #1 Salt &amp; Co (Prospecting), #2 Salt Mines"),
        (ANA, "SALT MINES won", "🎉 You won Salt Mines! $3,000\nDeals today 1 · Week 1\nRevenue today $3,000"),
        (ANA, "#1 to qualifying", "Salt &amp; Co is in Qualifying now"),
        (ANA, "#1 lost because no budget", "Closed as lost: Salt &amp; Co\nWhy: no budget"),
        (ANA, "#9 won", "I can't find deal #9."),
        (ANA, "Acme", "What happened with it?"),
        (ANA, "x to nowhere", "I don't know the stage `nowhere`. Stages: Prospecting, Qualifying"),
        (ANA, "add <!channel> *x* `y`", "Added !channel *\u200bx*\u200b `\u200by`\u200b · Prospecting"),
        (ANA, "add Late 2026-11-30", "That day hasn't come yet."),
        (ANA, "add Old 2026-01-05", "That's more than 31 days ago."),
        (ANA, "help", "*Your deals:* `/deal` lists them."),
        (ANA, "playbook", "The sales process, stage by stage\nProspecting\n1. Find out who decides"),
    ],
    [
        (ANA, "add Acme 1k", "Added Acme"),
        (BEN, "#1 won", "You can't change the deals of"),
        (STRANGER_MANAGER, "#1 won", "You can't change the deals of"),
        (BEN, "Acme won", "You don't have an open deal with Acme."),
        (STRANGER_MANAGER, "Acme won", "You don't have an open deal with Acme."),
        (MANAGER, "Acme to closing", "Acme is in Closing now"),
        (ADMIN, "Acme won", "🎉 You won Acme! $1,000\nWho's taking over this account?"),
        (CLEO, "reopen #1", "You can't change the deals of"),
    ],
    [
        (ANA, "lead Acme from the website", "Lead saved: Acme, from the website\nTry to reply within one working hour"),
        (ANA, "", "You don't have any open deals. Add one with `/deal add Acme 12,500` or the button below.\n1 "
                  "lead is waiting"),
        (ANA, "answered Bolt", "Bolt isn't one of your waiting leads. Waiting: Acme."),
        (ANA, "answered acme", "Answered Acme after 1 minute of working time"),
        (ANA, "answered acme", "None of your leads are waiting for an answer."),
        (ANA, "lead Bolt", "Lead saved: Bolt\n"),
        (ANA, "drop Bolt", "Bolt is off your list of leads."),
    ],
]  # fmt: skip


@pytest.mark.parametrize("steps", CONVERSATIONS)
def test_what_is_said_and_what_is_answered(office: Office, steps: Steps) -> None:
    for who, said, answered in steps:
        text = office.say(who, "/deal", said)
        assert text.startswith(answered), f"/deal {said}: {text}"


def totals(office: Office, user: str) -> dict[str, int]:
    """The user's totals of all days, by metric."""
    found: dict[str, int] = {}
    with office.database.reading() as session:
        member = find_member(session, workspace_id=1, slack_user_id=user)
        assert member is not None
        keys = {metric.id: metric.key for metric in session.exec(select(Metric))}
        for row in session.exec(select(DayTotal).where(DayTotal.member_id == member.id)):
            found[keys[row.metric_id]] = found.get(keys[row.metric_id], 0) + row.total
        assert wrong_totals(session, workspace_id=1) == []
    return {key: total for key, total in found.items() if total}


def test_every_outcome_of_a_deal_reaches_the_totals(office: Office) -> None:
    expected: list[tuple[str, dict[str, int]]] = [
        ("add Acme 12.5k", {"opportunity": 1, "pipeline": 12_500_00}),
        ("Acme won", {"opportunity": 1, "pipeline": 12_500_00, "deal": 1, "revenue": 12_500_00}),
        ("refund Acme 2k", {"opportunity": 1, "pipeline": 12_500_00, "deal": 1, "revenue": 10_500_00}),
        ("reopen Acme", {"opportunity": 1, "pipeline": 12_500_00}),
        ("Acme won 10k", {"opportunity": 1, "pipeline": 10_000_00, "deal": 1, "revenue": 10_000_00}),
    ]
    for said, found in expected:
        office.say(ANA, "/deal", said)
        assert totals(office, ANA) == found, said


def test_logging_an_opportunity_opens_a_deal_and_undo_takes_it_back(office: Office) -> None:
    assert office.say(ANA, "/log", "opportunity $5k Acme").startswith("Logged 1 opportunity · $5,000 · Acme\n")
    assert office.say(ANA, "/deal").startswith("1 open deal · $5,000\n#1 Acme · $5,000 · Prospecting")
    assert office.say(ANA, "/log", "undo").startswith("Undone: 1 opportunity · $5,000 · Acme")
    assert office.say(ANA, "/deal").startswith("You don't have any open deals.")
    assert office.say(ANA, "/log", "revenue 700").startswith("Logged $700 revenue\n")
    assert totals(office, ANA) == {"revenue": 700_00}


def press(office: Office, user: str, message: dict[str, Any], action_id: str, value: str | None = None) -> None:
    office.sandbox.post(
        "click", user=user, channel=message["channel"], ts=message["ts"], action_id=action_id,
        **({"value": value} if value is not None else {}),
    )  # fmt: skip


def test_a_deal_is_added_moved_won_and_handed_over_by_buttons_and_forms(office: Office) -> None:
    listing = office.answer_of(ANA, "/deal")
    press(office, ANA, listing, "deal_add")
    assert fill_in(office, ANA, account="Acme", amount="a lot", stage="quoting") == {
        "amount": "`a lot` isn't an amount I can read. Write it like 12,500 or 12.5k."
    }
    assert fill_in(office, ANA, account="Acme", amount="12.5k", stage="quoting") == {}
    assert words_of(top_view(office, ANA)).startswith("*Added Acme · $12,500 · Quoting*\n*Playbook: Quoting*")

    listing = office.answer_of(ANA, "/deal")
    press(office, ANA, listing, "deal_menu", "move:1")
    assert fill_in(office, ANA, stage="closing", date="2026-11-17") == {}
    assert "Acme is in Closing now" in words_of(top_view(office, ANA))
    press(office, ANA, listing, "deal_menu", "amount:1")
    assert fill_in(office, ANA, amount="13k") == {}
    press(office, ANA, listing, "deal_menu", "won:1")
    assert fill_in(office, ANA, amount="", handed_to=BEN, date="2026-11-17") == {}
    words = words_of(top_view(office, ANA))
    assert "*🎉 You won Acme! $13,000*\nDeals today 1 · Week 1\nRevenue today $13,000 · Week $13,000" in words
    assert f"\nHanded over to <@{BEN}>." in words
    assert totals(office, ANA)["revenue"] == 13_000_00


def test_a_lost_deal_without_a_reason_is_asked_for_one_and_stays_open_until_it_is_said(office: Office) -> None:
    office.say(ANA, "/deal", "add Acme 1k")
    office.sandbox.post("command", user=ANA, command="/deal", text="Acme lost")
    assert office.say(ANA, "/deal").startswith("1 open deal")
    assert fill_in(office, ANA, reason="too dear", lesson="ask first", date="2026-11-17") == {}
    assert "For next time: ask first" in words_of(top_view(office, ANA))
    with office.database.reading() as session:
        (deal,) = session.exec(select(Deal)).all()
        assert (deal.stage, deal.lost_reason, deal.lesson) == ("lost", "too dear", "ask first")


def test_a_deal_added_by_mistake_is_undone_and_a_won_one_is_handed_over_or_reopened(office: Office) -> None:
    message = office.answer_of(ANA, "/deal", "add Acme 1k")
    assert office.click(ANA, message, "deal_undo", "1") == ["Undone: Acme. It doesn't count anymore."]
    assert totals(office, ANA) == {}
    office.say(ANA, "/deal", "add Bolt 1k")
    message = office.answer_of(ANA, "/deal", "Bolt won")
    press(office, ANA, message, "deal_hand_over", "2")
    assert fill_in(office, ANA, handed_to=BEN) == {}
    office.sandbox.post("close", user=ANA, view_id=top_view(office, ANA)["id"])
    (reopened,) = office.click(ANA, message, "deal_reopen", "2")
    assert reopened.startswith("Bolt is open again: Prospecting")


def test_a_lead_is_answered_and_becomes_a_deal_that_remembers_it(office: Office) -> None:
    message = office.answer_of(ANA, "/deal", "lead Acme from Website")
    office.sandbox.post("clock", now=(dt.datetime(2026, 11, 17, 15, 40, tzinfo=dt.UTC)).isoformat())
    assert office.click(ANA, message, "lead_answered", "1") == ["Answered Acme after 40 minutes of working time"]
    press(office, ANA, message, "lead_deal", "1")
    assert top_view(office, ANA)["blocks"][0]["element"]["initial_value"] == "Acme"
    assert fill_in(office, ANA, account="acme", amount="5k", stage="qualifying") == {}
    with office.database.reading() as session:
        (lead,) = session.exec(select(Lead)).all()
        assert (lead.source, lead.deal_id, lead.qualified_on) == ("website", 1, dt.date(2026, 11, 17))


def test_managers_and_admins_edit_the_playbook_and_reps_read_it(office: Office) -> None:
    assert "Edit" not in str(office.answer_of(ANA, "/deal", "playbook")["blocks"])
    message = office.answer_of(MANAGER, "/deal", "playbook")
    press(office, MANAGER, message, "playbook_edit", "quoting")
    assert fill_in(office, MANAGER, steps="Call first.\n\n  Then write. ", tips="") == {}
    assert no_view(office, MANAGER)
    assert office.say(ANA, "/deal", "add Acme in quoting").endswith("Playbook: Quoting\n1. Call first.\n2. Then write.")


def test_a_command_that_slack_sends_twice_changes_a_deal_once(office: Office) -> None:
    app = build_app(office.context)
    for text in ("add Acme 5k", "Acme won", "refund Acme 1k"):
        sent = {"command": "/deal", "text": text, "user_id": ANA, "trigger_id": text, "team_id": "T0OFFICE"}
        first = app.dispatch(BoltRequest(body=sent, mode="socket_mode"))
        assert "Acme" in first.body
        app.dispatch(BoltRequest(body=sent, mode="socket_mode"))
    assert totals(office, ANA) == {"opportunity": 1, "pipeline": 5_000_00, "deal": 1, "revenue": 4_000_00}


def test_logging_a_demo_or_a_proposal_on_an_open_deal_offers_to_move_it(office: Office) -> None:
    office.say(ANA, "/deal", "add Acme 5k")
    assert "Has it moved on?" not in office.say(ANA, "/log", "call Acme")
    assert "Has it moved on?" not in office.say(ANA, "/log", "demo Bolt")
    message = office.answer_of(ANA, "/log", "demo acme")
    assert message["text"].endswith("Acme is in Prospecting. Has it moved on?")
    assert office.click(ANA, message, "deal_move_offered")[0].startswith("Acme is in Qualifying now")
    assert office.say(ANA, "/log", "proposal Acme").endswith("Acme is in Qualifying. Has it moved on?")
    office.say(ANA, "/deal", "Acme to quoting")
    assert "Has it moved on?" not in office.say(ANA, "/log", "proposal Acme")


def test_a_won_deal_that_was_logged_by_itself_can_be_the_open_one(office: Office) -> None:
    office.say(ANA, "/deal", "add Acme 5k")
    message = office.answer_of(ANA, "/log", "deal $6k Acme")
    assert message["text"].endswith("A deal with Acme was open, in Prospecting. Is it this one?")
    assert totals(office, ANA) == {"opportunity": 1, "pipeline": 5_000_00, "deal": 1, "revenue": 6_000_00}
    assert office.click(ANA, message, "deal_same_offered")[0].startswith("🎉 You won Acme! $6,000")
    assert totals(office, ANA) == {"opportunity": 1, "pipeline": 6_000_00, "deal": 1, "revenue": 6_000_00}
    assert office.say(ANA, "/deal").startswith("You don't have any open deals.")


def test_winning_a_deal_says_where_the_goal_stands_and_that_it_is_reached_as_logging_one_does(office: Office) -> None:
    office.goal("North", "revenue", PeriodKind.MONTH, 2_000_000)
    office.say(ANA, "/deal", "add Acme 12k")
    office.say(ANA, "/deal", "add Globex 9k")
    assert "Revenue today $12,000 · Week $12,000 · November $12,000 of $20,000" in office.say(ANA, "/deal", "Acme won")
    listed = office.answer_of(ANA, "/deal")
    office.click(ANA, listed, "deal_menu", "won:2")
    assert fill_in(office, ANA) == {}
    assert "November $21,000 of $20,000\nGoal reached: $21,000 revenue November!" in words_of(top_view(office, ANA))
    listed = office.say(ANA, "/log", "list")
    assert "1 deal · $9,000 · Globex · part of a deal, edit it in `/deal`" in listed
    assert "1 opportunity · $9,000 · Globex · part of a deal, edit it in `/deal`" in listed
    assert "November $20,000 of $20,000" in office.say(ANA, "/deal", "refund Globex 1k")


def test_a_manager_sees_the_open_deals_of_their_people_and_each_look_is_noted(office: Office) -> None:
    office.say(ANA, "/deal", "add Acme 12k in closing 2026-11-02")
    office.say(BEN, "/deal", "add Bolt & Co 3k")
    office.say(CLEO, "/deal", "add Cedar 1k")
    for typed in (f"<@{ANA}|ana>", f"list <@{ANA}>"):
        assert office.say(MANAGER, "/deal", typed) == (
            "Ana Quill: 1 open deal · $12,000\n#1 Acme · $12,000 · Closing for 15 days · no activity for 15 days"
        )
    assert office.say(MANAGER, "/deal", f"list <@{BEN}>").startswith("Ben Sparrow: 1 open deal · $3,000\n#2 Bolt &amp;")
    for typed in (f"list <@{CLEO}>", "list <@U0NOBODY1>"):
        assert "open deal" not in office.say(MANAGER, "/deal", typed)
    assert "You can't see" in office.say(BEN, "/deal", f"<@{ANA}>")
    team = office.answer_of(MANAGER, "/team", "deals")
    assert team["text"] == (
        "North: 2 open deals · $15,000\nClosing 1 · $12,000\nProspecting 1 · $3,000\n#1 Acme · $12,000 · Ana "
        "Quill · Closing for 15 days · no activity for 15 days\n#2 Bolt &amp; Co · $3,000 · Ben Sparrow · "
        "Prospecting since today"
    )
    assert office.say(STRANGER_MANAGER, "/team", "deals North").startswith("You can't see")
    with office.database.reading() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        assert ana is not None
        looks = notes_about(session, workspace_id=1, subject_id=ana.id, action="looked", limit=9)
    assert len(looks) == 1, "once a day"


def test_the_button_of_a_reading_does_it_once_and_that_of_a_loss_asks_why(office: Office) -> None:
    message = office.answer_of(ANA, "/deal", "add Xylo phase 2")
    assert office.say(ANA, "/deal", "list").startswith("You don't have any open deals."), (
        "nothing is stored before the click"
    )
    (added,) = office.click(ANA, message, "deal_as_read:1")
    assert added.startswith("Added Xylo phase 2 · Prospecting")
    message = office.answer_of(ANA, "/deal", "Xylo phase 2 will be lost")
    office.click(ANA, message, "deal_doubt_lost")
    assert top_view(office, ANA)["callback_id"] == "deal_lost_form"


def test_a_part_of_a_word_is_no_part_of_a_name(office: Office) -> None:
    office.say(ANA, "/deal", "add Boston Ltd 3k")
    assert office.say(ANA, "/deal", "won Ton").startswith("You don't have an open deal with Ton.")
    assert office.say(ANA, "/deal", "won Ltd").startswith("🎉 You won Boston Ltd!")
