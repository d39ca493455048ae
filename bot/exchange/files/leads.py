"""Leads from a file."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session

from bot.core.members import zone_of
from bot.exchange.ids import LineIds
from bot.exchange.items import Taken
from bot.exchange.leads import LeadSaid, store_leads
from bot.exchange.portions import Prepared
from bot.exchange.reading import Imported, read_rows, settle_rows
from bot.exchange.table import PLAIN, Column, Layout, Line
from bot.exchange.values import Dates
from bot.exchange.who import Directory
from storage.tables import Workspace

COLUMNS = (
    Column("created", needed=True, longest=40),
    Column("member"),
    Column("account"),
    Column("source", longest=80),
    Column("answered", longest=40),
    Column("qualified", longest=40),
    Column("closed", longest=40),
    Column("external id"),
)


def import_leads(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    layout: Layout = PLAIN,
    dates: str = "y-m-d",
    keep_good: bool = False,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Imported:
    """Take over leads from a CSV file. Raises WrongFile with every bad line; then nothing is stored.

    Columns: created (a date and time, of the member's zone unless it names one), and optionally member, account,
    source, answered, qualified, closed and external id. A lead with a known external id is changed to what the line
    says.
    """
    prepared = prepare_leads(
        session,
        workspace=workspace,
        lines=lines,
        now=now,
        layout=layout,
        dates=dates,
        keep_good=keep_good,
        progress=progress,
    )
    return settle_rows(prepared.read, lambda rows: prepared.store(session, workspace, rows, now), keep_good=keep_good)


def prepare_leads(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    layout: Layout = PLAIN,
    dates: str = "y-m-d",
    keep_good: bool = False,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Prepared[LeadSaid]:
    """Read such a file, to be stored in portions. Raises WrongFile with every bad line that reading shows."""
    reader = _Reader(session, workspace, now, dates)
    read = read_rows(lines, columns=COLUMNS, read=reader.read, layout=layout, keep_good=keep_good, progress=progress)

    def store(session: Session, workspace: Workspace, rows: Sequence[LeadSaid], now: dt.datetime) -> Sequence[Taken]:
        return store_leads(session, workspace=workspace, said=rows, now=now)

    return Prepared(read, store, finds_wrong=True)


class _Reader:
    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime, dates: str) -> None:
        self._workspace = workspace
        self._directory = Directory(session, workspace)
        self._dates = Dates(now, order=dates)
        self._ids = LineIds(tuple(column.name for column in COLUMNS))

    def read(self, line: Line) -> LeadSaid:
        member = self._directory.find(line["member"]) if line["member"] else None
        zone = zone_of(member, self._workspace)
        return LeadSaid(
            external_id=self._ids.id_of(line),
            member=member,
            account=line["account"],
            source=line["source"],
            created_at=self._dates.instant(line["created"], zone),
            answered_at=self._dates.instant(line["answered"], zone) if line["answered"] else None,
            qualified_on=self._dates.past(line["qualified"]) if line["qualified"] else None,
            closed_at=self._dates.instant(line["closed"], zone) if line["closed"] else None,
        )
