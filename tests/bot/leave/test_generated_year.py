"""A year of people in every time zone of the world, with the holidays of forty countries, six working weeks and every
start of a fiscal year: when messages come and what goals ask, beside a slow reference that shares no code with Pacer.

The reference walks from date to date: zones by tzdata's own table, holidays by the library that has them, weeks by
counting, periods by looking for the date on which one begins.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import holidays
import pytest
from sqlmodel import Session, col, select

from bot.core.due import instant_of
from bot.core.places import country_of_zone
from bot.core.presets import ensure_presets
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.nudges.morning import take_due_mornings
from bot.targets.inheriting import HeldGoal, TargetSpan
from bot.targets.shares import ShareOnMorning, share_of
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.goals import Owner
from storage.tables import (
    DayOff,
    Delivery,
    Goal,
    Member,
    Membership,
    Metric,
    Standing,
    Team,
    TeamDayOff,
    TeamRole,
    WorkedHoliday,
    Workspace,
)
from tests.databases import fresh_sqlite

DAY = dt.timedelta(days=1)
FIRST, END = dt.date(2026, 7, 1), dt.date(2027, 7, 1)
DATES = [FIRST + n * DAY for n in range((END - FIRST).days)]
NOW = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
USUAL = dt.time(8, 30)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
# fmt: off
FORTY = (
    "AE", "AR", "AU", "BD", "BR", "CA", "CH", "CN", "DE", "DK", "EG", "ES", "FR", "GB", "HK", "ID", "IE", "IL", "IN",
    "IT", "JP", "KE", "KR", "KW", "MA", "MX", "MY", "NG", "NL", "NZ", "PH", "PL", "QA", "SA", "SE", "SG", "TH", "TR",
    "US", "ZA",
)
# fmt: on
WEEKS = (
    "1 1 1 1 1 0 0",
    "1 1 1 1 0 0 1",
    "1 1 1 1 1 1 0",
    "0 1 1 1 1 1 0",
    "1 1 0.5 1 0 0 0",
    "1 1 1 0 0 1 1",
)
FOUNDERS, SHUTDOWN, TEAM_DAY = dt.date(2026, 9, 15), dt.date(2026, 12, 24), dt.date(2027, 3, 9)
WORKED = ("US", dt.date(2026, 11, 26))
"""Thanksgiving is worked here."""
KINDS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Somebody in each zone; every third of them is a rep of a team with a day of its own."""
    database = fresh_sqlite(tmp_path_factory.mktemp("world") / "pacer.sqlite")
    with database.writing() as session:
        session.add(Workspace(slack_team_id="T0WORLD", country="GB", created_at=NOW - 900 * DAY))
        session.flush()
        session.add(Team(workspace_id=1, name="North"))
        session.add_all(
            Member(workspace_id=1, slack_user_id=f"U{n}", name=zone, timezone=zone) for n, zone in enumerate(ZONES)
        )
        session.flush()
        session.add_all(
            Membership(workspace_id=1, team_id=1, member_id=n, team_role=TeamRole.REP, starts=dt.date(2020, 1, 1))
            for n in range(1, len(ZONES) + 1, 3)
        )
        session.add(DayOff(workspace_id=1, date=FOUNDERS, name="Founders' day"))
        session.add(DayOff(workspace_id=1, date=SHUTDOWN, name="Early close", portion=0.5))
        session.add(TeamDayOff(workspace_id=1, team_id=1, date=TEAM_DAY, name="Offsite", portion=1.0))
        session.add(WorkedHoliday(workspace_id=1, country=WORKED[0], date=WORKED[1]))
    yield database
    database.dispose()


@functools.cache
def table_of_zones() -> dict[str, str]:
    """tzdata's zone.tab: of each zone by its present name the one country that it is of."""
    file = next(file for folder in TZPATH if (file := Path(folder) / "zone.tab").is_file())
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


@functools.cache
def holidays_of(country: str) -> frozenset[dt.date]:
    found: set[dt.date] = set()
    for year in range(2024, 2029):
        try:
            found |= set(holidays.country_holidays(country, years=year, expand=False))
        except NotImplementedError:
            return frozenset()
    return frozenset(found)


