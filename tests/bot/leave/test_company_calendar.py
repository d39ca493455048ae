"""Public holidays by place, days of one's own, working weeks and years: who has which day off, and since when."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from sqlmodel import Session, select

from bot.core.members import SlackUser
from bot.core.permissions import NotAllowed, Viewer
from bot.core.places import country_of_zone, first_day_of, usual_week
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.leave.company_calendar import (
    WrongCalendar,
    propose_week,
    set_country,
    set_own_country,
    set_usual_week,
    set_year,
)
from bot.leave.company_days import WrongDay, add_days, list_days, remove_day, switch_holiday
from bot.leave.status_leave import hear_of_users
from bot.leave.working_week import change_week
from bot.people import teams
from metrics.history import Histories
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.histories import store_histories
from storage.tables import History, Member, Metric, Morning, Role, Team, TeamRole, Unit, Workspace

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
THANKSGIVING, MERDEKA = dt.date(2026, 11, 26), dt.date(2026, 8, 31)
BOXING = dt.date(2026, 12, 28)  # the Monday after the 26th, a Saturday, in Britain
PLACES = {"Ana": "Europe/London", "Ben": "America/New_York", "Cleo": "Asia/Kuala_Lumpur", "Dag": ""}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Four reps of one team in three countries, and one of whom Slack says no zone; the workspace is in the US."""
    with database.writing() as opened:
        opened.add(Workspace(slack_team_id="T1", country="US", timezone="America/New_York", created_at=NOW - 400 * DAY))
        opened.flush()
        workspace = opened.exec(select(Workspace)).one()
        team = teams.add_team(opened, workspace=workspace, name="North")
        for name, zone in PLACES.items():
            member = Member(workspace_id=1, slack_user_id=f"U{name.upper()}", name=name, timezone=zone)
            opened.add(member)
            opened.flush()
            teams.join(
                opened,
                workspace=workspace,
                team=team,
                member=member,
                team_role=TeamRole.REP,
                starts=dt.date(2026, 1, 1),
            )
        yield opened


def work_of(session: Session, now: dt.datetime = NOW) -> Work:
    return Work(session, session.exec(select(Workspace)).one(), now)


def person(session: Session, name: str) -> Member:
    return session.exec(select(Member).where(Member.name == name)).one()


def north(session: Session) -> Team:
    return session.exec(select(Team).where(Team.name == "North")).one()


def off_on(session: Session, date: dt.date) -> list[str]:
    """Who does not work on the date."""
    work = work_of(session)
    members = session.exec(select(Member).order_by(Member.name)).all()
    calendars = load_calendars(session, workspace=work.workspace, members=members, starts=date, ends=date + DAY)
    return [member.name for member in members if not calendars[member.id].is_working_day(date)]


def test_a_holiday_is_of_those_who_are_in_its_country(session: Session) -> None:
    assert off_on(session, THANKSGIVING) == ["Ben", "Dag"]  # of whom nothing is known has the workspace's
    assert off_on(session, MERDEKA) == ["Cleo"]
    assert off_on(session, BOXING) == ["Ana"]


def test_a_team_has_its_country_where_a_zone_says_none(session: Session) -> None:
    set_country(work_of(session), viewer=None, team=north(session), country="gb")
    assert off_on(session, BOXING) == ["Ana", "Dag"]
    assert off_on(session, THANKSGIVING) == ["Ben"]


def test_nobody_has_public_holidays_before_somebody_chose_that_there_are_any(session: Session) -> None:
    set_country(work_of(session), viewer=None, team=None, country="")
    assert off_on(session, THANKSGIVING) == []
    set_own_country(work_of(session), member=person(session, "Ben"), actor_id=None, country="US")
    assert off_on(session, THANKSGIVING) == ["Ben"]


