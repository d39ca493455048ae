"""Going live and pausing: when the timed messages come, and when none does."""

import datetime as dt

import pytest

from metrics.periods import PeriodKind
from storage.memberships import find_team
from storage.workspaces import find_workspace
from tests.office import ANA, BEN, CHANNEL, CLEO, MANAGER, Office

UTC = dt.UTC


@pytest.fixture
def slipping(office: Office) -> Office:
    """Ana does a third of what her weekly goal needs; Ben is fine."""
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.goal("South", "call", PeriodKind.WEEK, 60)
    weekdays = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(77)]
    past = [day.isoformat() for day in weekdays if day.weekday() < 5]
    office.past(ANA, "call", {**dict.fromkeys(past, 5), "2026-11-17": 4, "2026-11-18": 4})
    office.past(BEN, "call", {**dict.fromkeys(past, 14), "2026-11-17": 15})
    return office


def go_live(office: Office, at: dt.datetime | None) -> None:
    """Live from `at` on; None is not live."""
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.live, workspace.went_live_at = at is not None, at


def test_before_it_is_live_nobody_hears_anything_and_the_morning_of_going_live_is_not_made_up_for(
    slipping: Office,
) -> None:
    go_live(slipping, None)
    slipping.play_until(dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    assert slipping.nudges(ANA) == []
    go_live(slipping, dt.datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    slipping.play_until(dt.datetime(2026, 11, 18, 12, 30, tzinfo=UTC))
    assert slipping.nudges(ANA) == []
    slipping.play_until(dt.datetime(2026, 11, 19, 8, 45, tzinfo=UTC))
    assert len(slipping.nudges(ANA)) == 1


def test_managers_are_not_flooded_with_what_was_at_risk_before_it_went_live(slipping: Office) -> None:
    go_live(slipping, dt.datetime(2026, 11, 17, 15, 0, tzinfo=UTC))
    slipping.play_until(dt.datetime(2026, 11, 18, 20, 0, tzinfo=UTC))
    assert len(slipping.nudges(ANA)) == 1
    assert slipping.sees(MANAGER, CHANNEL) == []
    slipping.play_until(dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
    (alert,) = slipping.sees(MANAGER, CHANNEL)
    assert f"<@{ANA}>" in alert["text"]


def test_a_paused_team_hears_nothing_while_the_others_go_on(slipping: Office) -> None:
    with slipping.database.writing() as session:
        team = find_team(session, workspace_id=1, name="North")
        assert team is not None
        team.paused = True
    slipping.play_until(dt.datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert slipping.nudges(ANA) == []
    assert slipping.sees(MANAGER, CHANNEL) == []
    assert len(slipping.nudges(CLEO)) == 1
