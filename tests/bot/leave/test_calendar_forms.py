"""The list of days off and the calendar's forms, opened from the Home tab: what an admin and a manager change there."""

import datetime as dt

import pytest
from sqlmodel import select

from bot.core.work import Work
from bot.leave.company_calendar import set_country
from storage.tables import DayOff, Team, TeamDayOff, WorkedHoliday, Workspace
from tests.bot.home_steps import form, home, press_in_home
from tests.bot.modal_steps import fill_in, press, top_view, words_of
from tests.office import ADMIN, MANAGER, Office

THANKSGIVING = dt.date(2026, 11, 26)


@pytest.fixture
def listed(office: Office) -> Office:
    """The workspace is in Britain; of its reps one is in New York, and one in Kuala Lumpur."""
    with office.database.writing() as session:
        workspace = session.exec(select(Workspace)).one()
        set_country(Work(session, workspace, office.context.clock.now()), viewer=None, team=None, country="GB")
    return office


def open_list(office: Office, who: str) -> str:
    home(office, who)
    press_in_home(office, who, "home_part:calendar")
    form(office, who, "calendar_days")
    return words_of(top_view(office, who))


def switch(office: Office, who: str, value: str) -> str:
    view = top_view(office, who)
    office.sandbox.post("click", user=who, view_id=view["id"], action_id="calendar_switch", value=value)
    return words_of(top_view(office, who))


def test_an_admin_turns_a_holiday_off_and_on_in_the_list(listed: Office) -> None:
    said = open_list(listed, ADMIN)
    assert "*Thu 26 Nov* · Thanksgiving Day\nUS" in said
    assert "Christmas Day" in said
    assert switch(listed, ADMIN, "US:2026-11-26:worked").count("~Thanksgiving Day~") == 1
    with listed.database.reading() as session:
        assert [(row.country, row.date) for row in session.exec(select(WorkedHoliday))] == [("US", THANKSGIVING)]
    assert "~Thanksgiving Day~" not in switch(listed, ADMIN, "US:2026-11-26:off")


def test_a_manager_adds_a_half_day_of_their_team_alone(listed: Office) -> None:
    open_list(listed, MANAGER)
    press(listed, MANAGER, "calendar_add")
    assert "before the first" in str(
        fill_in(listed, MANAGER, name="Offsite", first="2026-12-10", last="2026-12-09", part="half")
    )
    assert fill_in(listed, MANAGER, name="Offsite", first="2026-12-10", last="", part="half") == {}
    with listed.database.reading() as session:
        north = session.exec(select(Team).where(Team.name == "North")).one()
        rows = [(row.team_id, row.date, row.portion) for row in session.exec(select(TeamDayOff))]
        assert rows == [(north.id, dt.date(2026, 12, 10), 0.5)]
        assert session.exec(select(DayOff)).all() == []
    said = open_list(listed, ADMIN)
    assert "*Thu 10 Dec* · Offsite\nNorth · afternoon off" in said


def test_an_admin_sets_the_year_and_the_week(listed: Office) -> None:
    home(listed, ADMIN)
    press_in_home(listed, ADMIN, "home_part:calendar")
    form(listed, ADMIN, "calendar_settings:0")
    assert fill_in(listed, ADMIN, fiscal_month="4", week_start="6") == {}
    with listed.database.reading() as session:
        workspace = session.exec(select(Workspace)).one()
        assert (workspace.fiscal_year_start_month, workspace.week_start) == (4, 6)
