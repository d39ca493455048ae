"""Other programs plan trainings and set teams' totals."""

from sqlmodel import select

from storage.tables import Training, TrainingPlace
from tests.bot.exchange.api.conftest import Api

COURSE = {
    "external_id": "course-8",
    "topic": "Handling objections",
    "metric": "demos",
    "date": "2026-12-10",
    "members": ["ana@example.com", "U0BEN"],
    "waiting_list": True,
}


def test_a_training_is_planned_once_with_its_halves(api: Api) -> None:
    first = api.post("trainings", COURSE)
    assert (first.status_code, first.json()["items"][0]["state"]) == (201, "new")
    assert api.post("trainings", COURSE).json()["items"][0]["state"] == "known"
    stored = api.get(f"trainings/{first.json()['items'][0]['id']}").json()
    assert (stored["topic"], stored["metric"], stored["stage"]) == ("Handling objections", "demo", None)
    assert sorted((each["date"], each["waits"]) for each in stored["people"]) == [
        ("2026-12-10", False),
        ("2027-01-07", True),
    ]
    assert stored["draw"]
    assert stored["checks"] == []


def test_what_is_wrong_with_a_training_is_said_and_nothing_is_stored(api: Api) -> None:
    answer = api.post(
        "trainings",
        COURSE,
        {**COURSE, "external_id": "b", "members": ["nobody@example.com"]},
        {**COURSE, "external_id": "c", "metric": "revenue"},
        {**COURSE, "external_id": "d", "stage": "quoting"},
        {**COURSE, "external_id": "e", "date": "2026-11-01"},
    )
    assert answer.status_code == 422
    assert [(each["item"], each["field"]) for each in answer.json()["errors"]] == [
        (1, "members"),
        (2, "metric"),
        (3, "metric"),
        (4, "date"),
    ]
    with api.database.reading() as session:
        assert session.exec(select(Training)).all() == []
        assert session.exec(select(TrainingPlace)).all() == []


def test_a_teams_total_is_set_read_and_set_once(api: Api) -> None:
    goal = {"team": "North", "metric": "revenue", "period": "month", "amount": "200000", "reason": "A new harbour"}
    first = api.post("team-goals", goal)
    assert (first.status_code, first.json()) == (201, {"states": ["new"]})
    assert api.post("team-goals", goal).json() == {"states": ["known"]}
    assert api.post("team-goals", {**goal, "amount": "250000"}).json() == {"states": ["changed"]}
    (now,) = api.get("team-goals").json()["items"]
    assert (now["team"], now["target_amount"], now["done_amount"], now["target"]) == (
        "North",
        "250000.00",
        "0.00",
        None,
    )
    wrong = api.post("team-goals", {**goal, "team": "West"}, {"team": "North", "metric": "call", "period": "week"})
    assert [(each["item"], each["field"]) for each in wrong.json()["errors"]] == [(0, "team"), (1, "target")]


def test_it_takes_the_scope_of_coaching(api: Api) -> None:
    api.token = api.make_token("dialler", "activities")
    assert api.get("team-goals").status_code == 403
    assert api.post("trainings", COURSE).status_code == 403
