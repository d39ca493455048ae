"""What a nudge knows besides the goals: the latest day, the lever, and a bad period that is over."""

import datetime as dt

import pytest
from sqlmodel import Session, select

from bot.leave.silence import NotMissing, nothing_to_log, was_off
from bot.nudges.attention import Rhythm, choose_rhythm, days_of, rhythm_of
from bot.nudges.latest_day import latest_days
from bot.nudges.lever import levers_of
from bot.nudges.look_back import look_backs
from bot.nudges.streak import streaks_said
from bot.standings.goal_lines import Lever
from bot.standings.standings import figures_on
from metrics.look_back import PastGoal, slow_team, was_bad
from metrics.periods import PeriodKind
from storage import catalogue, standings
from storage.activities import add_activity_rows
from storage.engine import Database
from storage.people import members_by_id
from storage.tables import Audit, Goal, Member, Source, Standing, TimeOff, Workspace
from tests.cast import NOON, Cast, assemble

FIRST = dt.date(2026, 12, 1)
"""A Tuesday, and the first working day of December."""


def log(session: Session, member: int, metric: str, days: dict[dt.date, int]) -> None:
    found = catalogue.find_metric(session, workspace_id=1, key=metric)
    assert found is not None
    add_activity_rows(
        session,
        rows=[
            {
                "workspace_id": 1,
                "member_id": member,
                "metric_id": found.id,
                "quantity": quantity,
                "local_date": day,
                "source": Source.IMPORT,
                "logged_at": NOON,
                "account": "",
                "note": "",
                "outcome": "",
                "batch": "",
                "version": 1,
            }
            for day, quantity in days.items()
        ],
    )


def weekdays(starts: dt.date, ends: dt.date) -> list[dt.date]:
    days = (starts + dt.timedelta(days=n) for n in range((ends - starts).days))
    return [day for day in days if day.weekday() < 5]


def stand(session: Session, member: int, metric_id: int, *, target: int, usual: float) -> None:
    """The standing of the last morning of November."""
    session.add(
        Standing(
            member_id=member,
            date=dt.date(2026, 11, 30),
            metric_id=metric_id,
            period=PeriodKind.MONTH,
            workspace_id=1,
            goal_id=1,
            period_start=dt.date(2026, 11, 1),
            done=0,
            target=target,
            worked=20,
            remaining=1,
            weight_today=1,
            expected=0,
            baseline=usual,
            rate=usual,
            ask=0,
            status="watch",
        )
    )


@pytest.fixture
def north(database: Database) -> tuple[Database, Cast]:
    """North has a goal of 21 demos a month; two more reps make it a team."""
    cast = assemble(database)
    with database.writing() as session:
        demo = catalogue.find_metric(session, workspace_id=1, key="demo")
        assert demo is not None
        session.add(
            Goal(
                workspace_id=1,
                metric_id=demo.id,
                team_id=cast.north,
                period=PeriodKind.MONTH,
                target=23,
                starts=dt.date(2026, 1, 1),
                set_at=NOON,
            )
        )
    return database, cast


def test_after_a_bad_month_the_figures_the_team_and_one_step_are_known(north: tuple[Database, Cast]) -> None:
    database, cast = north
    november = weekdays(dt.date(2026, 11, 2), dt.date(2026, 12, 1))
    with database.writing() as session:
        demo = catalogue.find_metric(session, workspace_id=1, key="demo")
        assert demo is not None
        for member in (cast.ana, cast.ben):
            stand(session, member, demo.id, target=21, usual=1.0)
        log(session, cast.ana, "demo", dict.fromkeys(november[:9], 1))
        log(session, cast.ben, "demo", dict.fromkeys(november[:20], 1))
    with database.reading() as session:
        workspace = session.get_one(Workspace, 1)
        members = list(members_by_id(session, ids=[cast.ana, cast.ben]).values())
        figures = figures_on(session, workspace=workspace, members=members, date=FIRST, with_today=True)
        found = look_backs(session, workspace=workspace, figures=figures, date=FIRST)
        assert set(found) == {cast.ana}  # Ben missed his by less than a fifth
        told = found[cast.ana]
        assert (told.missed.done, told.missed.target, told.best) == (9, 21, None)
        assert told.team_share is None  # one other rep is no team
        assert told.step_metric is not None
        # Four working days are left of this week; December asks for one demo on each of its 23.
        assert (told.step_metric.key, told.step, told.step_ends) == ("demo", 4, dt.date(2026, 12, 4))
        later = figures_on(session, workspace=workspace, members=members, date=dt.date(2026, 12, 2), with_today=True)
        assert look_backs(session, workspace=workspace, figures=later, date=dt.date(2026, 12, 2)) == {}


