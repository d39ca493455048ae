"""1:1s and pairs of people who are elsewhere, off or gone: whom is told what, and when."""

import datetime as dt

import pytest
from sqlmodel import select

from bot.coaching.doors.values import number_in
from bot.coaching.pairs import answer_pair
from bot.coaching.people import WrongCoaching
from bot.coaching.planned import MISSED, plan_meeting_messages
from bot.coaching.to_managers import welcome_from
from bot.core.words.language import language_for
from bot.core.work import Work
from bot.people.one_on_ones import load_meetings, meetings_to_say
from bot.people.words.one_on_ones import meeting_message
from storage import pairs
from storage.engine import Database
from storage.tables import Delivery, MeetingState, Membership, OneOnOne, PairKind
from tests.bot.coaching.steps import member, working
from tests.cast import Cast, assemble

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
        member(work, cast.north_manager).timezone = "Europe/London"
        plan_one(work, cast, told=True)
    asked = []
    for day in (21, 22, 23):
        with working(sqlite_database, dt.datetime(2026, 11, day, 9, 0, tzinfo=UTC)) as work:
            plan_meeting_messages(work.session, workspace=work.workspace, now=work.now)
            rows = work.session.exec(select(Delivery).where(Delivery.kind == MISSED)).all()
            asked.append(len(rows))
    assert asked == [0, 0, 1]


def plan_one(work: Work, cast: Cast, *, told: bool = False) -> None:
    """Ana's 1:1 with the manager of North, on Friday at ten where they are."""
    work.session.add(
        OneOnOne(
            workspace_id=1,
            member_id=cast.ana,
            manager_id=cast.north_manager,
            date=dt.date(2026, 11, 20),
            at=dt.time(10),
            planned_at=work.now,
            manager_told=told,
            rep_told=told,
        )
    )
    work.session.flush()


@pytest.mark.parametrize("left", ["the manager left", "another manages the team"])
def test_a_one_on_one_with_somebody_who_coaches_them_no_more_is_told_to_nobody_and_cancelled(
    sqlite_database: Database, left: str
) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, at(17, 12, 0)) as work:
        plan_one(work, cast)
        if left == "the manager left":
            member(work, cast.north_manager).active = False
        else:
            for row in work.session.exec(select(Membership).where(Membership.member_id == cast.north_manager)):
                row.ends = dt.date(2026, 11, 17)
    with working(sqlite_database, at(19, 14, 0)) as work:
        plan_meeting_messages(work.session, workspace=work.workspace, now=work.now)
        assert work.session.exec(select(Delivery)).all() == []
        assert work.session.exec(select(OneOnOne)).one().state is MeetingState.CANCELLED
        assert meetings_to_say(work, members=[member(work, cast.ana)]) == {}


def test_a_rep_in_another_zone_reads_their_own_time(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, at(17, 12, 0)) as work:
        plan_one(work, cast)
        member(work, cast.north_manager).timezone = "Asia/Kuala_Lumpur"
        rep = member(work, cast.ana)
        said = []
        for zone in ("Asia/Kuala_Lumpur", "Pacific/Auckland", "Europe/London", "America/Los_Angeles", ""):
            rep.timezone = zone
            (meeting,) = load_meetings(work, ids={1}).values()
            said.append(meeting.begins(for_rep=True))
            assert meeting.begins(for_rep=False) == (dt.date(2026, 11, 20), dt.time(10))
            english = language_for(locale="en", currency="USD")
            words = meeting_message(meeting, dt.date(2026, 11, 19), english).text
            assert english.clock(said[-1][1]) in words
    assert said == [
        (dt.date(2026, 11, 20), dt.time(10)),
        (dt.date(2026, 11, 20), dt.time(15)),
        (dt.date(2026, 11, 20), dt.time(2)),
        (dt.date(2026, 11, 19), dt.time(18)),
        (dt.date(2026, 11, 20), dt.time(10)),
    ]


def test_nobody_can_agree_to_meet_a_colleague_who_left(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with working(sqlite_database, at(17, 12, 0)) as work:
        pair = pairs.propose(work.session, workspace_id=1, member_ids=(cast.ana, cast.ben), proposed_at=work.now)
        assert pair is not None
        member(work, cast.ben).active = False
        with pytest.raises(WrongCoaching, match="isn't here anymore"):
            answer_pair(work, member=member(work, cast.ana), pair_id=pair.id, wants=PairKind.TALK)
        answer_pair(work, member=member(work, cast.ana), pair_id=pair.id, wants=None)


@pytest.mark.parametrize("forged", ["9" * 40, str(2**63), "-1", "1; drop", "", "nan", "१२x"])
def test_an_id_that_somebody_made_up_is_refused_in_a_sentence(forged: str) -> None:
    with pytest.raises(WrongCoaching, match="That's gone"):
        number_in(forged)
