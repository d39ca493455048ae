"""Data that others published: the totals of each rep and month are those that plain code reckons from the same lines.

`public/sales_pipeline.csv` is every twentieth line of "CRM Sales Opportunities" of Maven Analytics' Data Playground
(public domain; its agents and companies are invented), in a copy whose dates have days first and years of two digits.
All 8,800 lines were tried the same way, and so was a call log with the headers of the other test.
"""

import csv
import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.exchange.files.people import add_alias
from storage.people import list_members
from storage.tables import Member
from tests.bot.exchange.office_of_cases import Desk, open_desk
from tests.databases import fresh_sqlite

PUBLIC = Path(__file__).parent / "public"
Month = tuple[str, str]
"""(rep, year and month)."""


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    database = fresh_sqlite(tmp_path / "public.sqlite")
    yield open_desk(database)
    database.dispose()


def add_reps(desk: Desk, names: Iterable[str], zones: Sequence[str] = ("UTC",)) -> None:
    """A member for each name; their aliases are their names in small letters without blanks."""
    with desk.database.writing() as session:
        workspace = desk.workspace(session)
        for at, name in enumerate(sorted(names)):
            member = Member(
                workspace_id=workspace.id,
                slack_user_id=f"U0PUBLIC{at:02}",
                name=name,
                email=f"rep{at}@example.com",
                timezone=zones[at % len(zones)],
            )
            session.add(member)
            session.flush()
            add_alias(session, workspace=workspace, member=member, alias=name.replace(" ", "").casefold())


def by_month(desk: Desk, metric: str) -> dict[Month, int]:
    """What Pacer counts; of money in minor units."""
    with desk.database.reading() as session:
        members = list_members(session, workspace_id=1, active_only=False)
    names = {member.name.split()[0]: member.name for member in members}
    found: Counter[Month] = Counter()
    for (first, _, day), total in desk.days(metric=metric).items():
        found[names[first], day[:7]] += total
    return dict(found)


def day_of(text: str) -> str:
    """20-10-16 as 2016-10-20."""
    day, month, year = text.split("-")
    return f"20{year}-{month}-{day}"


def reckoned(lines: list[dict[str, str]], stages: Sequence[str]) -> dict[str, dict[Month, int]]:
    """By metric: what plain code makes of the opportunities whose stage is one of these."""
    found: dict[str, Counter[Month]] = {name: Counter() for name in ("deal", "revenue", "opportunity", "pipeline")}
    for line in lines:
        if line["deal_stage"] not in stages:
            continue
        cents = int(Decimal(line["close_value"] or 0) * 100)
        if line["engage_date"]:
            opened = line["sales_agent"], day_of(line["engage_date"])[:7]
            found["opportunity"][opened] += 1
            found["pipeline"][opened] += cents
        if line["deal_stage"] == "Won":
            won = line["sales_agent"], day_of(line["close_date"])[:7]
            found["deal"][won] += 1
            found["revenue"][won] += cents
    return {metric: {key: total for key, total in months.items() if total} for metric, months in found.items()}


def check_pipeline(desk: Desk, path: Path) -> int:
    """Import the opportunities and hold the totals beside those that are reckoned; how many lines there were."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = list(csv.DictReader(text))
    add_reps(desk, {line["sales_agent"] for line in lines})
    told = desk.bring(
        "deals",
        path.read_text(encoding="utf-8-sig"),
        columns={
            "external id": "opportunity_id",
            "member": "sales_agent",
            "stage": "deal_stage",
            "opened": "engage_date",
            "closed": "close_date",
            "amount": "close_value",
        },
        dates="d/m/y",
        stages={"Engaging": "qualifying"},
    )
    assert told.counts == (len(lines), 0, 0, 0), told.said
    for metric, months in reckoned(lines, ("Won", "Lost", "Engaging", "Prospecting")).items():
        assert by_month(desk, metric) == months, metric
    return len(lines)


def test_opportunities_count_for_each_rep_and_month_what_plain_code_counts(desk: Desk) -> None:
    assert check_pipeline(desk, PUBLIC / "sales_pipeline.csv") == 440


ZONES = ("America/Bogota", "America/Mexico_City", "America/Santo_Domingo", "America/Lima", "Asia/Kuala_Lumpur")
DIALLED = ("Busy", "Connected - Discovery", "Connected - Follow-up", "No Answer", "Voicemail", "Wrong Number")


def call_log(size: int) -> str:
    """A dialler's log: instants in UTC, reps by their ids there."""
    chance = random.Random(3)
    head = "call_id,lead_id,rep_id,call_at_utc,duration_seconds,connected_flag,disposition,dialer_source\n"
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return head + "".join(
        f"C{at:07},L{at // 3},repno{at % 5},{start + dt.timedelta(minutes=chance.randrange(300 * 24 * 60)):%F %T},"
        f"{chance.randrange(300)},{at % 2},{chance.choice(DIALLED)},Genesys\n"
        for at in range(size)
    )


def test_calls_in_utc_count_on_the_day_and_in_the_month_of_each_rep(desk: Desk) -> None:
    text = call_log(1500)
    names = [f"Repno{at} Example" for at in range(5)]
    add_reps(desk, names, ZONES)
    with desk.database.writing() as session:
        members = {each.name: each for each in list_members(session, workspace_id=1)}
        for at, name in enumerate(names):
            add_alias(session, workspace=desk.workspace(session), member=members[name], alias=f"repno{at}")
    told = desk.bring(
        "activities",
        text,
        columns={"external id": "call_id", "member": "rep_id", "date": "call_at_utc", "outcome": "disposition"},
        set={"metric": "call"},
        timezone="UTC",
        source="genesys",
    )
    assert told.counts == (1500, 0, 0, 0), told.said
    days: Counter[tuple[str, str]] = Counter()
    other = 0
    for line in csv.DictReader(text.splitlines()):
        at = int(line["rep_id"].removeprefix("repno"))
        instant = dt.datetime.fromisoformat(line["call_at_utc"]).replace(tzinfo=dt.UTC)
        local = instant.astimezone(ZoneInfo(ZONES[at])).date()
        other += local != instant.date()
        days[f"Repno{at}", local.isoformat()] += 1
    assert {(first, day): total for (first, _, day), total in desk.days(metric="call").items()} == days
    assert other > 300, "that many are of another day where the rep is"