@pytest.mark.parametrize(
    ("done", "share"), [((9.0, 9.0), None), ((8.0, 9.0), 0.85), ((1.0,), None), ((20.0, 4.0), None)]
)
def test_a_slow_team_is_one_below_nine_tenths_of_its_usual(done: tuple[float, ...], share: float | None) -> None:
    others = [PastGoal(each, target=30, usual=10) for each in done]
    assert slow_team(others) == (None if share is None else pytest.approx(share))
    assert was_bad(PastGoal(7.9, 10, 10))
    assert not was_bad(PastGoal(8, 10, 10))
    assert not was_bad(PastGoal(0, 0, 10))


def levers(database: Database, cast: Cast) -> dict[tuple[int, str], Lever]:
    with database.reading() as session:
        workspace = session.get_one(Workspace, 1)
        metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=1)}
        by_key = {metric.key: metric_id for metric_id, metric in metrics.items()}
        wanted = {by_key[key]: {cast.ana, cast.ben, cast.cleo} for key in ("demo", "call")}
        found = levers_of(session, workspace=workspace, wanted=wanted, metrics=metrics, date=dt.date(2026, 11, 17))
        return {(member, metrics[metric_id].key): lever for (member, metric_id), lever in found.items()}


def test_the_lever_is_shrunk_to_the_team_and_says_whose_figures_it_is_made_of(north: tuple[Database, Cast]) -> None:
    database, cast = north
    days = weekdays(dt.date(2026, 7, 1), dt.date(2026, 10, 1))
    with database.writing() as session:
        log(session, cast.ana, "demo", dict.fromkeys(days[:40], 1))
        log(session, cast.ana, "deal", dict.fromkeys(days[:10], 1))
        log(session, cast.ben, "demo", dict.fromkeys(days[:4], 1))
        log(session, cast.ben, "deal", dict.fromkeys(days[:3], 1))
        log(session, cast.ana, "call", dict.fromkeys(days, 5))
        log(session, cast.cleo, "demo", dict.fromkeys(days[:19], 1))
        log(session, cast.cleo, "deal", dict.fromkeys(days[:4], 1))
    # Together 13 of 44: nobody has a hundred demos of their own, so it is the team's; Cleo is alone with too few.
    of_team = Lever(3, own=False)
    assert levers(database, cast) == {(cast.ana, "demo"): of_team, (cast.ben, "demo"): of_team}
    with database.writing() as session:
        log(session, cast.cleo, "demo", {days[30]: 1})
        log(session, cast.cleo, "deal", {days[30]: 1})
    assert levers(database, cast)[(cast.cleo, "demo")] == Lever(4, own=False)
    with database.writing() as session:
        log(session, cast.ana, "demo", dict.fromkeys(days[40:60], 4))
        log(session, cast.ana, "deal", dict.fromkeys(days[40:60], 1))
    assert levers(database, cast)[(cast.ana, "demo")].own, "from a hundred of one's own on"


def test_a_personal_best_is_yesterdays_largest_day_in_half_a_year(north: tuple[Database, Cast]) -> None:
    database, cast = north
    days = weekdays(dt.date(2026, 10, 1), dt.date(2026, 11, 16))
    with database.writing() as session:
        for member in (cast.ana, cast.ben):
            log(session, member, "demo", {**dict.fromkeys(days, 1), days[3]: 4})
        log(session, cast.ana, "demo", {dt.date(2026, 11, 16): 5})
        log(session, cast.ben, "demo", {dt.date(2026, 11, 16): 4})
    date = dt.date(2026, 11, 17)
    with database.reading() as session:
        workspace = session.get_one(Workspace, 1)
        members = list(members_by_id(session, ids=[cast.ana, cast.ben]).values())
        figures = figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
        metrics = catalogue.list_metrics(session, workspace_id=1)
        found = latest_days(session, members=members, metrics=metrics, figures=figures, date=date)
        assert [(metric.key, quantity) for metric, quantity in found[cast.ana].totals] == [("demo", 5)]
        assert found[cast.ana].best is not None
        assert found[cast.ben].best is None  # as many as once before
        members[0].celebrate_on = members[1].celebrate_on = False
        found = latest_days(session, members=members, metrics=metrics, figures=figures, date=date)
        assert found[cast.ana].best is None
        session.rollback()


def test_an_answer_about_a_day_that_is_settled_changes_nothing(north: tuple[Database, Cast]) -> None:
    database, cast = north
    monday = dt.date(2026, 11, 16)
    with database.writing() as session:
        workspace, ana = session.get_one(Workspace, 1), session.get_one(Member, cast.ana)
        sunday_and_too_long_ago = [dt.date(2026, 11, 15), dt.date(2026, 9, 1), dt.date(2026, 11, 18)]
        with pytest.raises(NotMissing):
            nothing_to_log(session, workspace=workspace, member=ana, days=sunday_and_too_long_ago, now=NOON)
        assert nothing_to_log(session, workspace=workspace, member=ana, days=[monday], now=NOON) == (monday,)
        with pytest.raises(NotMissing):
            was_off(session, workspace=workspace, member=ana, days=[monday], now=NOON)
        assert session.exec(select(TimeOff)).all() == []
        known = standings.logged_dates(session, member_ids=[cast.ana], starts=monday, ends=dt.date(2026, 11, 17))
        assert known == {cast.ana: {monday}}


