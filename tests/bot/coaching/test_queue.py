"""Whom a manager could coach next: the middle first, by what there is to gain, and a few of each reason."""

import datetime as dt
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.coaching.queue import SHOWN, Reason, Room, Why, arrange, queue_of
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import Member, Metric
from tests.bot.coaching.steps import member, viewer, working
from tests.bot.crowd import gather, weekdays
from tests.cast import NOON

METRIC = Metric(id=1, workspace_id=1, key="demo", singular="demo", plural="demos", action_weight=2.0)


def rep(number: int) -> Member:
    return Member(id=number, workspace_id=1, slack_user_id=f"U{number}", name=f"Rep {number}")


@settings(deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 40), st.lists(st.tuples(st.sampled_from(list(Why)), st.floats(0.5, 9)), max_size=3), max_size=40
    )
)
def test_each_rep_is_there_once_under_the_first_reason_with_room_and_no_reason_takes_all(
    drawn: Mapping[int, list[tuple[Why, float]]],
) -> None:
    reasons = {
        who: [Reason(why, room=Room(METRIC, size), month=1, since=dt.date(2026, 1, 1)) for why, size in some]
        for who, some in drawn.items()
    }
    rows, left_out = arrange([rep(who) for who in reasons], reasons)
    ids = [row.member.id for row in rows]
    assert len(set(ids)) == len(ids)
    assert len(rows) + left_out == sum(bool(some) for some in reasons.values())
    order = [list(Why).index(row.reasons[0].why) for row in rows]
    assert order == sorted(order)
    assert all(order.count(each) <= SHOWN for each in order)
    core = [row.reasons[0].room.a_week for row in rows if row.reasons[0].why is Why.CORE and row.reasons[0].room]
    assert core == sorted(core, reverse=True), "the most room first"


def test_the_middle_is_first_and_neither_end_is_left_alone(sqlite_database: Database) -> None:
    crowd = gather(sqlite_database, reps=20, goals=[("call", PeriodKind.WEEK, 50)], at=NOON, live=True)
    days = weekdays(dt.date(2026, 7, 1), NOON.date())
    for day in days:
        crowd.log(day, {(who, "call"): 4 + who // 2 for who in range(20)})
    # The best month of the worst rep does not make them a core performer, nor the worst month of a core one the last.
    for day in days[-10:]:
        crowd.log(day, {(0, "call"): 6})
    with working(sqlite_database, NOON) as work:
        manager = work.session.exec(select(Member).where(Member.name == "Mo")).one()
        queue = queue_of(work, viewer=viewer(work, manager.id), speaker=manager)
        core = [row.member.name for row in queue.rows if row.reasons[0].why is Why.CORE]
        assert core == ["Rep 4", "Rep 5", "Rep 6", "Rep 7", "Rep 8"], "the middle, who has the most room first"
        others = {row.reasons[0].why for row in queue.rows} - {Why.CORE}
        assert others == {Why.NO_MEETING}
        top = member(work, crowd.reps[19])
        assert top.name == "Rep 19"
        assert not [row for row in queue.rows if row.member.id == top.id and row.reasons[0].why is Why.CORE]
