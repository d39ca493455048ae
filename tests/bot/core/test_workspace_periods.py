"""One function says a workspace's periods: weeks from Sunday, quarters from April, months of 4, 4 and 5 weeks."""

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.core.permissions import Viewer
from bot.core.work import Work
from bot.core.workspace_periods import period_after, period_before, period_in
from bot.goals.past_periods import past_periods
from bot.leave.calendars import load_calendars
from bot.nudges.recap import plan_recaps
from bot.standings.recent_weeks import recent_weeks
from bot.standings.standings import figures_on
from bot.standings.streaks import streaks_of
from bot.teams.digest import closed_period
from bot.teams.weeks import weeks_of_team
from bot.teams.year import year_of
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.tables import Delivery, Goal, Member, Metric, Role, Source, Team, Workspace
from tests.cast import NOON, Cast, assemble

BOT = Path(__file__).parents[3] / "bot"
SAYS = frozenset({"period_of", "next_period", "previous_period", "periods_between"})
"""What says which period a date is in, and needs to be told when a week and a year begin."""
ONLY = "core/workspace_periods.py"
DAY = dt.timedelta(days=1)
TUESDAY = dt.date(2026, 11, 17)
SUNDAY_TO_THURSDAY = "1 1 1 1 0 0 1"


def asked_of(source: str) -> set[str]:
    """Which of these functions a module uses, however it names the module."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("metrics"):
            found |= SAYS & {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and node.attr in SAYS:
            found.add(node.attr)
    return found


def test_only_one_module_asks_which_period_a_date_is_in() -> None:
    asks = {str(path.relative_to(BOT)): asked_of(path.read_text(encoding="utf-8")) for path in BOT.rglob("*.py")}
    assert {name for name, functions in asks.items() if functions} == {ONLY}


@pytest.mark.parametrize(
    "planted",
    [
        "from metrics.periods import Period, period_of",
        "from metrics.periods import previous_period as before",
        "from metrics import periods\nperiods.next_period(None)",
        "import metrics.periods\nmetrics.periods.periods_between(1, 2, 3)",
    ],
)
def test_a_planted_use_is_found(planted: str) -> None:
    assert asked_of(planted)


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    return assemble(sqlite_database)


@pytest.fixture
def session(sqlite_database: Database, cast: Cast) -> Iterator[Session]:
    with sqlite_database.writing() as opened:
        yield opened


def reckon(session: Session, *, week_start: int = 0, fiscal_month: int = 1) -> Workspace:
    workspace = session.get_one(Workspace, 1)
    workspace.week_start, workspace.fiscal_year_start_month = week_start, fiscal_month
    return workspace


def calls(session: Session) -> Metric:
    found = find_metric(session, workspace_id=1, key="call")
    assert found is not None
    return found


def log(session: Session, member: int, quantities: dict[dt.date, int]) -> None:
    usual = {"account": "", "note": "", "outcome": "", "batch": "", "version": 1, "logged_at": NOON}
    rows = [
        {
            **usual,
            "workspace_id": 1,
            "member_id": member,
            "metric_id": calls(session).id,
            "quantity": quantity,
            "local_date": date,
            "source": Source.IMPORT,
            "external_id": f"{member}-{date}",
        }
        for date, quantity in quantities.items()
    ]
    add_activity_rows(session, rows=rows)


def goal(session: Session, team: int, kind: PeriodKind, target: int, dates: Period | None = None) -> None:
    own = {"period_starts": dates.start, "period_ends": dates.end, "ends": dates.end} if dates is not None else {}
    starts = dates.start if dates is not None else dt.date(2026, 1, 1)
    row = Goal(
        workspace_id=1, metric_id=calls(session).id, team_id=team, period=kind, target=target, starts=starts,
        set_at=NOON, **own,
    )  # fmt: skip
    session.add(row)
    session.flush()


def worked(first: dt.date, last: dt.date, week: str) -> list[dt.date]:
    days = [first + n * DAY for n in range((last - first).days)]
    return [day for day in days if float(week.split()[day.weekday()])]


@pytest.mark.parametrize("shift", [0, 1])
def test_a_team_that_works_from_sunday_is_told_what_one_from_monday_is(
    session: Session, cast: Cast, shift: int
) -> None:
    """All that happens happens a day earlier, and the week begins a day earlier: so all figures are the same."""
    back = shift * DAY
    workspace = reckon(session, week_start=6 if shift else 0)
    ana = session.get_one(Member, cast.ana)
    ana.week_shares = SUNDAY_TO_THURSDAY if shift else "1 1 1 1 1 0 0"
    session.get_one(Member, cast.ben).week_shares = ana.week_shares
    days = worked(dt.date(2026, 8, 3) - back, TUESDAY - back, ana.week_shares)
    log(session, cast.ana, {day: (3, 4, 5, 6, 12)[at % 5] for at, day in enumerate(days)})
    goal(session, cast.north, PeriodKind.WEEK, 30)
    today = TUESDAY - back
    (stands,) = figures_on(session, workspace=workspace, members=[ana], date=today)
    assert (stands.period.start, stands.done, stands.worked) == (dt.date(2026, 11, 16) - back, 3, 1.0)
    assert stands.probability == pytest.approx(0.2747, abs=5e-4)
    (weeks,) = recent_weeks(session, workspace=workspace, member=ana, metrics=[calls(session)], today=today)
    assert [(week.period.start + back, week.done, week.plan) for week in weeks.weeks] == [
        (dt.date(2026, 10, 26), 30, 30.0),
        (dt.date(2026, 11, 2), 30, 30.0),
        (dt.date(2026, 11, 9), 30, 30.0),
        (dt.date(2026, 11, 16), 3, 12.0),
    ]
    team = weeks_of_team(session, workspace=workspace, members=[ana], metric=calls(session), today=today)
    assert [total for _, total in team.weeks] == [30] * 7 + [3]
    (streak,) = streaks_of(session, workspace=workspace, member=ana, metrics=[calls(session)], today=today)
    assert streak.streak.length == 15
    calendars = load_calendars(
        session, workspace=workspace, members=[ana], starts=today - 40 * DAY, ends=today + 40 * DAY
    )
    last_week = closed_period(workspace, calendars[ana.id], dt.date(2026, 11, 16) - back)
    assert last_week == Period(dt.date(2026, 11, 9) - back, dt.date(2026, 11, 16) - back, PeriodKind.WEEK)
    assert closed_period(workspace, calendars[ana.id], today) is None
    past = past_periods(
        Work(session, workspace, NOON),
        metric_id=calls(session).id,
        kind=PeriodKind.WEEK,
        calendars=calendars,
        before=today,
        most=3,
    )
    assert [(each.total, each.a_day) for each in past[ana.id]] == [(30, 6.0)] * 3


@pytest.mark.parametrize(("week_start", "last"), [(0, dt.date(2026, 11, 20)), (6, dt.date(2026, 11, 20))])
def test_the_recap_comes_on_the_last_day_that_is_worked_of_the_workspaces_week(
    session: Session, cast: Cast, week_start: int, last: dt.date
) -> None:
    workspace = reckon(session, week_start=week_start)
    workspace.live = True
    goal(session, cast.north, PeriodKind.WEEK, 30)
    # Of a week that begins on Sunday a Sunday that is worked is no end.
    session.get_one(Member, cast.ben).week_shares = SUNDAY_TO_THURSDAY
    session.flush()
    for number in range(8):
        now = dt.datetime.combine(last - 4 * DAY + number * DAY, dt.time(16, 30), tzinfo=dt.UTC)
        while plan_recaps(session, workspace=workspace, now=now):
            pass
    rows = {(row.member_id, row.local_date) for row in session.exec(select(Delivery).where(Delivery.kind == "recap"))}
    assert (cast.ana, last) in rows
    assert (cast.ben, dt.date(2026, 11, 19) if week_start == 6 else dt.date(2026, 11, 22)) in rows


APRIL = Period(dt.date(2026, 4, 1), dt.date(2027, 4, 1), PeriodKind.YEAR)


def test_a_year_from_april_is_reviewed_in_april_and_its_quarters_in_july_october_and_january(
    session: Session, cast: Cast
) -> None:
    workspace = reckon(session, fiscal_month=4)
    everyday = MemberCalendar(week=(1.0,) * 7)
    firsts = {
        date: found.kind
        for month in range(1, 13)
        if (found := closed_period(workspace, everyday, date := dt.date(2027, month, 1))) is not None
    }
    assert [date.month for date, kind in firsts.items() if kind is PeriodKind.YEAR] == [4]
    assert [date.month for date, kind in firsts.items() if kind is PeriodKind.QUARTER] == [1, 7, 10]
    assert closed_period(workspace, everyday, dt.date(2027, 4, 1)) == APRIL
    admin = Viewer(cast.admin, Role.ADMIN)
    north = session.get_one(Team, cast.north)
    for now, starts in ((dt.datetime(2026, 4, 20, 12, tzinfo=dt.UTC), 2025), (NOON, 2026)):
        year = year_of(session, workspace=workspace, viewer=admin, team=north, member=None, now=now).period
        assert year.start == dt.date(starts, 4, 1)
    assert period_before(workspace, APRIL).start == dt.date(2025, 4, 1)
    assert period_after(workspace, period_in(workspace, PeriodKind.QUARTER, TUESDAY)).start == dt.date(2027, 1, 1)


def test_months_of_four_four_and_five_weeks_have_their_plan_in_the_weeks_shown(session: Session, cast: Cast) -> None:
    workspace = reckon(session)
    ana = session.get_one(Member, cast.ana)
    goal(session, cast.north, PeriodKind.CUSTOM, 200, Period(dt.date(2026, 10, 12), dt.date(2026, 11, 9)))
    goal(session, cast.north, PeriodKind.CUSTOM, 400, Period(dt.date(2026, 11, 9), dt.date(2026, 12, 7)))
    (weeks,) = recent_weeks(session, workspace=workspace, member=ana, metrics=[calls(session)], today=TUESDAY)
    assert [week.plan for week in weeks.weeks] == [50.0, 50.0, 100.0, 40.0]
