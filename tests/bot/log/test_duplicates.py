"""The same entry by hand and from another program, on both databases."""

import datetime as dt

import pytest
from sqlmodel import Session, select

from bot.core.work import Work
from bot.exchange.activities import NewActivity, store_activities
from bot.log.answer import Logged
from bot.log.entries import log_entries, undo_batch
from bot.log.own_entries import change_entry, delete_entry, list_entries, tell_apart
from bot.log.text.command import ParsedEntry
from storage.day_totals import sums_between, wrong_totals
from storage.engine import Database
from storage.people import members_by_id
from storage.tables import Activity, ActivityVersion, Member, Source, Workspace
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()
CALL = 1


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def who(session: Session, cast: Cast) -> tuple[Workspace, Member]:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace, members_by_id(session, ids=[cast.ana])[cast.ana]


def by_hand(session: Session, cast: Cast, receipt: str, account: str | None = "Acme", ago: int = 0) -> Logged:
    workspace, member = who(session, cast)
    entry = ParsedEntry("call", 2, TODAY - dt.timedelta(days=ago), account=account)
    return log_entries(Work(session, workspace, NOON), member=member, entries=[entry], receipt=receipt)


def from_crm(session: Session, cast: Cast, external_id: str, account: str = "ACME ", ago: int = 0) -> None:
    workspace, _ = who(session, cast)
    row = NewActivity(cast.ana, CALL, 2, TODAY - dt.timedelta(days=ago), account=account, external_id=external_id)
    store_activities(session, workspace=workspace, rows=[row], source=Source.IMPORT, now=NOON)


def total(session: Session, cast: Cast) -> int:
    assert wrong_totals(session, workspace_id=cast.workspace) == []
    starts, ends = TODAY - dt.timedelta(days=9), TODAY + dt.timedelta(days=1)
    return sums_between(session, member_ids=[cast.ana], metric_id=CALL, starts=starts, ends=ends).get(cast.ana, 0)


def imported(session: Session) -> Activity:
    return session.exec(select(Activity).where(Activity.source == Source.IMPORT)).one()


def test_what_another_program_tells_after_the_hand_counts_once_whatever_its_case_and_the_day_beside(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        by_hand(session, cast, "one")
        from_crm(session, cast, "crm-1", ago=1)
        assert total(session, cast) == 2
        from_crm(session, cast, "crm-2")
        assert total(session, cast) == 4, "an entry has one double at most"


def test_what_the_hand_tells_after_another_program_counts_once_and_says_so(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        from_crm(session, cast, "crm-1")
        said = by_hand(session, cast, "one")
        assert [entry.double for entry in said.entries] == [True]
        assert said.metrics[0].today == 2
        assert total(session, cast) == 2


@pytest.mark.parametrize(("account", "ago"), [("Globex", 0), ("Acme", 2), (None, 0)])
def test_another_account_a_day_too_far_or_no_account_is_another_entry(
    database: Database, cast: Cast, account: str | None, ago: int
) -> None:
    with database.writing() as session:
        from_crm(session, cast, "crm-1", account="" if account is None else "Acme")
        by_hand(session, cast, "one", account, ago)
        assert total(session, cast) == 4


def test_these_are_two_counts_both_for_good_and_keeps_how_it_was(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        from_crm(session, cast, "crm-1")
        said = by_hand(session, cast, "one")
        workspace, member = who(session, cast)
        entry_id = said.entries[0].id
        tell_apart(Work(session, workspace, NOON), member=member, activity_id=entry_id)
        assert total(session, cast) == 4
        version = session.exec(select(ActivityVersion)).one()
        assert version.same_as == imported(session).id
        by_hand(session, cast, "two")
        assert total(session, cast) == 4, "the next one by hand is the double of what the program told"


def test_undoing_or_changing_the_one_that_counts_lets_its_double_count(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        said = by_hand(session, cast, "one")
        from_crm(session, cast, "crm-1")
        workspace, member = who(session, cast)
        page = list_entries(Work(session, workspace, NOON), member=member, first=0)
        assert sorted(entry.double for entry in page.entries) == [False, True]
        changed = ParsedEntry("call", 3, TODAY, account="Acme")
        change_entry(Work(session, workspace, NOON), member=member, activity_id=said.entries[0].id, entry=changed)
        assert total(session, cast) == 5
        undo_batch(Work(session, workspace, NOON), member=member, batch=said.batch)
        assert total(session, cast) == 2
        delete_entry(Work(session, workspace, NOON), member=member, activity_id=imported(session).id)
        assert total(session, cast) == 0
