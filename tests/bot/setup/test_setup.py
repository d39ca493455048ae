"""From an empty database to the first nudge: the admin's checklist and its steps."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from metrics.periods import PeriodKind
from storage.memberships import list_teams
from storage.tables import Membership, Team
from storage.workspaces import find_workspace
from tests.bot.home_steps import home, press_in_home
from tests.bot.modal_steps import fill_in, top_view
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, Office, open_office

UTC = dt.UTC


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    """A workspace that Pacer has just met: no team, no goal, not live."""
    with open_office(tmp_path) as office:
        with office.database.writing() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            workspace.live, workspace.timezone = False, "UTC"
            for table in (Membership, Team):
                for row in session.exec(select(table)):
                    session.delete(row)
                session.flush()
        office.play_until(dt.datetime(2026, 11, 17, 15, 1, tzinfo=UTC))
        yield office


def checklist(office: Office) -> dict[str, object]:
    office.worker.drain()
    (message,) = [m for m in office.sees(ADMIN, ADMIN) if "*People*" in m["text"]]
    return message


def open_step(office: Office, step: str) -> None:
    message = checklist(office)
    office.sandbox.post("click", user=ADMIN, channel=message["channel"], ts=message["ts"], action_id=f"setup_{step}")
    top_view(office, ADMIN)


def test_the_admin_is_led_from_an_empty_workspace_to_the_first_nudge(empty: Office) -> None:
    office = empty
    assert "*Set Pacer up* · 0 of 6 done" in str(checklist(office)["text"])
    assert office.click(ADMIN, checklist(office), "setup_live") == ["No reps yet. Add people to a team first."]
    open_step(office, "people")
    assert fill_in(office, ADMIN, name="North", reps=[], managers=[]) == {"reps": "Choose at least one rep or manager."}
    assert fill_in(office, ADMIN, name="North", reps=[ANA, BEN], managers=[MANAGER]) == {}
    assert "✓ *People*\nNorth: 2 reps, 1 manager" in str(checklist(office)["text"])
    open_step(office, "metrics")
    assert "three-letter" in fill_in(office, ADMIN, role="inside sales", currency="QQQ")["currency"]
    assert fill_in(office, ADMIN, role="inside sales", currency="eur") == {}
    assert "amounts in EUR" in str(checklist(office)["text"])
    assert "don't know `meeting`" in office.say(ANA, "/log", "meeting")
    assert office.click(ADMIN, checklist(office), "setup_live") == [
        "No goals yet. Set one first, so I have something to say in the morning."
    ]
    open_step(office, "goals")
    assert fill_in(office, ADMIN, metric="call", target="60", period="week") == {}
    assert fill_in(office, ADMIN) == {}
    assert "1 goal is set" in str(checklist(office)["text"])
    open_step(office, "channel")
    with office.database.reading() as session:
        (team,) = list_teams(session, workspace_id=1)
    assert fill_in(office, ADMIN, **{f"channel:{team.id}": CHANNEL}) == {}
    office.play_until(dt.datetime(2026, 11, 17, 15, 2, tzinfo=UTC))
    assert office.sees(MANAGER, CHANNEL)[-1]["text"].startswith("I'll post here when a goal in North is at risk")
    open_step(office, "holidays")
    # Another country than the proposed one is asked for its part.
    assert fill_in(office, ADMIN, country="MY") == {}
    assert "Which part of Malaysia?" in str(top_view(office, ADMIN))
    assert fill_in(office, ADMIN, subdivision="10") == {}
    assert "Malaysia, Selangor: " in str(checklist(office)["text"])
    open_step(office, "holidays")
    assert fill_in(office, ADMIN, country="GB") == {}
    assert fill_in(office, ADMIN, subdivision="ENG") == {}
    open_step(office, "holidays")
    assert fill_in(office, ADMIN, subdivision="SCT") == {}
    assert "United Kingdom, Scotland: " in str(checklist(office)["text"])
    assert "days off in the next twelve months" in str(checklist(office)["text"])
    open_step(office, "time")
    assert "Quiet hours are" in fill_in(office, ADMIN, nudge="22:00", zone="Europe/London", week_start="0")["nudge"]
    assert fill_in(office, ADMIN, nudge="09:00", zone="Europe/London", week_start="0") == {}
    assert "*Set Pacer up* · 6 of 6 done" in str(checklist(office)["text"])
    assert office.click(ADMIN, checklist(office), "setup_preview") == [
        "Wed 18 Nov: I'd send 2 messages. Here are the first ones, just for you."
    ]
    office.play_until(dt.datetime(2026, 11, 17, 15, 3, tzinfo=UTC))
    office.play_until(dt.datetime(2026, 11, 17, 15, 4, tzinfo=UTC))
    previews = [m for m in office.sees(ADMIN, ADMIN) if m["text"].startswith("Preview, only for you")]
    assert [("Ana Quill" in m["text"], "Ben Sparrow" in m["text"]) for m in previews] == [(True, False), (False, True)]
    assert all("log_one" not in str(m["blocks"]) for m in previews)
    assert office.nudges(ANA) == []
    (said,) = [text for text in office.click(ADMIN, checklist(office), "setup_live") if "first message" in text]
    assert said == "Pacer is live. Reps get their first message on their next workday at 09:00."
    assert "*Pacer is live.*" in str(checklist(office)["text"])
    office.play_until(dt.datetime(2026, 11, 18, 9, 5, tzinfo=UTC))
    assert len(office.nudges(ANA)) == 1


def test_a_channel_that_pacer_is_not_in_is_said_in_the_checklist(empty: Office) -> None:
    office = empty
    office.sandbox.post("channels", id="C0CLOSED", name="closed", is_private=True, members=[MANAGER, ADMIN])
    members = office.sandbox.state.conversations["C0CLOSED"].members
    if office.sandbox.state.bot_user in members:
        members.remove(office.sandbox.state.bot_user)
    open_step(office, "people")
    fill_in(office, ADMIN, name="North", reps=[ANA], managers=[MANAGER])
    with office.database.reading() as session:
        (team,) = list_teams(session, workspace_id=1)
    open_step(office, "channel")
    fill_in(office, ADMIN, **{f"channel:{team.id}": "C0CLOSED"})
    office.worker.drain()
    office.play_until(dt.datetime(2026, 11, 17, 15, 2, tzinfo=UTC))
    assert "I can't post in <#C0CLOSED>. Type `/invite @Pacer` there" in str(checklist(office)["text"])
    assert "○ *Alerts*" in str(checklist(office)["text"])
    office.sandbox.post("channels", id="C0CLOSED", members=[ADMIN, BEN])
    open_step(office, "channel")
    fill_in(office, ADMIN, **{f"channel:{team.id}": "C0CLOSED"})
    office.worker.drain()
    office.play_until(dt.datetime(2026, 11, 17, 15, 3, tzinfo=UTC))
    said = str(checklist(office)["text"])
    assert f"1 person who isn't a manager can read names there: <@{BEN}>. Remove them" in said
    assert f"<@{MANAGER}> manages the team but isn't in it." in said
    office.sandbox.post("channels", id="C0CLOSED", members=[ADMIN, MANAGER])
    office.play_until(dt.datetime(2026, 11, 17, 16, 4, tzinfo=UTC))
    assert "private. I'm in it, and only the team's managers and admins can read it." in str(checklist(office)["text"])
    office.sandbox.post("channels", id="C0CLOSED", is_private=False)
    office.play_until(dt.datetime(2026, 11, 17, 17, 5, tzinfo=UTC))
    assert "is public, so I only post counts there" in str(checklist(office)["text"])
    open_step(office, "channel")
    fill_in(office, ADMIN, **{f"channel:{team.id}": None})
    assert "North: to its managers, by direct message" in str(checklist(office)["text"])


def test_nobody_but_an_admin_sets_up_also_with_a_forged_click(empty: Office) -> None:
    office = empty
    message = checklist(office)
    for action in ("setup_live", "setup_preview"):
        office.sandbox.post("click", user=MANAGER, channel=message["channel"], ts=message["ts"], action_id=action)
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert not workspace.live
    office.sandbox.post("click", user=MANAGER, channel=message["channel"], ts=message["ts"], action_id="setup_people")
    assert office.sandbox.get("views", user=MANAGER)["views"] == []


def test_the_switch_pauses_everybody_or_one_team_and_lets_them_go_on(empty: Office) -> None:
    office = empty
    open_step(office, "people")
    fill_in(office, ADMIN, name="North", reps=[ANA, BEN], managers=[MANAGER])
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.click(ADMIN, checklist(office), "setup_live")
    with office.database.reading() as session:
        (team,) = list_teams(session, workspace_id=1)
    office.click(ADMIN, checklist(office), f"setup_team:off:{team.id}")
    office.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert office.nudges(ANA) == []
    office.click(ADMIN, checklist(office), f"setup_team:on:{team.id}")
    office.click(ADMIN, checklist(office), "setup_pause")
    office.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    assert office.nudges(ANA) == []
    (paused,) = [m for m in office.sees(ADMIN, ADMIN) if m["text"].startswith("Paused. No one gets messages")]
    office.click(ADMIN, paused, "setup_resume")
    office.play_until(dt.datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    assert len(office.nudges(ANA)) == 1


def test_an_admins_home_has_the_checklist_and_its_switches_and_nobody_elses(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    assert "setup_people" not in str(office.sandbox.post("home", user=MANAGER)["view"])
    assert "*Pacer is live* · " in home(office, ADMIN)
    assert "*Pacer is live.*" in press_in_home(office, ADMIN, "home_part:setup")
    for step, title in [
        ("metrics", "What counts"),
        ("goals", "Set a goal"),
        ("channel", "Alerts"),
        ("holidays", "Holidays"),
        ("time", "Time"),
        ("people", "People"),
    ]:
        office.sandbox.post("click", user=ADMIN, home=True, action_id=f"setup_{step}")
        shown = top_view(office, ADMIN)
        assert shown["title"]["text"] == title
        if step != "people":
            office.sandbox.post("close", user=ADMIN, view_id=shown["id"])
    assert fill_in(office, ADMIN, team="new", name="East", reps=[ANA], managers=[]) == {}
    home(office, ADMIN)
    assert "East: 1 rep" in press_in_home(office, ADMIN, "home_part:setup")


def test_an_admin_states_what_a_customer_is_assumed_to_bring_and_the_team_view_uses_it(office: Office) -> None:
    assert "customer_assumptions" not in str(office.sandbox.post("home", user=MANAGER)["view"])
    home(office, ADMIN)
    assert "These are defaults" in press_in_home(office, ADMIN, "home_part:setup")
    office.sandbox.post("click", user=ADMIN, home=True, action_id="customer_assumptions")
    assert "whole number" in fill_in(office, ADMIN, margin="a lot", kept="90", source="renewals")["margin"]
    assert "come from" in fill_in(office, ADMIN, margin="60", kept="90 %", source="")["source"]
    assert fill_in(office, ADMIN, margin="60", kept="90 %", source="last year's renewals") == {}
    for account in ("Acme", "Bolt", "Cane", "Dell", "Elm"):
        office.say(ANA, "/log", f"deal 1,000 {account}")
    said = office.say(MANAGER, "/team", "quality")
    assert "for $1,000 each" in said
    assert "$600 a year" in said
    assert "Source: last year's renewals" in said


def test_a_team_is_chosen_or_made_on_purpose_so_that_a_typo_makes_none(empty: Office) -> None:
    office = empty
    open_step(office, "people")
    assert fill_in(office, ADMIN, name="North", reps=[ANA], managers=[MANAGER]) == {}
    with office.database.reading() as session:
        (team,) = list_teams(session, workspace_id=1)
    open_step(office, "people")
    assert "You already have North" in fill_in(office, ADMIN, team="new", name="North", reps=[BEN])["name"]
    assert "New team" in fill_in(office, ADMIN, team=str(team.id), name="Nroth", reps=[BEN])["name"]
    assert fill_in(office, ADMIN, team=str(team.id), name="", reps=[BEN]) == {}
    with office.database.reading() as session:
        assert [each.name for each in list_teams(session, workspace_id=1)] == ["North"]
    assert "North: 2 reps" in str(checklist(office)["text"])
