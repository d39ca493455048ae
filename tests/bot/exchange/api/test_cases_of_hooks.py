"""What CRMs send in the order, the form and the repetition in which they send it, each with what is right."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from bot.exchange.files.kinds import KINDS
from bot.exchange.files.layouts import layout_of
from bot.exchange.files.people import add_alias
from bot.exchange.reading import Options
from storage.day_totals import wrong_totals
from storage.engine import Database
from storage.outside import count_foreign
from storage.people import members_by_id
from storage.tables import Activity, DayTotal, Deal, Lead, Metric
from storage.workspaces import find_workspace
from tests.bot.exchange.api import payloads
from tests.bot.exchange.api.conftest import Api, open_api
from tests.bot.exchange.api.test_hooks import send_hubspot, send_pipedrive, send_salesforce
from tests.cast import NOON

OWNER, OTHER = "005000000000001AAA", "005000000000002AAA"
AT = 1795000000000 - 86_400_000 * 30
"""Milliseconds since 1970, in October 2026."""


def prepared(api: Api) -> Api:
    with api.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        people = members_by_id(session, ids=[api.cast.ana, api.cast.ben])
        for who, aliases in (
            (api.cast.ana, ("hubspot:77", "pipedrive:55", f"salesforce:{OWNER}")),
            (api.cast.ben, ("hubspot:78", "pipedrive:56", f"salesforce:{OTHER}")),
        ):
            for alias in aliases:
                add_alias(session, workspace=workspace, member=people[who], alias=alias)
    return api


@pytest.fixture
def crm(sqlite_api: Api) -> Iterator[Api]:
    """The API of people whom the CRMs' owner ids name."""
    return prepared(sqlite_api)  # type: ignore[return-value]


def told(name: str, value: Any, at: int, *, own: int = 1005) -> dict[str, Any]:
    """A change of one property of a deal of HubSpot's, some milliseconds after AT."""
    return {
        "subscriptionType": "deal.propertyChange",
        "objectId": own,
        "propertyName": name,
        "propertyValue": value,
        "occurredAt": AT + at,
    }


def hubspot(api: Api, *events: dict[str, Any]) -> Any:
    answer = send_hubspot(api, list(events))
    assert answer.status_code == 200, answer.text
    return answer.json()


def made(api: Api, own: int = 1005, **more: str) -> None:
    said = {"hubspot_owner_id": "77", "amount": "1000", "dealstage": "contractsent", **more}
    hubspot(api, *(told(name, value, at, own=own) for at, (name, value) in enumerate(said.items())))


def workflow(kind: str, own: str, **properties: str) -> dict[str, Any]:
    said = {"hubspot_owner_id": "77", "hs_timestamp": "2026-11-16T10:00:00Z", **properties}
    return {"objectId": own, "objectTypeId": kind, "properties": {name: {"value": v} for name, v in said.items()}}


def days(database: Database, metric: str) -> dict[tuple[int, str], int]:
    with database.reading() as session:
        assert wrong_totals(session, workspace_id=1) == []
        found = session.exec(select(Metric).where(Metric.key == metric)).one()
        rows = session.exec(select(DayTotal).where(DayTotal.metric_id == found.id)).all()
        return {(row.member_id, row.local_date.isoformat()): row.total for row in rows if row.total}


def total(api: Api, metric: str = "revenue") -> int:
    return sum(days(api.database, metric).values())


def only_deal(api: Api) -> Deal:
    with api.database.reading() as session:
        return session.exec(select(Deal)).one()


def bring(api: Api, kind: str, format_: str, text: str) -> Any:
    with api.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        found = KINDS[kind]
        options = Options(layout=layout_of(format_, found.presets, found.columns), source=format_, keep_good=True)
        lines = text.splitlines(keepends=True)
        return found.importer(session, workspace=workspace, lines=lines, now=NOON, options=options)


