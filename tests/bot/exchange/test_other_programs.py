"""Exports of programs of which Pacer has no format, by their own headers: what is proposed for them is right."""

from pathlib import Path
from typing import Any

import pytest

from bot.exchange.activity_status import Counting
from bot.exchange.files.mapping import Mapped
from bot.exchange.files.runs import Trial, try_file
from bot.exchange.problems import WrongFile
from tests.bot.exchange.office_of_cases import NOW, Desk, open_desk
from tests.databases import fresh_sqlite

D = 100
CALLS = {"set": {"metric": "call"}}


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    database = fresh_sqlite(tmp_path / "other.sqlite")
    yield open_desk(database)
    database.dispose()


def tried(desk: Desk, text: str, **said: Any) -> Trial:
    lines = text.splitlines(keepends=True)
    return try_file(desk.database, lambda: lines, now=NOW, said=Mapped(**said), counting=Counting())


def taken(desk: Desk, text: str, **said: Any) -> Trial:
    """The proposal, carried out."""
    trial = tried(desk, text, **said)
    assert trial.imported is not None, trial.proposal
    mapped = trial.proposal.mapped
    how = {name: getattr(mapped, name) for name in Mapped.__dataclass_fields__ if getattr(mapped, name)}
    # Headers that mean nothing are passed over where columns are named.
    if "columns" not in how and "format" not in how:
        column, header = next(iter(trial.proposal.headers.items()))
        how["columns"] = {column: header}
    done = desk.bring(trial.proposal.kind, text, **how)
    assert done.counts[0] == trial.imported.new
    return trial


def why(trial: Trial) -> dict[int, str]:
    return {line.number: line.why for line in trial.lines if line.why}


ZOHO = """Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Created Time,Modified Time,Currency
zcrm_1,zcrm_9,Bram Cloudberry,"$ 1,200.00",Acorn deal,2026-11-02,zcrm_3,Acorn,Closed Won,2026-10-01 09:00:00,2026-11-02 10:00:00,USD
zcrm_2,zcrm_9,Bram Cloudberry,-,Birch deal,2026-12-20,zcrm_4,Birch,Negotiation/Review,2026-10-01 09:00:00,2026-11-02 10:00:00,USD
"""  # noqa: E501
CLOSE = """id,lead_id,lead_name,status_label,status_type,value,value_currency,value_formatted,date_created,date_won,date_lost,user_name
oppo_1,lead_1,Acorn,Contract signed,won,1200.5,USD,"$1,200.50",2026-10-01T09:00:00+00:00,2026-11-02,,Bram Cloudberry
oppo_2,lead_2,Birch,Went elsewhere,lost,500,USD,$500,2026-10-01T09:00:00+00:00,,2026-11-03,Bram Cloudberry
oppo_3,lead_3,Cedar,Qualifying,active,900,USD,$900,2026-10-01T09:00:00+00:00,,,Bram Cloudberry
"""  # noqa: E501
COPPER = """Copper ID,Name,Owned By,Stage,Status,Value,Currency,Company,Pipeline,Close Date,Created At,Updated At,Loss Reason
101,Acorn new,Bram Cloudberry,Contract Review,Won,1200,USD,Acorn,Sales,11/02/2026,10/01/2026,11/02/2026,
102,Birch new,Bram Cloudberry,Quoting,Open,500,USD,Birch,Sales,12/20/2026,10/15/2026,11/02/2026,
103,Cedar new,Bram Cloudberry,Quoting,Lost,500,USD,Cedar,Sales,11/20/2026,10/15/2026,11/20/2026,Price
104,Dune new,Bram Cloudberry,Quoting,Abandoned,500,USD,Dune,Sales,11/20/2026,10/15/2026,11/20/2026,
"""  # noqa: E501
DYNAMICS = """(Do Not Modify) Opportunity,(Do Not Modify) Modified On,Topic,Potential Customer,Est. Close Date,Actual Close Date,Actual Revenue,Owner,Status,Created On,Currency
a1b2-0001,2026-11-02 10:00,Acorn upgrade,Acorn,2026-11-30,2026-11-02,1200,Bram Cloudberry,Won,2026-10-01 09:00,US Dollar
a1b2-0002,2026-11-02 10:00,Birch upgrade,Birch,2026-12-20,,,Bram Cloudberry,Open,2026-10-01 09:00,U.S. Dollar
a1b2-0003,2026-11-02 10:00,Cedar upgrade,Cedar,2026-12-20,2026-11-02,900,Bram Cloudberry,Won,2026-10-01 09:00,Euro
"""  # noqa: E501
MONDAY = """Name,Stage,Owner,Deal Value,Close Date,Created
Acorn,Won,Bram Cloudberry,1200,"Nov 2, 2026","Oct 1, 2026"
"""
WON = {("Bram", "revenue", "2026-11-02"): 1200 * D, ("Bram", "opportunity", "2026-10-01"): 1}


