"""HubSpot, Pipedrive and Salesforce log for the rep."""

import base64
import contextlib
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.exchange.crm import hubspot, pipedrive, salesforce
from bot.exchange.crm.events import NoEvent, NotUnderstandable, RecordEvent
from bot.exchange.files.people import add_alias
from storage.people import members_by_id
from storage.tables import Activity, Deal, Lead
from storage.workspaces import find_workspace
from tests.bot.exchange.api import payloads
from tests.bot.exchange.api.conftest import Api
from tests.bot.exchange.api.test_deals_and_leads import revenue
from tests.cast import NOON

URL = "https://pacer.example.com/api/v1/hooks/hubspot"


@pytest.fixture
def crm(sqlite_api: Api) -> Iterator[Api]:
    """The API of people whom the CRMs' owner ids name."""
    with sqlite_api.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = members_by_id(session, ids=[sqlite_api.cast.ana])[sqlite_api.cast.ana]
        for alias in ("hubspot:77", "pipedrive:55", "salesforce:005000000000001AAA"):
            add_alias(session, workspace=workspace, member=ana, alias=alias)
    return sqlite_api


def send_hubspot(api: Api, payload: Any, *, secret: str = "hubspot-secret", age: float = 0, url: str = URL) -> Any:
    body = json.dumps(payload).encode()
    at = str(round((NOON.timestamp() - age) * 1000))
    digest = hmac.new(secret.encode(), b"POST" + url.encode() + body + at.encode(), hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "X-HubSpot-Signature-v3": base64.b64encode(digest).decode(),
        "X-HubSpot-Request-Timestamp": at,
    }
    return api.client.request("POST", "/api/v1/hooks/hubspot", content=body, headers=headers)


def send_pipedrive(api: Api, payload: Any, token: str | None = None) -> Any:
    said = base64.b64encode(f"pacer:{token or api.token}".encode()).decode()
    return api.client.request(
        "POST", "/api/v1/hooks/pipedrive", json=payload, headers={"Authorization": f"Basic {said}"}
    )


def send_salesforce(api: Api, body: bytes, token: str | None = None) -> Any:
    return api.client.request(
        "POST",
        f"/api/v1/hooks/salesforce/{token or api.token}",
        content=body,
        headers={"Content-Type": "text/xml; charset=utf-8"},
    )


def test_what_hubspot_says_bit_by_bit_becomes_one_won_deal_once(crm: Api) -> None:
    answer = send_hubspot(crm, payloads.HUBSPOT_EVENTS)
    assert answer.status_code == 200, answer.text
    (taken,) = answer.json()["taken"]
    assert (taken["external_id"], taken["state"]) == ("hubspot:deal:4711", "new")
    assert [each["event"] for each in answer.json()["ignored"]] == ["contact.propertyChange 9"]
    assert revenue(crm, crm.cast.ana) == 1200_50
    again = send_hubspot(crm, payloads.HUBSPOT_EVENTS)
    assert again.json()["taken"][0]["state"] == "known"
    more = {**payloads.HUBSPOT_EVENTS[2], "propertyValue": "1500"}
    assert send_hubspot(crm, [more]).json()["taken"][0]["state"] == "changed"
    assert revenue(crm, crm.cast.ana) == 1500_00


def test_a_workflow_of_hubspot_logs_a_call_on_the_day_where_the_rep_is(crm: Api) -> None:
    (taken,) = send_hubspot(crm, payloads.HUBSPOT_WORKFLOW).json()["taken"]
    assert send_hubspot(crm, payloads.HUBSPOT_WORKFLOW).json()["taken"][0]["state"] == "known"
    with crm.database.reading() as session:
        row = session.get(Activity, taken["id"])
        assert row is not None
        assert (row.member_id, row.local_date.isoformat(), row.note) == (crm.cast.ana, "2026-11-16", "Call with Acorn")