def test_an_export_makes_a_deal_known_to_the_hook_and_it_stays_one(crm: Api) -> None:
    """h5"""
    head = "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date\n"
    bring(
        crm, "deals", "hubspot", f"{head}1005,Cedar,Closed Won,2026-11-02 10:15,ben@example.com,1000,2026-10-01 09:00\n"
    )
    later = 86_400_000 * 60
    hubspot(
        crm,
        told("hubspot_owner_id", "78", later),
        told("amount", "1200", later + 1),
        told("dealstage", "closedwon", later),
    )
    assert only_deal(crm).external_id == "hubspot:deal:1005"
    assert total(crm) == 1200_00


def test_a_call_by_workflow_and_by_file_is_one(crm: Api) -> None:
    """h22"""
    send_hubspot(crm, workflow("0-48", "950"))
    head = "Record ID,Activity type,Activity date,Activity assigned to,Call Title\n"
    done = bring(crm, "activities", "hubspot", f"{head}950,Call,2026-11-16 10:00,ana@example.com,Call with Acorn\n")
    assert (done.new, total(crm, "call")) == (0, 1)


def test_a_lead_by_report_and_by_message_is_one(crm: Api) -> None:
    """n4"""
    head = "Lead ID,Lead Owner,Company / Account,Lead Source,Create Date\n"
    bring(crm, "leads", "salesforce", f"{head}00Q5g00000XyZaB,ana@example.com,Quartz,Web,2026-11-10\n")
    send_salesforce(crm, payloads.salesforce("Lead", Id="00Q5g00000XyZaBEAV", OwnerId=OWNER, Company="Quartz"))
    with crm.database.reading() as session:
        assert len(session.exec(select(Lead)).all()) == 1


@pytest.mark.parametrize("apart", [False, True], ids=["in one batch", "in requests of their own"])
def test_an_older_event_never_overrides_a_newer_one(crm: Api, *, apart: bool) -> None:
    """h1, h2"""
    made(crm)
    events = [told("dealstage", "closedwon", 900), told("dealstage", "contractsent", 500)]
    for some in [[event] for event in events] if apart else [events]:
        hubspot(crm, *some)
    assert (only_deal(crm).stage, total(crm)) == ("won", 1000_00)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the day first", "the stage first"])
def test_the_day_of_closing_is_taken_alone_later_and_corrected(crm: Api, order: tuple[int, int]) -> None:
    """h3, h4"""
    made(crm)
    day = int(dt.datetime(2026, 10, 30, 10, tzinfo=dt.UTC).timestamp() * 1000)
    events = [told("closedate", str(day), 800), told("dealstage", "closedwon", 900)]
    for at in order:
        hubspot(crm, events[at])
    assert days(crm.database, "revenue") == {(crm.cast.ana, "2026-10-30"): 1000_00}
    hubspot(crm, told("closedate", str(day - 86_400_000), 1000))
    assert days(crm.database, "revenue") == {(crm.cast.ana, "2026-10-29"): 1000_00}


def test_what_is_said_before_the_owner_is_kept_until_the_owner_is_known(crm: Api) -> None:
    answer = hubspot(crm, told("amount", "700", 5))
    assert answer["ignored"][0]["why"] == "a new deal needs a member."
    hubspot(crm, told("dealstage", "closedwon", 6))
    assert total(crm) == 0
    assert hubspot(crm, told("hubspot_owner_id", "77", 1))["taken"][0]["state"] == "new"
    assert total(crm) == 700_00


def test_a_deal_whose_day_of_opening_is_not_told_was_not_opened_today(crm: Api) -> None:
    """i30 by the hook"""
    made(crm)
    assert total(crm, "opportunity") == 0
    hubspot(crm, {"subscriptionType": "deal.creation", "objectId": 1005, "occurredAt": AT})
    assert list(days(crm.database, "opportunity")) == [
        (crm.cast.ana, dt.datetime.fromtimestamp(AT / 1000, dt.UTC).date().isoformat())
    ]


def test_an_unknown_stage_leaves_an_open_deal_and_stands_under_ignored(crm: Api) -> None:
    """h12"""
    made(crm)
    answer = hubspot(crm, told("dealstage", "48213377", 900))
    assert "'48213377'" in answer["ignored"][0]["why"]
    assert only_deal(crm).stage == "closing"