@pytest.mark.parametrize(
    ("text", "refused", "deals", "revenue"),
    [
        pytest.param(ZOHO, {}, {"zcrm_1": ("won", 1200 * D), "zcrm_2": ("closing", 0)}, 1200 * D, id="Zoho"),
        pytest.param(
            CLOSE,
            {},
            {"oppo_1": ("won", 1200_50), "oppo_2": ("lost", 500 * D), "oppo_3": ("qualifying", 900 * D)},
            1200_50,
            id="Close",
        ),
        pytest.param(
            COPPER,
            {5: "unknown stage 'Abandoned'."},
            {"101": ("won", 1200 * D), "102": ("quoting", 500 * D), "103": ("lost", 500 * D)},
            1200 * D,
            id="Copper",
        ),
        pytest.param(
            DYNAMICS,
            {4: "its amount is in EUR, and amounts here are in USD."},
            {"a1b2-0001": ("won", 1200 * D), "a1b2-0002": ("prospecting", 0)},
            1200 * D,
            id="Dynamics",
        ),
    ],
)
def test_deals_of_another_program_are_read_by_what_is_proposed(
    desk: Desk, text: str, refused: dict[int, str], deals: dict[str, tuple[str, int]], revenue: int
) -> None:
    trial = taken(desk, text)
    assert (trial.proposal.kind, trial.proposal.mapped.format) == ("deals", "")
    found = why(trial)
    assert found.keys() == refused.keys(), found
    assert all(found[number].startswith(said) for number, said in refused.items()), found
    assert desk.deals() == deals
    assert desk.days(metric="revenue") == {("Bram", "revenue", "2026-11-02"): revenue}
    assert "Line" not in str(trial.proposal.missing)


def test_a_board_with_names_and_written_out_dates_is_read(desk: Desk) -> None:
    taken(desk, MONDAY)
    assert {key: desk.days().get(key) for key in WON} == WON


@pytest.mark.parametrize(
    "text",
    [
        "Record Id,Call Owner,Subject,Call Type,Call Start Time,Call Result,Outgoing Call Status\n"
        "z1,Bram Cloudberry,Intro,Outbound,2026-11-16 10:00:00,Interested,Completed\n"
        "z2,Bram Cloudberry,Intro,Inbound,2026-11-16 10:00:00,Interested,\n"
        "z3,Bram Cloudberry,Intro,Missed,2026-11-16 10:00:00,,\n"
        "z4,Bram Cloudberry,Intro,Outbound,2026-11-18 10:00:00,,Scheduled\n",
        "id,user_name,direction,duration,date_created,lead_name,disposition,status\n"
        "c1,Bram Cloudberry,outbound,61,2026-11-16T10:00:00+00:00,Acorn,answered,completed\n"
        "c2,Bram Cloudberry,outbound,0,2026-11-16T10:01:00+00:00,Acorn,no-answer,no-answer\n"
        "c3,Bram Cloudberry,inbound,50,2026-11-16T10:02:00+00:00,Acorn,answered,completed\n",
    ],
    ids=["Zoho", "Close"],
)
def test_calls_of_another_program_count_where_they_went_out_and_were_made(desk: Desk, text: str) -> None:
    assert tried(desk, text).proposal.missing == ("metric",)
    taken(desk, text, **CALLS)
    assert desk.days() == {("Bram", "call", "2026-11-16"): 1}


