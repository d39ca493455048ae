"""A token is refused what its scope, its workspace or the member does not allow, and an admin can see each attempt."""

import base64
import json

import pytest

from bot.core.refusals import attempts
from storage.tables import ApiToken, Member, Workspace
from storage.workspaces import find_workspace
from tests.bot.exchange.api.conftest import Api
from tests.cast import NOON


def noted(api: Api) -> list[tuple[str, str]]:
    """(what, on whom) of every refusal, the first one first."""
    with api.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        found = attempts(session, workspace=workspace, limit=50)
    return [(each.detail, each.subject.name if each.subject else "") for each in reversed(found)]


def change(api: Api, member_id: int, **values: object) -> None:
    with api.database.writing() as session:
        member = session.get_one(Member, member_id)
        for name, value in values.items():
            setattr(member, name, value)
        session.add(member)


CALL = {"member": "U0ANA", "metric": "call"}
DEAL = {"external_id": "d1", "member": "U0ANA", "account": "Acorn", "amount": "10"}
LEAD = {"external_id": "l1", "member": "U0ANA", "account": "Acorn"}


@pytest.mark.parametrize(
    ("path", "item", "other"),
    [("activities", CALL, "leads"), ("deals", DEAL, "activities"), ("leads", LEAD, "deals")],
)
def test_a_token_of_another_scope_is_refused_and_noted_at_each_door(
    sqlite_api: Api, path: str, item: dict[str, str], other: str
) -> None:
    api = sqlite_api
    api.token = api.make_token("dialler", other)
    assert api.post(path, item).status_code == 403
    assert api.get(f"{path}/1").status_code == 403
    assert noted(api) == [
        (f"token dialler: POST /api/v1/{path}", ""),
        (f"token dialler: GET /api/v1/{path}/{{id}}", ""),
    ]


def test_a_token_of_another_workspace_or_one_that_was_revoked_is_refused_and_noted(sqlite_api: Api) -> None:
    api = sqlite_api
    with api.database.writing() as session:
        other = Workspace(slack_team_id="T0OTHER", name="Other", created_at=NOON)
        session.add(other)
        session.flush()
    api.token = api.make_token("theirs", "activities")
    with api.database.writing() as session:
        token = session.get_one(ApiToken, 2)
        token.workspace_id = other.id
        session.add(token)
    answer = api.post("activities", CALL)
    assert (answer.status_code, "another workspace" in answer.json()["detail"]) == (403, True)
    with api.database.writing() as session:
        token = session.get_one(ApiToken, 2)
        token.revoked_at = NOON
        session.add(token)
    for _ in range(3):
        assert api.post("activities", CALL).status_code == 401
    assert noted(api) == [
        ("token theirs: POST /api/v1/activities", ""),
        ("token theirs, which is revoked: POST /api/v1/activities", ""),
    ], "strangers are noted once an hour"


@pytest.mark.parametrize(("who", "values"), [("guest", {}), ("ana", {"active": False})])
@pytest.mark.parametrize(("path", "item"), [("activities", CALL), ("deals", DEAL), ("leads", LEAD)])
def test_for_a_guest_or_somebody_who_left_nothing_is_taken_and_the_attempt_is_noted(
    sqlite_api: Api, who: str, values: dict[str, object], path: str, item: dict[str, str]
) -> None:
    api = sqlite_api
    change(api, getattr(api.cast, who), **values)
    answer = api.post(path, {**item, "member": f"U0{who.upper()}"})
    assert answer.status_code == 422, answer.text
    assert noted(api) == [(f"token everything: POST /api/v1/{path}", who.title())]
    assert api.post(path, {**item, "member": "nobody@example.com"}).status_code == 422
    assert len(noted(api)) == 1, "a name that nobody has is a slip, no attempt"


def test_hooks_note_what_they_refuse(sqlite_api: Api) -> None:
    api = sqlite_api
    assert api.client.request("POST", "/api/v1/hooks/hubspot", json=[]).status_code == 401
    assert api.client.request("POST", "/api/v1/hooks/salesforce/pacer_x", content=b"<a/>").status_code == 401
    calls_only = api.make_token("calls only", "activities")
    secret = base64.b64encode(f"pacer:{calls_only}".encode()).decode()
    won = {
        "meta": {"action": "change", "entity": "deal", "entity_id": "7", "version": "2.0"},
        "data": {"id": 7, "title": "Acorn", "status": "open", "value": 100, "currency": "USD"},
    }
    answer = api.client.request(
        "POST",
        "/api/v1/hooks/pipedrive",
        content=json.dumps(won).encode(),
        headers={"Authorization": f"Basic {secret}", "Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    assert noted(api) == [
        ("nobody: POST /api/v1/hooks/hubspot", ""),
        ("an unknown token: POST /api/v1/hooks/salesforce/{token}", ""),
        ("token calls only: this token may not write deals.", ""),
    ]
