"""From a revenue goal back to activities, adopted with one click."""

import datetime as dt
import re
from typing import Any

import pytest

from bot.goals.team_breakdown import share_out
from metrics.periods import PeriodKind
from storage.catalogue import list_metrics
from storage.deals import add_deal
from storage.goals import goals_on
from storage.people import find_member
from storage.tables import Deal
from tests.bot.modal_steps import fill_in, open_with, press, top_view, words_of
from tests.office import ANA, BEN, MANAGER, STRANGER_MANAGER, TUESDAY, Office

DAYS = [day for n in range(10, 130) if (day := dt.date(2026, 11, 17) - dt.timedelta(days=n)).weekday() < 5]


@pytest.fixture
def selling(office: Office) -> Office:
    """Ana: ten calls each day, a demo each second, a deal of $5,000 each eighth."""
    office.past(ANA, "call", {day.isoformat(): 10 for day in DAYS})
    office.past(ANA, "demo", {day.isoformat(): 1 for day in DAYS[::2]})
    office.past(ANA, "deal", {day.isoformat(): 1 for day in DAYS[::8]})
    with office.database.writing() as session:
        ana = find_member(session, workspace_id=1, slack_user_id=ANA)
        assert ana is not None
        for day in DAYS[::8]:
            add_deal(
                session,
                deal=Deal(
                    workspace_id=1,
                    member_id=ana.id,
                    account="",
                    amount_minor=5000_00,
                    stage="won",
                    opened_on=day,
                    stage_since=day,
                    touched_on=day,
                    won_on=day,
                    created_at=TUESDAY,
                ),
            )
    return office


def test_a_revenue_goal_is_broken_down_and_its_activities_are_adopted(selling: Office) -> None:
    office = selling
    open_with(office, MANAGER, "/goal")
    assert fill_in(office, MANAGER, person=ANA, metric="revenue", target="20k", period="quarter") == {}
    fill_in(office, MANAGER)
    way = press(office, MANAGER, "goal_plan")
    said = words_of(way)
    assert "*Ana Quill: $20,000 revenue a quarter*" in said
    assert "That's 4 deals of about $5,000." in said
    assert "• Calls: *" in said
    assert "• Demos: *" in said
    assert "lead on" in said
    assert fill_in(office, MANAGER, chance="even") == {}
    adopted = words_of(top_view(office, MANAGER))
    assert "calls a week" in adopted
    assert "demos a week" in adopted
    with office.database.reading() as session:
        reasons = {goal.reason for goal in goals_on(session, workspace_id=1, date=dt.date(2026, 11, 18))}
    assert reasons == {"", "Plan for $20,000 revenue a quarter"}
    office.sandbox.post("close", user=MANAGER, view_id=top_view(office, MANAGER)["id"])
    office.sandbox.post("command", user=MANAGER, command="/goal", text=f"plan <@{ANA}>")
    assert "$20,000 revenue a quarter" in words_of(top_view(office, MANAGER))


def test_the_way_is_shown_to_those_only_who_set_goals_and_says_what_is_missing(office: Office) -> None:
    assert office.say(MANAGER, "/goal", f"plan <@{ANA}>") == (
        "Ana Quill has no goal on revenue, deals, pipeline or opportunities to plan for. Set one first."
    )
    assert office.say(STRANGER_MANAGER, "/goal", f"plan <@{ANA}>").startswith("You can't set goals for")
    assert office.say(BEN, "/goal", f"plan <@{BEN}>").startswith("You can't set goals for")
    assert office.say(MANAGER, "/goal", "plan everybody").startswith("No sales role is called")
    office.say(MANAGER, "/goal", f"<@{ANA}> revenue 60k a month")
    office.sandbox.post("command", user=MANAGER, command="/goal", text=f"plan <@{ANA}>")
    assert "No won deals yet" in words_of(top_view(office, MANAGER))


def test_a_goal_of_deals_is_planned_without_a_size(selling: Office) -> None:
    office = selling
    office.say(MANAGER, "/goal", f"<@{ANA}> deals 6 a quarter")
    office.sandbox.post("command", user=MANAGER, command="/goal", text=f"plan <@{ANA}>")
    said = words_of(top_view(office, MANAGER))
    assert "*Ana Quill: 6 deals a quarter*" in said
    assert "of about" not in said
    assert "• Calls: *" in said
    assert "a week is " in said


@pytest.fixture
def both_selling(selling: Office) -> Office:
    """And Ben: ten calls each day, a demo each third, a deal each twelfth."""
    selling.past(BEN, "call", {day.isoformat(): 10 for day in DAYS})
    selling.past(BEN, "demo", {day.isoformat(): 1 for day in DAYS[::3]})
    selling.past(BEN, "deal", {day.isoformat(): 1 for day in DAYS[::12]})
    return selling