def test_a_won_deal_that_is_opened_again_at_an_unmapped_stage_has_won_nothing(crm: Api) -> None:
    """h16, h26, h29"""
    made(crm, dealstage="contractsent")
    hubspot(crm, told("dealstage", "closedwon", 900))
    hubspot(crm, told("dealstage", "98765", 950))
    assert (only_deal(crm).stage, total(crm)) == ("closing", 0)
    won = {**payloads.PIPEDRIVE_DEAL, "status": "won", "won_time": "2026-11-16T10:59:00Z"}
    event = payloads.pipedrive("deal", won)
    event["meta"]["timestamp"] = "2026-11-16T11:00:00Z"
    send_pipedrive(crm, event)
    assert total(crm) == 400_00
    send_pipedrive(crm, payloads.pipedrive("deal", payloads.PIPEDRIVE_DEAL))
    assert total(crm) == 0
    fields = {"Id": "006000000000001AAA", "OwnerId": OWNER, "Amount": "900", "Name": "Acorn", "CloseDate": "2026-11-10"}
    closed = payloads.salesforce("Opportunity", **fields, StageName="Closed Won", IsWon="true")
    send_salesforce(crm, closed)
    assert total(crm) == 900_00, "h27: won is won, whatever IsClosed says"
    send_salesforce(
        crm, payloads.salesforce("Opportunity", **fields, StageName="Solutioning", IsClosed="false", IsWon="false")
    )
    assert total(crm) == 0


def test_a_merge_of_two_won_deals_is_one(crm: Api) -> None:
    """h8"""
    for own in (1, 2):
        made(crm, own)
        hubspot(crm, told("dealstage", "closedwon", 900, own=own))
    assert total(crm) == 2000_00
    merge = {
        "subscriptionType": "deal.merge",
        "primaryObjectId": 1,
        "mergedObjectIds": [2],
        "newObjectId": 3,
        "occurredAt": AT + 1000,
    }
    hubspot(crm, merge)
    assert total(crm) == 1000_00
    made(crm, 3, dealstage="closedwon")
    assert total(crm) == 1000_00
    hubspot(crm, merge)
    assert total(crm) == 1000_00


def test_a_deleted_deal_is_taken_back_and_can_be_restored(crm: Api) -> None:
    """h16"""
    made(crm, dealstage="closedwon")
    hubspot(crm, {"subscriptionType": "deal.deletion", "objectId": 1005, "occurredAt": AT + 1000})
    assert total(crm) == 0
    assert hubspot(crm, told("amount", "5000", 990))["taken"][0]["state"] == "known"
    hubspot(crm, {"subscriptionType": "deal.restore", "objectId": 1005, "occurredAt": AT + 2000})
    assert total(crm) == 1000_00


def test_a_setting_keeps_what_is_deleted_there(sqlite_database: Database) -> None:
    crm = prepared(
        open_api(
            sqlite_database,
            pacer_hubspot_secret="hubspot-secret",
            pacer_api_url="https://pacer.example.com",
            pacer_crm_keep_deleted=True,
        )
    )
    made(crm, dealstage="closedwon")
    hubspot(crm, {"subscriptionType": "deal.deletion", "objectId": 1005, "occurredAt": AT + 1000})
    assert total(crm) == 1000_00


def test_a_cleared_amount_is_none_and_a_negative_one_and_a_cleared_owner_are_said(crm: Api) -> None:
    """h9"""
    made(crm, dealstage="closedwon")
    assert "-5" in hubspot(crm, told("amount", "-5", 800))["ignored"][0]["why"]
    assert total(crm) == 1000_00
    hubspot(crm, told("amount", "", 900))
    assert total(crm) == 0
    answer = hubspot(crm, told("hubspot_owner_id", "", 950))
    assert "it stays with Ana" in answer["notes"][0]["why"]
    assert only_deal(crm).member_id == crm.cast.ana


def test_what_was_won_stays_with_who_owned_the_deal_then(crm: Api) -> None:
    """h28"""
    made(crm)
    hubspot(crm, told("dealstage", "closedwon", 900))
    answer = hubspot(crm, told("hubspot_owner_id", "78", 1000))
    assert "what was won stays with Ana" in answer["notes"][0]["why"]
    assert only_deal(crm).member_id == crm.cast.ana
    hubspot(crm, told("dealstage", "contractsent", 1100))
    assert only_deal(crm).member_id == crm.cast.ben