def test_who_chooses_another_country_has_it_from_that_day_on(session: Session) -> None:
    work = work_of(session, dt.datetime(2026, 9, 15, 12, 0, tzinfo=dt.UTC))
    set_own_country(work, member=person(session, "Cleo"), actor_id=None, country="SG")
    assert off_on(session, MERDEKA) == ["Cleo"]
    assert off_on(session, dt.date(2026, 9, 16)) == []  # Malaysia Day is none of Singapore's
    set_own_country(work_of(session), member=person(session, "Cleo"), actor_id=None, country="none")
    assert off_on(session, dt.date(2026, 12, 25)) == ["Ana", "Ben", "Dag"]
    with pytest.raises(WrongCalendar, match="I don't know XX's holidays"):
        set_own_country(work_of(session), member=person(session, "Cleo"), actor_id=None, country="XX")


def test_the_part_of_a_country_is_of_everybody_who_is_in_it(session: Session) -> None:
    # 2 March is Texas Independence Day, a state holiday, and a Tuesday in 2027.
    set_country(work_of(session), viewer=None, team=None, country="US", subdivision="tx")
    assert off_on(session, dt.date(2027, 3, 2)) == ["Ben", "Dag"]
    with pytest.raises(WrongCalendar, match="I don't know that part of US"):
        set_country(work_of(session), viewer=None, team=None, country="US", subdivision="ZZ")


@pytest.mark.parametrize(
    ("country", "said", "part"),
    [("MY", "KUL", "14"), ("my", "pulau pinang", "07"), ("DE", "Bayern", "BY"), ("US", "tx", "TX")],
)
def test_a_part_of_a_country_is_found_by_its_code_its_name_or_its_short_form(
    session: Session, country: str, said: str, part: str
) -> None:
    set_country(work_of(session), viewer=None, team=north(session), country=country, subdivision=said)
    assert north(session).subdivision == part