def plan_for_each(office: Office, target: str) -> dict[str, Any]:
    """The plan of a goal of deals a quarter that the manager sets for each rep of the team."""
    open_with(office, MANAGER, "/goal")
    assert fill_in(office, MANAGER, metric="deal", target=target, period="quarter") == {}
    fill_in(office, MANAGER)
    return press(office, MANAGER, "goal_plan")


def goals_of(office: Office, slack_user_id: str) -> dict[tuple[str, str], int]:
    """The member's own goals today: the target by metric and period."""
    with office.database.reading() as session:
        member = find_member(session, workspace_id=1, slack_user_id=slack_user_id)
        assert member is not None
        keys = {metric.id: metric.key for metric in list_metrics(session, workspace_id=1)}
        held = goals_on(session, workspace_id=1, date=dt.date(2026, 11, 18))
        return {(keys[g.metric_id], g.period.value): g.target for g in held if g.member_id == member.id}


def test_a_teams_goal_is_shared_out_by_what_each_can_do_and_adopted_with_the_activities_of_a_week(
    both_selling: Office,
) -> None:
    office = both_selling
    said = words_of(plan_for_each(office, "5"))
    assert "*North: 10 deals a quarter together*" in said
    shares = [int(share) for share in re.findall(r":\* (\d+) deals?, ", said)]
    assert sum(shares) == 10
    assert shares[0] > shares[1]
    weeks = re.findall(r"A week: (\d+) calls?, (\d+) demos?", said)
    assert len(weeks) == 2
    assert fill_in(office, MANAGER, chance="even") == {}
    adopted = words_of(top_view(office, MANAGER))
    assert f"Ana Quill: {shares[0]} deals a quarter" in adopted
    for name, who, share, (calls, demos) in zip(("Ana Quill", "Ben Sparrow"), (ANA, BEN), shares, weeks, strict=True):
        assert f"{name}: {calls} calls a week" in adopted
        assert goals_of(office, who) == {
            ("deal", "quarter"): share,
            ("call", "week"): int(calls),
            ("demo", "week"): int(demos),
        }


def test_a_plan_that_asks_for_the_next_to_impossible_has_nothing_to_adopt(selling: Office) -> None:
    office = selling
    office.past(BEN, "call", {day.isoformat(): 5 for day in DAYS})
    office.past(BEN, "deal", {day.isoformat(): 1 for day in DAYS[::16]})
    open_with(office, MANAGER, "/goal")
    assert fill_in(office, MANAGER, metric="deal", target="40", period="quarter") == {}
    fill_in(office, MANAGER)
    view = press(office, MANAGER, "goal_plan")
    assert "This plan isn't realistic for" in words_of(view)
    assert not view.get("submit")


def test_a_safe_chance_is_offered_only_where_what_it_asks_of_a_week_is_realistic(selling: Office) -> None:
    office = selling
    office.say(MANAGER, "/goal", f"<@{ANA}> deals 7 a quarter")
    office.sandbox.post("command", user=MANAGER, command="/goal", text=f"plan <@{ANA}>")
    said = words_of(top_view(office, MANAGER))
    assert "A week: " in said
    assert "Enough for a 50% chance" in said
    assert "To be safe" not in said
    assert "Enough for an 80% chance" not in said
    assert fill_in(office, MANAGER, chance="even") == {}
    assert "calls a week" in words_of(top_view(office, MANAGER))


def test_a_rep_whose_open_work_is_enough_is_not_said_to_be_unknown(both_selling: Office) -> None:
    said = words_of(plan_for_each(both_selling, "2"))
    assert "What's under way should be enough." in said
    assert "Not enough data" not in said


@pytest.mark.parametrize(
    ("total", "capacities", "shares"),
    [
        (10, [2, 1, 1], [5, 3, 2]),
        (7, [0, 0], [4, 3]),
        (9, [1, 0], [9, 0]),
        (120_000_00, [1, 1, 1], [40_000_00, 40_000_00, 40_000_00]),
        (100_000_00, [1, 2], [33_000_00, 67_000_00]),
    ],
)
def test_shares_are_round_and_add_up(total: int, capacities: list[float], shares: list[int]) -> None:
    assert share_out(total, capacities) == shares
    assert sum(shares) == total


def test_the_teams_meeting_pack_has_the_activities_that_lead_to_its_goal(selling: Office) -> None:
    selling.goal("North", "revenue", PeriodKind.QUARTER, 2_000_000)
    said = selling.say(MANAGER, "/coach", "pack")
    assert "Revenue: $20K a quarter each.\nNo reason is written down yet" in said
    assert "calls a week, all together" in said
    assert "That gives you 50/50 odds for the goal on revenue, going by past deals." in said
