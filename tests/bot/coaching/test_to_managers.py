"""A manager is told things within their own working days: not at night, and not on a day off."""

import datetime as dt

import pytest
from sqlmodel import select

from bot.coaching.planned import MISSED, plan_meeting_messages
from bot.coaching.to_managers import welcome_from
from storage.engine import Database
from storage.tables import Delivery, Member, OneOnOne
from tests.bot.coaching.steps import member, working
from tests.cast import assemble

UTC = dt.UTC


def at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "welcome"),
    [
        (at(17, 12, 0), at(17, 12, 0)),
        (at(17, 21, 30), at(18, 8, 30)),
        (at(18, 0, 10), at(18, 8, 30)),
        (at(20, 21, 0), at(23, 8, 30)),
        (at(21, 12, 0), at(23, 8, 30)),
    ],
    ids=["by day", "in the evening", "at night", "on a Friday evening", "on a Saturday"],
)
def test_it_waits_for_the_next_morning_of_a_working_day(
    sqlite_database: Database, now: dt.datetime, welcome: dt.datetime
) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, now) as work:
        manager = member(work, cast.north_manager)
        manager.timezone = "Europe/London"
        assert welcome_from(work, member=manager) == welcome


def test_a_morning_that_somebody_chose_before_six_is_theirs(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    now = dt.datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
    with working(sqlite_database, now) as work:
        manager = member(work, cast.north_manager)
        manager.timezone, manager.nudge_time = "Europe/London", dt.time(5)
        assert welcome_from(work, member=manager) == now


def test_a_one_on_one_that_was_missed_on_a_friday_is_asked_about_on_monday(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, dt.datetime(2026, 11, 19, 12, 0, tzinfo=UTC)) as work:
        session = work.session
        session.get_one(Member, cast.north_manager).timezone = "Europe/London"
        session.add(
            OneOnOne(
                workspace_id=1,
                member_id=cast.ana,
                manager_id=cast.north_manager,
                date=dt.date(2026, 11, 20),
                at=dt.time(10),
                planned_at=work.now,
                manager_told=True,
                rep_told=True,
            )
        )
    asked = []
    for day in (21, 22, 23):
        with working(sqlite_database, dt.datetime(2026, 11, day, 9, 0, tzinfo=UTC)) as work:
            plan_meeting_messages(work.session, workspace=work.workspace, now=work.now)
            rows = work.session.exec(select(Delivery).where(Delivery.kind == MISSED)).all()
            asked.append(len(rows))
    assert asked == [0, 0, 1]
