"""What is asked of a member, and how they stand, when life is not a full month in one team."""

import datetime as dt
import json

import pytest
from sqlmodel import Session, select

from bot.standings.fits import fit_constants, keep_fits, measure_habits
from bot.standings.standings import GoalFigures, figures_on
from bot.standings.why import explain_figures
from metrics.blend import GRID, SHORT_SET, ConstantSet
from metrics.forecast import forecast
from metrics.leave_policy import LeavePolicy
from metrics.periods import PeriodKind
from storage.activities import add_activities, add_activity_rows
from storage.catalogue import find_metric
from storage.deals import add_deal
from storage.engine import Database
from storage.memberships import join_team
from storage.tables import (
    Activity,
    Deal,
    Fit,
    Goal,
    History,
    LogHabit,
    Member,
    Source,
    TeamRole,
    TimeOff,
    Workspace,
)
from tests.cast import NOON, Cast, assemble

MONDAY_16 = dt.date(2026, 11, 16)
"""November 2026 has 21 working days, ten of them before this morning."""


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    """The usual people."""
    return assemble(sqlite_database)


def set_goal(
    session: Session,
    *,
    metric: str = "call",
    period: PeriodKind = PeriodKind.MONTH,
    target: int,
    team: int | None = None,
    member: int | None = None,
    leave: LeavePolicy = LeavePolicy.KEEP,
) -> None:
    found = find_metric(session, workspace_id=1, key=metric)
    assert found is not None
    session.add(
        Goal(
            workspace_id=1,
            metric_id=found.id,
            team_id=team,
            member_id=member,
            period=period,
            target=target,
            starts=dt.date(2026, 1, 1),
            leave=leave,
            set_at=NOON,
        )
    )
    session.flush()


def log(session: Session, member: int, quantities: dict[dt.date, int], metric: str = "call") -> None:
    found = find_metric(session, workspace_id=1, key=metric)
    assert found is not None
    add_activity_rows(
        session,
        rows=[
            {
                "workspace_id": 1,
                "member_id": member,
                "metric_id": found.id,
                "quantity": quantity,
                "local_date": date,
                "source": Source.IMPORT,
                "external_id": f"{member}-{metric}-{date}",
                "logged_at": NOON,
                "account": "",
                "note": "",
                "outcome": "",
                "batch": "",
                "version": 1,
            }
            for date, quantity in quantities.items()
        ],
    )


def figures(session: Session, member: int, date: dt.date = MONDAY_16, *, with_today: bool = False) -> list[GoalFigures]:
    workspace = session.get(Workspace, 1)
    found = session.get(Member, member)
    assert workspace is not None
    assert found is not None
    return figures_on(session, workspace=workspace, members=[found], date=date, with_today=with_today)


def weekdays(start: dt.date, count: int) -> list[dt.date]:
    days = (start + dt.timedelta(days=n) for n in range(2 * count + 10))
    return [day for day in days if day.weekday() < 5][:count]


def test_a_team_goal_is_prorated_for_who_joined_the_company_in_mid_month(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        ana = session.get(Member, cast.ana)
        workspace = session.get(Workspace, 1)
        assert ana is not None
        assert workspace is not None
        ana.joined_on, workspace.ramp = dt.date(2026, 11, 16), ""
        session.flush()
        (found,) = figures(session, cast.ana)
    assert (found.target, found.worked, found.remaining) == (22, 0.0, 11.0)


def test_a_personal_goal_is_asked_in_full_of_who_joined_in_mid_month(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, member=cast.ana)
        ana = session.get(Member, cast.ana)
        workspace = session.get(Workspace, 1)
        assert ana is not None
        assert workspace is not None
        ana.joined_on, workspace.ramp = dt.date(2026, 11, 16), ""
        session.flush()
        (found,) = figures(session, cast.ana)
    assert found.target == 42


def test_a_new_member_is_asked_nothing_in_the_first_month_and_a_part_later(
    sqlite_database: Database, cast: Cast
) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        ana = session.get(Member, cast.ana)
        assert ana is not None
        ana.joined_on = dt.date(2026, 11, 1)
        session.flush()
        assert figures(session, cast.ana) == []
        ana.joined_on = dt.date(2026, 9, 1)
        session.flush()
        (found,) = figures(session, cast.ana)
    assert found.target == 21


def test_who_changed_teams_in_mid_month_is_asked_for_a_part_of_each_teams_goal(
    sqlite_database: Database, cast: Cast
) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=21, team=cast.north)
        set_goal(session, target=42, team=cast.south)
        join_team(
            session,
            workspace_id=1,
            team_id=cast.south,
            member_id=cast.ana,
            team_role=TeamRole.REP,
            starts=MONDAY_16,
        )
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 11, 2), 10), 1))
        (found,) = figures(session, cast.ana)
    assert found.target == 10 + 22
    assert found.done == 10
    assert found.expected == pytest.approx(10.0)


