"""`/progress`: by period and metric, what changed, what runs in a row, four weeks, and why, down to the entries."""

import datetime as dt
from typing import Any

import pytest

from bot.core.text.errors import NotUnderstood
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.standings.text import ProgressRequest, parse_progress
from metrics.periods import PeriodKind
from storage.audits import notes_about
from storage.catalogue import add_metric
from storage.people import find_member, members_by_id
from storage.tables import Metric
from storage.workspaces import find_workspace
from tests.forged import press
from tests.office import ANA, BEN, MANAGER, Office

VOCABULARY = Vocabulary((MetricWords("call", "call", "calls", ("panggilan",)), MetricWords("demo", "demo", "demos")))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ProgressRequest()),
        ("calls", ProgressRequest(metric="call")),
        ("Panggilan minggu ini", ProgressRequest(metric="call", period="week")),
        ("week", ProgressRequest(period="week")),
        ("this month", ProgressRequest(period="month")),
        ("hari ini", ProgressRequest(period="day")),
        ("calls today", ProgressRequest(metric="call", period="day")),
        ("why calls", ProgressRequest(metric="call", why=True)),
        ("why calls month", ProgressRequest(metric="call", period="month", why=True)),
    ],
)
def test_what_can_be_typed(said: str, meant: ProgressRequest) -> None:
    assert parse_progress(said, VOCABULARY) == meant


@pytest.mark.parametrize("said", ["cals", "why", "why week", "xyzzy week"])
def test_what_is_not_understood_says_what_to_type(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_progress(said, VOCABULARY)


def chart_of(message: dict[str, Any]) -> dict[str, list[float]]:
    (block,) = [block for block in message["blocks"] if block["type"] == "data_visualization"]
    return {series["name"]: [point["value"] for point in series["data"]] for series in block["chart"]["series"]}


def test_progress_by_period_and_metric_with_pace_weeks_and_streaks(office: Office) -> None:
    office.goal("North", "call", PeriodKind.DAY, 10)
    office.goal("North", "call", PeriodKind.MONTH, 200)
    office.goal("North", "demo", PeriodKind.WEEK, 2)
    office.past(ANA, "call", {f"2026-11-{day:02d}": 10 for day in (2, 3, 4, 5, 6, 9, 10, 12, 13, 16)})
    office.past(ANA, "demo", {"2026-10-27": 2, "2026-11-03": 1, "2026-11-10": 2})
    office.say(ANA, "/log", "4 calls")

    message = office.answer_of(ANA, "/progress")
    text = message["text"]
    assert "*Today:* calls 4 of 10, demos 0 of 1\n" in text
    assert "Calls today: 4/10 · 6 to go." in text
    assert "Calls November: 104/200" in text
    assert "Calls, the last four weeks: 0 of 50, 50 of 50, 40 of 50, 14 of 20 so far." in text
    assert "Streaks: calls 3 workdays" in text, "Wednesday was missed, today is still open"
    assert chart_of(message) == {"Done": [0, 50, 40, 14], "Plan": [50, 50, 50, 20]}

    only_week = office.say(ANA, "/progress", "week")
    assert "Demos this week" in only_week
    assert "November" not in only_week
    demos = office.answer_of(ANA, "/progress", "demos")
    assert "Calls" not in demos["text"]
    assert chart_of(demos)["Done"] == [2, 1, 2, 0]
    assert office.say(ANA, "/progress", "quarter") == (
        "You don't have that goal. You have goals on call, demo, by day, week, month."
    )


def test_what_changed_since_the_morning_before(office: Office) -> None:
    office.goal("North", "call", PeriodKind.MONTH, 200)
    office.past(ANA, "call", {f"2026-11-{day:02d}": 9 for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)})
    assert "Since" not in office.say(ANA, "/progress"), "no morning came yet"
    office.play_until(dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC))
    office.say(ANA, "/log", "40 calls")
    office.play_until(dt.datetime(2026, 11, 19, 15, 0, tzinfo=dt.UTC))
    text = office.say(ANA, "/progress")
    assert "Since yesterday morning\n• Calls November: 40 more" in text


def test_why_opens_down_to_the_entries_of_a_day_for_who_may_see_them(office: Office) -> None:
    office.goal("North", "call", PeriodKind.WEEK, 60)
    office.say(ANA, "/log", "2 calls Acme: said *soon* <!channel>")
    office.say(ANA, "/log", "call")
    progress = office.answer_of(ANA, "/progress")
    office.click(ANA, progress, "goal_why:call:week")
    why = office.sees(ANA, ANA)[-1]
    assert why["text"].startswith("Calls this week: 3 of 60")
    (entries,) = office.click(ANA, why, "why_day", f"{ANA}:call:2026-11-17")
    assert entries == (
        "Calls, Tue 17 Nov: 3\n• 15:00 · 2 calls · Acme · “said *\u200bsoon*\u200b !channel”\n• 15:00 · 1 call"
    )
    for action_id, value, chosen in (
        ("goal_why:call:week", f"{ANA}:call:week", False),
        ("why_day", f"{ANA}:call:2026-11-17", True),
        ("progress_more", f"{ANA}:1", False),
    ):
        press(office, BEN, action_id=action_id, value=value, chosen=chosen)
    assert (noted(office, "looked"), noted(office, "refused")) == ([], [BEN] * 3)
    press(office, MANAGER, action_id="why_day", value=f"{ANA}:call:2026-11-17", chosen=True)
    press(office, MANAGER, action_id="goal_why:call:week", value=f"{ANA}:call:week")
    assert noted(office, "looked") == [MANAGER]


def noted(office: Office, action: str) -> list[str]:
    """Who looked at Ana's figures, or was refused to."""
    with office.database.reading() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        assert ana is not None
        rows = notes_about(session, workspace_id=1, subject_id=ana.id, action=action, limit=10)
        names = members_by_id(session, ids={row.actor_id for row in rows if row.actor_id})
        return [names[row.actor_id or 0].slack_user_id for row in rows]


def test_forty_goals_come_in_pages_within_slacks_limits(office: Office) -> None:
    with office.database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        for n in range(40):
            name = f"عرض {n}" if n % 2 else f"<!here> *{n}* {'long' * 6}"
            add_metric(session, metric=Metric(workspace_id=1, key=f"m{n}", singular=name, plural=f"{name}s"))
    for n in range(40):
        office.goal("North", f"m{n}", PeriodKind.WEEK, 10**12 + n)
    message = office.answer_of(ANA, "/progress")
    assert "32 more goals" in message["text"]
    assert "<!here>" not in message["text"]
    office.click(ANA, message, "progress_more")
    second = office.sees(ANA, ANA)[-1]
    assert "24 more goals" in second["text"]
    assert "the last four weeks" not in second["text"]