def test_ids_are_of_a_program_only_where_its_own_headers_stand(desk: Desk) -> None:
    """Others use the same words, and their 101 is not Pipedrive's 101."""
    for text in (ZOHO, CLOSE, COPPER, DYNAMICS, MONDAY):
        assert tried(desk, text).proposal.mapped.format == ""
    for text, format_ in (
        ("Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount\n", "hubspot"),
        ("Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date\n", "salesforce"),
        ("Id,Name,OwnerId,CloseDate,StageName,Amount,CreatedDate,IsClosed,IsWon\n", "salesforce"),
        ("Deal - ID,Deal - Title,Deal - Value,Deal - Owner,Deal - Status\n", "pipedrive"),
        ("ID,Title,Value,Currency,Status,Owner,Add time,Won time\n", "pipedrive"),
    ):
        assert tried(desk, text + "x\n").proposal.mapped.format == format_, text


def test_a_reports_title_above_its_header_and_its_totals_are_left_out_and_said(desk: Desk) -> None:
    report = (
        "Opportunities won,,,,,,,\nAs of 2026-11-17 10:00:00,,,,,,,\n\n"
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date,Created Date,Opportunity ID\n"
        "Bram Cloudberry,Acorn,Acorn new,Closed Won,1200,2026-11-02,2026-10-01,0065g00000AbCdE\n"
        ",,Subtotal,,1200,,,\nTotal,,,,1200,,,\n"
    )
    told = desk.bring("deals", report, format="salesforce")
    assert told.counts == (1, 0, 0, 0)
    assert "Left out above the header: Opportunities won; As of 2026-11-17 10:00:00." in told.said
    assert "Left out as the report's foot: 2 lines (Subtotal; Total)." in told.said
    assert {key: desk.days().get(key) for key in WON} == WON


def test_a_header_that_stands_twice_is_refused_where_it_decides_something(desk: Desk) -> None:
    head = "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,{}\n"
    line = "1,A,closedwon,2026-11-02,Bram Cloudberry,1000,900\n"
    told = desk.bring("deals", head.format("Amount") + line, format="hubspot")
    assert told.imported is None
    assert "The header has Amount more than once: rename or remove the columns that don't count." in told.why
    assert desk.bring("deals", head.format("Notes,Notes") + line, format="hubspot").counts == (1, 0, 0, 0)


def test_cells_that_were_merged_are_refused_and_not_filled_in(desk: Desk) -> None:
    text = (
        "Owner;Account;Amount;Stage;Closed;Opened\n"
        "Bram Cloudberry;Acorn;1.200,00;Won;02.11.2026;01.10.2026\n"
        ";Birch;1.500,50;Won;13.11.2026;02.10.2026\n"
        "Total;;2.700,50;;;\n"
    )
    trial = taken(desk, text)
    assert trial.proposal.mapped.dates == "d/m/y"
    assert why(trial) == {3: "it has no member."}
    assert desk.total("revenue") == 1200 * D


AMOUNTS = {
    "1’234.50": 1234_50,
    "1\u00a0234.56": 1234_56,
    "US $1,200": 1200 * D,
    "$1,200 USD": 1200 * D,
    "USD -": 0,
    "1,23,456.50": 123_456_50,
    "$(1,200)": "'$(1,200)' is -1,200, and an amount is not below zero.",
    "12,5": "'12,5' isn't an amount: this file's other numbers have '.' before their decimals.",
    "10%": "'10%' isn't an amount.",
    "1e5": "'1e5' isn't an amount: a spreadsheet has rounded it.",
    "RM 1,200": "'RM 1,200' is in MYR, and amounts here are in USD.",
}


