"""Off today and snooze, where the member is."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from bot.leave.calendars import load_calendars
from bot.leave.rest import rest_until
from storage.engine import Database
from storage.tables import Member, TimeOff, Workspace

NOW = dt.datetime(2026, 11, 18, 2, 0, tzinfo=dt.UTC)
YESTERDAY, TODAY, TOMORROW = (dt.date(2026, 11, day) for day in (17, 18, 19))


@pytest.fixture
def session(sqlite_database: Database) -> Iterator[Session]:
    """A database with one member in Lisbon and one in Lima."""
    with sqlite_database.writing() as session:
        session.add(Workspace(slack_team_id="T0", created_at=NOW))
        session.flush()
        for number, zone in enumerate(("Europe/Lisbon", "America/Lima")):
            session.add(Member(workspace_id=1, slack_user_id=f"U{number}", timezone=zone))
        session.flush()
        yield session


def rest(session: Session, member_id: int, *, days: int, off: bool) -> dt.date:
    workspace, member = session.get(Workspace, 1), session.get(Member, member_id)
    assert workspace is not None
    assert member is not None
    return rest_until(session, workspace=workspace, member=member, days=days, off=off, now=NOW)


def weight_today(session: Session, member_id: int, today: dt.date) -> float:
    workspace, member = session.get(Workspace, 1), session.get(Member, member_id)
    assert workspace is not None
    assert member is not None
    ends = today + dt.timedelta(days=1)
    return load_calendars(session, workspace=workspace, members=[member], starts=today, ends=ends)[member_id].weight(
        today
    )


def leave(session: Session) -> list[TimeOff]:
    session.flush()
    return list(session.exec(select(TimeOff)).all())


def test_a_rest_is_counted_from_the_date_where_the_member_is(session: Session) -> None:
    assert rest(session, 1, days=1, off=False) == TOMORROW
    assert rest(session, 2, days=1, off=False) == TODAY  # in Lima it is still the evening before
    assert leave(session) == []


def test_off_today_expects_nothing_of_today_and_says_so_once(session: Session) -> None:
    assert rest(session, 1, days=1, off=True) == TOMORROW
    assert rest(session, 1, days=1, off=True) == TOMORROW
    assert len(leave(session)) == 1
    assert weight_today(session, 1, TODAY) == 0


def test_off_today_holds_during_a_longer_snooze(session: Session) -> None:
    in_a_week = TODAY + dt.timedelta(days=7)
    assert rest(session, 1, days=7, off=False) == in_a_week
    assert rest(session, 1, days=1, off=True) == in_a_week
    assert weight_today(session, 1, TODAY) == 0


def test_a_shorter_snooze_does_not_end_a_longer_one(session: Session) -> None:
    rest(session, 2, days=7, off=False)
    assert rest(session, 2, days=1, off=False) == YESTERDAY + dt.timedelta(days=7)


def test_half_a_day_of_leave_becomes_a_whole_one(session: Session) -> None:
    session.add(TimeOff(workspace_id=1, member_id=1, starts=TODAY, ends=TOMORROW, portion=0.5, created_at=NOW))
    rest(session, 1, days=1, off=True)
    assert [row.portion for row in leave(session)] == [0.5, 0.5]
    assert weight_today(session, 1, TODAY) == 0