def test_an_amount_in_another_currency_is_never_summed(crm: Api) -> None:
    """h11, h16b"""
    made(crm, amount="1000000", dealstage="closedwon")
    answer = hubspot(crm, told("deal_currency_code", "JPY", 900))
    assert "in JPY" in answer["ignored"][0]["why"]
    assert total(crm) == 0
    hubspot(crm, told("deal_currency_code", "USD", 1000), told("amount", "900", 1001))
    assert total(crm) == 900_00
    send_pipedrive(crm, payloads.pipedrive("deal", payloads.PIPEDRIVE_DEAL, "create"))
    euros = {
        **payloads.PIPEDRIVE_DEAL,
        "currency": "EUR",
        "value": 350,
        "status": "won",
        "won_time": "2026-11-17T11:30:00Z",
    }
    event = payloads.pipedrive("deal", euros)
    event["meta"]["timestamp"] = "2026-11-17T11:40:00Z"
    assert "in EUR" in send_pipedrive(crm, event).json()["ignored"][0]["why"]
    assert total(crm) == 900_00
    with crm.database.reading() as session:
        assert count_foreign(session, workspace_id=1) == 1


COUNTED = [
    ("0-47", {"hs_meeting_outcome": "COMPLETED"}, 1),
    ("0-47", {"hs_meeting_outcome": "CANCELED"}, 0),
    ("0-47", {"hs_meeting_outcome": "NO_SHOW"}, 0),
    ("0-47", {"hs_meeting_outcome": "RESCHEDULED"}, 0),
    ("0-47", {"hs_meeting_outcome": "SCHEDULED"}, 0),
    ("0-47", {}, 0),
    ("0-49", {"hs_email_direction": "EMAIL", "hs_email_status": "SENT"}, 1),
    ("0-49", {"hs_email_direction": "INCOMING_EMAIL"}, 0),
    ("0-49", {"hs_email_direction": "EMAIL", "hs_email_status": "BOUNCED"}, 0),
    ("0-48", {"hs_call_status": "COMPLETED", "hs_call_direction": "OUTBOUND"}, 1),
    ("0-48", {"hs_call_status": "MISSED", "hs_call_direction": "INBOUND"}, 0),
    ("0-48", {"hs_call_status": "CANCELED"}, 0),
    ("0-48", {"hs_call_status": "NO_ANSWER"}, 0),
    ("0-48", {"hs_call_direction": "INBOUND", "hs_call_status": "COMPLETED"}, 0),
]


@pytest.mark.parametrize(("kind", "properties", "counted"), COUNTED)
def test_only_what_happened_and_went_out_counts(crm: Api, kind: str, properties: dict[str, str], counted: int) -> None:
    """h6, h7"""
    answer = send_hubspot(crm, workflow(kind, "1", **properties)).json()
    metric = {"0-47": "meeting", "0-48": "call", "0-49": "email"}[kind]
    assert total(crm, metric) == counted
    assert bool(answer["ignored"]) is not bool(counted)


def test_what_came_in_and_what_was_missed_counts_by_a_setting(sqlite_database: Database) -> None:
    crm = prepared(
        open_api(
            sqlite_database,
            pacer_hubspot_secret="hubspot-secret",
            pacer_api_url="https://pacer.example.com",
            pacer_crm_inbound=True,
            pacer_crm_missed=True,
        )
    )
    send_hubspot(crm, workflow("0-48", "1", hs_call_status="MISSED", hs_call_direction="INBOUND"))
    assert total(crm, "call") == 1


