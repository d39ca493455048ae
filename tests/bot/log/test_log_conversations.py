"""Logging as a conversation: the answer, the form, the list, undo and edit, and what comes twice."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from slack_bolt import BoltRequest

from bot.runtime.start import build_app
from metrics.periods import PeriodKind
from storage.day_totals import wrong_totals
from tests.office import ANA, BEN, MANAGER, TUESDAY, Office


def form_of(office: Office, user: str) -> dict[str, Any]:
    """The form on top of what this person sees."""
    views = office.sandbox.get("views", user=user)["views"]
    return dict(views[-1]) if views else {}


def send(office: Office, user: str, **values: str) -> dict[str, Any]:
    """Fill the fields of the form on top, and send it; what came of it."""
    view = form_of(office, user)
    fields = {
        name.replace("__", ":"): {"log_metric" if name == "metric" else "value": value}
        for name, value in values.items()
    }
    return dict(office.sandbox.post("submit", user=user, view_id=view["id"], values=fields))


def texts(answer: dict[str, Any]) -> list[str]:
    """What came to be seen."""
    return [str(message["text"]) for message in answer["messages"]]


def field_names(view: dict[str, Any]) -> list[str]:
    """The fields of a form."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def test_the_command_alone_opens_a_form_whose_answer_comes_where_it_was_typed(office: Office) -> None:
    office.sandbox.post("command", user=ANA, command="/log", text="")
    view = form_of(office, ANA)
    assert field_names(view) == ["metric", "quantity", "date", "outcome:call", "account", "note"]
    wrong = send(office, ANA, quantity="some")
    assert wrong["errors"] == {"quantity": "`some` isn't a whole number of calls. Write one like 5."}
    assert send(office, ANA, quantity="0")["errors"] == {
        "quantity": "You don't need to log 0 calls. A day without any is fine."
    }
    assert "hasn't happened yet" in send(office, ANA, date="2026-11-18")["errors"]["date"]
    sent = send(office, ANA, quantity="3", outcome__call="no answer", account="Acme <b>", note="a *note*")
    assert sent["errors"] == {}
    assert form_of(office, ANA) == {}
    assert office.sees(ANA, ANA)[-1]["text"] == (
        "Logged 3 calls · no answer · Acme &lt;b&gt; · “a *\u200bnote*\u200b”\nCalls today 3 · Week 3"
    )


def test_the_form_follows_the_metric_that_is_picked_and_the_shortcut_answers_in_its_place(office: Office) -> None:
    office.sandbox.post("shortcut", user=ANA, callback_id="log_shortcut")
    view = form_of(office, ANA)
    office.sandbox.post(
        "click",
        user=ANA,
        view_id=view["id"],
        action_id="log_metric",
        value="proposal",
        values={"metric": {"log_metric": "proposal"}, "account": {"value": "Acme"}},
    )
    assert field_names(form_of(office, ANA))[:4] == ["metric", "quantity", "amount", "date"]
    wrong = send(office, ANA, metric="proposal", amount="€4,000")
    assert wrong["errors"] == {"amount": "Amounts here are in USD, and `€4,000` is in EUR."}
    send(office, ANA, metric="proposal", quantity="1", amount="4k", account="Acme")
    shown = form_of(office, ANA)
    assert "Logged 1 proposal · $4,000 · Acme" in str(shown["blocks"])
    office.sandbox.post("click", user=ANA, view_id=shown["id"], action_id="log_undo")
    assert "Undone: 1 proposal" in str(form_of(office, ANA)["blocks"])


