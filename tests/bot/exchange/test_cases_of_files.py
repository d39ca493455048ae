"""Files as CRMs, diallers and people write them, each with what is right: nothing is wrong in silence."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from storage.tables import Activity, Deal, Lead
from tests.bot.exchange.office_of_cases import Desk, open_desk
from tests.databases import fresh_sqlite

D = 100
"""Minor units of a dollar."""


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    database = fresh_sqlite(tmp_path / "cases.sqlite")
    yield open_desk(database)
    database.dispose()


@dataclass(frozen=True)
class Case:
    """A file, how it is brought in, and what is right: what is counted, what is said, what is not taken."""

    id: str
    kind: str
    file: str
    counts: tuple[int, int, int, int] | None = None
    """(new, changed, known, refused)."""
    totals: dict[str, int] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    how: dict[str, Any] = field(default_factory=dict)
    days: dict[tuple[str, str, str], int] = field(default_factory=dict)
    deals: dict[str, int] | None = None
    """All that there are, by their id: the amount."""
    known: dict[str, tuple[str, str]] | None = None
    """All entries that there are, by their id: (metric, date)."""
    goals: dict[tuple[str, str, str], int] | None = None
    """All that there are, by (metric, period, first day)."""


def case(id_: str, kind: str, file: str, counts: Any = None, *says: str, **more: Any) -> Any:
    totals, days = more.pop("totals", {}), more.pop("days", {})
    whole = {name: more.pop(name, None) for name in ("deals", "known", "goals")}
    return pytest.param(Case(id_, kind, file, counts, totals, says, more, days, **whole), id=id_)


REFUSED = "Nothing was imported."
DEALS, ACTS = "deals", "activities"
HUB, SF, PIPE = {"format": "hubspot"}, {"format": "salesforce"}, {"format": "pipedrive"}
CASES = [
    case(
        "i1",
        ACTS,
        "i1_suitecrm_calls.csv",
        (1, 0, 0, 2),
        "isn't done: 'Not Held'",
        "isn't done: 'Planned'",
        columns={
            "note": "Subject",
            "done": "Status",
            "date": "Start Date",
            "member": "Assigned to",
            "external id": "ID",
            "metric": "Module",
        },
        totals={"call": 1},
    ),
    case(
        "i2",
        ACTS,
        "i2_done_words.csv",
        (1, 0, 0, 13),
        *(
            f"it isn't done: {word!r}"
            for word in (
                *("Missed", "no-answer", "failed", "Pending", "Not done", "Nein", "Belum", "Waiting for input"),
                *("Rescheduled", "N", "Upcoming", "Postponed", "busy"),
            )
        ),
        totals={"call": 1},
        known={"w0": ("call", "2026-11-10")},
    ),
    case(
        "i4",
        DEALS,
        "i4_hubspot_currency.csv",
        (1, 0, 0, 1),
        "its amount is in JPY",
        **HUB,
        totals={"revenue": 1000 * D},
    ),
    case("i4p", DEALS, "i4_pipedrive_currency.csv", (1, 0, 0, 1), "in JPY", **PIPE, totals={"revenue": 1000 * D}),
    case("i4s", DEALS, "i4_salesforce_currency.csv", (1, 0, 0, 1), "in EUR", **SF, totals={"revenue": 1000 * D}),
    case(
        "i5",
        DEALS,
        "i5_salesforce_no_stage.csv",
        (2, 0, 0, 0),
        "No column for stage: known deals stay where they are",
        **SF,
        totals={"revenue": 0, "deal": 0},
    ),
    case(
        "i6",
        ACTS,
        "i6_utc_calls.csv",
        (3, 0, 0, 0),
        days={("Bram", "call", "2026-11-01"): 2, ("Jonas", "call", "2026-10-31"): 1},
    ),
    case("i6d", DEALS, "i6_utc_deals.csv", (1, 0, 0, 0), days={("Bram", "revenue", "2026-11-01"): 1000 * D}),
    case("h15", DEALS, "h15_pipedrive_api_export.csv", (1, 0, 0, 0), days={("Bram", "revenue", "2026-11-01"): 400 * D}),
    case(
        "i10 twilio",
        ACTS,
        "i10_twilio.csv",
        (1, 0, 0, 0),
        set={"metric": "call", "member": "Bram Cloudberry"},
        columns={"date": "Start Time", "external id": "Call Sid", "done": "Status", "direction": "Direction"},
        totals={"call": 1},
    ),
    case(
        "i10 aircall",
        ACTS,
        "i10_aircall.csv",
        (1, 0, 0, 0),
        set={"metric": "call"},
        source="aircall",
        timezone="UTC",
        columns={"external id": "call_id", "date": "datetime (UTC)", "member": "user"},
        totals={"call": 1},
    ),
    case(
        "i10 outlook",
        ACTS,
        "i10_outlook.csv",
        (1, 0, 0, 0),
        set={"metric": "demo"},
        dates="m/d/y",
        columns={"date": "Start Date", "time": "Start Time", "member": "Meeting Organizer", "note": "Subject"},
        days={("Bram", "demo", "2026-11-10"): 1},
    ),
    case(
        "i11",
        DEALS,
        "i11_sf_footer.csv",
        (1, 0, 0, 0),
        "Left out as the report's foot: 5 lines",
        **SF,
        totals={"revenue": 10_000 * D},
    ),
    case("i12a", DEALS, "i12a_short_rows.csv", (1, 0, 0, 0), totals={"revenue": 1000 * D}),
    case("i12b", DEALS, "i12b_trailing.csv", (1, 0, 0, 0), totals={"revenue": 1000 * D}),
    case("i13", DEALS, "i13_sep.csv", (1, 0, 0, 0), totals={"revenue": 1000 * D}),
    case("i13b", DEALS, "i13b_header_newline.csv", (1, 0, 0, 0), totals={"revenue": 1000 * D}),
    case(
        "i14",
        ACTS,
        "i14_quantity.csv",
        (2, 0, 0, 2),
        "'1.000' isn't a whole number: it can be read in two ways",
        totals={"call": 1002},
    ),
    case("i14 stated", ACTS, "i14_quantity.csv", (4, 0, 0, 0), numbers="1,000.00", totals={"call": 1 + 25 + 2 + 1000}),
    case(
        "i15",
        DEALS,
        "i15_amounts.csv",
        (16, 0, 0, 11),
        "Line 2: '(1,200.00)' is -1,200.00, and an amount is not below zero.",
        "Line 3: its amount is below zero. What was given back goes into the column refunds.",
        "Line 5: '1.234,56 €' is in EUR, and amounts here are in USD.",
        "Line 9: '1.2E+05' isn't an amount: a spreadsheet has rounded it.",
        "Line 13: '12.500' isn't an amount: it can be read in two ways. Say how numbers are written: --numbers",
        "Line 19: '€1.000' is in EUR, and amounts here are in USD.",
        "Line 20: 'A$500' is in AUD, and amounts here are in USD.",
        "Line 23: 'R1,200' isn't an amount.",
        "Line 25: 'N/A' isn't an amount.",
        "Line 26: '$1,200.005' isn't an amount.",
        "Line 28: '1,2000' isn't an amount: its comma stands before four digits.",
        deals={
            "a2": 1234_56,
            "a4": 1234_50,
            "a5": 1_200_000 * D,
            "a6": 54_99,
            "a8": 0,
            "a9": 0,
            "a10": 1200 * D,
            "a12": 1_234_567 * D,
            "a13": 1_234_567 * D,
            "a14": 1200 * D,
            "a15": 1200_50,
            "a16": 1200 * D,
            "a19": 0,
            "a20": 1200 * D,
            "a22": 5_000_000 * D,
            "a25": 1_20,
        },
    ),
    case(
        "i16",
        ACTS,
        "i16_dates.csv",
        (12, 0, 0, 2),
        "Line 7: '11/17/26' isn't a date like 2026-11-17. Say how dates are written here: --dates d/m/y or",
        "Line 12: '17.11.2026' isn't a date like 2026-11-17. Say how dates are written here: --dates d/m/y or",
        known={
            **{f"d{n}": ("call", "2026-11-17") for n in (0, 1, 2, 3, 4, 6, 7, 8, 9, 13)},
            # An instant, of which it is the 18th in Kuala Lumpur.
            **{f"d{n}": ("call", "2026-11-18") for n in (11, 12)},
        },
    ),
    case("i16 m/d/y", ACTS, "i16_dates.csv", (13, 0, 0, 1), "Line 12: '17.11.2026' isn't a date", dates="m/d/y"),
    case("i16b", DEALS, "i16b_tbd.csv", (0, 0, 0, 1), "'TBD' isn't a date like 2026-11-17"),
    case(
        "i17",
        ACTS,
        "i17_us_dates.csv",
        None,
        "Nothing was imported.\nLine 5: '10/17/2026' cannot be d/m/y, so no date of this file is: --dates m/d/y fits.",
        dates="d/m/y",
        known={},
    ),
    case("i17 unsaid", ACTS, "i17_us_dates.csv", (0, 0, 0, 5), "--dates d/m/y or --dates m/d/y", known={}),
    case(
        "i17 right",
        ACTS,
        "i17_us_dates.csv",
        (5, 0, 0, 0),
        dates="m/d/y",
        known={
            f"o{n}": ("call", day)
            for n, day in enumerate(("2026-03-04", "2026-05-06", "2025-11-12", "2026-10-17", "2026-10-25"))
        },
    ),
    case(
        "i18",
        ACTS,
        "i18_owners.csv",
        (7, 0, 0, 4),
        "'Cloudberry, Bram' is taken for Bram Cloudberry",
        "'Bram Cloudberry (Deactivated User)' is taken for Bram Cloudberry.",
        "'Bram Cloudberry <bram.cloudberry@example.com>' is taken for Bram Cloudberry.",
        "Line 9: no member matches 'Bram'. See pacer users list, or run: pacer users alias EMAIL 'Bram'",
        "Line 10: no member matches 'Bram Cloudberry; Aida Teakwood'.",
        "Line 11: no member matches 'Unassigned'.",
        "Line 12: it has no member.",
        totals={"call": 7},
        days={("Bram", "call", "2026-11-10"): 7},
    ),
    case("i22", DEALS, "i22_nl.csv", (2, 0, 0, 0), totals={"revenue": 500 * D}),
    case(
        "i26",
        DEALS,
        "i26_hs_stage.csv",
        (3, 0, 0, 0),
        **HUB,
        totals={"revenue": 3000 * D, "deal": 3},
        days={("Bram", "revenue", "2026-11-02"): 3000 * D, ("Bram", "opportunity", "2026-10-01"): 3},
    ),
    case(
        "i29",
        DEALS,
        "i29_pipedrive_lost_time.csv",
        (2, 0, 0, 0),
        **PIPE,
        totals={"revenue": 1000 * D, "deal": 1},
        days={("Bram", "revenue", "2026-11-02"): 1000 * D},
        deals={"pipedrive:deal:1": 1000 * D, "pipedrive:deal:2": 500 * D},
    ),
    case(
        "i30",
        DEALS,
        "i30_hubspot_default_view.csv",
        (5, 0, 0, 0),
        "No column for opened: new deals don't count",
        **HUB,
        totals={"opportunity": 0, "pipeline": 0},
    ),
    case("i31", ACTS, "i31_pipedrive_done_late.csv", (2, 0, 0, 0), **PIPE, days={("Bram", "call", "2026-11-16"): 2}),
    case(
        "i34",
        DEALS,
        "i34_header_comma.csv",
        (1, 0, 0, 0),
        totals={"revenue": 100 * D},
        columns={"external id": "id", "member": "owner", "amount": "Value, net"},
        stages={"Won, signed": "won"},
    ),
    case("i38", "leads", "i38_leads.csv", (3, 0, 0, 1), "of the zone 'EST', which may be several", dates="m/d/y"),
    case(
        "i41",
        DEALS,
        "i41_closed_before_created.csv",
        (2, 0, 0, 0),
        "taken as opened on 2026-10-30 too",
        **HUB,
        totals={"revenue": 2000 * D},
    ),
    case("i43", DEALS, "i43_full.csv", (2, 0, 0, 0), **HUB, totals={"revenue": 1000 * D, "pipeline": 3000 * D}),
    case(
        "i44",
        DEALS,
        "i44_sf_splits.csv",
        (1, 0, 0, 1),
        "with another owner: what several share is kept with the first",
        **SF,
        days={("Bram", "revenue", "2026-11-02"): 5000 * D},
    ),
    case(
        "m1",
        DEALS,
        "m1_two_digit_years.csv",
        (1, 0, 0, 0),
        dates="d/m/y",
        days={
            ("Bram", "revenue", "2017-03-01"): 1054 * D,
            ("Bram", "deal", "2017-03-01"): 1,
            ("Bram", "opportunity", "2016-10-20"): 1,
            ("Bram", "pipeline", "2016-10-20"): 1054 * D,
        },
        columns={
            "external id": "opportunity_id",
            "member": "sales_agent",
            "stage": "deal_stage",
            "opened": "engage_date",
            "closed": "close_date",
            "amount": "close_value",
        },
        totals={"revenue": 1054 * D},
    ),
    case(
        "m1 unsaid",
        DEALS,
        "m1_two_digit_years.csv",
        (0, 0, 0, 1),
        "'01-03-17' isn't a date like 2026-11-17. Say how dates are written here: --dates d/m/y or --dates m/d/y.",
        columns={"member": "sales_agent", "stage": "deal_stage", "closed": "close_date"},
        deals={},
    ),
    case(
        "m1 m/d/y",
        DEALS,
        "m1_two_digit_years.csv",
        None,
        "Nothing was imported.\nLine 2: '20-10-16' cannot be m/d/y, so no date of this file is: --dates d/m/y fits.",
        dates="m/d/y",
        columns={"member": "sales_agent", "stage": "deal_stage", "opened": "engage_date", "closed": "close_date"},
        deals={},
    ),
    case(
        "m2",
        DEALS,
        "m2_month_only.csv",
        (0, 0, 0, 1),
        "It says the month alone",
        columns={
            "external id": "id",
            "account": "company",
            "closed": "close_month",
            "stage": "outcome",
            "amount": "deal_value_usd",
            "member": "owner",
        },
    ),
    case("n1", ACTS, "n1_kpi_sheet.csv", (1, 0, 0, 3), "revenue come from deals", totals={"call": 20, "deal": 0}),
    case("n5", ACTS, "n5_wide.csv", (3, 0, 0, 0), totals={"call": 20, "email": 14, "meeting": 2}),
    case(
        "s1",
        DEALS,
        "s1_mock_salesforce.csv",
        (1, 0, 0, 0),
        **SF,
        set={"member": "Bram Cloudberry"},
        days={("Bram", "revenue", "2023-11-20"): 600_000 * D},
    ),
    case(
        "s1b",
        DEALS,
        "s1b_mock_salesforce_owner.csv",
        (2, 0, 0, 1),
        "unknown stage 'Negotiation'",
        **SF,
        stages={"Proposal": "quoting"},
        deals={"salesforce:deal:0061A00000abc5QAA": 600_000 * D, "salesforce:deal:0061A00000abc6QAA": 350_000 * D},
        days={("Bram", "revenue", "2023-11-20"): 600_000 * D},
    ),
    case(
        "s2",
        DEALS,
        "s2_dash_us_dates.csv",
        (2, 0, 0, 0),
        dates="m/d/y",
        totals={"deal": 2},
        days={("Bram", "deal", "2020-01-14"): 1, ("Bram", "deal", "2020-03-04"): 1},
        columns={"account": "dealname", "stage": "dealstage", "closed": "close date", "member": "owner"},
    ),
    case("s3", ACTS, "s3_bom.csv", (1, 0, 0, 0), totals={"call": 1}),
    case("v1", DEALS, "v1_vtiger_null.csv", (0, 0, 0, 2), "Lines 2, 3: it is won, and says not when.", deals={}),
    case("h5", DEALS, "h5_hubspot_all_deals.csv", (1, 0, 0, 0), **HUB, totals={"revenue": 1000 * D}),
    case("h22", ACTS, "h22_calls.csv", (1, 0, 0, 0), **HUB, totals={"call": 1}),
    case(
        "g1",
        "goals",
        "g1_quota.csv",
        (1, 0, 0, 0),
        set={"metric": "calls", "period": "month"},
        columns={"member": "rep_id", "target": "quota_monthly"},
        goals={("call", "month", "2026-12-01"): 55},
    ),
    case(
        "g2",
        "goals",
        "g2_goals.csv",
        (3, 0, 1, 3),
        "Line 6: '1.000' isn't a whole number: it can be read in two ways",
        "Line 7: 'FY' isn't a period: day, week, month, quarter or year.",
        "Line 8: '2.5' isn't a whole number.",
        goals={
            ("call", "month", "2026-12-01"): 55,
            ("revenue", "quarter", "2027-01-01"): 60_000 * D,
            ("email", "week", "2026-12-01"): 20,
        },
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_file_as_people_have_it_counts_what_is_right_and_says_the_rest(desk: Desk, case: Case) -> None:
    told = desk.bring(case.kind, case.file, **case.how)
    if case.counts is not None:
        assert told.counts == case.counts, told.said
    for said in case.says:
        assert said in told.said
    days = desk.days()
    assert {key: days.get(key, 0) for key in case.days} == case.days, days
    totals = {metric: desk.total(metric) for metric in case.totals}
    assert totals == case.totals, days
    if case.deals is not None:
        assert {own: amount for own, (_, amount) in desk.deals().items()} == case.deals
    if case.known is not None:
        assert desk.entries() == case.known
    if case.goals is not None:
        assert desk.goals() == case.goals
    if case.counts is not None:
        again = desk.bring(case.kind, case.file, **case.how)
        assert again.counts[:2] == (0, 0), "the same file again changes nothing"
        assert desk.days() == days


@pytest.mark.parametrize(("name", "text"), [("utf16", "UTF-8"), ("cp1252", "UTF-8")])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(
    desk: Desk, tmp_path: Path, name: str, text: str
) -> None:
    from bot.exchange.problems import WrongFile
    from bot.exchange.table import read_head
    from tests.bot.exchange.office_of_cases import FOLDER

    with (
        (FOLDER / f"i21_{name}.csv").open(encoding="utf-8-sig", newline="") as lines,
        pytest.raises(WrongFile, match=text),
    ):
        list(read_head(lines, columns=()).names)


def test_a_file_with_the_line_ends_of_an_old_mac_is_read(desk: Desk) -> None:
    assert desk.bring(DEALS, "i21_cr.csv").counts == (1, 0, 0, 0)
    assert [(deal.account, deal.amount_minor) for deal in desk.rows(Deal)] == [("Café Müller", 1000 * D)]


def test_a_field_over_two_lines_is_kept_whole(desk: Desk) -> None:
    """i22"""
    desk.bring(DEALS, "i22_nl.csv")
    lost = next(deal for deal in desk.rows(Deal) if deal.external_id == "1")
    assert (lost.stage, lost.lost_reason) == ("lost", 'Too dear,\r\nsaid "no" twice')


def test_when_leads_came_in_is_the_instant_that_was_written(desk: Desk) -> None:
    """i38"""
    desk.bring("leads", "i38_leads.csv", dates="m/d/y")
    assert {lead.external_id: lead.created_at.isoformat()[:16] for lead in desk.rows(Lead)} == {
        "l1": "2026-11-02T10:15",
        "l3": "2026-11-02T10:15",
        "l4": "2026-11-02T10:15",
    }


def test_a_column_that_a_file_lacks_says_nothing_of_what_is_known(desk: Desk) -> None:
    desk.bring(DEALS, "i43_full.csv", **HUB)
    before = desk.days()
    lacking = desk.bring(DEALS, "i43_no_amount.csv", **HUB)
    assert lacking.counts == (0, 0, 2, 0)
    assert "No column for amount: known deals keep theirs" in lacking.said
    assert desk.days() == before
    lacking = desk.bring(DEALS, "i43_no_stage.csv", **HUB)
    assert "No column for stage" in lacking.said
    assert desk.days() == before
    assert desk.deals() == {"hubspot:deal:1": ("won", 1000 * D), "hubspot:deal:2": ("closing", 2000 * D)}


def test_a_report_without_ids_does_not_double_a_deal_that_it_told_before(desk: Desk) -> None:
    head = "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date\n"
    first = desk.bring(DEALS, f"{head}Bram Cloudberry,Acorn,Acorn new,Prospecting,1000,2026-12-20\n", **SF)
    assert "No column for external id: a deal is known again by its owner, account, name" in first.said
    won = desk.bring(DEALS, f"{head}Bram Cloudberry,Acorn,Acorn new,Closed Won,1200,2026-11-27\n", **SF)
    assert won.counts == (0, 1, 0, 0)
    assert [deal.stage for deal in desk.rows(Deal)] == ["won"]
    assert desk.total("revenue") == 1200 * D


def test_a_record_of_one_program_is_not_that_of_another_with_the_same_number(desk: Desk) -> None:
    hubspot = "Record ID,Deal Name,Deal Stage,Deal owner,Amount\n17,Acorn,Contract Sent,Bram Cloudberry,100\n"
    pipedrive = "Deal - ID,Deal - Title,Deal - Value,Deal - Owner,Deal - Status\n17,Birch,200,Chen Marigold,Open\n"
    assert desk.bring(DEALS, hubspot, **HUB).counts == (1, 0, 0, 0)
    assert desk.bring(DEALS, pipedrive, **PIPE).counts == (1, 0, 0, 0)
    assert desk.deals() == {"hubspot:deal:17": ("closing", 100 * D), "pipedrive:deal:17": ("prospecting", 200 * D)}


def test_an_id_that_went_through_a_spreadsheet_is_the_same_or_refused(desk: Desk) -> None:
    head = "external id,member,account,amount\n"
    desk.bring(DEALS, f"{head}17,Bram Cloudberry,Acorn,100\n")
    assert desk.bring(DEALS, f"{head}17.0,Bram Cloudberry,Acorn,150\n").counts == (0, 1, 0, 0)
    rounded = desk.bring(DEALS, f"{head}1.23457E+11,Bram Cloudberry,Birch,100\n1.23457E+11,Bram Cloudberry,Cedar,1\n")
    assert rounded.counts == (0, 0, 0, 2)
    assert "a spreadsheet has rounded its external id" in rounded.said


def test_salesforces_ids_of_fifteen_and_eighteen_characters_are_one(desk: Desk) -> None:
    assert desk.bring("leads", "n4_leads.csv", **SF).counts == (1, 0, 0, 0)
    long = "Id,OwnerId,Company,LeadSource,CreatedDate\n00Q5g00000XyZaBEAV,Bram Cloudberry,Quartz,Web,2026-11-10\n"
    assert desk.bring("leads", long, **SF).counts[0] == 0
    assert len(desk.rows(Lead)) == 1


def test_a_corrected_activity_under_its_id_is_a_change(desk: Desk) -> None:
    desk.bring(ACTS, "n2_a.csv")
    assert desk.bring(ACTS, "n2_b.csv").counts == (0, 1, 0, 0)
    assert desk.days() == {("Chen", "call", "2026-11-12"): 3}
    assert desk.bring(ACTS, "n2_b.csv").counts == (0, 0, 1, 0)
    assert [row.version for row in desk.rows(Activity)] == [2]


def test_an_older_file_never_overrides_a_newer_one(desk: Desk) -> None:
    head = "external id,member,account,amount\n"
    desk.bring(DEALS, f"{head}7,Bram Cloudberry,Acorn,200\n", as_of=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    desk.bring(DEALS, f"{head}7,Bram Cloudberry,Acorn,100\n", as_of=dt.datetime(2026, 11, 19, tzinfo=dt.UTC))
    assert desk.deals() == {"7": ("prospecting", 200 * D)}
    desk.bring(ACTS, "n2_b.csv", as_of=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    desk.bring(ACTS, "n2_a.csv", as_of=dt.datetime(2026, 11, 19, tzinfo=dt.UTC))
    assert desk.days(metric="call") == {("Chen", "call", "2026-11-12"): 3}


def test_an_unknown_stage_is_said_once_with_a_count(desk: Desk) -> None:
    lines = "".join(f"{at},Bram Cloudberry,A{at},Nurturing\n" for at in range(40))
    told = desk.bring(DEALS, f"external id,member,account,stage\n{lines}")
    (reason,) = told.imported.reasons if told.imported is not None else ()
    assert reason.startswith("Lines 2, 3, 4 and 37 more: unknown stage 'Nurturing'.")


def test_times_without_a_zone_are_of_the_files_zone_and_dated_where_the_rep_is(desk: Desk) -> None:
    text = "date,member,metric\n2026-11-10 18:30,Bram Cloudberry,call\n2026-11-10 03:30,Jonas Meadowlark,call\n"
    told = desk.bring(ACTS, text, timezone="UTC")
    assert "Times without a zone are taken as UTC" in told.said
    assert desk.days() == {("Bram", "call", "2026-11-11"): 1, ("Jonas", "call", "2026-11-09"): 1}


def test_a_correction_of_one_months_goal_leaves_the_next_months_as_it_was(desk: Desk) -> None:
    desk.bring("goals", "g3a.csv")
    assert desk.bring("goals", "g3b.csv").counts == (0, 1, 0, 0)
    held = {("revenue", "month", f"2027-0{month}-01"): amount for month, amount in ((1, 5000), (2, 6500), (3, 7000))}
    assert {key: goal for key, goal in desk.goals().items() if key in held} == {k: v * D for k, v in held.items()}
    again = desk.bring("goals", "g3a.csv")
    assert again.counts == (0, 1, 3, 0), "only February differs"
    assert desk.goals()["revenue", "month", "2027-02-01"] == 6000 * D
    assert desk.goals()["revenue", "month", "2027-03-01"] == 7000 * D


NO_DATES = ("TBD", "Today", "Thu, soon", "T", "Tuesday", "2026-11-17T", "T10:00", "TT", "2026-11-17 at noon")
KINDS_WITH_DATES = {
    ACTS: ("date,member,metric\n{},Bram Cloudberry,call\n", {}),
    DEALS: ("member,account,stage,closed\nBram Cloudberry,Acorn,won,{}\n", {}),
    "leads": ("created,member,account\n{},Bram Cloudberry,Acorn\n", {}),
    "goals": ("member,metric,period,target,from\nBram Cloudberry,call,week,5,{}\n", {}),
    "time-off": ("member,first day\nBram Cloudberry,{}\n", {}),
}


@pytest.mark.parametrize("kind", KINDS_WITH_DATES)
def test_a_cell_that_is_no_date_is_refused_with_its_text_in_every_kind_of_file(desk: Desk, kind: str) -> None:
    """i16b"""
    text, how = KINDS_WITH_DATES[kind]
    for said in NO_DATES:
        for keep_good in (True, False):
            told = desk.bring(kind, text.format(f'"{said}"'), keep_good=keep_good, **how)
            why = told.said
            assert (told.imported is None) is not keep_good, (said, why)
            assert said in why, (said, why)
    for said in ("Tue Nov 17 2026 09:00:00 GMT+0000", "Thu 3 Dec 2026"):
        told = desk.bring(kind, text.format(f'"{said}"'))
        assert "Traceback" not in told.said
        assert "isn't a date" not in told.said, told.said


def test_pipedrives_other_headers_of_the_day_of_opening_and_the_stage_are_known(desk: Desk) -> None:
    """i30"""
    head = "Deal - ID,Deal - Title,Deal - Value,Deal - Owner,Deal - Status,{},Deal - Stage (pipeline)\n"
    for at, name in enumerate(("Deal - Creation date", "Deal - Deal created", "Deal - Add time")):
        line = f"{at},Acorn {at},1000,Bram Cloudberry,Open,2026-10-0{at + 1} 09:00:00,Closing\n"
        assert desk.bring(DEALS, head.format(name) + line, **PIPE).counts == (1, 0, 0, 0)
    assert set(desk.deals().values()) == {("closing", 1000 * D)}
    assert desk.days(metric="opportunity") == {("Bram", "opportunity", f"2026-10-0{at}"): 1 for at in (1, 2, 3)}


def test_a_file_of_stages_says_them_all(desk: Desk) -> None:
    """ds3"""
    from bot.exchange.files.mapping import read_stages

    text = 'member,account,stage\nBram Cloudberry,A,"Won, signed"\nBram Cloudberry,B,Nurturing\n'
    for said in (
        '# theirs\nNurturing=closing\n"Won, signed"=quoting\n',
        "Nurturing: closing\n'Won, signed': quoting\n",
    ):
        told = desk.bring(DEALS, text, stages=read_stages(said))
        assert told.said.count("unknown stage") == 0
    assert sorted(stage for stage, _ in desk.deals().values()) == ["closing", "quoting"]