def test_a_meeting_counts_when_it_is_completed_and_is_taken_back_when_it_was_cancelled(crm: Api) -> None:
    """h6"""
    for outcome, modified, counted in (
        ("SCHEDULED", "2026-11-15T10:00:00Z", 0),
        ("COMPLETED", "2026-11-16T12:00:00Z", 1),
        ("SCHEDULED", "2026-11-15T10:00:00Z", 1),
        ("CANCELED", "2026-11-16T13:00:00Z", 0),
        ("COMPLETED", "2026-11-16T14:00:00Z", 1),
    ):
        send_hubspot(crm, workflow("0-47", "9", hs_meeting_outcome=outcome, hs_lastmodifieddate=modified))
        assert total(crm, "meeting") == counted, (outcome, modified)


def test_an_activity_that_is_undone_or_deleted_there_is_undone_here(crm: Api) -> None:
    """h17"""
    done = payloads.PIPEDRIVE_ACTIVITY

    def at(minute: int, data: dict[str, Any] | None, action: str = "change") -> None:
        event = payloads.pipedrive("activity", data or {"id": 88}, action)
        event["meta"]["timestamp"] = f"2026-11-17T11:{minute:02}:00Z"
        event["data"] = data
        send_pipedrive(crm, event)

    at(1, done)
    assert total(crm, "call") == 1
    at(2, {**done, "done": False})
    assert total(crm, "call") == 0
    at(3, done)
    assert total(crm, "call") == 1
    at(4, None, "delete")
    assert total(crm, "call") == 0


def test_the_day_on_which_it_was_done_comes_before_the_day_on_which_it_was_due(crm: Api) -> None:
    """i31, h18"""
    send_pipedrive(crm, payloads.pipedrive("activity", {**payloads.PIPEDRIVE_ACTIVITY, "due_date": "2026-12-20"}))
    task = payloads.salesforce(
        "Task", Id="00T1", OwnerId=OWNER, Status="Completed", TaskSubtype="Call", ActivityDate="2026-12-20",
        CompletedDateTime="2026-11-16T11:00:00Z",
    )  # fmt: skip
    send_salesforce(crm, task)
    assert days(crm.database, "call") == {(crm.cast.ana, "2026-11-17"): 1, (crm.cast.ana, "2026-11-16"): 1}


def test_a_task_of_salesforces_needs_its_status_and_its_kind(crm: Api) -> None:
    """h25, h18"""
    for fields in (
        {},
        {"Status": "Completed"},
        {"Status": "Not Started", "TaskSubtype": "Call"},
        {"Status": "Completed", "TaskSubtype": "Task", "Subject": "Prepare deck"},
    ):
        send_salesforce(crm, payloads.salesforce("Task", Id="00T1", OwnerId=OWNER, **fields))
    event = {"OwnerId": OWNER, "EndDateTime": "2026-11-16T12:00:00Z", "Subject": "Vacation"}
    send_salesforce(crm, payloads.salesforce("Event", Id="00U1", **event, IsAllDayEvent="true"))
    with crm.database.reading() as session:
        assert session.exec(select(Activity)).all() == []
    send_salesforce(crm, payloads.salesforce("Event", Id="00U2", **event, IsAllDayEvent="false"))
    assert total(crm, "meeting") == 1


def test_a_deal_that_was_entered_after_it_was_closed_is_taken_and_said(crm: Api) -> None:
    """i41h"""
    deal = {
        **payloads.PIPEDRIVE_DEAL,
        "status": "won",
        "add_time": "2026-11-12T09:00:00Z",
        "won_time": "2026-11-10T09:00:00Z",
    }
    answer = send_pipedrive(crm, payloads.pipedrive("deal", deal)).json()
    assert "it is taken as opened on 2026-11-10 too" in answer["notes"][0]["why"]
    assert days(crm.database, "revenue") == {(crm.cast.ana, "2026-11-10"): 400_00}


def test_a_webhook_of_pipedrives_first_version_is_told_what_to_do(crm: Api) -> None:
    """h13"""
    payload = {
        "v": 1,
        "meta": {"v": 1, "action": "updated", "object": "deal", "id": 7},
        "event": "updated.deal",
        "current": {"id": 7},
    }
    assert "choose version 2.0" in send_pipedrive(crm, payload).json()["ignored"][0]["why"]


