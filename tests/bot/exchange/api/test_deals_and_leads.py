"""Other programs say how deals and leads stand."""

import datetime as dt

from storage.catalogue import find_metric
from storage.day_totals import total_between, wrong_totals
from tests.bot.exchange.api.conftest import Api


def revenue(api: Api, member_id: int) -> int:
    with api.database.reading() as session:
        metric = find_metric(session, workspace_id=api.cast.workspace, key="revenue")
        assert metric is not None
        assert wrong_totals(session, workspace_id=api.cast.workspace) == []
        year = {"starts": dt.date(2026, 1, 1), "ends": dt.date(2027, 1, 1)}
        return total_between(session, member_id=member_id, metric_id=metric.id, **year).quantity


def test_a_deal_is_opened_won_priced_handed_over_and_reopened_and_revenue_follows(api: Api) -> None:
    new = {"external_id": "crm-1", "member": "ana@example.com", "account": "Acorn", "amount": "1200.50"}
    opened = api.post("deals", new)
    assert (opened.status_code, opened.json()["items"][0]["state"]) == (201, "new")
    assert api.post("deals", new).json()["items"][0]["state"] == "known"
    assert revenue(api, api.cast.ana) == 0
    won = api.post("deals", {"external_id": "crm-1", "stage": "Closed Won", "closed_on": "2026-11-17"})
    assert (won.status_code, won.json()["items"][0]["state"]) == (200, "changed")
    assert revenue(api, api.cast.ana) == 1200_50
    api.post("deals", {"external_id": "crm-1", "amount": "1500"})
    assert revenue(api, api.cast.ana) == 1500_00
    api.post("deals", {"external_id": "crm-1", "member": "U0BEN"})
    assert (revenue(api, api.cast.ana), revenue(api, api.cast.ben)) == (0, 1500_00)
    api.post("deals", {"external_id": "crm-1", "stage": "quoting"})
    assert revenue(api, api.cast.ben) == 0
    stored = api.get(f"deals/{opened.json()['items'][0]['id']}").json()
    assert (stored["stage"], stored["amount"], stored["closed_on"]) == ("quoting", "1500.00", None)


def test_what_is_wrong_with_a_deal_is_said_and_nothing_is_stored(api: Api) -> None:
    answer = api.post(
        "deals",
        {"external_id": "a", "member": "U0ANA", "stage": "won", "amount": "5"},
        {"external_id": "b", "member": "U0ANA", "stage": "nurturing"},
        {"external_id": "c", "member": "U0ANA", "amount": "1.234"},
    )
    assert answer.status_code == 422
    assert [(each["item"], each["field"]) for each in answer.json()["errors"]] == [(1, "stage"), (2, "amount")]
    assert "Prospecting, Qualifying, Quoting, Closing, won, lost" in answer.json()["errors"][0]["detail"]
    answer = api.post(
        "deals",
        {"external_id": "a", "member": "U0ANA", "stage": "won", "amount": "5"},
        {"external_id": "d", "amount": "1"},
        {"external_id": "a", "member": "U0ANA"},
        {"external_id": "e", "member": "U0ANA", "stage": "won", "opened_on": "2026-11-10", "closed_on": "2026-11-01"},
    )
    assert [(each["item"], each["field"]) for each in answer.json()["errors"]] == [
        (1, "member"),
        (2, "external_id"),
        (3, "closed_on"),
    ]
    assert revenue(api, api.cast.ana) == 0


def test_a_lead_comes_in_and_is_answered(api: Api) -> None:
    new = {
        "external_id": "l-1",
        "member": "U0ANA",
        "account": "Acorn",
        "source": "website",
        "created_at": "2026-11-17T09:00:00+08:00",
    }
    made = api.post("leads", new)
    assert made.status_code == 201
    answered = {"external_id": "l-1", "answered_at": "2026-11-17T01:20:00Z", "qualified_on": "2026-11-17"}
    assert api.post("leads", answered).json()["items"][0]["state"] == "changed"
    assert api.post("leads", answered).json()["items"][0]["state"] == "known"
    stored = api.get(f"leads/{made.json()['items'][0]['id']}").json()
    assert (stored["created_at"], stored["answered_at"]) == ("2026-11-17T01:00:00Z", "2026-11-17T01:20:00Z")
    early = api.post("leads", {"external_id": "l-1", "answered_at": "2026-11-16T01:20:00Z"})
    assert early.json()["errors"] == [
        {"item": 0, "field": "answered_at", "detail": "it was answered before it came in."}
    ]