def test_what_hubspot_did_not_sign_is_refused(crm: Api) -> None:
    assert send_hubspot(crm, [], secret="another").status_code == 401
    assert send_hubspot(crm, [], age=301).status_code == 401
    assert send_hubspot(crm, [], age=-301).status_code == 401
    assert send_hubspot(crm, [], url=URL.replace("https", "http")).status_code == 401
    assert send_hubspot(crm, []).status_code == 200


def test_an_owner_whom_nobody_knows_is_said_and_the_rest_is_taken(crm: Api) -> None:
    stranger = {**payloads.HUBSPOT_EVENTS[1], "objectId": 5, "propertyValue": "99"}
    nobody = {**payloads.HUBSPOT_EVENTS[2], "objectId": 6}
    answer = send_hubspot(crm, [stranger, nobody, *payloads.HUBSPOT_EVENTS[1:6]]).json()
    assert len(answer["taken"]) == 1
    whys = {each["event"]: each["why"] for each in answer["ignored"]}
    assert whys["deal.propertyChange 5"].startswith("no member matches 'hubspot:99'")
    assert whys["deal.propertyChange 6"] == "a new deal needs a member."


def test_pipedrive_opens_and_wins_a_deal_and_logs_a_call(crm: Api) -> None:
    opened = send_pipedrive(crm, payloads.pipedrive("deal", payloads.PIPEDRIVE_DEAL, "create"))
    assert opened.json()["taken"][0]["state"] == "new", opened.text
    won = {**payloads.PIPEDRIVE_DEAL, "status": "won", "won_time": "2026-11-17T10:59:00Z"}
    assert send_pipedrive(crm, payloads.pipedrive("deal", won)).json()["taken"][0]["state"] == "changed"
    assert revenue(crm, crm.cast.ana) == 400_00
    activity = payloads.PIPEDRIVE_ACTIVITY
    assert send_pipedrive(crm, payloads.pipedrive("activity", activity)).json()["taken"][0]["state"] == "new"
    planned = send_pipedrive(crm, payloads.pipedrive("activity", {**activity, "id": 89, "done": False}))
    assert planned.json()["ignored"][0]["why"] == "it isn't done: 'not done'."
    euros = send_pipedrive(crm, payloads.pipedrive("deal", {**won, "id": 32, "currency": "EUR"}))
    assert "in EUR" in euros.json()["ignored"][0]["why"]
    assert send_pipedrive(crm, payloads.pipedrive("deal", won), token="pacer_x").status_code == 401
    calls_only = crm.make_token("calls", "activities")
    refused = send_pipedrive(crm, payloads.pipedrive("deal", won), token=calls_only)
    assert refused.json()["ignored"][0]["why"] == "this token may not write deals."
    assert send_pipedrive(crm, {"current": {}}).status_code == 422


def test_salesforce_is_acknowledged_and_its_opportunity_lead_and_task_are_taken(crm: Api) -> None:
    owner = "005000000000001AAA"
    won = payloads.salesforce(
        "Opportunity",
        Id="006000000000001AAA",
        Amount="900.0",
        CloseDate="2026-11-16",
        IsClosed="true",
        IsWon="true",
        Name="Acorn &amp; Oak",
        OwnerId=owner,
        StageName="Closed Won",
    )
    answer = send_salesforce(crm, won)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert "<Ack>true</Ack>" in answer.text
    assert revenue(crm, crm.cast.ana) == 900_00
    send_salesforce(
        crm,
        payloads.salesforce("Task", Id="00T1", OwnerId=owner, Subject="Call", TaskSubtype="Call", Status="Completed"),
    )
    send_salesforce(crm, payloads.salesforce("Lead", Id="00Q1", OwnerId=owner, Company="Birch", LeadSource="Web"))
    assert send_salesforce(crm, payloads.salesforce("Account", Id="0011")).status_code == 200
    with crm.database.reading() as session:
        deal = session.get(Deal, 1)
        assert deal is not None
        assert (deal.account, deal.external_id) == ("Acorn & Oak", "salesforce:deal:006000000000001AAA")
    assert send_salesforce(crm, won, token="pacer_x").status_code == 401
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert send_salesforce(crm, evil).json()["detail"] == "XML with a document type is not taken."
    assert send_salesforce(crm, b"<a>").status_code == 422


