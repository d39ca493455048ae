"""Exports of HubSpot, Salesforce and Pipedrive by their own headers: leads, activities, owners, what is refused."""

import datetime as dt
import io

import pytest
from sqlmodel import select

from bot.core.presets import ensure_presets
from bot.exchange.files.kinds import KINDS
from bot.exchange.files.layouts import layout_of
from bot.exchange.files.people import add_alias
from bot.exchange.reading import Imported, Options
from storage.engine import Database
from storage.tables import Activity, Lead, Member, Workspace
from tests.cast import NOON, Cast, assemble

LEADS = {
    "hubspot": (
        "y-m-d",
        "Record ID,First Name,Last Name,Email,Contact owner,Company Name,Original Traffic Source,Create Date\n"
        "101,Pat,Oak,pat@acorn.test,Ana,Acorn Supply,Organic Search,2026-11-12 09:20\n"
        "102,Sam,Birch,sam@birch.test,ben@example.com,Birch & Co,Offline Sources,2026-11-13 16:05\n"
        "103,Kim,Ash,kim@ash.test,Somebody Who Left,Ash,Organic Search,2026-11-13 16:05\n",
        "no member matches 'Somebody Who Left'",
        ("Organic Search", "Offline Sources"),
    ),
    "salesforce": (
        "m/d/y",
        "Lead ID,Lead Owner,First Name,Last Name,Company / Account,Lead Source,Create Date,Converted Date\n"
        "00Q1,Ana,Pat,Oak,Acorn Supply,Web,11/12/2026 9:20 AM,11/16/2026\n"
        "00Q2,0055g00000AbCdEAAV,Sam,Birch,Birch & Co,,11/13/2026 4:05 PM,\n"
        "00Q3,Ana,Kim,Ash,Ash,Web,13/13/2026,\n",
        "'13/13/2026' isn't a date like 11/17/2026",
        ("Web", ""),
    ),
    "pipedrive": (
        "y-m-d",
        "Lead - ID;Lead - Title;Lead - Owner;Lead - Organization;Lead - Source channel;Lead - Lead created\n"
        "a1b2;Acorn lead;Ana;Acorn Supply;Prospector;2026-11-12 09:20:00\n"
        "c3d4;Birch lead;Ben;Birch & Co;;2026-11-13 16:05:00\n"
        "e5f6;Ash lead;Ana;Ash;;2027-11-13 16:05:00\n",
        "2027-11-13 16:05:00 is in the future",
        ("Prospector", ""),
    ),
}
ACTIVITIES = {
    "hubspot": (
        "y-m-d",
        "Record ID,Activity type,Activity date,Activity assigned to,Associated Company,Call Title,Call outcome\n"
        "201,Call,2026-11-12 09:20,Ana,Acorn Supply,First call,Connected\n"
        "202,Meeting,2026-11-13 16:05,ben@example.com,Birch & Co,,\n"
        "203,Note,2026-11-13 16:05,Ana,Birch & Co,,\n",
        "unknown metric 'Note'",
    ),
    "salesforce": (
        "m/d/y",
        "Activity ID,Assigned,Task Subtype,Date,Company / Account,Subject,Call Result,Status\n"
        "00T1,Ana,Call,11/12/2026,Acorn Supply,First call,Connected,Completed\n"
        "00T2,0055g00000AbCdEAAV,Email,11/13/2026,Birch & Co,Offer,,Completed\n"
        "00T3,Ana,Call,11/13/2026,Birch & Co,Ask again,,Not Started\n",
        "it isn't done: 'Not Started'",
    ),
    "pipedrive": (
        "y-m-d",
        "Activity - ID,Activity - Type,Activity - Subject,Activity - Assigned to user,Activity - Organization,"
        "Activity - Due date,Activity - Done\n"
        "301,Call,First call,Ana,Acorn Supply,2026-11-12,Done\n"
        "302,Meeting,Visit,Ben,Birch & Co,2026-11-13,Done\n"
        "303,Call,Ask again,Ana,Birch & Co,2026-11-16,To do\n",
        "it isn't done: 'To do'",
    ),
}


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    """The cast, with the metrics of every installation, and Ben known by his id in Salesforce."""
    made = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace, ben = session.get(Workspace, made.workspace), session.get(Member, made.ben)
        assert workspace is not None
        assert ben is not None
        ensure_presets(session, workspace=workspace)
        add_alias(session, workspace=workspace, member=ben, alias="0055g00000AbCdEAAV")
    return made


def bring_in(database: Database, kind: str, format_: str, dates: str, text: str) -> Imported:
    found = KINDS[kind]
    with database.writing() as session:
        workspace = session.get(Workspace, 1)
        assert workspace is not None
        return found.importer(
            session,
            workspace=workspace,
            lines=io.StringIO(text, newline=""),
            now=NOON,
            options=Options(
                layout=layout_of(format_, found.presets, found.columns), dates=dates, source=format_, keep_good=True
            ),
        )


@pytest.mark.parametrize("format_", LEADS)
def test_leads_are_taken_with_their_owners_and_sources_and_what_is_wrong_is_said(
    sqlite_database: Database, cast: Cast, format_: str
) -> None:
    dates, text, refusal, sources = LEADS[format_]
    imported = bring_in(sqlite_database, "leads", format_, dates, text)
    assert imported.new == 2
    (refused,) = imported.refused
    assert (refused.number, refused.why.startswith(refusal)) == (4, True), refused.why
    with sqlite_database.reading() as session:
        first, second = session.exec(select(Lead)).all()
    assert (first.member_id, second.member_id) == (cast.ana, cast.ben)
    assert (first.account, second.account) == ("Acorn Supply", "Birch & Co")
    assert (first.source, second.source) == sources
    assert first.created_at == dt.datetime(2026, 11, 12, 9, 20, tzinfo=dt.UTC)
    assert second.created_at.minute == 5
    again = bring_in(sqlite_database, "leads", format_, dates, text)
    assert (again.new, again.changed, again.known) == (0, 0, 2)


@pytest.mark.parametrize("format_", ACTIVITIES)
def test_activities_are_one_a_line_and_what_was_only_planned_is_said(
    sqlite_database: Database, cast: Cast, format_: str
) -> None:
    dates, text, refusal = ACTIVITIES[format_]
    imported = bring_in(sqlite_database, "activities", format_, dates, text)
    assert imported.new == 2
    (refused,) = imported.refused
    assert (refused.number, refused.why.startswith(refusal)) == (4, True), refused.why
    with sqlite_database.reading() as session:
        first, second = session.exec(select(Activity)).all()
    assert (first.member_id, second.member_id) == (cast.ana, cast.ben)
    assert (first.quantity, first.local_date, first.account) == (1, dt.date(2026, 11, 12), "Acorn Supply")
    again = bring_in(sqlite_database, "activities", format_, dates, text)
    assert (again.new, again.known) == (0, 2)
