"""A CRM's export of 8,800 opportunities, with what is wrong in such files."""

import csv
import datetime as dt
import io
import random
import re
from dataclasses import dataclass, field

import pytest

from bot.core.presets import ensure_presets
from bot.exchange.files.deals import COLUMNS, import_deals
from bot.exchange.files.layouts import DEALS, layout_of
from bot.exchange.problems import WrongFile
from bot.exchange.reading import Imported, Options
from storage.catalogue import find_metric
from storage.day_totals import total_between, wrong_totals
from storage.deals import list_deals
from storage.engine import Database
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

HEADER = tuple(
    "opportunity_id sales_agent product account deal_stage engage_date close_date close_value".split()  # noqa: SIM905
)
NAMES = ",".join(
    [
        "external id=opportunity_id",
        "member=sales_agent",
        "account=account",
        "stage=deal_stage",
        "opened=engage_date",
        "closed=close_date",
        "amount=close_value",
    ]
)
AGENTS = ("Ana", "ana", "Ben ", "BEN", "Cleo", "Cléo")
"""As they are written here and there: with blanks, in another case, with an accent."""
STRANGER = "Somebody Who Left"
SIZE = 8_800


@dataclass
class Export:
    """The file, and what is in it."""

    text: str
    bad: dict[int, str] = field(default_factory=dict)
    """Line number: what its refusal must say."""
    won_minor: int = 0
    won: int = 0


def export(seed: int = 7, *, size: int = SIZE) -> Export:
    """Agent, product, account, stage, engage date, close date and value; null dates and accounts."""
    chance, out = random.Random(seed), io.StringIO(newline="")
    made = Export("")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for line in range(2, size + 2):
        stage = chance.choices(["Won", "Lost", "Engaging", "Prospecting"], [48, 28, 18, 6])[0]
        opened = dt.date(2025, 10, 1) + dt.timedelta(days=chance.randrange(300))
        closed = opened + dt.timedelta(days=chance.randrange(1, 110))
        amount = chance.randrange(40, 30_000) if stage == "Won" else 0
        row = {
            "opportunity_id": f"{chance.getrandbits(40):08X}{line}",
            "sales_agent": chance.choice(AGENTS),
            "product": chance.choice(["GTX Pro", "GTXPro", "MG Special"]),
            "account": chance.choice(["Acorn Supply", "acorn supply ", "Birch & Co", "", "=cmd|calc"]),
            "deal_stage": stage,
            "engage_date": "" if stage == "Prospecting" else opened.isoformat(),
            "close_date": closed.isoformat() if stage in ("Won", "Lost") else "",
            "close_value": str(amount) if stage in ("Won", "Lost") else "",
        }
        if chance.random() < 0.01:
            made.bad[line] = spoil(row, chance)
        elif stage == "Won":
            made.won_minor += amount * 100
            made.won += 1
        writer.writerow([row[name] for name in HEADER])
    made.text = out.getvalue()
    return made


def spoil(row: dict[str, str], chance: random.Random) -> str:
    """Make a row wrong; what is to be said of it."""
    kind = chance.randrange(5)
    if kind == 0:
        row["sales_agent"] = STRANGER
        return f"no member matches {STRANGER!r}"
    if kind == 1:
        row["deal_stage"] = "Nurturing"
        return "unknown stage 'Nurturing'"
    if kind == 2:
        row["close_value"] = "n/a"
        return "'n/a' isn't an amount"
    if kind == 3:
        row["engage_date"] = "31/31/2026"
        return "'31/31/2026' isn't a date"
    row.update(deal_stage="Won", close_date="")
    return "it is won, and says not when"


@pytest.fixture
def cast(database: Database) -> Cast:
    cast = assemble(database)
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        ensure_presets(session, workspace=workspace)
    return cast


