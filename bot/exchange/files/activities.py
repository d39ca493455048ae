"""Activities from a file: a line for each, or a column for each metric."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.core.vocabulary import MetricsByWord, is_void
from bot.exchange.activities import OF_DEALS, NewActivity, check_quantity, store_activities
from bot.exchange.activity_status import HELD_KINDS, ActivitySigns, why_not
from bot.exchange.ids import LineIds
from bot.exchange.items import Taken
from bot.exchange.problems import WrongLine
from bot.exchange.reading import PLAINLY, Imported, Opened, OpenFile, Options, Prepared, again, take_all
from bot.exchange.table import Column, Layout, Line, fold_header, read_head
from bot.exchange.values import require_own_currency
from storage.tables import Metric, Source, Unit, Workspace

COLUMNS = (
    Column("date", needed=True, longest=80),
    Column("member", needed=True),
    Column("metric", needed=True),
    Column("quantity"),
    Column("account"),
    Column("note", longest=1000),
    Column("external id", follows="a line is known again only while all of it stays the same."),
    Column("outcome", longest=40),
    Column("done", longest=40),
    Column("held", longest=40),
    Column("direction", longest=40),
    Column("completed", longest=80),
    Column("time", longest=40),
    Column("currency", longest=40),
)
OF_A_LINE = tuple(column.name for column in COLUMNS[:7])
"""Of these columns the id of a line without one is made: a column that came later must not change it."""


def import_activities(
    session: Session, *, workspace: Workspace, lines: Iterable[str], now: dt.datetime, options: Options = PLAINLY
) -> Imported:
    """Import the lines of a CSV file with a header. Raises WrongFile with what is wrong; then nothing is stored.

    Columns: date, member, metric (any of its words), quantity (for money an amount), and optionally account, note,
    external id, outcome, done, direction, completed (the day on which it was done, before the one on which it was due),
    time (beside a date) and currency. Without the column metric each column with a metric's name is one. The same file
    again changes nothing.
    """
    prepared = prepare_activities(session, workspace=workspace, file=again(lines), now=now, options=options)
    return take_all(prepared, session, workspace, now, keep_good=options.keep_good)


def prepare_activities(
    session: Session, *, workspace: Workspace, file: OpenFile, now: dt.datetime, options: Options = PLAINLY
) -> Prepared[NewActivity]:
    """Read the header of such a file, to be stored in portions. Raises WrongFile."""
    metrics = MetricsByWord(session, workspace=workspace)
    columns, options, wide = _wide(file, options, metrics)
    opened = Opened(
        file, session, workspace, now, options, columns, dates=("date", "completed"), numbers=("quantity", *wide)
    )
    made: list[_Reader] = []

    def rows(refuse: Callable[[WrongLine], None]) -> Iterator[tuple[Line, NewActivity]]:
        made[:] = [_Reader(opened, metrics)]
        return opened.rows(made[0], refuse, expand=lambda line: _narrow(line, wide))

    return Prepared(
        rows,
        _store,
        opened.head,
        lambda: opened.notes(made[0], made[0].dates) if made else (),
    )


def _store(session: Session, workspace: Workspace, rows: Sequence[NewActivity], now: dt.datetime) -> list[Taken]:
    return store_activities(session, workspace=workspace, rows=rows, source=Source.IMPORT, now=now)


def _wide(
    file: OpenFile, options: Options, metrics: MetricsByWord
) -> tuple[tuple[Column, ...], Options, tuple[str, ...]]:
    """The columns of this file: those of metrics too where it has one for each and none that names the metric."""
    layout = options.layout
    if "metric" in layout.fixed or "metric" in layout.headers:
        return COLUMNS, options, ()
    loose = tuple(replace(column, needed=False) for column in COLUMNS)
    head = read_head(file(), columns=loose, layout=replace(layout, strict=False))
    if head.has("metric"):
        return COLUMNS, options, ()
    named = tuple(name for name in head.unused if metrics.find(name) is not None)
    if not named:
        return COLUMNS, options, ()
    narrow = tuple(
        replace(column, needed=False) if column.name in ("metric", "quantity") else column for column in COLUMNS
    )
    headers = {**layout.headers, **{name: (name,) for name in named}}
    return (
        (*narrow, *(Column(name, longest=40) for name in named)),
        replace(options, layout=Layout(headers, layout.strict, layout.fixed)),
        named,
    )


def _narrow(line: Line, wide: Sequence[str]) -> Iterator[Line]:
    """A line for each metric of which there is something; the line itself where the file has no such columns."""
    if not wide:
        yield line
        return
    for name in wide:
        said = line[name]
        if said and said.strip("0.,-") != "":
            own = f"{line['external id']}:{fold_header(name)}" if line["external id"] else ""
            yield replace(line, values={**line.values, "metric": name, "quantity": said, "external id": own})


class _Reader:
    """Makes entries of lines."""

    def __init__(self, opened: Opened, metrics: MetricsByWord) -> None:
        self._opened, self._metrics = opened, metrics
        self._options, self._workspace = opened.options, opened.workspace
        self.dates, self._numbers = opened.new_dates(), opened.new_numbers()
        self._ids = LineIds(opened.options.source)

    @property
    def notes(self) -> Sequence[str]:
        """What follows from what the file lacks."""
        if self._options.source and not self._opened.head.has("done"):
            return ("No column says whether each was done: every line counts.",)
        return ()

    def read(self, line: Line) -> NewActivity:
        """The entry of one line. Raises WrongLine."""
        metric = self._metrics.find(line["metric"])
        if metric is None:
            raise WrongLine(f"unknown metric {line['metric']!r}. See pacer metrics list.")
        if metric.key in OF_DEALS:
            raise WrongLine(
                f"{metric.plural} come from deals: import them as deals. One with count 0 is revenue beside any."
            )
        held = line["held"] if metric.key in HELD_KINDS else ""
        if "held" in line and not held and metric.key in HELD_KINDS:
            raise WrongLine("it doesn't say if it took place: its outcome is empty.")
        signs = ActivitySigns(line["done"], held, line["direction"], line["outcome"])
        why = why_not(signs, metric.key, self._options.counting)
        if why:
            raise WrongLine(why)
        require_own_currency(line["currency"] if metric.unit is Unit.MONEY else "", self._workspace)
        member = self._opened.directory.find(line["member"])
        return NewActivity(
            member_id=member.id,
            metric_id=metric.id,
            quantity=self._quantity(line["quantity"], metric),
            date=self.dates.past(_when(line), member),
            account=line["account"],
            note=line["note"],
            outcome=line["outcome"],
            void=is_void(metric, line["outcome"]),
            external_id=self._ids.given(line) or self._ids.of_columns(line, OF_A_LINE),
            told_by=self._options.source if line["external id"] else "",
            at=self._options.as_of,
            written_at=self._options.written_at or self._opened.now,
        )

    def _quantity(self, text: str, metric: Metric) -> int:
        # A CRM's export has a line for each call, and no quantity.
        if metric.unit is Unit.MONEY:
            quantity = self._numbers.money(text)
        else:
            quantity = self._numbers.count(text) if text else 1
        check_quantity(quantity, metric)
        return quantity


def _when(line: Line) -> str:
    if line["completed"]:
        return line["completed"]
    return f"{line['date']} {line['time']}" if line["time"] else line["date"]
