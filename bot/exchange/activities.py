"""Activities from outside: entries that a file or another program brings."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.core.changes import follow_changes
from bot.core.text.amounts import read_whole
from bot.core.vocabulary import MetricsByWord, is_void
from bot.exchange.ids import LineIds, own_id, rows_of_own_ids
from bot.exchange.items import Taken
from bot.exchange.portions import Prepared
from bot.exchange.problems import WrongLine
from bot.exchange.reading import Imported, read_rows
from bot.exchange.table import PLAIN, Column, Layout, Line
from bot.exchange.values import Dates, read_money
from bot.exchange.who import Directory
from bot.log.duplicates import mark_double_columns
from storage import activities, entries, sources
from storage.tables import Metric, Source, Unit, Workspace

COLUMNS = (
    Column("date", needed=True),
    Column("member", needed=True),
    Column("metric", needed=True),
    Column("quantity"),
    Column("account"),
    Column("note", longest=1000),
    Column("external id"),
    Column("outcome", longest=40),
    Column("done", longest=40),
)
BATCH = 5000
LARGEST = 1_000_000
PLANNED = frozenset(
    {
        *("no", "false", "0", "open", "to do", "todo", "planned", "scheduled", "overdue", "not started"),
        *("in progress", "waiting", "waiting on someone else", "deferred", "canceled", "cancelled", "no show"),
    }
)
"""What exports say in the column of what was done where it was not."""


@dataclass(frozen=True)
class NewActivity:
    """An entry to be stored; `quantity` counts, or is minor units. `external_id` makes it once."""

    member_id: int
    metric_id: int
    quantity: int
    date: dt.date
    account: str = ""
    note: str = ""
    outcome: str = ""
    external_id: str | None = None
    void: bool = False
    """Whether its outcome says that it did not take place."""


def import_activities(
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
    """Import the lines of a CSV file with a header. Raises WrongFile with every bad line; then nothing is stored.

    Columns: date, member, metric (any of its words), quantity (for money an amount), and optionally account, note,
    outcome and external id. The same file again changes nothing.
    """
    prepared = prepare_activities(
        session,
        workspace=workspace,
        lines=lines,
        now=now,
        layout=layout,
        dates=dates,
        keep_good=keep_good,
        progress=progress,
    )
    read = prepared.read
    new = store_activities(session, workspace=workspace, rows=read.rows, source=Source.IMPORT, now=now)
    return Imported(new=new, known=len(read.rows) - new, refused=read.refused, unused=read.unused)


def prepare_activities(
    session: Session,
    *,
    workspace: Workspace,
    lines: Iterable[str],
    now: dt.datetime,
    layout: Layout = PLAIN,
    dates: str = "y-m-d",
    keep_good: bool = False,
    progress: Callable[[int], None] = lambda _lines: None,
) -> Prepared[NewActivity]:
    """Read such a file, to be stored in portions. Raises WrongFile with every bad line."""
    reader = ActivityReader(session, workspace, now, dates=dates)
    read = read_rows(lines, columns=COLUMNS, read=reader.read, layout=layout, keep_good=keep_good, progress=progress)
    # One member after the other: a portion then touches few members, and what follows a change is done for each once.
    order = sorted(range(len(read.rows)), key=lambda at: read.rows[at].member_id)
    by_member = replace(
        read, rows=tuple(read.rows[at] for at in order), numbers=tuple(read.numbers[at] for at in order)
    )
    return Prepared(by_member, _store)


def _store(session: Session, workspace: Workspace, rows: Sequence[NewActivity], now: dt.datetime) -> list[Taken]:
    new = store_activities(session, workspace=workspace, rows=rows, source=Source.IMPORT, now=now)
    return [Taken(0, None, "new")] * new + [Taken(0, None, "known")] * (len(rows) - new)


def store_activities(
    session: Session, *, workspace: Workspace, rows: Sequence[NewActivity], source: Source, now: dt.datetime
) -> int:
    """Store the entries whose external id is not known yet; how many they were."""
    ids = [row.external_id for row in rows if row.external_id is not None]
    known = set(sources.ids_of_external(session, workspace_id=workspace.id, source=source, external_ids=ids))
    known |= _own(session, workspace.id, ids)
    new = [row for row in rows if row.external_id not in known]
    columns = [_columns(row, workspace.id, source, now) for row in new]
    mark_double_columns(session, columns)
    for at in range(0, len(columns), BATCH):
        activities.add_activity_rows(session, rows=columns[at : at + BATCH])
    touched = ((row.member_id, row.metric_id, row.date) for row in new)
    follow_changes(session, workspace=workspace, touched=touched, now=now)
    return len(new)


def _own(session: Session, workspace_id: int, external_ids: Sequence[str]) -> set[str]:
    # An export of this same database: its entries are here already, whatever brought them.
    rows = rows_of_own_ids(external_ids)
    logged = entries.logged_instants(session, workspace_id=workspace_id, ids=set(rows.values()))
    return {text for text, row_id in rows.items() if row_id in logged and own_id(row_id, logged[row_id]) == text}


class ActivityReader:
    """Makes entries of lines."""

    def __init__(self, session: Session, workspace: Workspace, now: dt.datetime, *, dates: str = "y-m-d") -> None:
        self._workspace = workspace
        self._directory = Directory(session, workspace)
        self._metrics = MetricsByWord(session, workspace=workspace)
        self._dates = Dates(now, order=dates)
        self._ids = LineIds(tuple(column.name for column in COLUMNS[:7]))

    def read(self, line: Line) -> NewActivity:
        """The entry of one line. Raises WrongLine."""
        if line["done"].casefold() in PLANNED:
            raise WrongLine(f"it is not done: {line['done']!r}.")
        member = self._directory.find(line["member"])
        metric = self._metrics.find(line["metric"])
        if metric is None:
            raise WrongLine(f"there is no metric {line['metric']!r}. See pacer metrics list.")
        return NewActivity(
            member_id=member.id,
            metric_id=metric.id,
            quantity=self._quantity(line["quantity"], metric),
            date=self._dates.past(line["date"]),
            account=line["account"],
            note=line["note"],
            outcome=line["outcome"],
            void=is_void(metric, line["outcome"]),
            external_id=self._ids.id_of(line),
        )

    def _quantity(self, text: str, metric: Metric) -> int:
        if metric.unit is Unit.MONEY:
            quantity = read_money(text, self._workspace)
        else:
            # A CRM's export has a line for each call, and no quantity.
            whole = read_whole(text) if text else 1
            if whole is None:
                raise WrongLine(f"{text!r} is no whole number.")
            quantity = whole
        check_quantity(quantity, metric)
        return quantity


def check_quantity(quantity: int, metric: Metric) -> None:
    """Raise WrongLine unless so much can be one entry."""
    if quantity <= 0:
        raise WrongLine("its quantity is not above zero.")
    if metric.unit is Unit.COUNT and quantity > LARGEST:
        raise WrongLine(f"{quantity} {metric.plural} in one line is more than {LARGEST}.")


def _columns(row: NewActivity, workspace_id: int, source: Source, now: dt.datetime) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "member_id": row.member_id,
        "metric_id": row.metric_id,
        "quantity": row.quantity,
        "local_date": row.date,
        "account": row.account,
        "note": row.note,
        "outcome": row.outcome,
        "void": row.void,
        "source": source,
        "external_id": row.external_id,
        "batch": "",
        "logged_at": now,
        "version": 1,
        "same_as": None,
    }
