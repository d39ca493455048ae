"""The warning that an outcome may follow what leads to it: only where the figures carry it."""

import datetime as dt

import numpy as np
import pytest
from sqlmodel import Session

from bot.standings.standings import figures_on
from bot.teams.leading import Leading, leading_warning
from metrics.periods import PeriodKind
from storage.catalogue import find_metric
from storage.engine import Database
from storage.memberships import join_team
from storage.tables import DayTotal, Goal, Member, TeamRole, TimeOff, Workspace
from tests.cast import NOON, Cast, assemble

MONDAY = dt.date(2026, 11, 16)
REPS = 6


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    """The usual people."""
    return assemble(sqlite_database)


def team_of(session: Session, cast: Cast, *, dropped: int, leave: bool) -> list[Member]:
    """Six reps with a year of demos, of whom some did next to none in the last two weeks."""
    chance = np.random.default_rng(1)
    demo, revenue = (find_metric(session, workspace_id=1, key=key) for key in ("demo", "revenue"))
    assert demo is not None
    assert revenue is not None
    reps = [Member(workspace_id=1, slack_user_id=f"UREP{at}", name=f"Rep {at}") for at in range(REPS)]
    session.add_all(reps)
    session.flush()
    for at, rep in enumerate(reps):
        join_team(
            session,
            workspace_id=1,
            team_id=cast.south,
            member_id=rep.id,
            team_role=TeamRole.REP,
            starts=dt.date(2025, 1, 1),
        )
        for ago in range(1, 7 * 50):
            date = MONDAY - dt.timedelta(days=ago)
            if date.weekday() < 5 and not (at < dropped and ago <= 14):
                session.add(
                    DayTotal(
                        workspace_id=1,
                        member_id=rep.id,
                        metric_id=demo.id,
                        local_date=date,
                        total=int(chance.integers(1, 4)),
                        entries=1,
                    )
                )
    for metric, target in ((demo, 40), (revenue, 1_000_000)):
        session.add(
            Goal(
                workspace_id=1,
                metric_id=metric.id,
                team_id=cast.south,
                period=PeriodKind.MONTH,
                target=target,
                starts=dt.date(2025, 1, 1),
                set_at=NOON,
            )
        )
    if leave:
        session.add(
            TimeOff(
                workspace_id=1,
                member_id=reps[-1].id,
                starts=dt.date(2026, 8, 3),
                ends=dt.date(2026, 8, 8),
                created_at=NOON,
            )
        )
    session.flush()
    return reps


def warned(database: Database, cast: Cast, *, dropped: int, leave: bool) -> Leading | None:
    with database.writing() as session:
        reps = team_of(session, cast, dropped=dropped, leave=leave)
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        figures = figures_on(session, workspace=workspace, members=reps, date=MONDAY)
        return leading_warning(session, workspace=workspace, members=reps, figures=figures, date=MONDAY)


def test_an_outcome_is_warned_of_when_what_leads_to_it_fell_for_many(sqlite_database: Database, cast: Cast) -> None:
    found = warned(sqlite_database, cast, dropped=3, leave=True)
    assert found is not None
    assert (found.metric.key, found.outcome.key, found.reps, found.of) == ("demo", "revenue", 3, REPS)


def test_one_reps_drop_is_no_warning_for_the_team(sqlite_database: Database, cast: Cast) -> None:
    assert warned(sqlite_database, cast, dropped=1, leave=True) is None


def test_where_no_leave_is_recorded_a_drop_may_be_an_absence(sqlite_database: Database, cast: Cast) -> None:
    assert warned(sqlite_database, cast, dropped=3, leave=False) is None
