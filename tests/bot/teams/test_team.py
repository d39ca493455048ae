"""`/team`: one screen, who needs help most first, the same figures that the rep sees, and only for who may."""

import datetime as dt
from typing import Any

import httpx
import pytest

from bot.people import teams
from metrics.periods import PeriodKind
from storage.tables import TeamRole, TimeOff
from storage.workspaces import find_workspace
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER, Office

UTC = dt.UTC
WEDNESDAY = dt.datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


@pytest.fixture
def team(office: Office) -> Office:
    """Ana is behind, Ben is fine; calls a week and demos a month."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "demo", PeriodKind.MONTH, 8)
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]
    past = [day.isoformat() for day in days if day.weekday() < 5]
    office.past(ANA, "call", dict.fromkeys(past, 5))
    office.past(BEN, "call", dict.fromkeys(past, 14))
    for who in (ANA, BEN):
        office.past(who, "demo", dict.fromkeys(past[::2], 1))
    office.play_until(WEDNESDAY)
    return office


def choose(office: Office, who: str, message: dict[str, Any], action: str, text: str) -> str:
    """Choose an option by its text in a menu of an answer; the answer as it is then."""
    element = next(
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == action
    )
    value = next(o["value"] for o in element["options"] if o["text"]["text"] == text)
    (answer,) = office.click(who, message, action, value)
    return answer


def test_a_manager_sees_each_rep_who_needs_help_most_first_and_looks_closer(team: Office) -> None:
    message = team.answer_of(MANAGER, "/team")
    text = message["text"]
    assert text.startswith("North · Wed 18 Nov")
    assert text.index(f"<@{ANA}>: Behind") < text.index(f"<@{BEN}>: ")
    assert "1 behind · 1 on track" in text
    assert "Calls this week 10 of 60, very unlikely" in text
    first, second = [
        b["text"]["text"] for b in message["blocks"] if b["type"] == "section" and b["text"]["text"].startswith("*<@")
    ]
    assert first.startswith(f"*<@{ANA}>* · Calls this week 10 of 60, very unlikely")
    assert "\nDemos 6/8 " in first
    assert second.startswith(f"*<@{BEN}>* · ")
    only_calls = choose(team, MANAGER, message, "team_filter:metric", "Calls")
    assert "Demos" not in only_calls
    assert "Calls, the team's last eight weeks: 95, 95, 95, 95, 95, 95, 95, 38 so far." in only_calls
    (chosen,) = [m for m in team.sees(MANAGER, message["channel"]) if m["ts"] == message["ts"]]
    by_rep, by_week = [b for b in chosen["blocks"] if b["type"] == "data_visualization"]
    assert by_rep["title"] == "Calls this week, by rep"
    done, plan = by_rep["chart"]["series"]
    assert [point["value"] for point in done["data"]] == [10, 28]
    assert [point["value"] for point in plan["data"]] == [24, 24]
    assert by_week["title"] == "Calls, the team by week"
    assert [point["value"] for point in by_week["chart"]["series"][0]["data"]][-2:] == [95, 38]
    closer = choose(team, MANAGER, message, "team_closer", "Ana Quill")
    own = team.say(ANA, "/progress")
    figures = "10/60"
    assert figures in closer
    assert figures in own


def test_a_new_reps_row_says_what_share_of_their_goals_is_asked(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        ana.ramp, ana.ramp_starts = "0.5 1", dt.date(2026, 10, 20)
        session.add(ana)
    message = team.answer_of(MANAGER, "/team")
    assert "Calls this week 10 of 36, " in message["text"]
    assert "(ramp: 60% of 60)" in message["text"]
    sections = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    (row,) = [text for text in sections if text.startswith(f"*<@{ANA}>*")]
    assert row.endswith("\nramp: 60% to 67%")
    assert sum(text.count("ramp") for text in sections) == 1, "who is not new has no ramp"


def test_a_look_at_the_team_is_shown_to_the_rep(team: Office) -> None:
    team.say(MANAGER, "/team")
    team.say(MANAGER, "/team")
    home = str(team.sandbox.post("home", user=ANA)["view"])
    assert home.count("Mo Northgate") >= 1


def test_a_rep_and_another_teams_manager_are_refused_and_an_admin_is_not(team: Office) -> None:
    assert team.say(ANA, "/team").startswith("`/team` shows managers their teams.")
    assert "You can't" in team.say(ANA, "/team", "North")
    assert "You can't" in team.say(STRANGER_MANAGER, "/team", "North")
    message = team.answer_of(STRANGER_MANAGER, "/team")
    assert "South" in message["text"]
    for action in ("team_quality", "team_file"):
        button = next(
            e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"] if e["action_id"] == action
        )
        button["value"] = "1"
        assert ANA not in str(team.click(STRANGER_MANAGER, message, action))
    assert "North" in team.say(ADMIN, "/team", "north")


def test_the_file_comes_by_direct_message_and_holds_no_formula(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        teams.find_person(session, workspace=workspace, who=ANA).name = "=HYPERLINK(1)"
    message = team.answer_of(MANAGER, "/team")
    team.click(MANAGER, message, "team_file")
    team.worker.drain()
    (sent,) = [m for m in team.sees(MANAGER, MANAGER) if m.get("files")]
    assert sent["text"].startswith("North on Wed 18 Nov: each rep's goals, one a line.")
    (file,) = sent["files"]
    assert file["name"].startswith("north-2026-11-18-")
    content = httpx.get(team.sandbox.url + file["url_private"]).content.decode("utf-8-sig")
    header, *lines = content.splitlines()
    assert header.startswith("rep,email,team,metric,period")
    assert len(lines) == 4
    assert all(not line.startswith("=") for line in lines)
    assert "Ben Sparrow,u0ben@example.com,North,call,week,2026-11-16,28,60" in content


def test_a_file_whose_answer_was_lost_is_found_by_its_name_and_not_sent_twice(team: Office) -> None:
    team.sandbox.post("faults", method="files.completeUploadExternal", kind="drop_after", count=1)
    team.click(MANAGER, team.answer_of(MANAGER, "/team"), "team_file")
    team.worker.drain()
    team.play_until(WEDNESDAY + dt.timedelta(minutes=10))
    assert len([m for m in team.sees(MANAGER, MANAGER) if m.get("files")]) == 1


def test_who_is_away_and_whose_messages_are_off_is_said(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = teams.find_person(session, workspace=workspace, who=ANA)
        ben = teams.find_person(session, workspace=workspace, who=BEN)
        ben.nudges_on = False
        day = dt.date(2026, 11, 18)
        session.add(
            TimeOff(
                workspace_id=workspace.id,
                member_id=ana.id,
                starts=day,
                ends=day + dt.timedelta(days=1),
                created_at=WEDNESDAY,
            )
        )
    text = team.say(MANAGER, "/team")
    assert f"<@{ANA}>: Off today." in text
    assert "Morning messages are off: Ben Sparrow" in text


def test_a_manager_of_two_teams_chooses_and_one_who_is_a_rep_too_is_in_the_list(team: Office) -> None:
    with team.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        for name, role in (("South", TeamRole.MANAGER), ("North", TeamRole.REP)):
            teams.join(
                session,
                workspace=workspace,
                team=teams.find_team(session, workspace=workspace, name=name),
                member=teams.find_person(session, workspace=workspace, who=MANAGER),
                team_role=role,
                starts=dt.date(2026, 1, 1),
            )
    message = team.answer_of(MANAGER, "/team")
    assert f"<@{MANAGER}>" in message["text"]
    assert "South" in choose(team, MANAGER, message, "team_filter:team", "South")
    assert f"<@{CLEO}>" not in message["text"]


def test_a_team_of_sixty_fits_a_message(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("North", "demo", PeriodKind.MONTH, 8)
    office.goal("North", "email", PeriodKind.WEEK, 40)
    for number in range(60):
        office.sandbox.post("users", id=f"U0MANY{number:02d}", real_name=f"Person Many{number:02d}")
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        north = teams.find_team(session, workspace=workspace, name="North")
        for number in range(60):
            member = teams.find_person(session, workspace=workspace, who=f"U0MANY{number:02d}")
            teams.join(
                session,
                workspace=workspace,
                team=north,
                member=member,
                team_role=TeamRole.REP,
                starts=dt.date(2026, 1, 1),
            )
    message = office.answer_of(MANAGER, "/team")
    table = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    assert sum(text.count("<@U0MANY") for text in table) == 60
    assert all(len(text) <= 3000 for text in table)
    assert "Nothing to show yet" in office.say(MANAGER, "/team", "quality")
