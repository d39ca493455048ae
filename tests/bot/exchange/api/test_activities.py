"""Other programs log activities for members."""

import datetime as dt
import json

import pytest
from sqlmodel import select

from bot.core.work import Work
from bot.log.entries import log_entries
from bot.log.text.command import ParsedEntry
from storage.day_totals import total_between, wrong_totals
from storage.people import members_by_id
from storage.tables import ApiToken, Audit
from storage.workspaces import find_workspace
from tests.bot.exchange.api.conftest import Api
from tests.cast import NOON

CALL = {"member": "ana@example.com", "metric": "calls", "quantity": 3, "account": "Acorn", "external_id": "dialler-1"}


def total(api: Api, member_id: int, metric_id: int = 1) -> tuple[int, int]:
    with api.database.reading() as session:
        found = total_between(
            session,
            member_id=member_id,
            metric_id=metric_id,
            starts=dt.date(2026, 1, 1),
            ends=dt.date(2027, 1, 1),
        )
        assert wrong_totals(session, workspace_id=api.cast.workspace) == []
        return found.quantity, found.entries


def test_an_entry_counts_for_the_member_once_and_can_be_read_again(api: Api) -> None:
    answer = api.post("activities", CALL, {"member": "U0BEN", "metric": "demo", "date": "2026-11-16"})
    assert answer.status_code == 201
    first, second = answer.json()["items"]
    assert (first["external_id"], first["state"], second["state"]) == ("dialler-1", "new", "new")
    assert total(api, api.cast.ana) == (3, 1)
    again = api.post("activities", CALL)
    assert again.status_code == 200
    assert again.json()["items"] == [{"id": first["id"], "external_id": "dialler-1", "state": "known"}]
    assert total(api, api.cast.ana) == (3, 1)
    stored = api.get(f"activities/{first['id']}").json()
    assert stored["date"] == "2026-11-17"
    assert (stored["member"], stored["metric"], stored["quantity"]) == ("ana@example.com", "call", 3)
    assert api.get("activities/999999").status_code == 404


def test_what_was_sent_beside_the_number_is_kept(api: Api) -> None:
    said = {"account": "Acorn", "note": "asks for a visit", "outcome": "connected"}
    (item,) = api.post("activities", {**CALL, **said}).json()["items"]
    stored = api.get(f"activities/{item['id']}").json()
    assert {field: stored[field] for field in said} == said


def test_what_the_rep_logged_by_hand_before_counts_once(api: Api) -> None:
    with api.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = members_by_id(session, ids=[api.cast.ana])[api.cast.ana]
        entry = ParsedEntry("call", 3, NOON.date(), account="acorn")
        log_entries(Work(session, workspace, NOON), member=ana, entries=[entry], receipt="by hand")
    assert api.post("activities", CALL).status_code == 201
    assert total(api, api.cast.ana)[0] == 3
    assert api.post("activities", {**CALL, "external_id": "dialler-2"}).status_code == 201
    assert total(api, api.cast.ana)[0] == 6, "a second call is a second call"


def test_one_wrong_item_stores_nothing_and_each_is_named(api: Api) -> None:
    wrong = [
        {"member": "nobody@example.com", "metric": "call"},
        {"member": "guest@example.com", "metric": "call"},
        {"member": "U0ANA", "metric": "cals"},
        {"member": "U0ANA", "metric": "revenue", "amount": "100"},
        {"member": "U0ANA", "metric": "call", "amount": "100"},
        {"member": "U0ANA", "metric": "call", "date": "2027-01-01"},
    ]
    answer = api.post("activities", CALL, *wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert [(each["item"], each["field"]) for each in errors] == [
        (1, "member"),
        (2, "member"),
        (3, "metric"),
        (4, "metric"),
        (5, "amount"),
        (6, "date"),
    ]
    assert "send them to /api/v1/deals" in errors[3]["detail"]
    assert total(api, api.cast.ana) == (0, 0)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"member": "U0ANA", "metric": "call", "quantity": 0}, "quantity"),
        ({"member": "U0ANA", "metric": "call", "quantity": "5"}, "quantity"),
        ({"member": "U0ANA", "metric": "call", "colour": "red"}, "colour"),
        ({"member": "U0ANA"}, "metric"),
        ({"member": "U0\x00ANA", "metric": "call"}, "member"),
        ({"member": "U0ANA", "metric": "call", "date": "17.11.2026"}, "date"),
    ],
)
def test_a_wrong_form_is_named_by_item_and_field(sqlite_api: Api, item: dict[str, object], field: str) -> None:
    answer = sqlite_api.post("activities", CALL, item)
    assert answer.status_code == 422
    assert [(each["item"], each["field"]) for each in answer.json()["errors"]] == [(1, field)]


def test_the_same_idempotency_key_is_carried_out_once(api: Api) -> None:
    plain = {"member": "U0ANA", "metric": "call"}
    first = api.post("activities", plain, Idempotency_Key="one")
    again = api.post("activities", plain, Idempotency_Key="one")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert total(api, api.cast.ana) == (1, 1)
    other = api.post("activities", {**plain, "quantity": 2}, Idempotency_Key="one")
    assert other.status_code == 409
    refused = api.post("activities", {"member": "x", "metric": "call"}, Idempotency_Key="two")
    assert refused.status_code == 422
    assert api.post("activities", plain, Idempotency_Key="two").status_code == 201


def test_only_a_token_that_may_is_let_in_and_an_attempt_is_noted(sqlite_api: Api) -> None:
    api, right = sqlite_api, sqlite_api.token
    leads_only = api.make_token("leads only", "leads")
    for token, status in [("", 401), ("pacer_wrong", 401), (leads_only, 403)]:
        api.token = token
        answer = api.post("activities", CALL)
        assert answer.status_code == status
        assert answer.json()["detail"].startswith(("Send a valid token", "The token leads only may not"))
    with api.database.writing() as session:
        noted = session.exec(select(Audit.detail).where(Audit.action == "refused")).all()
        assert sorted(noted) == [
            "an unknown token: POST /api/v1/activities",
            "nobody: POST /api/v1/activities",
            "token leads only: POST /api/v1/activities",
        ]
        stored = session.exec(select(ApiToken).where(ApiToken.name == "everything")).one()
        assert right not in json.dumps(stored.model_dump(), default=str)
        assert stored.last_used_at is None
        stored.revoked_at = stored.created_at
        session.add(stored)
    api.token = right
    assert api.post("activities", CALL).status_code == 401


def test_too_much_at_once_is_refused_and_told_when_to_come_again(sqlite_api: Api) -> None:
    api = sqlite_api
    answer = api.post("activities", *[CALL] * 501)
    assert answer.status_code == 422
    for content, form, status in [
        (b"x" * 1_000_001, "application/json", 413),
        (b"{", "application/json", 400),
        (b"{}", "text/plain", 415),
    ]:
        assert api.send("POST", "activities", content, Content_Type=form).status_code == status
    api.buckets.__init__(per_minute=1, burst=2)  # type: ignore[misc]
    assert [api.post("activities", CALL).status_code for _ in range(3)] == [201, 200, 429]
    limited = api.post("activities", CALL)
    assert 1 <= int(limited.headers["retry-after"]) <= 60
    assert "Ask again in" in limited.json()["detail"]


def test_what_is_not_there_says_what_is(sqlite_api: Api) -> None:
    answer = sqlite_api.get("colours")
    assert answer.status_code == 404
    assert "/api/v1/openapi.json" in answer.json()["detail"]
    assert sqlite_api.send("DELETE", "activities").headers["content-type"] == "application/problem+json"
