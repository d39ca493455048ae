"""Entries and their day totals, on both databases."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from storage.activities import add_activities, add_activity_rows, change_activity
from storage.day_totals import days_of_metric, sums_between, total_between, wrong_totals
from storage.engine import Database
from storage.tables import Activity, ActivityVersion, DayTotal, Source
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

MONDAY = dt.date(2026, 11, 16)


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def entry(cast: Cast, quantity: int = 1, date: dt.date = MONDAY, metric: int = 1) -> Activity:
    return Activity(
        workspace_id=cast.workspace,
        member_id=cast.ana,
        metric_id=metric,
        quantity=quantity,
        local_date=date,
        source=Source.SLACK,
        logged_at=NOON,
    )


def total(session: Session, cast: Cast, starts: dt.date = MONDAY, days: int = 7) -> tuple[int, int]:
    found = total_between(
        session, member_id=cast.ana, metric_id=1, starts=starts, ends=starts + dt.timedelta(days=days)
    )
    return found.quantity, found.entries


def test_a_total_is_the_sum_of_its_entries(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        add_activities(session, activities=[entry(cast, 2), entry(cast, 3)])
        add_activities(session, activities=[entry(cast, 5)])
    with database.reading() as session:
        assert total(session, cast) == (10, 3)


def test_an_undone_entry_leaves_the_total_and_keeps_its_row(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        made = entry(cast, 4)
        add_activities(session, activities=[made, entry(cast, 1)])
        change_activity(session, activity=made, changed_by=cast.ana, now=NOON, undone_at=NOON)
    with database.reading() as session:
        assert total(session, cast) == (1, 1)
        assert len(session.exec(select(Activity)).all()) == 2
        version = session.exec(select(ActivityVersion)).one()
        assert (version.version, version.quantity, version.undone_at) == (1, 4, None)


def test_an_entry_moved_to_another_day_moves_its_total(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        made = entry(cast, 4)
        add_activities(session, activities=[made])
        change_activity(
            session, activity=made, changed_by=cast.ana, now=NOON, quantity=6, local_date=MONDAY + dt.timedelta(days=1)
        )
    with database.reading() as session:
        assert total(session, cast, days=1) == (0, 0)
        assert total(session, cast, starts=MONDAY + dt.timedelta(days=1), days=1) == (6, 1)


def test_a_period_is_half_open(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        add_activities(session, activities=[entry(cast, 1, MONDAY), entry(cast, 1, MONDAY + dt.timedelta(days=7))])
    with database.reading() as session:
        assert total(session, cast) == (1, 1)
        ends = MONDAY + dt.timedelta(days=8)
        days = days_of_metric(session, member_ids=[cast.ana], metric_id=1, starts=MONDAY, ends=ends)
        assert [date for _, date, _ in days] == [MONDAY, MONDAY + dt.timedelta(days=7)]
        assert sums_between(session, member_ids=[cast.ana], metric_id=1, starts=MONDAY, ends=ends) == {cast.ana: 2}


def test_a_failing_transaction_stores_neither_entry_nor_total(database: Database, cast: Cast) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        add_activities(session, activities=[entry(cast, 2), entry(cast, 3, metric=999_999)])
    with database.reading() as session:
        assert total(session, cast) == (0, 0)
        assert session.exec(select(Activity)).all() == []


def test_eight_threads_that_log_at_once_lose_nothing(database: Database, cast: Cast) -> None:
    def log_ten(_thread: int) -> None:
        for _ in range(10):
            with database.writing() as session:
                add_activities(session, activities=[entry(cast)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log_ten, range(8)))
    with database.reading() as session:
        assert total(session, cast) == (80, 80)


def test_the_check_finds_a_total_that_does_not_equal_its_entries(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        add_activities(session, activities=[entry(cast, 2)])
        assert wrong_totals(session, workspace_id=cast.workspace) == []
        session.execute(sa.update(DayTotal).values(total=7))
    with database.reading() as session:
        (wrong,) = wrong_totals(session, workspace_id=cast.workspace)
        assert (wrong.kept.quantity, wrong.counted.quantity) == (7, 2)


def test_the_check_finds_a_total_without_entries(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        session.add(DayTotal(member_id=cast.ana, metric_id=1, local_date=MONDAY, workspace_id=1, total=3, entries=1))
    with database.reading() as session:
        (wrong,) = wrong_totals(session, workspace_id=cast.workspace)
        assert (wrong.kept.quantity, wrong.counted.quantity) == (3, 0)


FIRST = Cast(1, 1, 2, 1, 2, 3, 4, 5, 6, 7)
"""The ids of a cast that was assembled in an empty database."""

STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "bulk", "undo", "redo", "change"]), st.integers(1, 50), st.integers(0, 9)),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_totals_equal_entries_whatever_is_done(sqlite_database: Database, steps: list[tuple[str, int, int]]) -> None:
    with sqlite_database.reading() as session:
        met = find_workspace(session) is not None
    cast = FIRST if met else assemble(sqlite_database)
    with sqlite_database.writing() as session:
        for what, quantity, day in steps:
            date = MONDAY + dt.timedelta(days=day)
            rows = session.exec(select(Activity)).all()
            if what == "add":
                add_activities(session, activities=[entry(cast, quantity, date)])
            elif what == "bulk":
                made = entry(cast, quantity, date).model_dump(exclude={"id"})
                add_activity_rows(session, rows=[made, made])
            elif rows:
                row = rows[quantity % len(rows)]
                changes = {
                    "undo": {"undone_at": NOON},
                    "redo": {"undone_at": None},
                    "change": {"quantity": quantity, "local_date": date},
                }[what]
                change_activity(session, activity=row, changed_by=None, now=NOON, **changes)
        assert wrong_totals(session, workspace_id=cast.workspace) == []