def bring_in(database: Database, text: str, *, keep_good: bool) -> Imported:
    with database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        return import_deals(
            session,
            workspace=workspace,
            lines=io.StringIO(text, newline=""),
            now=NOON,
            options=Options(
                layout=layout_of("plain", {}, COLUMNS, NAMES), stages={"Engaging": "qualifying"}, keep_good=keep_good
            ),
        )


def test_it_is_taken_without_a_crash_and_every_refused_line_is_explained(database: Database, cast: Cast) -> None:
    # All of it on SQLite; PostgreSQL takes the same statements, at more time a line.
    size = SIZE if database.engine.dialect.name == "sqlite" else SIZE // 3
    file = export(size=size)
    with pytest.raises(WrongFile) as refused:
        bring_in(database, file.text, keep_good=False)
    named = sum(1 if each.startswith("Line ") else 3 for each in refused.value.problems)
    more = sum(int(found[1]) for each in refused.value.problems if (found := re.search(r" and (\d+) more: ", each)))
    assert named + more == len(file.bad) > 20
    imported = bring_in(database, file.text, keep_good=True)
    assert {problem.number for problem in imported.refused} == set(file.bad)
    assert all(problem.why.startswith(file.bad[problem.number]) for problem in imported.refused)
    assert (imported.new, imported.unused) == (size - len(file.bad), ("product",))
    again = bring_in(database, file.text, keep_good=True)
    assert (again.new, again.changed, again.known) == (0, 0, imported.new)
    with database.reading() as session:
        assert len(list_deals(session, workspace_id=cast.workspace)) == imported.new
        revenue = find_metric(session, workspace_id=cast.workspace, key="revenue")
        deal = find_metric(session, workspace_id=cast.workspace, key="deal")
        assert revenue is not None
        assert deal is not None
        span = {"starts": dt.date(2025, 1, 1), "ends": dt.date(2027, 1, 1)}
        members = (cast.ana, cast.ben, cast.cleo)
        sums = [
            sum(total_between(session, member_id=member, metric_id=metric.id, **span).quantity for member in members)
            for metric in (revenue, deal)
        ]
        assert sums == [file.won_minor, file.won]
        assert wrong_totals(session, workspace_id=cast.workspace) == []


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (
            "hubspot",
            "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline\n"
            "17,Acorn,Closed Won,2026-11-02 10:15,Ana,1200.5,Sales\n18,Birch,Qualified To Buy,,ben,,Sales\n",
        ),
        (
            "salesforce",
            "Opportunity ID,Opportunity Owner,Account Name,Stage,Amount,Close Date,Created Date,Fiscal Period\n"
            "006A1,Ana,Acorn,Closed Won,1200.5,2026-11-02,2026-10-01,Q4\n"
            "006A2,Ben,Birch,Negotiation/Review,,2026-12-31,2026-10-05,Q4\n",
        ),
        (
            "pipedrive",
            "Deal - ID,Deal - Owner,Deal - Organization,Deal - Value,Deal - Status,Deal - Stage,Deal - Deal created,"
            "Deal - Won time,Deal - Label\n"
            "17,Ana,Acorn,1200.5,Won,Closing,2026-10-01 09:00:00,2026-11-02 10:15:00,hot\n"
            "18,Ben,Birch,0,Open,Quoting,2026-10-05 09:00:00,,\n",
        ),
    ],
)
def test_the_exports_of_well_known_programs_are_read_by_their_own_headers(
    sqlite_database: Database, format_: str, text: str
) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        imported = import_deals(
            session,
            workspace=workspace,
            lines=io.StringIO(text, newline=""),
            now=NOON,
            options=Options(layout=layout_of(format_, DEALS, COLUMNS), source=format_),
        )
        assert (imported.new, len(imported.unused)) == (2, 1)
        won, opened = list_deals(session, workspace_id=cast.workspace)
        assert (won.stage, won.amount_minor, won.won_on) == ("won", 1200_50, dt.date(2026, 11, 2))
        assert (opened.member_id, opened.won_on) == (cast.ben, None)
