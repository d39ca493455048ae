"""How a team's alerts come is the managers' to choose: where, from which chance on, when, and when not at all."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import select

from bot.alerts.replay import replay_alerts
from bot.alerts.usefulness import THRESHOLDS
from bot.people import teams
from metrics.periods import PeriodKind
from storage.audits import notes_of
from storage.tables import Episode, Team
from storage.workspaces import find_workspace
from tests.bot.home_steps import home, opened_home, press_in_home
from tests.bot.modal_steps import fill_in, top_view, words_of
from tests.forged import press, submit
from tests.office import ADMIN, ANA, BEN, CHANNEL, MANAGER, OTHER_CHANNEL, STRANGER_MANAGER, Office

UTC = dt.UTC


def north(office: Office) -> Team:
    with office.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return teams.find_team(session, workspace=workspace, name="North")


def alerts_part(office: Office, who: str) -> str:
    """What the Home says of alerts, which is behind a button."""
    home(office, who)
    # The same button within a second is one click.
    office.sandbox.post("clock", advance_seconds=2)
    return press_in_home(office, who, "home_part:alerts")


def open_form(office: Office, who: str) -> dict[str, Any]:
    alerts_part(office, who)
    view = office.sandbox.get("home", user=who)["view"]
    button = next(b["accessory"] for b in view["blocks"] if b.get("accessory", {}).get("action_id") == "alert_settings")
    office.sandbox.post("click", user=who, home=True, action_id="alert_settings", block_id=None, value=button["value"])
    return top_view(office, who)


def noted(office: Office, action: str) -> list[str]:
    with office.database.reading() as session:
        return [note.detail for note in notes_of(session, workspace_id=1, action=action, limit=20)]


@pytest.fixture
def slipping(office: Office) -> Office:
    """Ana does a third of what her weekly goal needs; Ben is fine."""
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(78)]
    past = [day.isoformat() for day in days if day.weekday() < 5]
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.past(ANA, "call", dict.fromkeys(past, 5))
    office.past(BEN, "call", dict.fromkeys(past, 14))
    return office


def test_a_manager_has_the_names_by_direct_message_only_at_another_time_and_not_while_they_rest(
    slipping: Office,
) -> None:
    said = alerts_part(slipping, MANAGER)
    assert f"*North*: to <#{CHANNEL}>" in said
    assert "Usual: odds below 15%, at 11:00" in said
    assert "South" not in said
    assert "home_part:alerts" not in str(opened_home(slipping, ANA))

    view = open_form(slipping, MANAGER)
    assert "Mo Northgate" in str(view)
    assert fill_in(slipping, MANAGER, where="dm", threshold="0.25", time="21:00") == {
        "time": "Quiet hours are 20:00–06:00. Pick a time outside them."
    }
    # The review of this Tuesday would be under way already, and tell the manager as soon as Ana has had her two hours.
    assert fill_in(slipping, MANAGER, where="dm", threshold="0.25", time="14:30", resting="2026-11-18") == {}
    team = north(slipping)
    assert (team.alerts_by_dm, team.escalates_below, team.review_time) == (True, 0.25, dt.time(14, 30))
    (note,) = noted(slipping, "alert settings")
    now = "direct messages, below 0.25, 14:30, resting until 2026-11-18"
    assert note == f"North: {CHANNEL}, below 0.15, usual time -> {now}"
    assert "Earlier: odds below 25%, at 14:30" in alerts_part(slipping, MANAGER)

    slipping.play_until(dt.datetime(2026, 11, 18, 14, 29, tzinfo=UTC))
    assert slipping.sees(MANAGER, MANAGER) == []
    slipping.play_until(dt.datetime(2026, 11, 18, 14, 30, tzinfo=UTC))
    assert f"<@{ANA}>" in slipping.sees(MANAGER, MANAGER)[0]["text"]
    assert slipping.sees(MANAGER, CHANNEL) == []


def test_while_alerts_rest_nothing_comes_and_afterwards_what_is_still_unlikely_does(slipping: Office) -> None:
    open_form(slipping, MANAGER)
    too_far = fill_in(slipping, MANAGER, where="channel", resting="2027-11-19")
    assert too_far == {"resting": "Alerts can pause for three months at most. Pick an earlier day."}
    assert fill_in(slipping, MANAGER, where="channel", resting="2026-11-20") == {}
    assert "Paused until Fri 20 Nov." in alerts_part(slipping, MANAGER)
    slipping.past(ANA, "call", {"2026-11-18": 4, "2026-11-19": 5})
    slipping.play_until(dt.datetime(2026, 11, 19, 20, 0, tzinfo=UTC))
    assert slipping.sees(MANAGER, CHANNEL) == []
    assert slipping.nudges(ANA), "the reps' own messages go on"
    slipping.play_until(dt.datetime(2026, 11, 20, 14, 0, tzinfo=UTC))
    assert f"<@{ANA}>" in slipping.sees(MANAGER, CHANNEL)[0]["text"]
    assert "Paused until" not in alerts_part(slipping, MANAGER)


def test_who_does_not_manage_the_team_can_neither_open_nor_save_the_form(office: Office) -> None:
    team_id = str(north(office).id)
    for who in (ANA, STRANGER_MANAGER):
        press(office, who, action_id="alert_settings", value=team_id)
        answered = submit(
            office,
            who,
            callback_id="alert_settings_save",
            carried={"team": int(team_id)},
            values={"where": "dm", "threshold": "0.05"},
        )
        assert "You can't change the alerts of" in str(answered)
    assert not north(office).alerts_by_dm
    assert noted(office, "refused") == ["change the alerts of; teams: 1"] * 4
    view = open_form(office, ADMIN)
    assert "North" in words_of(view)
    assert fill_in(office, ADMIN, where="channel", channel=OTHER_CHANNEL) == {}
    office.worker.drain()
    assert north(office).alert_channel == OTHER_CHANNEL
    assert "I'll post here when a goal in North is at risk" in office.sees(STRANGER_MANAGER, OTHER_CHANNEL)[0]["text"]


def test_the_replay_under_the_present_threshold_is_what_happened_and_a_lower_one_brings_less(slipping: Office) -> None:
    slipping.goal("North", "demo", PeriodKind.MONTH, 12)
    slipping.past(ANA, "demo", {f"2026-{month:02d}-{day:02d}": 1 for month in (9, 10) for day in (1, 8, 15, 22)})
    slipping.past(BEN, "demo", {f"2026-{month:02d}-{day:02d}": 2 for month in (9, 10, 11) for day in (3, 10, 17)})
    for who, calls in ((ANA, 5), (BEN, 14)):
        days = [dt.date(2026, 11, 18) + dt.timedelta(days=n) for n in range(15)]
        slipping.past(who, "call", {day.isoformat(): calls for day in days if day.weekday() < 5})
    slipping.play_until(dt.datetime(2026, 12, 3, 18, 0, tzinfo=UTC))
    with slipping.database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        team = teams.find_team(session, workspace=workspace, name="North")
        found = replay_alerts(session, workspace=workspace, team=team, thresholds=THRESHOLDS, date=dt.date(2026, 12, 4))
        assert found is not None
        happened = [each for each in session.exec(select(Episode)) if each.escalated_on is not None]
    assert len(happened) >= 3
    assert (found[0.15].alerts, found[0.15].reps) == (len(happened), len({each.member_id for each in happened}))
    counts = [found[threshold].alerts for threshold in THRESHOLDS]
    assert counts == sorted(counts, reverse=True)
    view = open_form(slipping, MANAGER)
    threshold = next(block for block in view["blocks"] if block.get("block_id") == "threshold")
    said = [option["description"]["text"] for option in threshold["element"]["options"]]
    assert said[1].startswith(f"Last four weeks: {len(happened)} alert")