def test_the_list_shows_edits_and_deletes_ones_own_entries(office: Office) -> None:
    office.say(ANA, "/log", "5 calls Acme")
    office.say(ANA, "/log", "2 demos yesterday: good")
    office.say(ANA, "/log", "deal 12,500 Globex")
    office.say(BEN, "/log", "7 emails")
    listed = office.answer_of(ANA, "/log", "list")
    assert listed["text"] == "Today\n1 deal · $12,500 · Globex\n5 calls · Acme\nMon 16 Nov\n2 demos · “good”"
    deal, calls, _ = (block for block in listed["blocks"] if "accessory" in block)

    def choose(block: dict[str, Any], option: int) -> None:
        where = {"channel": listed["channel"], "ts": listed["ts"], "block_id": block["block_id"]}
        value = block["accessory"]["options"][option]["value"]
        office.sandbox.post("click", user=ANA, action_id="log_entry", value=value, **where)

    choose(calls, 0)
    view = form_of(office, ANA)
    assert view["title"]["text"] == "Edit the entry"
    send(office, ANA, quantity="4", account="Acme Ltd")
    assert "4 calls · Acme Ltd" in office.sees(ANA, ANA)[-1]["text"]
    choose(deal, 1)
    assert office.sees(ANA, ANA)[-1]["text"].startswith("Deleted: 1 deal · $12,500 · Globex\nToday\n4 calls · Acme Ltd")
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_an_answer_is_edited_in_its_place_and_a_deal_with_its_revenue(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "deal 12,500 Acme")
    office.click(ANA, answer, "log_edit")
    view = form_of(office, ANA)
    assert [b["element"].get("initial_value") for b in view["blocks"] if b["block_id"] == "amount"] == ["12500"]
    send(office, ANA, amount="15k")
    assert office.sees(ANA, ANA)[-1]["text"].startswith(
        "Changed to 1 deal · $15,000 · Acme\nDeals today 1 · Week 1\nRevenue today $15,000 · Week $15,000"
    )
    several = office.answer_of(ANA, "/log", "5 calls, 2 demos")
    office.click(ANA, several, "log_edit_some")
    picked = form_of(office, ANA)
    values = [block["accessory"]["value"] for block in picked["blocks"]]
    office.sandbox.post("click", user=ANA, view_id=picked["id"], action_id="log_edit", value=values[1])
    send(office, ANA, quantity="3")
    assert office.sees(ANA, ANA)[-1]["text"].startswith("Changed to 3 demos\nDemos today 3")
    with office.database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []


def test_a_list_longer_than_a_page_turns(office: Office) -> None:
    for number in range(1, 13):
        office.say(ANA, "/log", f"{number} calls")
    listed = office.answer_of(ANA, "/log", "list")
    assert listed["text"].count("\n") == 10
    (older,) = office.click(ANA, listed, "log_page:older")
    assert older == "Today\n2 calls\n1 call"
    newer = office.sees(ANA, ANA)[-1]
    (first,) = office.click(ANA, newer, "log_page:newer")
    assert first.startswith("Today\n12 calls\n11 calls")


def test_a_click_and_a_submission_that_come_again_after_a_restart_do_nothing(office: Office) -> None:
    office.say(ANA, "/log", "call")
    answer = office.answer_of(ANA, "/log", "5 calls")
    undo = {
        "type": "block_actions",
        "user": {"id": ANA},
        "team": {"id": "T0OFFICE"},
        "trigger_id": "one.click",
        "container": {"type": "message", "message_ts": answer["ts"], "channel_id": answer["channel"]},
        "response_url": f"{office.sandbox.url}/response/none",
        "actions": [
            {
                "type": "button",
                "action_id": "log_undo",
                "block_id": "logged",
                "value": answer["blocks"][-1]["elements"][0]["value"],
                "action_ts": f"{TUESDAY.timestamp():.6f}",
            }
        ],
    }
    sent = {
        "type": "view_submission",
        "user": {"id": ANA},
        "team": {"id": "T0OFFICE"},
        "trigger_id": "one.submission",
        "view": {
            "id": "V1",
            "hash": "1.a",
            "type": "modal",
            "callback_id": "log_form",
            "private_metadata": "{}",
            "state": {
                "values": {
                    "metric": {"log_metric": {"type": "static_select", "selected_option": {"value": "call"}}},
                    "quantity": {"value": {"type": "plain_text_input", "value": "2"}},
                    "date": {"value": {"type": "datepicker", "selected_date": "2026-11-17"}},
                }
            },
        },
    }
    for payload in (undo, sent):
        for _ in range(2):
            # Another app on the same database, as after a restart.
            answered = build_app(office.context).dispatch(BoltRequest(body=payload, mode="socket_mode"))
            assert answered.status == 200
    assert office.say(ANA, "/log", "call").endswith("Calls today 4 · Week 4")
    # Slack said that it failed, and the rep presses Save once more in the form that is still open.
    again = BoltRequest(body={**sent, "trigger_id": "another"}, mode="socket_mode")
    assert build_app(office.context).dispatch(again).status == 200
    assert office.say(ANA, "/log", "call").endswith("Calls today 5 · Week 5")