def test_how_often_it_comes_follows_the_members_own_week(north: tuple[Database, Cast]) -> None:
    database, cast = north
    with database.writing() as session:
        workspace, ana = session.get_one(Workspace, 1), session.get_one(Member, cast.ana)
        assert rhythm_of(ana, workspace) is Rhythm.DAILY
        assert days_of(Rhythm.TWICE, ana, workspace) == "1001000"
        ana.week_shares, workspace.week_start = "1 1 1 1 0 0 1", 6
        assert days_of(Rhythm.ONCE, ana, workspace) == "0000001"
        chosen = choose_rhythm(session, workspace=workspace, member=ana, rhythm=Rhythm.ONCE, now=NOON)
        assert chosen == (dt.date(2026, 11, 22),)
        assert rhythm_of(ana, workspace) is Rhythm.ONCE
        ana.nudge_days = "0100100"
        assert rhythm_of(ana, workspace) is Rhythm.CHOSEN
        assert choose_rhythm(session, workspace=workspace, member=ana, rhythm=Rhythm.OFF, now=NOON) == ()
        assert rhythm_of(ana, workspace) is Rhythm.OFF
        assert [row.detail for row in session.exec(select(Audit).where(Audit.action == "nudges"))] == ["once", "off"]


MONDAY = dt.date(2026, 11, 16)


def said(database: Database, cast: Cast, date: dt.date) -> dict[int, tuple[str, int]]:
    """The streak of each member's nudge: days or weeks, and how many."""
    with database.reading() as session:
        workspace = session.get_one(Workspace, 1)
        members = list(members_by_id(session, ids=[cast.ana, cast.ben]).values())
        figures = figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
        found = streaks_said(session, workspace=workspace, members=members, figures=figures, date=date)
        return {who: (streak.period.value, streak.length) for who, streak in found.items()}


def goal_of_north(session: Session, cast: Cast, period: PeriodKind, target: int) -> None:
    call = catalogue.find_metric(session, workspace_id=1, key="call")
    assert call is not None
    session.add(
        Goal(
            workspace_id=1,
            metric_id=call.id,
            team_id=cast.north,
            period=period,
            target=target,
            starts=dt.date(2026, 1, 1),
            set_at=NOON,
        )
    )


def test_days_in_a_row_are_said_on_the_third_fifth_and_tenth_morning_only(north: tuple[Database, Cast]) -> None:
    database, cast = north
    days = weekdays(dt.date(2026, 11, 2), dt.date(2026, 11, 21))
    with database.writing() as session:
        goal_of_north(session, cast, PeriodKind.DAY, 5)
        log(session, cast.ana, "call", dict.fromkeys(days, 6))
        # Ben takes a day off in between; it neither extends nor breaks.
        log(session, cast.ben, "call", {day: 5 for day in days if day != days[2]})
        session.add(
            TimeOff(
                workspace_id=1, member_id=cast.ben, starts=days[2], ends=days[2] + dt.timedelta(days=1), created_at=NOON
            )
        )
    heard = {day: said(database, cast, day) for day in days}
    assert {day.day: some[cast.ana] for day, some in heard.items() if cast.ana in some} == {
        5: ("day", 3),
        9: ("day", 5),
        16: ("day", 10),
    }
    assert {day.day: some[cast.ben] for day, some in heard.items() if cast.ben in some} == {
        6: ("day", 3),
        10: ("day", 5),
        17: ("day", 10),
    }


def test_weeks_in_a_row_are_said_on_the_first_morning_after_and_never_of_outcomes_or_the_unwilling(
    north: tuple[Database, Cast],
) -> None:
    database, cast = north
    days = weekdays(dt.date(2026, 10, 26), MONDAY)
    with database.writing() as session:
        goal_of_north(session, cast, PeriodKind.WEEK, 20)
        for member in (cast.ana, cast.ben):
            log(session, member, "call", dict.fromkeys(days, 4))
        ben = session.get_one(Member, cast.ben)
        ben.celebrate_on = False
        session.add(ben)
    assert said(database, cast, MONDAY) == {cast.ana: ("week", 3)}
    assert said(database, cast, MONDAY + dt.timedelta(days=1)) == {}
    # What is missing now to one of the weeks is no streak of three any more; what comes on the day changes nothing.
    with database.writing() as session:
        log(session, cast.ana, "call", {MONDAY: 30})
    assert said(database, cast, MONDAY) == {cast.ana: ("week", 3)}
    with database.writing() as session:
        log(session, cast.ana, "call", {days[6]: -1})
    assert said(database, cast, MONDAY) == {}
