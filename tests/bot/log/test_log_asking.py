"""What `/log` asks back: saved once by its button, on the day it was typed, dropped, or put right in the form."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from bot.log.text.command import LogRequest, ParsedEntry
from storage.tables import Activity, Deal, Metric
from tests.bot.log.phrase_cases import PHRASES
from tests.bot.log.words import in_short
from tests.forged import press
from tests.office import ANA, Office


def rows(office: Office) -> list[tuple[int, str, str, str]]:
    """What is stored: how many, of which day, with whom, and the note."""
    with office.database.reading() as session:
        found = session.exec(select(Activity).where(Activity.undone_at == None).order_by(Activity.id))  # type: ignore[arg-type]  # noqa: E711
        return [(row.quantity, row.local_date.isoformat(), row.account, row.note) for row in found]


def labels(answer: dict[str, Any]) -> list[str]:
    """The buttons of an answer."""
    return [
        element["text"]["text"]
        for block in answer["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def value_of(answer: dict[str, Any]) -> str:
    """What comes with the first button."""
    return str(next(block for block in answer["blocks"] if block["type"] == "actions")["elements"][0]["value"])


def test_what_is_doubtful_is_saved_by_its_button_and_only_once(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "call Later Capital")
    assert labels(answer) == ["Yes, save it", "Edit", "Don't save"]
    assert rows(office) == []
    said = office.click(ANA, answer, "log_asked_save:0")
    assert said[-1].startswith("Logged 1 call · Later Capital")
    press(office, ANA, action_id="log_asked_save:0", value=value_of(answer))
    assert rows(office) == [(1, "2026-11-17", "Later Capital", "")]


def test_what_has_two_readings_has_a_button_for_each(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "called Acme and Globex")
    assert labels(answer) == [
        "Save 1 call · Acme and Globex",
        "Save 1 call · Acme, 1 call · Globex",
        "Edit",
        "Don't save",
    ]
    assert rows(office) == []
    office.click(ANA, answer, "log_asked_save:1")
    assert rows(office) == [(1, "2026-11-17", "Acme", ""), (1, "2026-11-17", "Globex", "")]
    answer = office.answer_of(ANA, "/log", "calls 5 demos")
    assert labels(answer) == ["Save 1 call, 5 demos", "Save 5 calls, 1 demo", "Don't save"]


def test_an_account_that_was_logged_before_needs_no_asking(office: Office) -> None:
    office.say(ANA, "/log", 'call "Later Capital"')
    assert office.say(ANA, "/log", "call later capital").startswith("Logged 1 call · later capital")
    assert office.say(ANA, "/log", "call Acme later").startswith("`later` sounds like a plan.")


def test_what_is_confirmed_on_the_next_day_means_the_day_it_was_typed(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "20+ calls")
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    (said,) = office.click(ANA, answer, "log_asked_save:0")[-1:]
    assert said.startswith("Logged 20 calls · Tue 17 Nov")
    assert rows(office) == [(20, "2026-11-17", "", "")]


def test_nothing_is_saved_where_it_is_not_wanted(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "deal Acme pending")
    assert labels(answer)[0] == "Save anyway"
    assert office.click(ANA, answer, "asked_drop")[-1] == "OK, nothing was saved."
    assert rows(office) == []


def test_a_whole_day_is_added_up_only_where_nothing_was_logged(office: Office) -> None:
    assert office.say(ANA, "/log", "3 calls so far").startswith("Logged 3 calls")
    answer = office.answer_of(ANA, "/log", "calls today: 5")
    assert labels(answer)[:2] == ["Make it 5 (2 more)", "Add 5"]
    office.click(ANA, answer, "log_asked_save:0")
    assert [quantity for quantity, *_ in rows(office)] == [3, 2]
    assert labels(office.answer_of(ANA, "/log", "only 4 calls"))[:1] == ["Add 4"]


def test_what_was_asked_can_be_put_right_in_the_form_and_is_stored_once(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "call Acme about pricing")
    office.click(ANA, answer, "log_asked_edit")
    view = office.sandbox.get("views", user=ANA)["views"][-1]
    values = {"account": {"value": "Acme Ltd"}, "note": {"value": ""}}
    office.sandbox.post("submit", user=ANA, view_id=view["id"], values=values)
    press(office, ANA, action_id="log_asked_save:0", value=value_of(answer))
    assert rows(office) == [(1, "2026-11-17", "Acme Ltd", "")]


ASKED = sorted({(typed, reading[1:]) for typed, reading in PHRASES if reading.startswith("?")})
COUNTED_WITH_A_DEAL = ("revenue", "opportunity", "pipeline")


def stored(office: Office) -> list[str]:
    """The entries, each as the table of phrases writes it, without its note; of a deal the amount stands beside it."""
    with office.database.reading() as session:
        keys = {metric.id: metric.key for metric in session.exec(select(Metric))}
        amounts = {deal.id: deal.amount_minor for deal in session.exec(select(Deal))}
        found = []
        for row in session.exec(select(Activity).where(col(Activity.undone_at).is_(None)).order_by(col(Activity.id))):
            key = keys[row.metric_id]
            if row.deal_id is not None and key in COUNTED_WITH_A_DEAL:
                continue
            amount = row.amount_minor or (amounts.get(row.deal_id) if row.deal_id is not None else None)
            entry = ParsedEntry(key, row.quantity, row.local_date, row.account or None, row.outcome or None)
            found.append(in_short(LogRequest((replace(entry, amount_minor=amount or None),))))
    return found


def test_the_button_stores_exactly_what_was_asked(office: Office) -> None:
    wrong = []
    for typed, reading in ASKED:
        answer = office.answer_of(ANA, "/log", typed)
        assert stored(office) == [], typed
        office.click(ANA, answer, "log_asked_save:0")
        expected = [part.partition(" :")[0].strip() for part in reading.split(" | ")]
        if (found := stored(office)) != expected:
            wrong.append((typed, expected, found))
        while stored(office):
            office.say(ANA, "/log", "undo")
    assert wrong == []
