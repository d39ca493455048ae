"""Stored deals and leads become figures: conversion by stage, lead response and quality, and the plan for a goal."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.pipeline.conversion import breakdown_of, conversion_of, team_conversion
from bot.pipeline.funnel import touched_accounts, walk
from bot.pipeline.stages import ensure_stages
from metrics.breakdown import Planned
from metrics.conversion import Entrant
from metrics.periods import PeriodKind, period_of
from metrics.weakest_stage import Reason
from storage.activities import add_activities
from storage.catalogue import find_metric
from storage.deals import add_change, add_deal
from storage.engine import Database
from storage.leads import add_lead
from storage.tables import Activity, Deal, Lead, Member, Source, StageChange, Team, Workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()
ORDER = {"prospecting": 0, "qualifying": 1, "quoting": 2, "closing": 3}


@pytest.fixture
def cast(database: Database) -> Cast:
    made = assemble(database)
    with database.writing() as session:
        workspace = session.get(Workspace, made.workspace)
        assert workspace is not None
        ensure_stages(session, workspace=workspace)
    return made


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def store_deal(
    session: Session, cast: Cast, member: int, moves: list[tuple[str, int]], *, account: str = "", amount: int = 1000_00
) -> Deal:
    """A deal that moved to these stages so many days ago."""
    last, when = moves[-1]
    deal = add_deal(
        session,
        deal=Deal(
            workspace_id=cast.workspace,
            member_id=member,
            account=account,
            amount_minor=amount,
            stage=last,
            opened_on=days_ago(moves[0][1]),
            stage_since=days_ago(when),
            touched_on=days_ago(when),
            won_on=days_ago(when) if last == "won" else None,
            lost_on=days_ago(when) if last == "lost" else None,
            created_at=NOON,
        ),
    )
    before = ""
    for stage, ago in moves:
        add_change(
            session,
            change=StageChange(
                workspace_id=cast.workspace,
                deal_id=deal.id,
                before=before,
                after=stage,
                moved_on=days_ago(ago),
                at=NOON,
            ),
        )
        before = stage
    return deal


def change(after: str, day: int) -> StageChange:
    return StageChange(workspace_id=1, deal_id=1, after=after, moved_on=dt.date(2026, 3, day), at=NOON)


@pytest.mark.parametrize(
    ("stage", "moves", "expected"),
    [
        ("quoting", ["prospecting", "quoting"], {"prospecting": (1, 2), "quoting": (2, None)}),
        ("won", ["prospecting", "won"], {"prospecting": (1, 2)}),
        ("lost", ["prospecting", "won", "lost"], {"prospecting": (1, None)}),
        ("quoting", ["quoting", "won", "quoting"], {"quoting": (1, None)}),
        (
            "qualifying",
            ["qualifying", "quoting", "qualifying"],
            {"qualifying": (1, 2), "quoting": (2, None)},
        ),
        ("won", ["won"], {}),
        ("lost", ["prospecting", "lost"], {"prospecting": (1, None)}),
    ],
)
def test_a_deals_walk_says_when_it_entered_and_left_each_stage(
    stage: str, moves: list[str], expected: dict[str, tuple[int, int | None]]
) -> None:
    changes = [change(after, day) for day, after in enumerate(moves, start=1)]
    found = walk(Deal(workspace_id=1, member_id=1, stage=stage, created_at=NOON), changes, ORDER)
    march = dt.date(2026, 3, 1).replace
    assert found == {
        key: Entrant(march(day=entered), march(day=left) if left else None) for key, (entered, left) in expected.items()
    }


def figures_of(database: Database, cast: Cast, member_id: int):  # type: ignore[no-untyped-def]
    with database.reading() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, member_id)
        assert workspace is not None
        assert member is not None
        return conversion_of(session, workspace=workspace, member=member, now=NOON)


def test_without_any_deal_or_lead_there_is_nothing_to_show(database: Database, cast: Cast) -> None:
    found = figures_of(database, cast, cast.ana)
    assert not found.known
    assert [rate.stage.key for rate in found.stages] == list(ORDER)
    assert {rate.rate for rate in found.stages} == {None}
    assert found.led_to_deals == ()


def test_a_stage_that_clearly_loses_more_than_the_teams_is_named_to_the_member_and_the_managers(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        for number in range(30):
            left = ("qualifying", 90) if number % 10 == 0 else ("lost", 90)
            store_deal(session, cast, cast.ana, [("prospecting", 100), left])
            mate = ("qualifying", 90) if number % 10 else ("lost", 90)
            store_deal(session, cast, cast.ben, [("prospecting", 100), mate])
    found = figures_of(database, cast, cast.ana)
    first = found.stages[0]
    assert (first.count.entrants, first.count.advanced) == (30, 3)
    assert first.team_rate == 0.5
    assert first.rate is not None
    assert 0.1 < first.rate < first.team_rate
    assert [(weak.stage.key, weak.judgement.reason) for weak in found.weak] == [("prospecting", Reason.CLEARLY_WEAKER)]
    assert figures_of(database, cast, cast.ben).weak == ()
    with database.reading() as session:
        workspace, team = session.get(Workspace, cast.workspace), session.get(Team, cast.north)
        assert workspace is not None
        assert team is not None
        of_team = team_conversion(session, workspace=workspace, team=team, now=NOON)
    assert [(weak.member_id, weak.stage.key) for weak in of_team.weak] == [(cast.ana, "prospecting")]
    assert of_team.stages[0].rate == 0.5
    assert of_team.stages[1].open_now == 30


def test_deals_that_are_too_young_are_no_failures(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        for _ in range(10):
            store_deal(session, cast, cast.ana, [("prospecting", 60), ("qualifying", 40)])
            store_deal(session, cast, cast.ana, [("prospecting", 5)])
    first = figures_of(database, cast, cast.ana).stages[0]
    assert (first.count.entrants, first.count.advanced, first.count.too_young) == (10, 10, 10)
    assert (first.usual_days, first.open_now) == (20, 10)


def test_leads_are_measured_in_business_minutes_and_their_sources_by_the_deals_that_came_of_them(
    database: Database, cast: Cast
) -> None:
    monday = dt.datetime(2026, 9, 14, 10, 0, tzinfo=dt.UTC)
    with database.writing() as session:
        for number in range(25):
            deal = store_deal(session, cast, cast.ana, [("prospecting", 60), ("won", 30)]) if number < 10 else None
            add_lead(
                session,
                lead=Lead(
                    workspace_id=cast.workspace,
                    member_id=cast.ana,
                    account=f"Account {number}",
                    source="website",
                    created_at=monday,
                    answered_at=monday + dt.timedelta(minutes=30) if number < 20 else None,
                    deal_id=deal.id if deal is not None else None,
                ),
            )
    found = figures_of(database, cast, cast.ana)
    assert (found.response.leads, found.response.answered) == (25, 20)
    assert found.response.business.median == 30.0
    (source,) = found.sources.sources
    assert source.source == "website"
    assert source.won == pytest.approx(0.4)
    assert source.revenue == pytest.approx(400_00.0)


def test_an_activity_on_the_accounts_that_were_won_is_said_to_have_led_to_deals(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        demo = find_metric(session, workspace_id=cast.workspace, key="demo")
        assert demo is not None
        for number in range(30):
            shown = number < 15
            ends = "won" if shown == (number % 5 != 0) else "lost"
            store_deal(session, cast, cast.ana, [("prospecting", 60), (ends, 20)], account=f"Café {number}")
            if shown:
                entry = Activity(
                    workspace_id=cast.workspace,
                    member_id=cast.ana,
                    metric_id=demo.id,
                    quantity=1,
                    local_date=days_ago(30),
                    account=f"CAFE  {number}",
                    source=Source.SLACK,
                    logged_at=NOON,
                )
                add_activities(session, activities=[entry])
    (effect,) = figures_of(database, cast, cast.ana).led_to_deals
    assert effect.metric.key == "demo"
    assert (effect.with_it.advanced, effect.with_it.entrants) == (12, 15)
    assert (effect.without_it.advanced, effect.without_it.entrants) == (3, 15)
    assert effect.certainty > 0.95


def test_only_what_was_logged_within_the_window_counts_as_a_touch_of_an_account(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        demo = find_metric(session, workspace_id=cast.workspace, key="demo")
        assert demo is not None
        logged = [("Before", 31), ("Before and within", 31), ("Before and within", 20), ("First day", 30), ("Last", 10)]
        add_activities(
            session,
            activities=[
                Activity(
                    workspace_id=cast.workspace,
                    member_id=cast.ana,
                    metric_id=demo.id,
                    quantity=1,
                    local_date=days_ago(ago),
                    account=account,
                    source=Source.SLACK,
                    logged_at=NOON,
                )
                for account, ago in [*logged, ("Day after", 9)]
            ],
        )
        touched = touched_accounts(
            session, metrics=[demo], member_ids=[cast.ana], starts=days_ago(30), ends=days_ago(9)
        )
    assert touched == {
        "before and within": {"demo": days_ago(20)},
        "first day": {"demo": days_ago(30)},
        "last": {"demo": days_ago(10)},
    }


def test_a_revenue_goal_becomes_deals_and_activities_a_day(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        metrics = {key: find_metric(session, workspace_id=cast.workspace, key=key) for key in ("call", "demo", "deal")}
        for ago in range(10, 130):
            for key, every, quantity in (("call", 1, 10), ("demo", 2, 1), ("deal", 8, 1)):
                metric = metrics[key]
                assert metric is not None
                if ago % every == 0:
                    entry = Activity(
                        workspace_id=cast.workspace,
                        member_id=cast.ana,
                        metric_id=metric.id,
                        quantity=quantity,
                        local_date=days_ago(ago),
                        source=Source.SLACK,
                        logged_at=NOON,
                    )
                    add_activities(session, activities=[entry])
            if ago % 8 == 0:
                store_deal(session, cast, cast.ana, [("closing", ago + 5), ("won", ago)], amount=5000_00)
    with database.reading() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        assert member is not None
        plan = breakdown_of(
            session,
            workspace=workspace,
            member=member,
            target=20_000_00,
            period=period_of(PeriodKind.QUARTER, TODAY),
            now=NOON,
        )
    assert plan.size is not None
    assert plan.size.mean == pytest.approx(5000_00)
    assert plan.activities is not None
    assert (plan.activities.deals, [step.metric for step in plan.activities.steps]) == (4, ["call", "demo"])
    demo = plan.activities.steps[1]
    assert demo.planned is Planned.THIS_PERIOD
    assert demo.low is not None
    assert demo.high is not None
    assert 12 <= demo.low <= 18 <= demo.high
    assert plan.stages is not None
    assert [step.metric for step in plan.stages.steps] == ["closing"]


def test_before_the_first_deal_there_is_no_plan(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        assert member is not None
        plan = breakdown_of(
            session,
            workspace=workspace,
            member=member,
            target=20_000_00,
            period=period_of(PeriodKind.MONTH, TODAY),
            now=NOON,
        )
    assert (plan.need, plan.size, plan.activities, plan.stages) == (20_000_00, None, None, None)
