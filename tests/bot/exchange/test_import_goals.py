"""Goals from a file: all of them or none, and the same file again changes nothing."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.exchange.files.goals import import_goals
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported, Options
from metrics.leave_policy import LeavePolicy
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.goals import goals_on
from storage.tables import Workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()
FILE = """member,team,metric,period,target,from,reason,leave
ana@example.com,,calls,week,60,2026-12-01,Spring is *busy*,prorate
,North,demos,monthly,14,,,
U0BEN,,revenue,quarter,60k,,,
"""


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def take(session: Session, text: str, *, keep_good: bool = False) -> Imported:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    return import_goals(
        session,
        workspace=workspace,
        lines=text.splitlines(keepends=True),
        now=NOON,
        options=Options(keep_good=keep_good),
    )


def counts(imported: Imported) -> tuple[int, int, int]:
    return imported.new, imported.changed, imported.known


def test_a_file_sets_goals_of_members_and_teams_and_the_same_again_changes_nothing(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        first = take(session, FILE)
        assert counts(first) == (3, 0, 0)
        assert first.changes == (
            "North, demos a month from 2026-11-17: none -> 14",
            "Ben, revenue a quarter from 2026-11-17: none -> 60000",
            "Ana, calls a week from 2026-12-01: none -> 60",
        )
    with database.writing() as session:
        assert counts(take(session, FILE)) == (0, 0, 3)
        held = goals_on(session, workspace_id=1, date=dt.date(2026, 12, 1))
        assert sorted((goal.member_id or 0, goal.team_id or 0, goal.period, goal.target) for goal in held) == sorted(
            [
                (cast.ana, 0, PeriodKind.WEEK, 60),
                (0, cast.north, PeriodKind.MONTH, 14),
                (cast.ben, 0, PeriodKind.QUARTER, 6_000_000),
            ]
        )
        (ana,) = [goal for goal in held if goal.member_id == cast.ana]
        assert (ana.reason, ana.leave) == ("Spring is *busy*", LeavePolicy.PRORATE)


def test_another_target_changes_a_goal_and_off_ends_it(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        take(session, FILE)
        assert counts(take(session, FILE.replace("14", "16"))) == (0, 1, 2)
        assert counts(take(session, "team,metric,period,target\nNorth,demo,month,off\n")) == (0, 1, 0)
        assert counts(take(session, "team,metric,period,target\nNorth,demo,month,off\n")) == (0, 0, 1)
        assert [goal.team_id for goal in goals_on(session, workspace_id=1, date=TODAY)] == [None]


def test_goals_of_one_owner_from_several_days_follow_one_another_in_any_order_of_lines(
    database: Database, cast: Cast
) -> None:
    file = "team,metric,period,target,from\nNorth,call,week,70,2027-01-04\nNorth,call,week,60,2026-11-23\n"
    with database.writing() as session:
        assert counts(take(session, file)) == (1, 1, 0)
        assert counts(take(session, file)) == (0, 0, 2)
        targets = [
            goals_on(session, workspace_id=1, date=date)[0].target
            for date in (dt.date(2026, 12, 1), dt.date(2027, 2, 1))
        ]
    assert targets == [60, 70]


def test_everything_that_is_wrong_is_said_line_by_line_and_nothing_is_stored(database: Database, cast: Cast) -> None:
    wrong = """member,team,metric,period,target,from,reason,leave
ana@example.com,North,call,week,60,,,
,,call,week,60,,,
nobody@example.com,,call,week,60,,,
,Nord,call,week,60,,,
,North,cal,week,60,,,
,North,call,fortnight,60,,,
,North,call,week,many,,,
,North,call,week,0,,,
,North,call,week,60,soon,,
,North,call,week,60,,,sometimes
,North,demo,week,6,,,
,North,demos,week,7,,,
"""
    with database.writing() as session, pytest.raises(WrongFile) as failure:
        take(session, wrong)
    said = failure.value.problems
    for at, words in enumerate(
        [
            "in member, or else in team",
            "no member matches",
            "unknown team 'Nord'. Teams: North, South.",
            "unknown metric 'cal'",
            "isn't a period",
            "isn't a whole number",
            "above zero",
            "isn't a date",
            "isn't a rule for time off",
            "line 12 is of the same goal",
        ]
    ):
        assert words in said[at], said[at]
    assert [problem.split(":")[0] for problem in said] == [
        "Lines 2, 3",
        *(f"Line {n}" for n in (4, 5, 6, 7, 8, 9, 10, 11, 13)),
    ]
    with database.reading() as session:
        assert goals_on(session, workspace_id=1, date=TODAY) == []
