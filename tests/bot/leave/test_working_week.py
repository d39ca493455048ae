"""A new working week holds from a day on: what was asked of the days before stays as it was."""

import datetime as dt

import pytest

from bot.leave.calendars import load_calendars
from bot.leave.working_week import WrongWeek, change_week, set_week
from metrics.calendar import MemberCalendar, WorkingWeek
from storage.engine import Database
from storage.people import members_by_id
from storage.tables import Member
from storage.workspaces import find_workspace
from tests.cast import NOON, assemble

FULL, FOUR_DAYS, MORNINGS = WorkingWeek(), WorkingWeek((1, 1, 1, 1, 0, 0, 0)), WorkingWeek((0.5,) * 5 + (0, 0))
MONDAY = dt.date(2026, 11, 2)


@pytest.fixture
def ana(database: Database) -> int:
    return assemble(database).ana


def change(database: Database, member_id: int, week: WorkingWeek, starts: dt.date | None) -> bool:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = members_by_id(session, ids=[member_id])[member_id]
        return set_week(session, workspace=workspace, member=member, week=week, starts=starts, now=NOON)


def calendar_of(database: Database, member_id: int) -> MemberCalendar:
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member: Member = members_by_id(session, ids=[member_id])[member_id]
        return load_calendars(
            session, workspace=workspace, members=[member], starts=MONDAY, ends=MONDAY + dt.timedelta(days=28)
        )[member_id]


def days(calendar: MemberCalendar, first: int, last: int) -> float:
    """The days of work from one of November's dates to another, both included."""
    return calendar.weight_between(dt.date(2026, 11, first), dt.date(2026, 11, last + 1))


def test_it_holds_from_its_day_on_and_is_replaced_by_the_next(database: Database, ana: int) -> None:
    assert change(database, ana, FOUR_DAYS, dt.date(2026, 11, 9))
    calendar = calendar_of(database, ana)
    assert (days(calendar, 2, 8), days(calendar, 9, 15)) == (5, 4)
    assert change(database, ana, MORNINGS, dt.date(2026, 11, 16))
    calendar = calendar_of(database, ana)
    assert (days(calendar, 2, 8), days(calendar, 9, 15), days(calendar, 16, 22)) == (5, 4, 2.5)


def test_what_is_said_of_an_earlier_day_takes_the_place_of_what_was_said_since(database: Database, ana: int) -> None:
    change(database, ana, FOUR_DAYS, dt.date(2026, 11, 16))
    change(database, ana, MORNINGS, dt.date(2026, 11, 9))
    calendar = calendar_of(database, ana)
    assert (days(calendar, 2, 8), days(calendar, 9, 15), days(calendar, 16, 22)) == (5, 2.5, 2.5)
    assert not change(database, ana, MORNINGS, dt.date(2026, 11, 16)), "they work so already"


def test_two_changes_on_one_day_are_the_last_of_them(database: Database, ana: int) -> None:
    change(database, ana, FOUR_DAYS, dt.date(2026, 11, 9))
    change(database, ana, FULL, dt.date(2026, 11, 9))
    calendar = calendar_of(database, ana)
    assert calendar.past_weeks == ()
    assert days(calendar, 9, 15) == 5


def test_while_a_workspace_is_set_up_it_is_how_they_always_worked(database: Database, ana: int) -> None:
    change(database, ana, FOUR_DAYS, dt.date(2026, 11, 9))
    assert change(database, ana, MORNINGS, None)
    calendar = calendar_of(database, ana)
    assert (days(calendar, 2, 8), days(calendar, 9, 15)) == (2.5, 2.5)


@pytest.mark.parametrize(
    ("shares", "starts", "says"),
    [
        ((0,) * 7, dt.date(2026, 11, 17), "Choose at least one day"),
        ((1, 2, 1, 1, 1, 0, 0), dt.date(2026, 11, 17), "Choose how much of each day"),
        (FULL, dt.date(2026, 11, 18), "the day it starts"),
        (FULL, dt.date(2026, 1, 1), "too far back"),
    ],
)
def test_what_cannot_be_is_refused(
    database: Database, ana: int, shares: tuple[float, ...], starts: dt.date, says: str
) -> None:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = members_by_id(session, ids=[ana])[ana]
        with pytest.raises(WrongWeek, match=says):
            change_week(session, workspace=workspace, member=member, shares=shares, starts=starts, now=NOON)