@dataclass(frozen=True)
class Plain:
    """One person as the reference sees them."""

    zone: str
    chosen: str
    week: str
    in_team: bool

    def weight(self, date: dt.date) -> float:
        """How much of the date they work."""
        share = float(self.week.split()[date.weekday()])
        country = self.chosen or table_of_zones().get(self.zone) or country_of_zone(self.zone) or "GB"
        public = date in holidays_of(country) if country != "none" else False
        if public and (country, date) == WORKED:
            public = False
        if public or date == FOUNDERS or (self.in_team and date == TEAM_DAY):
            return 0.0
        return share * (0.5 if date == SHUTDOWN else 1.0)


def begins(kind: PeriodKind, date: dt.date, *, week_start: int, first_month: int) -> bool:
    """Whether a period of the kind begins on this very date."""
    match kind:
        case PeriodKind.WEEK:
            return date.weekday() == week_start
        case PeriodKind.MONTH:
            return date.day == 1
        case PeriodKind.QUARTER:
            return date.day == 1 and date.month in [(first_month - 1 + n) % 12 + 1 for n in (0, 3, 6, 9)]
        case _:
            return date.day == 1 and date.month == first_month


def period_by_walking(kind: PeriodKind, date: dt.date, *, week_start: int, first_month: int) -> list[dt.date]:
    """The dates of the period that the date is in."""
    rule = {"week_start": week_start, "first_month": first_month}
    start = date
    while not begins(kind, start, **rule):
        start -= DAY
    end = start + DAY
    while not begins(kind, end, **rule):
        end += DAY
    return [start + n * DAY for n in range((end - start).days)]