def test_entries_from_before_the_team_had_the_goal_do_not_count_for_it(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.south)
        join_team(
            session,
            workspace_id=1,
            team_id=cast.south,
            member_id=cast.ana,
            team_role=TeamRole.REP,
            starts=dt.date(2026, 11, 12),
        )
        log(session, cast.ana, {dt.date(2026, 11, 10): 7, dt.date(2026, 11, 13): 3})
        (found,) = figures(session, cast.ana)
    assert (found.target, found.done) == (26, 3)


@pytest.mark.parametrize(
    ("policy", "target"), [(LeavePolicy.KEEP, 42), (LeavePolicy.PRORATE, 32)], ids=["kept", "prorated"]
)
def test_leave_lowers_a_goal_only_where_it_says_so(
    sqlite_database: Database, cast: Cast, policy: LeavePolicy, target: int
) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north, leave=policy)
        session.add(
            TimeOff(
                workspace_id=1,
                member_id=cast.ana,
                starts=dt.date(2026, 11, 23),
                ends=dt.date(2026, 11, 28),
                created_at=NOON,
            )
        )
        session.flush()
        (found,) = figures(session, cast.ana)
    assert (found.target, found.remaining) == (target, 6.0)


def test_a_day_goal_asks_for_the_day_and_stands_as_its_week(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=20, period=PeriodKind.DAY, team=cast.north)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 9, 1), 50), 20))
        log(session, cast.ana, {dt.date(2026, 11, 16): 20, dt.date(2026, 11, 17): 4})
        found = {item.period.kind: item for item in figures(session, cast.ana, dt.date(2026, 11, 18))}
    day, week = found[PeriodKind.DAY], found[PeriodKind.WEEK]
    assert (day.target, day.done, day.ask) == (20, 0, 20)
    assert (week.target, week.done) == (100, 24)
    assert week.expected == pytest.approx(40.0)
    assert week.of_days
    assert not day.of_days


def test_revenue_is_forecast_by_the_deals_that_make_it(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, metric="revenue", target=1_000_000, team=cast.south)
        for date in weekdays(dt.date(2026, 8, 3), 60)[::6]:
            add_deal(
                session,
                deal=Deal(workspace_id=1, member_id=cast.cleo, amount_minor=250_000, won_on=date, created_at=NOON),
            )
            log(session, cast.cleo, {date: 1}, "deal")
            log(session, cast.cleo, {date: 250_000}, "revenue")
        (found,) = figures(session, cast.cleo)
    assert found.done == 0
    assert found.deal_size is not None
    assert (found.deal_size.mean, found.deal_size.variation) == (250_000.0, 0.0)
    # Every deal has one size: revenue is the count model with four deals to win.
    alike = forecast(0, 4, found.worked, found.remaining, found.known.alone())
    assert found.probability == pytest.approx(alike.probability, abs=1e-9)
    assert 0.02 < found.probability < 0.7
    assert found.high % 250_000 == 0


def test_revenue_of_which_only_amounts_are_known_is_forecast_too(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, metric="revenue", target=1_000_000, team=cast.north)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 60)[::6], 250_000), "revenue")
        (found,) = figures(session, cast.ana)
    assert found.deal_size is not None
    assert found.deal_size.mean == 250_000.0
    assert 0.02 < found.probability < 0.7


def test_who_logs_a_day_late_is_not_forecast_lower_for_it(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 60), 2))
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 11, 2), 10), 2))
        (before,) = figures(session, cast.ana, dt.date(2026, 11, 17))
        session.add(
            LogHabit(
                team_id=cast.north,
                workspace_id=1,
                after_one=0.5,
                after_two=1.0,
                after_three=1.0,
                measured_on=MONDAY_16,
            )
        )
        session.flush()
        (after,) = figures(session, cast.ana, dt.date(2026, 11, 17))
    assert after.probability > before.probability
    assert (after.expected, after.ask) == (before.expected, before.ask)


def test_how_late_a_team_logs_is_measured_from_what_it_logged_itself(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        call = find_metric(session, workspace_id=1, key="call")
        assert call is not None
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        same_day = dt.datetime(2026, 11, 10, 16, tzinfo=dt.UTC)
        add_activities(
            session,
            activities=[
                Activity(
                    workspace_id=1,
                    member_id=cast.ana,
                    metric_id=call.id,
                    quantity=quantity,
                    local_date=dt.date(2026, 11, 10),
                    source=Source.SLACK,
                    logged_at=at,
                )
                for quantity, at in ((6, same_day), (3, same_day + dt.timedelta(days=1)), (1, NOON))
            ],
        )
        log(session, cast.ben, {dt.date(2026, 11, 10): 50})
        habits = measure_habits(session, workspace=workspace, now=NOON)
        keep_fits(session, workspace=workspace, fitted=[], habits=habits, now=NOON)
        habit = session.get(LogHabit, cast.north)
    assert habit is not None
    assert (habit.after_one, habit.after_two, habit.after_three) == (0.6, 0.9, 0.9)


def learned(metric_id: int, period: PeriodKind, chosen: int, profiles: str = "{}") -> Fit:
    """A fit that gives nearly all weight to one set of constants."""
    weights = [0.0] * len(GRID)
    weights[chosen] = 1.0
    return Fit(
        workspace_id=1,
        metric_id=metric_id,
        period=period,
        weights=json.dumps(weights),
        profiles=profiles,
        member_periods=120,
        fitted_on=MONDAY_16,
    )


DRIFTING = GRID.index(ConstantSet(0, 1, 2.0, 2, 0.1))


def test_what_was_learned_is_used_on_the_next_morning(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 80), 2))
        (before,) = figures(session, cast.ana)
        call = find_metric(session, workspace_id=1, key="call")
        assert call is not None
        session.add(learned(call.id, PeriodKind.MONTH, DRIFTING))
        session.flush()
        (after,) = figures(session, cast.ana)
    assert len(after.blend) == 2
    assert after.high - after.low > before.high - before.low
    assert after.probability != before.probability