def test_a_lead_of_each_program_is_its_owners_with_when_it_came_and_is_taken_once(crm: Api) -> None:
    fields = {"Company": "Birch &amp; Co", "LeadSource": "Web", "CreatedDate": "2026-11-16T08:30:00.000Z"}
    told: list[tuple[str, Callable[[], Any], str]] = [
        ("hubspot:lead:77001", lambda: send_hubspot(crm, payloads.HUBSPOT_LEAD), ""),
        (
            f"pipedrive:lead:{payloads.PIPEDRIVE_LEAD['id']}",
            lambda: send_pipedrive(crm, payloads.pipedrive("lead", payloads.PIPEDRIVE_LEAD, "create")),
            "API",
        ),
        (
            "salesforce:lead:00Q000000000001EAA",
            lambda: send_salesforce(
                crm, payloads.salesforce("Lead", Id="00Q000000000001AAA", OwnerId="005000000000001AAA", **fields)
            ),
            "Web",
        ),
    ]
    for _ in range(2):
        assert [send().status_code for _, send, _ in told] == [200, 200, 200]
    with crm.database.reading() as session:
        leads = session.exec(select(Lead)).all()
    assert [(lead.external_id, lead.source) for lead in leads] == [(own, source) for own, _, source in told]
    assert {(lead.member_id, lead.account) for lead in leads} == {(crm.cast.ana, "Birch & Co")}
    assert {lead.created_at.isoformat() for lead in leads} == {"2026-11-16T08:30:00+00:00"}


def test_mappings_know_what_they_do_not_keep() -> None:
    assert isinstance(hubspot.events_of([{"subscriptionType": "contact.deletion", "objectId": 1}])[0], NoEvent)
    generic = {
        "subscriptionType": "object.propertyChange",
        "objectTypeId": "0-47",
        "objectId": 1,
        "propertyName": "hubspot_owner_id",
        "propertyValue": "77",
    }
    (meeting,) = hubspot.events_of([generic])
    assert isinstance(meeting, RecordEvent)
    assert (meeting.fields["metric"], meeting.kind, meeting.own) == ("meeting", "activity", "1")
    bare = payloads.salesforce("Event", Id="00U1", OwnerId="0051", Subject="Visit")
    (event,) = salesforce.events_of(bare)
    assert isinstance(event, NoEvent)
    assert event.why == "has no IsAllDayEvent and no EndDateTime: add it to the fields of the outbound message"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["meta", "data", "properties", "action", "entity", "entity_id", "id", "objectId", "subscriptionType", "value"]
)


@given(st.one_of(JSON, st.dictionaries(KEYS, JSON, max_size=6), st.lists(st.dictionaries(KEYS, JSON, max_size=6))))
def test_no_payload_makes_a_mapping_crash(payload: Any) -> None:
    for events_of in (hubspot.events_of, pipedrive.events_of):
        with contextlib.suppress(NotUnderstandable):
            events_of(payload)


@given(st.dictionaries(st.text(max_size=8).map("new_{}".format), JSON, max_size=4))
def test_what_a_program_tells_besides_changes_nothing(besides: dict[str, Any]) -> None:
    for events_of, payload, inner in (
        (hubspot.events_of, payloads.HUBSPOT_LEAD, "properties"),
        (pipedrive.events_of, payloads.pipedrive("lead", payloads.PIPEDRIVE_LEAD, "create"), "data"),
    ):
        (event,) = events_of({**besides, **payload, inner: {**besides, **payload[inner]}})
        assert isinstance(event, RecordEvent)
        assert [event] == events_of(payload)
