"""Leads from a file."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlmodel import Session

from bot.exchange.ids import LineIds
from bot.exchange.items import Taken
from bot.exchange.leads import LeadSaid, store_leads
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Opened, OpenFile, Options, Prepared, again, take_all
from bot.exchange.table import Column, Line
from storage.tables import Workspace

COLUMNS = (
    Column("created", needed=True, longest=80),
    Column("member"),
    Column("account"),
    Column("source", longest=80),
    Column("answered", longest=80),
    Column("qualified", longest=80),
    Column("closed", longest=80),
    Column("external id", follows="a lead is known again by its account and when it came in."),
    Column("modified", longest=80),
)
OF_A_LINE = tuple(column.name for column in COLUMNS[:8])
"""Of these the id of a line without one was made before."""


def import_leads(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Take over leads from a CSV file. Raises WrongFile with what is wrong; then nothing is stored.

    Columns: created (a date and time), and optionally member, account, source, answered, qualified, closed, external id
    and modified (when it was so). A lead with a known external id is changed to what the line says.
    """
    prepared = prepare_leads(session, workspace=workspace, file=again(lines), now=now, options=options)
    return take_all(prepared, session, workspace, now, keep_good=options.keep_good)


def prepare_leads(
    session: Session, *, workspace: Workspace, file: OpenFile, now: dt.datetime, options: Options = PLAINLY
) -> Prepared[LeadSaid]:
    """Read the header of such a file, to be stored in portions. Raises WrongFile."""
    dates = ("created", "answered", "qualified", "closed")
    opened = Opened(file, session, workspace, now, options, COLUMNS, dates=dates)
    made: list[_Reader] = []

    def rows(refuse: Callable[[WrongLine], None]) -> Iterator[tuple[Line, LeadSaid]]:
        made[:] = [_Reader(opened)]
        return opened.rows(made[0], refuse)

    def store(session: Session, workspace: Workspace, rows: Sequence[LeadSaid], now: dt.datetime) -> Sequence[Taken]:
        return store_leads(session, workspace=workspace, said=rows, now=now)

    return Prepared(
        rows, store, opened.head, lambda: opened.notes(made[0], made[0].dates) if made else (), finds_wrong=True
    )


class _Reader:
    notes: Sequence[str] = ()

    def __init__(self, opened: Opened) -> None:
        self._opened, self._options = opened, opened.options
        self.dates = opened.new_dates()
        self._ids, self._legacy = LineIds(opened.options.source), LineIds()

    def read(self, line: Line) -> LeadSaid:
        """The lead of one line. Raises WrongLine."""
        member = self._opened.directory.find(line["member"]) if line["member"] else None
        own = self._ids.given(line)
        dates = self.dates
        modified = dates.instant(line["modified"], member) if line["modified"] else self._options.as_of
        return LeadSaid(
            external_id=own or self._ids.made_of(("lead", line["account"], line["created"])),
            also=() if own else (self._legacy.of_columns(line, OF_A_LINE),),
            told_by=self._options.source if own else "",
            member=member,
            account=line.get("account"),
            source=line.get("source"),
            created_at=dates.instant(line["created"], member),
            answered_at=dates.instant(line["answered"], member) if line["answered"] else None,
            qualified_on=dates.past(line["qualified"], member) if line["qualified"] else None,
            closed_at=dates.instant(line["closed"], member) if line["closed"] else None,
            at=min(modified, self._opened.now) if modified is not None else None,
            written_at=self._options.written_at or self._opened.now,
        )