def test_amounts_as_programs_write_them_are_read_or_refused_with_the_reason(desk: Desk) -> None:
    rows = "".join(
        f'{at},Bram Cloudberry,A{at},"{said}",won,2026-10-01,2026-11-02\n' for at, said in enumerate(AMOUNTS)
    )
    told = desk.bring("deals", f"external id,member,account,amount,stage,opened,closed\n{rows}")
    assert told.imported is not None
    deals, refused = desk.deals(), {line.number - 2: line.why for line in told.imported.refused}
    assert {
        said: deals[str(at)][1] if str(at) in deals else refused.get(at) for at, said in enumerate(AMOUNTS)
    } == AMOUNTS


DAYS = {
    "17-Nov-26": "2026-11-17",
    "Tuesday, 17 November 2026": "2026-11-17",
    "2026-11-17T18:30:00+0000": "2026-11-18",
    "20261117T183000Z": "2026-11-18",
    "Tue Nov 17 2026 14:30:00 GMT+0800 (Malaysia Time)": "2026-11-17",
    "2026-11-17 14.30": "2026-11-17",
    "2026-02-30": "'2026-02-30' isn't a date like 2026-11-17.",
    "0000-00-00": "'0000-00-00' isn't a date like 2026-11-17.",
    "Q4 2026": "'Q4 2026' isn't a date like 2026-11-17.",
    "yesterday": "'yesterday' isn't a date like 2026-11-17.",
    "2026-11-17 14:30 PST": "'2026-11-17 14:30 PST' is of the zone 'PST', which may be several",
}


def test_dates_as_programs_write_them_are_read_or_refused_with_the_reason(desk: Desk) -> None:
    rows = "".join(f'{at},"{said}",Bram Cloudberry,call\n' for at, said in enumerate(DAYS))
    told = desk.bring("activities", f"external id,date,member,metric\n{rows}")
    assert told.imported is not None
    entries, refused = desk.entries(), {line.number - 2: line.why for line in told.imported.refused}
    for at, (said, wanted) in enumerate(DAYS.items()):
        found = entries[str(at)][1] if str(at) in entries else refused[at]
        assert found.startswith(wanted), said


GOALS = {
    "per week": ("week", "2026-12-01"),
    "a month": ("month", "2026-12-01"),
    "Q1 2027": ("quarter", "2027-01-01"),
    "2027-Q2": ("quarter", "2027-04-01"),
    "Jan 2027": ("month", "2027-01-01"),
    "2027-03": ("month", "2027-03-01"),
    "2027": ("year", "2027-01-01"),
}


@pytest.mark.parametrize("said", GOALS)
def test_a_goals_period_is_a_word_or_the_period_itself(desk: Desk, said: str) -> None:
    told = desk.bring("goals", f"member,metric,period,target\nBram Cloudberry,demos,{said},7\n")
    assert told.counts == (1, 0, 0, 0), told.said
    assert desk.goals() == {("demo", *GOALS[said]): 7}


def test_a_period_that_contradicts_its_first_day_or_could_be_of_two_years_is_refused(desk: Desk) -> None:
    told = desk.bring("goals", "member,metric,period,target,from\nBram Cloudberry,demos,Q1 2027,7,2027-02-01\n")
    assert "Line 2: Q1 2027 begins on 2027-01-01, and from says 2027-02-01: leave one of them empty." in told.said
    with desk.database.writing() as session:
        desk.workspace(session).fiscal_year_start_month = 4
    told = desk.bring("goals", "member,metric,period,target\nBram Cloudberry,demos,Q1 2027,7\n")
    assert "'Q1 2027' can be of two years, because yours don't begin in January" in told.said


def test_a_file_without_a_header_of_ours_says_so(desk: Desk) -> None:
    with pytest.raises(WrongFile, match="None of its headers is one that Pacer could use"):
        tried(desk, "Datensatz-ID,Dealphase,Betrag\n1,x,5\n")
