"""The work in hand knows the workspace's ways: whose date it is, where a period begins, what was done before."""

import datetime as dt

from bot.core.work import Work
from metrics.periods import PeriodKind
from storage import audits, people
from storage.engine import Database
from storage.workspaces import find_workspace
from tests.cast import assemble

LATE = dt.datetime(2026, 11, 17, 22, 30, tzinfo=dt.UTC)
"""A Tuesday in London; Wednesday has begun in Singapore."""


def test_a_date_is_the_members_and_of_nobody_the_workspaces(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ana = people.members_by_id(session, ids={cast.ana})[cast.ana]
        ana.timezone = "Asia/Singapore"
        work = Work(session, workspace, LATE)
        assert (work.today_of(ana), work.today_of(None)) == (dt.date(2026, 11, 18), dt.date(2026, 11, 17))


def test_a_period_begins_where_the_workspace_begins_it(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        workspace.week_start, workspace.fiscal_year_start_month = 6, 4
        work = Work(session, workspace, LATE)
        assert work.period(PeriodKind.WEEK, dt.date(2026, 11, 17)).start == dt.date(2026, 11, 15)
        assert work.period(PeriodKind.YEAR, dt.date(2026, 11, 17)).start == dt.date(2026, 4, 1)


def test_what_has_the_same_key_is_done_once(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        work = Work(session, workspace, LATE)
        assert [work.once("log:1"), work.once("log:1"), work.once("log:2")] == [True, False, True]


def test_a_note_says_who_did_what_and_when(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        Work(session, workspace, LATE).audit(actor_id=cast.admin, action="goal", subject_id=cast.ana, detail="8 calls")
        (note,) = audits.notes_of(session, workspace_id=workspace.id, action="goal", limit=5)
        assert (note.actor_id, note.subject_id, note.detail, note.at) == (cast.admin, cast.ana, "8 calls", LATE)
