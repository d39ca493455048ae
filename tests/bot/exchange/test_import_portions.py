"""A file is stored portion by portion: still whole or not at all, and once, however often it is stopped."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.exchange.files.kinds import kind_of
from bot.exchange.portions import store_in_portions
from bot.exchange.problems import StoppedFile, WrongFile
from bot.exchange.reading import Imported, Prepared
from storage.day_totals import wrong_totals
from storage.engine import Database
from storage.tables import Activity, Deal, Lead
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble
from tests.databases import fresh_sqlite

ACTIVITIES = [
    "date,member,metric,quantity,account,note,external id",
    "2026-11-16,ana@example.com,call,5,Acorn Supply,,",
    "2026-11-16,U0BEN,call,2,,,crm-1",
    "2026-11-16,ana@example.com,call,5,Acorn Supply,,",
    "2026-11-13,U0BEN,demo,1,,,crm-2",
    '2026-11-12,ana@example.com,proposal,"1,250",,,crm-3',
]
DEALS = [
    "external id,member,account,amount,stage,opened,closed,refunds",
    "d-1,ana@example.com,Acorn Supply,12500,won,2026-10-01,2026-11-10,",
    "d-2,U0BEN,Birch Freight,800,lost,2026-10-02,2026-11-11,",
    "d-3,ana@example.com,Cedar Mills,900,won,2026-10-03,2026-11-12,2026-11-13 100",
]
LEADS = [
    "created,member,account,external id",
    "2026-11-16 09:00,ana@example.com,Acorn Supply,l-1",
    "2026-11-16 10:00,U0BEN,Birch Freight,",
    "2026-11-16 11:00,U0BEN,Birch Freight,",
]
FILES = pytest.mark.parametrize(
    ("kind", "lines"), [("activities", ACTIVITIES), ("deals", DEALS), ("leads", LEADS)], ids=lambda each: str(each)[:10]
)


class KilledError(Exception):
    """The import ends in the middle."""


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def prepared(database: Database, kind: str, lines: list[str]) -> Prepared[Any]:
    prepare = kind_of(kind).prepare
    assert prepare is not None
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        text = [f"{line}\n" for line in lines]
        return prepare(session, workspace=workspace, file=lambda: text, now=NOON)


def bring_in(database: Database, kind: str, lines: list[str], **options: Any) -> Imported:
    return store_in_portions(database, prepared(database, kind, lines), now=NOON, portion=1, **options)


def there_is(database: Database) -> list[tuple[object, ...]]:
    """All that a file may have stored."""
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        assert wrong_totals(session, workspace_id=workspace.id) == []
        said: list[tuple[object, ...]] = []
        for each in session.exec(select(Activity)).all():
            said.append((each.member_id, each.metric_id, each.local_date, each.quantity, each.account, each.undone_at))
        for deal in session.exec(select(Deal)).all():
            said.append((deal.member_id, deal.external_id, deal.stage, deal.amount_minor, deal.refunded_minor))
        for lead in session.exec(select(Lead)).all():
            said.append((lead.member_id, lead.external_id, lead.account, lead.created_at))
        return sorted(said, key=str)


@FILES
def test_an_import_killed_midway_and_run_again_gives_what_one_run_gives(
    database: Database, cast: Cast, tmp_path: Path, kind: str, lines: list[str]
) -> None:
    portions: list[int] = []

    def killed(some: int) -> None:
        portions.append(some)
        if len(portions) == 2:
            raise KilledError

    with pytest.raises(KilledError):
        bring_in(database, kind, lines, stored=killed)
    assert portions == [1, 1]
    again = bring_in(database, kind, lines)
    assert (again.new, again.known) == (len(lines) - 3, 2)
    once = fresh_sqlite(tmp_path / "once.sqlite")
    assemble(once)
    assert bring_in(once, kind, lines).new == len(lines) - 1
    assert there_is(database) == there_is(once)
    assert bring_in(database, kind, lines).new == 0
    once.dispose()


@FILES
def test_a_dry_run_says_what_would_happen_and_stores_nothing(
    database: Database, cast: Cast, kind: str, lines: list[str]
) -> None:
    before = there_is(database)
    assert bring_in(database, kind, lines, dry_run=True).new == len(lines) - 1
    assert there_is(database) == before


def test_a_line_that_only_storing_shows_to_be_wrong_keeps_all_portions_out(database: Database, cast: Cast) -> None:
    wrong = [*DEALS, "d-4,ana@example.com,Dune,100,won,2026-10-03,2026-11-12,2026-11-13 500"]
    before = there_is(database)
    with pytest.raises(WrongFile, match=r"Nothing was imported\.\nLine 5: more was given back of it"):
        bring_in(database, "deals", wrong)
    assert there_is(database) == before
    kept = bring_in(database, "deals", wrong, keep_good=True)
    assert (kept.new, [each.number for each in kept.refused]) == (3, [5])


def test_who_changes_a_deal_while_a_file_is_stored_is_told_how_far_it_came(database: Database, cast: Cast) -> None:
    bring_in(database, "deals", DEALS)
    # Each says nothing of its amount, and so stands or falls with what is known of it.
    lines = [
        "external id,member,stage,closed,refunds",
        "d-1,ana@example.com,won,2026-11-10,",
        "d-3,ana@example.com,won,2026-11-12,2026-11-13 100",
    ]

    def meanwhile(_some: int) -> None:
        with database.writing() as session:
            deal = session.exec(select(Deal).where(Deal.external_id == "d-3")).one()
            deal.amount_minor = 50_00

    with pytest.raises(StoppedFile, match=r"1 lines were imported; .*\nLine 3: more was given back of it"):
        bring_in(database, "deals", lines, stored=meanwhile)