def test_what_was_learned_of_deals_is_used_for_revenue(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, metric="revenue", target=1_000_000, team=cast.south)
        log(session, cast.cleo, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 60)[::6], 250_000), "revenue")
        (before,) = figures(session, cast.cleo)
        deal = find_metric(session, workspace_id=1, key="deal")
        assert deal is not None
        session.add(learned(deal.id, PeriodKind.MONTH, DRIFTING))
        session.flush()
        (after,) = figures(session, cast.cleo)
    assert len(after.blend) == 2
    assert after.probability != before.probability


def test_where_a_teams_month_ends_with_a_surge_a_slow_start_is_no_bad_sign(
    sqlite_database: Database, cast: Cast
) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 65), 2))
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 11, 2), 10), 1))
        (before,) = figures(session, cast.ana)
        call = find_metric(session, workspace_id=1, key="call")
        assert call is not None
        surge = json.dumps({str(cast.north): [0.6] * 8 + [2.6] * 2})
        session.add(learned(call.id, PeriodKind.MONTH, DRIFTING, surge))
        session.flush()
        (after,) = figures(session, cast.ana)
        why = explain_figures(session, after, MONDAY_16, with_today=False).parts
    assert after.probability > before.probability + 0.1
    assert (after.expected, after.worked, after.remaining) == (before.expected, before.worked, before.remaining)
    assert after.past + after.ahead == pytest.approx(21.0)
    assert after.ahead > 13
    assert why.forecast is not None
    assert why.forecast.probability == pytest.approx(after.probability, abs=1e-9)


def test_a_few_closed_periods_teach_a_little(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 3, 2), 180), 2))
        fitted = fit_constants(session, workspace=workspace, now=NOON)
        keep_fits(session, workspace=workspace, fitted=fitted, habits={}, now=NOON)
        stored = session.exec(select(Fit)).all()
    assert {(item.metric.key, item.period) for item in fitted} == {
        ("call", PeriodKind.WEEK),
        ("call", PeriodKind.MONTH),
    }
    for row in stored:
        weights = json.loads(row.weights)
        assert len(weights) == len(GRID)
        assert sum(weights) == pytest.approx(1.0, abs=1e-4)
        assert 0.3 < weights[GRID.index(SHORT_SET)] < 0.7


def test_a_morning_in_mid_month_reads_a_week_and_says_what_the_whole_history_says(
    sqlite_database: Database, cast: Cast
) -> None:
    with sqlite_database.writing() as session:
        workspace, ana = session.get(Workspace, 1), session.get(Member, cast.ana)
        assert workspace is not None
        assert ana is not None
        set_goal(session, target=42, team=cast.north)
        log(session, cast.ana, {date: 1 + at % 4 for at, date in enumerate(weekdays(dt.date(2026, 8, 3), 80))})
        thursday = dt.date(2026, 11, 19)
        (fresh,) = figures_on(session, workspace=workspace, members=[ana], date=thursday)
        for date in weekdays(dt.date(2026, 11, 2), 14):
            (kept,) = figures_on(session, workspace=workspace, members=[ana], date=date, keep_histories=True)
        dates = {row.date for row in session.exec(select(History).where(History.member_id == cast.ana))}
    assert kept.probability == pytest.approx(fresh.probability, abs=1e-12)
    assert dates == {dt.date(2026, 11, 1), dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16)}


def test_the_explanation_gives_the_same_figures_as_the_morning(sqlite_database: Database, cast: Cast) -> None:
    with sqlite_database.writing() as session:
        set_goal(session, target=42, team=cast.north)
        set_goal(session, target=14, metric="demo", period=PeriodKind.WEEK, member=cast.ana)
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 80), 2))
        log(session, cast.ben, dict.fromkeys(weekdays(dt.date(2026, 8, 3), 80), 1))
        log(session, cast.ana, dict.fromkeys(weekdays(dt.date(2026, 10, 1), 32), 1), "demo")
        for item in figures(session, cast.ana, dt.date(2026, 11, 18)):
            parts = explain_figures(session, item, dt.date(2026, 11, 18), with_today=False).parts
            assert parts.forecast is not None
            assert parts.done == item.done
            assert parts.forecast.probability == pytest.approx(item.probability, abs=1e-9)
            assert parts.pace.expected == pytest.approx(item.expected, abs=1e-9)
            assert parts.pace.ask == item.ask
            assert (parts.forecast.low, parts.forecast.high) == (item.low, item.high)