def test_two_clicks_within_a_second_are_one_and_later_ones_are_more(office: Office) -> None:
    app = build_app(office.context)
    office.say(ANA, "/log", "call")

    def click(number: int, seconds: float) -> None:
        action = {
            "type": "button",
            "action_id": "nudge_log:call",
            "block_id": "nudge",
            "value": "call",
            "action_ts": f"{TUESDAY.timestamp() + seconds:.6f}",
        }
        body = {
            "type": "block_actions",
            "user": {"id": ANA},
            "team": {"id": "T0OFFICE"},
            "trigger_id": f"click.{number}",
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
            "response_url": f"{office.sandbox.url}/response/none",
            "actions": [action],
        }
        app.dispatch(BoltRequest(body=body, mode="socket_mode"))

    for number, seconds in enumerate((0.0, 0.3, 5.0)):
        click(number, seconds)
    assert office.say(ANA, "/log", "call").endswith("Calls today 4 · Week 4")


def test_a_late_entry_updates_the_nudge_that_was_sent_today_once_for_several_changes(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", {"2026-11-16": 2})
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    (before,) = office.nudges(ANA)
    office.say(ANA, "/log", "10 calls yesterday")
    office.say(ANA, "/log", "3 calls mon")
    office.play_until(dt.datetime(2026, 11, 18, 9, 10, tzinfo=dt.UTC))
    (after,) = office.nudges(ANA)
    assert "2 of 60" in before
    assert "15 of 60" in after
    updates = office.sandbox.get("calls", method="chat.update")["calls"]
    assert len(updates) == 1


def test_somebody_elses_entry_cannot_be_changed(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "5 calls")
    buttons = {each["action_id"]: each["value"] for each in answer["blocks"][-1]["elements"]}
    app = build_app(office.context)
    for action_id, value in (
        ("log_undo", buttons["log_undo"]),
        ("log_two", buttons["log_edit"]),
        ("log_restore", buttons["log_edit"]),
    ):
        body = {
            "type": "block_actions",
            "user": {"id": MANAGER},
            "team": {"id": "T0OFFICE"},
            "trigger_id": f"somebody.{action_id}",
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
            "response_url": f"{office.sandbox.url}/response/none",
            "actions": [{"type": "button", "action_id": action_id, "block_id": "logged", "value": value}],
        }
        app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert office.say(ANA, "/log", "call").endswith("Calls today 6 · Week 6")


def test_logging_takes_few_statements(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 10)
    office.goal("North", "call", PeriodKind.MONTH, 100)
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    app = build_app(office.context)
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    def log(number: int) -> None:
        body = {"command": "/log", "text": "call", "user_id": ANA, "trigger_id": f"t{number}", "team_id": "T0OFFICE"}
        assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200

    log(1)
    sa.event.listen(office.database.engine, "before_cursor_execute", note)
    log(2)
    sa.event.remove(office.database.engine, "before_cursor_execute", note)
    # In two transactions: the second only reads, and keeps nobody from writing.
    assert len(said) <= 13, "\n".join(said)


def test_the_statements_of_logging_are_built_once(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 10)
    office.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC))
    app = build_app(office.context)
    said: list[Any] = []

    def note(_connection: Any, statement: Any, *_: Any) -> None:
        said.append(statement)

    def log(number: int) -> list[Any]:
        said.clear()
        body = {"command": "/log", "text": "call", "user_id": ANA, "trigger_id": f"t{number}", "team_id": "T0OFFICE"}
        assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
        return list(said)

    log(1)
    sa.event.listen(office.database.engine, "before_execute", note)
    first, second = log(2), log(3)
    sa.event.remove(office.database.engine, "before_execute", note)
    known = {id(statement) for statement in first}
    assert [str(statement) for statement in second if id(statement) not in known] == []


def test_an_old_answer_takes_no_deal_back_that_moved_since(office: Office) -> None:
    answer = office.answer_of(ANA, "/log", "deal 12,500 Acorn Supply")
    assert office.say(ANA, "/deal", "refund Acorn Supply 2,000").startswith("Refunded $2,000 of Acorn Supply")
    before = office.say(ANA, "/progress")
    (refused,) = office.click(ANA, answer, "log_undo")
    assert "is part of a deal that has moved on" in refused
    assert "is part of a deal that has moved on" in office.say(ANA, "/log", "undo")
    assert office.say(ANA, "/progress") == before
