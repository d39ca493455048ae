"""Streaks and the last four weeks of one member, when goals change and life is not a full week."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.standings.recent_weeks import MetricWeeks, recent_weeks
from bot.standings.streaks import GoalStreak, streaks_of
from metrics.periods import PeriodKind
from storage.activities import add_activities
from storage.catalogue import find_metric
from storage.engine import Database
from storage.goals import set_goal
from storage.memberships import join_team
from storage.tables import Activity, Goal, Member, Metric, Source, TeamRole, TimeOff, Workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()
"""Tuesday, 17 November 2026."""
LONG_AGO = dt.date(2026, 1, 1)
OUTCOMES = ("deal", "revenue", "opportunity", "pipeline")
"""What comes of the work, and is not in a rep's hands alone."""


@pytest.fixture
def cast(database: Database) -> Cast:
    """The usual people."""
    return assemble(database)


def metric(session: Session, cast: Cast, key: str) -> Metric:
    found = find_metric(session, workspace_id=cast.workspace, key=key)
    assert found is not None
    return found


def goal(
    session: Session,
    cast: Cast,
    target: int,
    period: PeriodKind = PeriodKind.DAY,
    *,
    starts: dt.date = LONG_AGO,
    key: str = "call",
    member: int | None = None,
    team: int | None = None,
) -> None:
    row = Goal(
        workspace_id=cast.workspace,
        metric_id=metric(session, cast, key).id,
        member_id=member,
        team_id=team if member is None else None,
        period=period,
        target=target,
        starts=starts,
        set_at=NOON,
    )
    set_goal(session, goal=row)


def logged(
    session: Session,
    cast: Cast,
    quantities: dict[int, int],
    *,
    key: str = "call",
    late: int = 0,
    source: Source = Source.SLACK,
    month: int = 11,
) -> None:
    """Entries by the day of the month, logged at noon of that day or so many days later."""
    rows = []
    for day, quantity in quantities.items():
        date = dt.date(2026, month, day)
        at = dt.datetime.combine(date + dt.timedelta(days=late), dt.time(12), ZoneInfo("Europe/London"))
        rows.append(
            Activity(
                workspace_id=cast.workspace,
                member_id=cast.ana,
                metric_id=metric(session, cast, key).id,
                quantity=quantity,
                local_date=date,
                source=source,
                external_id=f"{source}-{key}-{date}" if source is Source.IMPORT else None,
                logged_at=at,
            )
        )
    add_activities(session, activities=rows)


def streaks(session: Session, cast: Cast) -> tuple[GoalStreak, ...]:
    workspace, ana = session.get_one(Workspace, cast.workspace), session.get_one(Member, cast.ana)
    metrics = [metric(session, cast, key) for key in ("call", "demo", *OUTCOMES)]
    return streaks_of(session, workspace=workspace, member=ana, metrics=metrics, today=TODAY)


def weeks(session: Session, cast: Cast, key: str = "call") -> MetricWeeks:
    workspace, ana = session.get_one(Workspace, cast.workspace), session.get_one(Member, cast.ana)
    (found,) = recent_weeks(session, workspace=workspace, member=ana, metrics=[metric(session, cast, key)], today=TODAY)
    return found


def test_a_streak_of_days_passes_weekends_leave_and_an_open_today(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 10, team=cast.north)
        session.add(
            TimeOff(
                workspace_id=cast.workspace,
                member_id=cast.ana,
                starts=dt.date(2026, 11, 11),
                ends=dt.date(2026, 11, 12),
                created_at=NOON,
            )
        )
        logged(session, cast, {6: 9, 9: 10, 10: 12, 12: 10, 13: 10, 16: 10, 17: 3})
        (found,) = streaks(session, cast)
        assert (found.metric.key, found.period, found.streak.length) == ("call", PeriodKind.DAY, 5)
        assert found.streak.ended_by == dt.date(2026, 11, 6)


def test_what_was_typed_too_late_does_not_count_and_what_a_program_knew_does(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 10, team=cast.north)
        logged(session, cast, {12: 10, 13: 10, 16: 10})
        logged(session, cast, {11: 10}, late=4)
        (found,) = streaks(session, cast)
        assert found.streak.length == 3
        logged(session, cast, {10: 10, 11: 10}, late=6, source=Source.IMPORT)
        (found,) = streaks(session, cast)
        assert found.streak.length == 5


def test_each_day_is_held_against_the_goal_of_that_day(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 5, team=cast.north)
        goal(session, cast, 10, starts=dt.date(2026, 11, 13), team=cast.north)
        goal(session, cast, 20, starts=dt.date(2026, 11, 16), member=cast.ana)
        logged(session, cast, {10: 4, 11: 5, 12: 5, 13: 10, 16: 20})
        (found,) = streaks(session, cast)
        assert found.streak.length == 4
        assert found.streak.since == dt.date(2026, 11, 11)


def test_a_single_day_is_no_streak(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 10, team=cast.north)
        logged(session, cast, {16: 10})
        assert streaks(session, cast) == ()


@pytest.mark.parametrize("key", OUTCOMES)
def test_outcomes_make_no_streak(sqlite_database: Database, key: str) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        for each in (key, "call"):
            goal(session, cast, 1, PeriodKind.WEEK, key=each, team=cast.north)
            logged(session, cast, {2: 1, 9: 1, 16: 1}, key=each)
        assert [found.metric.key for found in streaks(session, cast)] == ["call"]


def test_the_plan_of_a_week_is_the_part_of_its_goal_that_was_asked_then(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 210, PeriodKind.MONTH, team=cast.north)
        ana = session.get_one(Member, cast.ana)
        ana.joined_on = None
        logged(session, cast, {2: 30, 9: 40, 16: 8, 17: 4})
        found = weeks(session, cast)
        assert [week.done for week in found.weeks] == [0, 30, 40, 12]
        # November has 21 working days, October 22: 10 a day and 210 / 22 a day. Today counts.
        assert [round(week.plan, 1) for week in found.weeks] == [round(5 * 210 / 22, 1), 50.0, 50.0, 20.0]


def test_nothing_is_planned_for_days_of_leave_or_before_the_team_was_joined(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        goal(session, cast, 8, team=cast.south)
        session.add(
            TimeOff(
                workspace_id=cast.workspace,
                member_id=cast.ana,
                starts=dt.date(2026, 11, 11),
                ends=dt.date(2026, 11, 12),
                created_at=NOON,
            )
        )
        join_team(
            session,
            workspace_id=cast.workspace,
            team_id=cast.south,
            member_id=cast.ana,
            team_role=TeamRole.REP,
            starts=dt.date(2026, 11, 4),
        )
        assert [week.plan for week in weeks(session, cast).weeks] == [0.0, 24.0, 32.0, 16.0]
