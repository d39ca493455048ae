"""What is exported can be imported again, and no spreadsheet carries out a cell of it."""

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.csv_cells import STARTS, harmless_cell, restored
from bot.core.csv_rows import write_table
from bot.exchange.files.exports import rows_of
from bot.exchange.files.kinds import KINDS
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported, Options
from storage.catalogue import find_metric
from storage.day_totals import total_between, wrong_totals
from storage.engine import Database
from storage.tables import Member
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

FILES = {
    "activities": [
        "date,member,metric,quantity,account,note,external id,outcome",
        '2026-11-16,ana@example.com,call,5,Acorn Supply,"said ""later"", twice",,connected',
        "2026-11-16,ana@example.com,call,5,Acorn Supply,=HYPERLINK(1),,",
        '2026-11-16,U0BEN,meeting,"1,250",,,crm-8,',
    ],
    "deals": [
        "external id,member,account,amount,stage,opened,closed,lost reason,count,refunds",
        'crm-1,ana@example.com,Acorn Supply,"12,500.50",won,2026-10-01,2026-11-02,,,2026-11-05 500; 2026-11-09 0.50',
        "crm-2,U0BEN,Birch & Co,,Qualifying,2026-11-02,,,,",
        "crm-3,U0BEN,Birch & Co,400,Closed Lost,2026-10-02,2026-11-01,price,,",
        ",U0BEN,,1,won,,2026-11-01,,3,",
    ],
    "leads": [
        "external id,member,account,source,created,answered,qualified,closed",
        "l-1,ana@example.com,Acorn Supply,website,2026-11-16T09:00:00+00:00,2026-11-16 09:20,2026-11-17,",
        ",,Birch & Co,fair,2026-11-16,,,2026-11-17 08:00",
    ],
    "goals": [
        "member,team,sales role,metric,period,target,from,reason,leave",
        "ana@example.com,,,calls,week,60,2026-10-01,Spring is *busy*,prorate",
        "ana@example.com,,,calls,week,70,2099-01-01,,",
        "ana@example.com,,,calls,week,off,2099-06-01,,",
        ",North,,demos,month,14,2026-10-01,,",
        ",North,sdr,demos,month,20,2026-10-01,,",
        ',,Account executive,revenue,quarter,"60,000.50",2026-10-01,,',
    ],
    "people": [
        "member,role,team,team role,from,joined,working week,also known as",
        "ana@example.com,rep,North,rep,2026-01-01,2025-11-01,1 1 1 1 0.5 0 0,Ana Q.; owner-77",
        "cleo@example.com,,East,,2026-11-01,,,",
    ],
    "time-off": [
        "member,first day,last day,portion",
        "ana@example.com,2026-12-21,2026-12-24,",
        "U0BEN,2026-12-21,,0.5",
    ],
}


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def bring_in(database: Database, kind: str, text: str, *, keep_good: bool = False) -> Imported:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return KINDS[kind].importer(
            session,
            workspace=workspace,
            lines=io.StringIO(text, newline=""),
            now=NOON,
            options=Options(keep_good=keep_good),
        )


def take_out(database: Database, kind: str) -> str:
    with database.reading() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        out = io.StringIO(newline="")
        columns, rows = rows_of(session, workspace=workspace, kind=kind)
        write_table(out, columns, rows)
        return out.getvalue()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("kind", list(FILES))
def test_an_export_that_is_imported_again_changes_nothing(database: Database, kind: str) -> None:
    bring_in(database, kind, "\n".join(FILES[kind]))
    exported = take_out(database, kind)
    again = bring_in(database, kind, exported)
    assert (again.new, again.changed) == (0, 0)
    assert again.known == exported.count("\r\n") - 1
    assert take_out(database, kind) == exported


