"""Importing activities: all or nothing, and once."""

import pytest

from bot.exchange.files.activities import import_activities
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported
from storage.catalogue import find_metric
from storage.day_totals import total_between, wrong_totals
from storage.engine import Database
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

HEADER = "date,member,metric,quantity,account,note,external id"
GOOD = [
    HEADER,
    "2026-11-16,ana@example.com,call,5,Acorn Supply,spoke to two,",
    "2026-11-16,ana@example.com,call,5,Acorn Supply,spoke to two,",
    "2026-11-16,U0BEN,Demos,1,,,crm-7",
    '2026-11-16,U0BEN,meeting,"1,250",,,crm-8',
]


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def bring_in(database: Database, lines: list[str]) -> Imported:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return import_activities(session, workspace=workspace, lines=[f"{line}\n" for line in lines], now=NOON)


def test_every_line_becomes_an_entry_and_the_same_file_again_changes_nothing(database: Database, cast: Cast) -> None:
    assert (bring_in(database, GOOD).new, bring_in(database, GOOD).known) == (4, 4)
    with database.reading() as session:
        start = NOON.date().replace(day=1)
        total = total_between(session, member_id=cast.ana, metric_id=1, starts=start, ends=NOON.date())
        assert (total.quantity, total.entries) == (10, 2)
        meeting = find_metric(session, workspace_id=cast.workspace, key="meeting")
        assert meeting is not None
        met = total_between(session, member_id=cast.ben, metric_id=meeting.id, starts=start, ends=NOON.date())
        assert met.quantity == 1250
        assert wrong_totals(session, workspace_id=cast.workspace) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-11-16,nobody@example.com,call,5,,,", "Line 6: no member matches 'nobody@example.com'."),
        ("2026-11-16,ana@example.com,cals,5,,,", "Line 6: unknown metric 'cals'."),
        ("16.11.2026,ana@example.com,call,5,,,", "Line 6: '16.11.2026' isn't a date like 2026-11-17."),
        ("2027-01-01,ana@example.com,call,5,,,", "Line 6: 2027-01-01 is in the future."),
        ("2026-11-16,ana@example.com,call,five,,,", "Line 6: 'five' isn't a whole number."),
        ("2026-11-16,ana@example.com,call,0,,,", "Line 6: its quantity isn't above zero."),
        ("2026-11-16,ana@example.com,call,5,,,crm-7", "Line 6: its external id 'crm-7' is that of line 4 too."),
        ("2026-11-16,ana@example.com,call,5,,,,x", "Line 6: it has more fields than the header."),
        ("2026-11-16,ana@example.com,revenue,5,,,", "Line 6: revenue come from deals: import them as deals."),
        (f"2026-11-16,ana@example.com,call,5,{'x' * 201},,", "Line 6: its account is longer than 200 characters."),
    ],
)
def test_one_bad_line_is_named_and_nothing_is_imported(database: Database, cast: Cast, line: str, says: str) -> None:
    with pytest.raises(WrongFile) as refused:
        bring_in(database, [*GOOD, line])
    assert says in str(refused.value)
    with database.reading() as session:
        total = total_between(
            session, member_id=cast.ana, metric_id=1, starts=NOON.date().replace(day=1), ends=NOON.date()
        )
    assert total.entries == 0


@pytest.mark.usefixtures("cast")
def test_every_bad_line_is_reported(database: Database) -> None:
    bad = ["x,y,z,1,,,", "2026-11-16,ana@example.com,call,-1,,,"]
    with pytest.raises(WrongFile) as refused:
        bring_in(database, [HEADER, *bad])
    assert len(refused.value.problems) == 2


@pytest.mark.usefixtures("cast")
def test_a_header_without_what_is_needed_is_refused(database: Database) -> None:
    with pytest.raises(WrongFile, match="lacks metric"):
        bring_in(database, ["date,member,quantity", "2026-11-16,ana@example.com,3"])
    with pytest.raises(WrongFile, match="has colour, which means nothing"):
        bring_in(database, [f"{HEADER},colour"])