def test_own_days_are_of_everybody_or_of_a_team_and_half_days_ask_for_half(session: Session) -> None:
    work = work_of(session)
    add_days(work, viewer=None, team=None, first=dt.date(2026, 12, 24), last=dt.date(2026, 12, 31), name=" Year  end ")
    assert off_on(session, dt.date(2026, 12, 30)) == ["Ana", "Ben", "Cleo", "Dag"]
    add_days(work, viewer=None, team=north(session), first=THANKSGIVING + DAY, last=THANKSGIVING + DAY, name="Offsite")
    outsider = Member(workspace_id=1, slack_user_id="UEVE", name="Eve", timezone="Europe/London")
    session.add(outsider)
    session.flush()
    assert off_on(session, THANKSGIVING + DAY) == ["Ana", "Ben", "Cleo", "Dag"]
    half = dt.date(2026, 12, 23)
    add_days(work, viewer=None, team=None, first=half, last=half, name="Early close", half=True)
    calendars = load_calendars(session, workspace=work.workspace, members=[outsider], starts=half, ends=half + DAY)
    assert calendars[outsider.id].weight(half) == 0.5
    remove_day(work, viewer=None, team=None, date=half)
    with pytest.raises(WrongDay, match="No day off was added for 2026-12-23"):
        remove_day(work, viewer=None, team=None, date=half)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"last": dt.date(2026, 12, 1)}, "comes before the first"),
        ({"last": dt.date(2027, 3, 1)}, "more than a month"),
        ({"name": "  "}, "a name of up to 80"),
        ({"first": dt.date(2031, 1, 1), "last": dt.date(2031, 1, 1)}, "two years ahead"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_to_do(session: Session, change: dict[str, object], why: str) -> None:
    asked = {"first": dt.date(2026, 12, 24), "last": dt.date(2026, 12, 24), "name": "Eve", **change}
    with pytest.raises(WrongDay, match=why):
        add_days(work_of(session), viewer=None, team=None, **asked)  # type: ignore[arg-type]


def test_a_public_holiday_can_be_worked_by_everybody_or_by_a_team(session: Session) -> None:
    work = work_of(session)
    switch_holiday(work, viewer=None, team=north(session), date=THANKSGIVING, worked=True)
    assert off_on(session, THANKSGIVING) == []
    switch_holiday(work, viewer=None, team=north(session), date=THANKSGIVING, worked=False)
    switch_holiday(work, viewer=None, team=None, date=THANKSGIVING, worked=True)
    assert off_on(session, THANKSGIVING) == []
    (listed,) = list_days(work, team=north(session), starts=THANKSGIVING, ends=THANKSGIVING + DAY).days
    assert (listed.off, listed.decided) == (0.0, True)
    switch_holiday(work, viewer=None, team=None, date=THANKSGIVING, worked=False)
    assert off_on(session, THANKSGIVING) == ["Ben", "Dag"]
    with pytest.raises(WrongDay, match="several countries: GB, MY, US"):
        switch_holiday(work, viewer=None, team=None, date=dt.date(2026, 12, 25), worked=True)
    switch_holiday(work, viewer=None, team=None, date=dt.date(2026, 12, 25), country="gb", worked=True)
    assert off_on(session, dt.date(2026, 12, 25)) == ["Ben", "Cleo", "Dag"]
    with pytest.raises(WrongDay, match="a public holiday here"):
        switch_holiday(work, viewer=None, team=None, date=THANKSGIVING + DAY, worked=True)


def test_managers_change_the_days_of_their_teams_and_admins_everybodys(session: Session) -> None:
    manager = Viewer(1, Role.MANAGER, managed_team_ids=frozenset({north(session).id}))
    admin = Viewer(2, Role.ADMIN)
    one = {"first": THANKSGIVING, "last": THANKSGIVING, "name": "Day"}
    add_days(work_of(session), viewer=manager, team=north(session), **one)  # type: ignore[arg-type]
    add_days(work_of(session), viewer=admin, team=None, **one)  # type: ignore[arg-type]
    for viewer in (manager, Viewer(3, Role.REP)):
        with pytest.raises(NotAllowed):
            add_days(work_of(session), viewer=viewer, team=None, **one)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            set_year(work_of(session), viewer=viewer, fiscal_month=4)


def history_of(session: Session, member: Member, start: dt.date) -> None:
    if session.get(Metric, 1) is None:
        session.add(Metric(workspace_id=1, key="call", singular="call", plural="calls", unit=Unit.COUNT, position=1))
        session.flush()
    store_histories(
        session,
        rows=[
            {
                "workspace_id": 1,
                "member_id": member.id,
                "metric_id": 1,
                "date": start,
                "sums": Histories.none(1).sums.tobytes(),
            }
        ],
    )


def histories(session: Session) -> list[tuple[int, dt.date]]:
    session.expire_all()
    rows = session.exec(select(History)).all()
    return sorted((row.member_id, row.date) for row in rows)


def test_a_day_of_the_past_that_becomes_another_is_forgotten_by_the_histories_of_whom_it_concerns(
    session: Session,
) -> None:
    before, after = dt.date(2026, 11, 2), dt.date(2026, 11, 16)
    for member in session.exec(select(Member)).all():
        history_of(session, member, before)
        history_of(session, member, after)
    # Veterans Day of the US, the 11th, is worked: for Ben and Dag the days since are others.
    switch_holiday(work_of(session), viewer=None, team=None, date=dt.date(2026, 11, 11), worked=True)
    ben, dag = person(session, "Ben").id, person(session, "Dag").id
    assert [each for each in histories(session) if each[0] in (ben, dag)] == sorted([(ben, before), (dag, before)])
    assert len(histories(session)) == 6
    # A day to come changes no past.
    add_days(work_of(session), viewer=None, team=None, first=THANKSGIVING, last=THANKSGIVING, name="Day")
    assert len(histories(session)) == 6


def test_who_works_today_after_all_gets_the_morning_that_was_passed_over(session: Session) -> None:
    today = dt.datetime(2026, 11, 26, 14, 0, tzinfo=dt.UTC)
    ben, cleo = person(session, "Ben"), person(session, "Cleo")
    session.add(Morning(workspace_id=1, member_id=ben.id, date=THANKSGIVING, outcome="day off"))
    session.add(Morning(workspace_id=1, member_id=cleo.id, date=THANKSGIVING, outcome="nudge"))
    session.flush()
    switch_holiday(work_of(session, today), viewer=None, team=None, date=THANKSGIVING, worked=True)
    assert [row.member_id for row in session.exec(select(Morning))] == [cleo.id]


def test_who_moves_keeps_the_holidays_they_had_and_has_the_new_ones_from_that_day_on(session: Session) -> None:
    work = work_of(session, dt.datetime(2026, 9, 1, 12, 0, tzinfo=dt.UTC))
    moved = SlackUser(id="UCLEO", name="Cleo", timezone="America/Chicago")
    hear_of_users(session, workspace=work.workspace, users=[moved], now=work.now)
    assert off_on(session, MERDEKA) == ["Cleo"]
    assert off_on(session, THANKSGIVING) == ["Ben", "Cleo", "Dag"]
    # Moving within a country is no move.
    moved = SlackUser(id="UBEN", name="Ben", timezone="America/Denver")
    hear_of_users(session, workspace=work.workspace, users=[moved], now=work.now)
    assert off_on(session, THANKSGIVING) == ["Ben", "Cleo", "Dag"]


def test_who_flies_over_the_date_line_and_back_keeps_the_holidays_they_had(session: Session) -> None:
    evening = dt.datetime(2026, 11, 27, 4, 0, tzinfo=dt.UTC)  # Thanksgiving still in Chicago, Friday in Auckland
    for zone, hours in (("Pacific/Auckland", 0), ("Pacific/Honolulu", 1), ("Pacific/Auckland", 2), ("", 3)):
        moved = SlackUser(id="UBEN", name="Ben", timezone=zone)
        hear_of_users(
            session, workspace=work_of(session).workspace, users=[moved], now=evening + dt.timedelta(hours=hours)
        )
    assert person(session, "Ben").timezone == "Pacific/Auckland"  # that Slack says no zone is no move
    assert "Ben" in off_on(session, THANKSGIVING)
    assert "Ben" in off_on(session, dt.date(2026, 11, 11))  # Veterans Day, of the US
    assert "Ben" not in off_on(session, dt.date(2026, 10, 26))  # Labour Day, of New Zealand
    assert "Ben" in off_on(session, dt.date(2027, 2, 8))  # Waitangi Day, on the Monday after a Saturday
    assert "Ben" not in off_on(session, dt.date(2027, 1, 18))  # Martin Luther King's birthday


def test_a_feast_that_follows_the_moon_is_off_where_it_falls_each_year(session: Session) -> None:
    set_own_country(work_of(session), member=person(session, "Ana"), actor_id=None, country="AE")
    feasts = [dt.date(2027, 3, 9), dt.date(2027, 3, 10), dt.date(2028, 2, 27), dt.date(2028, 2, 28)]
    assert [date for date in feasts if "Ana" not in off_on(session, date)] == []
    (listed,) = list_days(work_of(session), team=None, starts=feasts[1], ends=feasts[1] + DAY, country="AE").days
    assert "Eid al-Fitr" in listed.name


FRIDAY, SUNDAY = dt.date(2026, 12, 4), dt.date(2026, 12, 6)
GULF = (1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0)


def test_a_team_has_its_week_and_who_has_their_own_keeps_it(session: Session) -> None:
    work = work_of(session)
    four_days = (1, 1, 1, 1, 0, 0, 0)
    change_week(
        session,
        workspace=work.workspace,
        member=person(session, "Ana"),
        shares=four_days,
        starts=dt.date(2026, 11, 25),
        now=NOW,
    )
    assert set_usual_week(work, viewer=None, team=north(session), week=GULF, starts=dt.date(2026, 12, 1)) == 3
    assert off_on(session, FRIDAY) == ["Ana", "Ben", "Cleo", "Dag"]
    assert off_on(session, SUNDAY) == ["Ana"]
    # What was asked before stays as it was.
    assert off_on(session, FRIDAY - 7 * DAY) == ["Ana"]
    # Who leaves the team for one without a week of its own works as everybody does.
    south = teams.add_team(session, workspace=work.workspace, name="South")
    teams.join(
        session,
        workspace=work.workspace,
        team=south,
        member=person(session, "Ben"),
        team_role=TeamRole.REP,
        starts=dt.date(2026, 12, 5),
    )
    assert "Ben" in off_on(session, FRIDAY)
    assert "Ben" in off_on(session, SUNDAY)
    assert "Ben" not in off_on(session, FRIDAY + 7 * DAY)


def test_who_is_new_works_as_the_workspace_does(session: Session) -> None:
    work = work_of(session)
    set_usual_week(work, viewer=None, team=None, week=GULF)
    hear_of_users(session, workspace=work.workspace, users=[SlackUser(id="UNEW", name="New")], now=NOW)
    assert "New" not in off_on(session, SUNDAY)
    assert "New" in off_on(session, FRIDAY)
    with pytest.raises(WrongCalendar, match="at least one day"):
        set_usual_week(work, viewer=None, team=None, week=(0.0,) * 7)


def test_a_week_is_proposed_where_most_people_live_by_another_one(session: Session) -> None:
    assert propose_week(work_of(session), team=north(session)) is None
    for name in ("Ana", "Ben", "Cleo"):
        person(session, name).timezone = "Asia/Kuwait"
    session.flush()
    proposed = propose_week(work_of(session), team=north(session))
    assert proposed is not None
    assert (proposed.week, proposed.countries, proposed.people, proposed.all) == (GULF, ("KW",), 3, 4)
    set_usual_week(work_of(session), viewer=None, team=north(session), week=proposed.week)
    assert propose_week(work_of(session), team=north(session)) is None


def test_years_and_weeks_begin_when_they_are_set_to(session: Session) -> None:
    work = work_of(session)
    set_year(work, viewer=None, fiscal_month=4, week_start=6)
    assert work.period(PeriodKind.QUARTER, dt.date(2026, 12, 1)).start == dt.date(2026, 10, 1)
    assert work.period(PeriodKind.YEAR, dt.date(2027, 3, 31)).start == dt.date(2026, 4, 1)
    assert work.period(PeriodKind.WEEK, dt.date(2026, 12, 5)).start == dt.date(2026, 11, 29)
    with pytest.raises(WrongCalendar, match="month your year starts"):
        set_year(work, viewer=None, fiscal_month=13)


def test_every_zone_is_in_the_country_that_tzdata_says() -> None:
    table = Path("/usr/share/zoneinfo/zone.tab")
    rows = [line.split("\t") for line in table.read_text().splitlines() if not line.startswith("#")]
    assert [(row[2], row[0]) for row in rows if country_of_zone(row[2]) != row[0]] == []
    # Older names too; an offset alone is no place.
    assert {zone: country_of_zone(zone) for zone in ("US/Eastern", "Asia/Calcutta", "Singapore", "GB", "NZ-CHAT")} == {
        "US/Eastern": "US",
        "Asia/Calcutta": "IN",
        "Singapore": "SG",
        "GB": "GB",
        "NZ-CHAT": "NZ",
    }
    nowhere = {zone for zone in available_timezones() if zone.startswith("Etc/") or zone in ("UTC", "CET", "EST5EDT")}
    assert {country_of_zone(zone) for zone in (*nowhere, "", "Mars/Olympus")} == {""}


def test_a_country_works_on_all_but_its_weekend() -> None:
    assert usual_week("KW") == GULF
    assert usual_week("US") == usual_week("AE") == usual_week("IN") == usual_week("") == usual_week("XX")
    assert usual_week("IR") == (1, 1, 1, 1, 0, 1, 1)
    assert [first_day_of(usual_week(country)) for country in ("US", "KW", "IR")] == [0, 6, 5]