def test_an_export_makes_the_same_totals_in_another_installation(database: Database, cast: Cast) -> None:
    bring_in(database, "activities", "\n".join(FILES["activities"]))
    exported = take_out(database, "activities")
    assert "'=HYPERLINK(1)" in exported
    with database.writing() as session:
        for table in ("activity", "day_total", "outside_record"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    assert bring_in(database, "activities", exported).new == 3
    assert bring_in(database, "activities", exported).new == 0
    with database.reading() as session:
        day = dt.date(2026, 11, 16)
        total = total_between(session, member_id=cast.ana, metric_id=1, starts=day, ends=day + dt.timedelta(days=1))
        assert (total.quantity, total.entries) == (10, 2)
        assert wrong_totals(session, workspace_id=cast.workspace) == []


def test_people_are_put_into_teams_and_known_by_their_other_names(database: Database, cast: Cast) -> None:
    bring_in(database, "people", "\n".join(FILES["people"]))
    assert bring_in(database, "people", "\n".join(FILES["people"])).changed == 0
    with database.reading() as session:
        ana = session.get(Member, cast.ana)
        assert ana is not None
        assert (ana.joined_on, ana.week_shares) == (dt.date(2025, 11, 1), "1 1 1 1 0.5 0 0")
    assert "cleo@example.com,rep,East,rep,2026-11-01" in take_out(database, "people")
    header = "date,member,metric,quantity\n"
    assert bring_in(database, "activities", f"{header}2026-11-16,OWNER-77,call,1").new == 1


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("kind", "line", "why"),
    [
        ("people", "nobody@example.com,,,,,,,", "no member matches 'nobody@example.com'."),
        ("people", "guest@example.com,,,,,,,", "'guest@example.com' is a guest, for whom nothing is kept."),
        ("people", "ana@example.com,boss,,,,,,", "'boss' is none of: rep, manager, admin."),
        ("people", "ana@example.com,,,,,,1 1 1,", "'1 1 1' isn't a work week like 1 1 1 1 0.5 0 0."),
        ("time-off", "ana@example.com,2026-12-24,2026-12-21,", "it ends on 2026-12-21, before it begins on"),
        ("time-off", "ana@example.com,24/12/2026,,", "'24/12/2026' isn't a date like 2026-11-17."),
        ("time-off", "ana@example.com,2026-12-24,,2", "'2' isn't a portion of a day"),
        ("time-off", ",2026-12-24,,", "it has no member."),
    ],
)
def test_a_wrong_line_is_explained_and_the_good_ones_can_be_kept(
    database: Database, kind: str, line: str, why: str
) -> None:
    imported = bring_in(database, kind, "\n".join([*FILES[kind], line]), keep_good=True)
    (refused,) = imported.refused
    assert refused.number == len(FILES[kind]) + 1
    assert refused.why.startswith(why)
    assert imported.new + imported.changed == len(FILES[kind]) - 1


@given(st.text(alphabet=st.one_of(st.sampled_from(f"'{STARTS} 1a"), st.characters())))
def test_a_cell_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    cell = harmless_cell(text)
    assert restored(cell) == text
    assert cell[:1] not in STARTS or cell == "" or cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()


def test_refunds_come_back_with_their_deals_and_only_what_can_be_is_taken(database: Database, cast: Cast) -> None:
    header = FILES["deals"][0]
    line = "crm-1,ana@example.com,Acorn Supply,1000,won,2026-10-01,2026-11-02,,,{refunds}"
    with_one = f"{header}\n{line}"
    assert bring_in(database, "deals", with_one.format(refunds="2026-11-05 200; 2026-11-09 100.50")).new == 1
    exported = take_out(database, "deals")
    assert "2026-11-05 200.00; 2026-11-09 100.50" in exported
    assert bring_in(database, "deals", with_one.format(refunds="")).known == 1, "empty says nothing"
    assert take_out(database, "deals") == exported
    assert bring_in(database, "deals", with_one.format(refunds="2026-11-05 200")).changed == 1
    with database.reading() as session:
        assert wrong_totals(session, workspace_id=cast.workspace) == []
        revenue = find_metric(session, workspace_id=cast.workspace, key="revenue")
        assert revenue is not None
        starts, ends = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
        won = total_between(session, member_id=cast.ana, metric_id=revenue.id, starts=starts, ends=ends)
        assert won.quantity == 80_000
    for refunds, why in (
        ("2026-11-05 2000", "more was given back of it than its amount"),
        ("2026-11-01 20", "given back before it was won"),
        ("yesterday 20", "isn't a date like"),
        ("2026-11-05", "isn't a refund like"),
    ):
        with pytest.raises(WrongFile, match=why):
            bring_in(database, "deals", with_one.format(refunds=refunds))
