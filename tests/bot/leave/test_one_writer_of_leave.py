"""However somebody says that they were away, the next morning's figures are the same."""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.core.members import SlackStatus
from bot.exchange.files.time_off import import_time_off
from bot.leave.away import Leave, noted_leave, take_leave
from bot.leave.rest import rest_until
from bot.leave.silence import was_off
from bot.leave.status_leave import follow_status
from bot.standings.standings import figures_on
from metrics.periods import PeriodKind
from storage.activities import add_activity_rows
from storage.catalogue import find_metric
from storage.engine import Database
from storage.goals import set_goal
from storage.people import members_by_id
from storage.tables import Goal, Member, Source, Workspace
from storage.workspaces import find_workspace
from tests.cast import Cast, assemble

OFF = tuple(dt.date(2026, 10, day) for day in (28, 29, 30))
"""Wednesday to Friday before the month that is judged."""
NOW = dt.datetime(2026, 11, 3, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
Door = Callable[[Session, Workspace, Member], object]


def by_command(session: Session, workspace: Workspace, member: Member) -> object:
    asked = Leave(OFF[0], OFF[-1] + dt.timedelta(days=1))
    return take_leave(session, workspace=workspace, member=member, asked=asked, now=NOW)


def by_the_button_was_off(session: Session, workspace: Workspace, member: Member) -> object:
    return was_off(session, workspace=workspace, member=member, days=OFF, now=NOW)


def by_file(session: Session, workspace: Workspace, member: Member) -> object:
    lines = ["member,first day,last day\n", f"{member.email},{OFF[0]},{OFF[-1]}\n"]
    return import_time_off(session, workspace=workspace, lines=lines, now=NOW)


def by_slack_status(session: Session, workspace: Workspace, member: Member) -> object:
    workspace.status_leave = True
    at = dt.datetime(2026, 10, 28, 7, 0, tzinfo=dt.UTC)
    status = SlackStatus(emoji=":palm_tree:", text="Vacationing", until=dt.datetime(2026, 10, 30, 23, 0, tzinfo=dt.UTC))
    return follow_status(session, workspace=workspace, member=member, status=status, now=at)


def by_the_button_off_today(session: Session, workspace: Workspace, member: Member) -> object:
    for day in OFF:
        at = dt.datetime.combine(day, dt.time(9), dt.UTC)
        rest_until(session, workspace=workspace, member=member, days=1, off=True, now=at)
    return None


DOORS: tuple[Door, ...] = (
    by_command,
    by_the_button_was_off,
    by_file,
    by_slack_status,
    by_the_button_off_today,
)


@pytest.fixture
def cast(database: Database) -> Cast:
    """Ana has a goal of calls a month, made ten on each working day of October but for three, and is known for it."""
    cast = assemble(database)
    with database.writing() as session:
        metric = find_metric(session, workspace_id=cast.workspace, key="call")
        assert metric is not None
        set_goal(
            session,
            goal=Goal(
                workspace_id=cast.workspace,
                metric_id=metric.id,
                member_id=cast.ana,
                period=PeriodKind.MONTH,
                target=200,
                starts=dt.date(2026, 1, 1),
                set_at=NOW,
            ),
        )
        dates = [dt.date(2026, 10, day) for day in range(1, 32)]
        add_activity_rows(
            session,
            rows=[
                {
                    "workspace_id": cast.workspace,
                    "member_id": cast.ana,
                    "metric_id": metric.id,
                    "quantity": 10,
                    "local_date": date,
                    "source": Source.IMPORT,
                    "external_id": f"call-{date}",
                    "logged_at": NOW,
                    "account": "",
                    "note": "",
                    "outcome": "",
                    "batch": "",
                    "version": 1,
                }
                for date in dates
                if date.weekday() < 5 and date not in OFF
            ],
        )
    usual_day(database, cast)
    return cast


def usual_day(database: Database, cast: Cast) -> float:
    """Ana's usual calls a day, as the morning finds them; what it stood on is stored as a morning does."""
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        members = [members_by_id(session, ids=[cast.ana])[cast.ana]]
        (found,) = figures_on(session, workspace=workspace, members=members, date=TODAY, keep_histories=True)
        return found.baseline


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_days_that_were_leave_lower_nobodys_usual_day_whichever_door_they_came_by(
    database: Database, cast: Cast, door: Door
) -> None:
    assert usual_day(database, cast) < 9.5, "three silent days are days without calls until somebody says otherwise"
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = members_by_id(session, ids=[cast.ana])[cast.ana]
        door(session, workspace, member)
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        member = members_by_id(session, ids=[cast.ana])[cast.ana]
        noted = noted_leave(session, workspace=workspace, member=member, now=NOW)
    assert {day for leave in noted for day in OFF if leave.starts <= day < leave.ends} == set(OFF)
    assert usual_day(database, cast) == pytest.approx(10.0)


def test_leave_is_written_in_one_place_only() -> None:
    root = Path(__file__).parents[3] / "bot"
    writers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "TimeOff"
    }
    assert writers == {"leave/away.py"}