def give_out(session: Session, shift: int) -> list[tuple[Member, Plain]]:
    """Give everybody a country and a week: another for each `shift`."""
    choices = ("", *FORTY, "none")
    found = []
    for n, member in enumerate(session.exec(select(Member).order_by(col(Member.id)))):
        member.country = choices[(n + shift) % len(choices)]
        member.week_shares = WEEKS[(n // 7 + shift) % len(WEEKS)]
        found.append((member, Plain(member.timezone, member.country, member.week_shares, n % 3 == 0)))
        session.add(member)
    session.flush()
    return found


def check(database: Database, *, shift: int, first_month: int, week_start: int, mornings: Sequence[int]) -> None:
    """Everybody's year with one way to give out countries and weeks. `mornings` are dates by their number in it."""
    with database.writing() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.fiscal_year_start_month, workspace.week_start = first_month, week_start
        people = give_out(session, shift)
        starts, ends = FIRST - 366 * DAY, END + 366 * DAY
        calendars = load_calendars(
            session, workspace=workspace, members=[member for member, _ in people], starts=starts, ends=ends
        )
        work = Work(session, workspace, NOW)
        for member, plain in people:
            calendar = calendars[member.id]
            expected = [plain.weight(date) for date in DATES]
            assert list(calendar.weights(FIRST, END)) == expected, plain
            for number in mornings:
                date = DATES[number]
                for kind in KINDS:
                    period = work.period(kind, date)
                    dates = period_by_walking(kind, date, week_start=week_start, first_month=first_month)
                    assert list(period.dates()) == dates
                    goal = HeldGoal(1, 1, kind, dates[0], "", Owner(member_id=member.id), (TargetSpan(100),))
                    if kind is PeriodKind.WEEK or (member.id + number) % 9 == 0:
                        stands = ShareOnMorning(share_of(goal, period, calendar, workspace), date)
                        worked = sum(plain.weight(day) for day in dates if day < date)
                        left = sum(plain.weight(day) for day in dates if day >= date)
                        assert (stands.worked, stands.remaining) == pytest.approx((worked, left))
                        if worked + left > 0:
                            assert stands.expected == pytest.approx(100 * worked / (worked + left))
        session.rollback()


@functools.cache
def clocks() -> list[list[str]]:
    """The zones whose clocks show the same all year, together: their mornings come at the same instants."""
    found: dict[tuple[dt.datetime | None, ...], list[str]] = {}
    for zone in ZONES:
        found.setdefault(tuple(instant_of(date, USUAL, ZoneInfo(zone)) for date in DATES), []).append(zone)
    return sorted(found.values())


def live_through(folder: Path, *, group: int, dates: Sequence[dt.date]) -> None:
    """Let the schedule's own round take each morning of these dates for somebody in each zone of a group: everybody has
    another country and week, a goal of a quarter. Then look at what it planned.
    """
    zones = clocks()[group]
    choices = ("", *FORTY, "none")
    first_month, week_start = group % 12 + 1, (0, 6, 5)[group % 3]
    database = fresh_sqlite(folder / f"{group}.sqlite")
    with database.writing() as session:
        workspace = Workspace(
            slack_team_id="T0WORLD", country="GB", live=True, week_start=week_start,
            fiscal_year_start_month=first_month, created_at=NOW - 900 * DAY,
        )  # fmt: skip
        session.add(workspace)
        session.flush()
        ensure_presets(session, workspace=workspace)
        call = session.exec(select(Metric).where(Metric.key == "call")).one()
        people = {}
        for zone in zones:
            n = ZONES.index(zone)
            plain = Plain(zone, choices[(n + group) % len(choices)], WEEKS[(n + group) % len(WEEKS)], in_team=False)
            member = Member(
                workspace_id=1, slack_user_id=f"U{n}", name=zone, timezone=zone, country=plain.chosen,
                week_shares=plain.week,
            )  # fmt: skip
            session.add(member)
            session.flush()
            people[member.id] = plain
        rule = {"workspace_id": 1, "metric_id": call.id, "target": 100, "set_at": NOW, "starts": dt.date(2020, 1, 1)}
        session.add_all(Goal(**rule, member_id=who, period=PeriodKind.QUARTER) for who in people)
        session.add(DayOff(workspace_id=1, date=FOUNDERS, name="Founders' day"))
        session.add(DayOff(workspace_id=1, date=SHUTDOWN, name="Early close", portion=0.5))
        session.add(WorkedHoliday(workspace_id=1, country=WORKED[0], date=WORKED[1]))
    for at in (instant_of(date, USUAL, ZoneInfo(zones[0])) for date in dates):
        assert at is not None
        more = True
        while more:
            with database.writing() as session:
                workspace = session.exec(select(Workspace)).one()
                more = take_due_mornings(session, workspace=workspace, now=at)
    with database.reading() as session:
        rows = session.exec(select(Delivery).where(Delivery.kind == "nudge")).all()
        standings = session.exec(select(Standing)).all()
    database.dispose()
    for who, plain in people.items():
        working = [date for date in dates if plain.weight(date) > 0]
        assert sorted(row.local_date for row in rows if row.member_id == who) == working, plain
        for standing in (each for each in standings if each.member_id == who):
            rule = {"week_start": week_start, "first_month": first_month}
            quarter = period_by_walking(PeriodKind.QUARTER, standing.date, **rule)
            worked = sum(plain.weight(day) for day in quarter if day < standing.date)
            left = sum(plain.weight(day) for day in quarter if day >= standing.date)
            assert standing.period_start == quarter[0]
            assert (standing.target, standing.worked, standing.remaining) == pytest.approx((100, worked, left))
            assert standing.expected == pytest.approx(100 * worked / (worked + left))


@pytest.mark.parametrize(("shift", "first_month", "week_start"), [(0, 4, 6), (17, 10, 0)])
def test_everybody_works_and_is_asked_for_what_a_slow_reference_says(
    world: Database, shift: int, first_month: int, week_start: int
) -> None:
    check(world, shift=shift, first_month=first_month, week_start=week_start, mornings=[148, 300])


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
def test_no_message_is_planned_on_a_day_off_and_one_on_each_working_date(tmp_path: Path, zone: str) -> None:
    group = next(at for at, zones in enumerate(clocks()) if zone in zones)
    # New York's clocks go back on the 1st of November; Thanksgiving is worked, the day of the founders is off.
    dates = [dt.date(2026, 10, 29) + n * DAY for n in range(5)] + [WORKED[1], WORKED[1] + DAY, SHUTDOWN, SHUTDOWN + DAY]
    live_through(tmp_path, group=group, dates=dates)


@pytest.mark.chaos
@pytest.mark.parametrize("shift", range(42))
def test_every_zone_has_every_country_week_and_year(world: Database, shift: int) -> None:
    # All pairs: in 42 steps each zone meets each country and week, each of them each month that a year can begin in.
    check(world, shift=shift, first_month=shift % 12 + 1, week_start=(0, 6, 5)[shift % 3], mornings=[shift * 8, 360])


@pytest.mark.chaos
@pytest.mark.parametrize("group", range(len(clocks())))
def test_every_zone_has_its_messages(tmp_path: Path, group: int) -> None:
    # Of each clock four weeks, others in turn, so that each date of the year is lived through by several.
    first = 28 * (group % 13)
    live_through(tmp_path, group=group, dates=DATES[first : first + 28])
