"""What others see of a member is what the member sees, and every look is noted."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.core.looks import looks_at
from bot.core.members import viewer_of
from bot.core.permissions import NotAllowed
from bot.standings.member_view import view_of_member, watchers_of
from metrics.periods import PeriodKind
from storage.engine import Database
from storage.goals import set_goal
from storage.tables import Goal, Member, TimeOff, Workspace
from tests.cast import NOON, Cast, assemble


@pytest.fixture
def cast(database: Database) -> Cast:
    """The usual people, with a goal for North."""
    made = assemble(database)
    with database.writing() as session:
        for metric_id in (1, 4):
            goal = Goal(
                workspace_id=made.workspace,
                metric_id=metric_id,
                team_id=made.north,
                period=PeriodKind.WEEK,
                target=10,
                starts=dt.date(2026, 1, 1),
                set_at=NOON,
            )
            set_goal(session, goal=goal)
    return made


def look(session: Session, cast: Cast, viewer_id: int, member_id: int, *, now: dt.datetime = NOON) -> object:
    workspace, viewer, member = (
        session.get_one(Workspace, cast.workspace),
        session.get_one(Member, viewer_id),
        session.get_one(Member, member_id),
    )
    asking = viewer_of(session, workspace=workspace, member=viewer, now=now)
    return view_of_member(session, workspace=workspace, viewer=asking, member=member, now=now)


def test_a_manager_and_an_admin_see_what_the_rep_sees(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        session.add(
            TimeOff(
                workspace_id=cast.workspace,
                member_id=cast.ana,
                starts=dt.date(2026, 11, 20),
                ends=dt.date(2026, 11, 23),
                created_at=NOON,
            )
        )
        own = look(session, cast, cast.ana, cast.ana)
        assert look(session, cast, cast.north_manager, cast.ana) == own
        assert look(session, cast, cast.admin, cast.ana) == own


@pytest.mark.parametrize("viewer", ["ben", "south_manager", "guest"])
def test_nobody_else_sees_it_and_no_look_is_noted(database: Database, cast: Cast, viewer: str) -> None:
    with database.writing() as session:
        with pytest.raises(NotAllowed) as refused:
            look(session, cast, getattr(cast, viewer), cast.ana)
        assert refused.value.subject.member_id == cast.ana
        ana, workspace = session.get_one(Member, cast.ana), session.get_one(Workspace, cast.workspace)
        assert looks_at(session, workspace=workspace, member=ana) == ()


def test_a_look_is_noted_once_a_day_and_viewer_and_ones_own_never(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        look(session, cast, cast.ana, cast.ana)
        for hours in (0, 1, 24, 25):
            look(session, cast, cast.north_manager, cast.ana, now=NOON + dt.timedelta(hours=hours))
        look(session, cast, cast.admin, cast.ana, now=NOON + dt.timedelta(hours=2))
        ana, workspace = session.get_one(Member, cast.ana), session.get_one(Workspace, cast.workspace)
        found = [(each.name, each.date.day) for each in looks_at(session, workspace=workspace, member=ana)]
        assert found == [("North Manager", 18), ("Admin", 17), ("North Manager", 17)]
        ben = session.get_one(Member, cast.ben)
        assert looks_at(session, workspace=workspace, member=ben) == ()


def test_who_can_see_a_member_follows_the_rules_of_permission(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        workspace = session.get_one(Workspace, cast.workspace)
        found = watchers_of(session, workspace=workspace, member=session.get_one(Member, cast.cleo), now=NOON)
        assert (found.managers, found.admins) == (("South Manager",), ("Admin",))
