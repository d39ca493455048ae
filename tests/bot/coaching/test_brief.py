"""A brief says what went well first, and nothing that would be praise for nothing."""

import datetime as dt

import pytest

from bot.coaching.brief import Logged, OnTrack, brief_of, briefs_of
from bot.people.one_on_ones import Meeting
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.tables import Member, OneOnOne
from tests.bot.coaching.steps import working
from tests.bot.crowd import Crowd, gather, weekdays
from tests.cast import NOON

LAST_DAYS = weekdays(NOON.date() - dt.timedelta(days=25), NOON.date())


def meeting(crowd: Crowd, at: int, manager: Member, rep: Member) -> Meeting:
    stored = OneOnOne(
        id=1 + at, workspace_id=1, member_id=rep.id, manager_id=manager.id, date=NOON.date(), at=dt.time(15),
        planned_at=NOON,
    )  # fmt: skip
    assert crowd.reps[at] == rep.id
    return Meeting(stored, rep, manager)


@pytest.mark.parametrize(
    ("a_day", "days", "expected"),
    [
        (1, LAST_DAYS, [Logged(10, 10)]),
        (1, LAST_DAYS[::4], []),
        (8, LAST_DAYS, [OnTrack]),
    ],
    ids=["little, but each day is logged", "little, and seldom logged", "enough"],
)
def test_of_a_bad_month_it_says_that_the_log_is_kept_or_nothing(
    sqlite_database: Database, a_day: int, days: list[dt.date], expected: list[object]
) -> None:
    crowd = gather(sqlite_database, reps=2, goals=[("call", PeriodKind.MONTH, 150)], at=NOON, live=True)
    for day in days:
        crowd.log(day, {(0, "call"): a_day, (1, "call"): 9})
    with working(sqlite_database, NOON) as work:
        rep, other = (work.session.get_one(Member, who) for who in crowd.reps)
        manager = work.session.get_one(Member, crowd.reps[1])
        brief = brief_of(work, meeting=meeting(crowd, 0, manager, rep), reader=rep)
        assert [each if each in expected else type(each) for each in brief.good] == expected
        # Read together they say the same as each alone.
        both = briefs_of(
            work,
            meetings=[(meeting(crowd, 0, manager, rep), rep), (meeting(crowd, 1, rep, other), rep)],
        )
        assert both[0] == brief
        assert both[1] == brief_of(work, meeting=meeting(crowd, 1, rep, other), reader=rep)