def test_what_a_rep_changed_here_stays_while_the_crm_says_nothing_new_of_it(crm: Api) -> None:
    made(crm)
    with crm.database.writing() as session:
        deal = session.exec(select(Deal)).one()
        deal.account = "Acorn by the rep"
        session.add(deal)
    hubspot(crm, told("amount", "1100", 900))
    assert (only_deal(crm).account, only_deal(crm).amount_minor) == ("Acorn by the rep", 1100_00)


def test_an_older_event_of_pipedrives_never_overrides_a_newer_one(sqlite_database: Database) -> None:
    """h14"""
    crm = prepared(open_api(sqlite_database, pacer_crm_stages="pipedrive:2=qualifying,pipedrive:3=quoting"))

    def tell(at: str, *, stamped: bool, **fields: Any) -> Any:
        event = payloads.pipedrive("deal", {**payloads.PIPEDRIVE_DEAL, "update_time": at, **fields})
        event["meta"]["timestamp"] = at if stamped else None
        return send_pipedrive(crm, event).json()

    for stamped in (True, False):
        hour = 10 if stamped else 12
        tell(f"2026-11-16T{hour}:00:00Z", stamped=stamped, status="open", stage_id=3)
        assert only_deal(crm).stage == "quoting"
        won = f"2026-11-16T{hour + 1}:00:00Z"
        tell(won, stamped=stamped, status="won", won_time=won)
        answer = tell(f"2026-11-16T{hour}:30:00Z", stamped=stamped, status="open", stage_id=2)
        assert answer["taken"][0]["state"] == "known"
        assert (only_deal(crm).stage, total(crm)) == ("won", 400_00)


def test_what_is_no_outbound_message_of_salesforces_is_told_so_and_nothing_is_stored(crm: Api) -> None:
    """h19"""
    change = {
        "schema": "x",
        "payload": {
            "ChangeEventHeader": {
                "entityName": "Opportunity",
                "changeType": "UPDATE",
                "recordIds": ["006000000000001"],
            },
            "StageName": "Closed Won",
        },
        "event": {"replayId": 7},
    }
    path = f"/api/v1/hooks/salesforce/{crm.token}"
    as_json = crm.client.request("POST", path, json=change)
    assert as_json.status_code == 415
    assert "text/xml" in as_json.json()["detail"]
    as_text = send_salesforce(crm, str(change).encode())
    assert as_text.status_code == 422
    assert "outbound message" in as_text.json()["detail"]
    with crm.database.reading() as session:
        assert session.exec(select(Deal)).all() == []


def test_a_workflow_with_a_body_of_its_own_is_told_what_to_send(crm: Api) -> None:
    """h23"""
    for body in ({"deal": 1005, "amount": "1000"}, {"objectId": 1005}, [{"deal": 1005}], "deal", None, [1]):
        answer = send_hubspot(crm, body)
        assert answer.status_code in (200, 422), (body, answer.text)
        if answer.status_code == 422:
            assert "HubSpot sends" in answer.json()["detail"], body
        else:
            assert answer.json()["taken"] == []
            assert answer.json()["ignored"], body
    assert send_hubspot(crm, {"deal": 1005, "amount": "1000"}).status_code == 422
    with crm.database.reading() as session:
        assert session.exec(select(Deal)).all() == []


def test_an_export_of_a_deal_that_the_hook_told_leaves_it_on_its_day(crm: Api) -> None:
    """h15"""
    with crm.database.writing() as session:
        members_by_id(session, ids=[crm.cast.ana])[crm.cast.ana].timezone = "Asia/Kuala_Lumpur"
    won = {**payloads.PIPEDRIVE_DEAL, "status": "won", "won_time": "2026-10-31T18:30:00Z"}
    send_pipedrive(crm, payloads.pipedrive("deal", won))
    held = {(crm.cast.ana, "2026-11-01"): 400_00}
    assert days(crm.database, "revenue") == held
    text = (
        "ID,Title,Value,Currency,Status,Owner,Add time,Won time\n"
        f"{won['id']},{won['title']},400,USD,won,ana@example.com,2026-10-01T09:00:00Z,2026-10-31T18:30:00Z\n"
    )
    bring(crm, "deals", "pipedrive", text)
    assert days(crm.database, "revenue") == held
