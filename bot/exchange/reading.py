"""From the lines of a file to rows of a kind: all of them, or a word about each line that cannot be taken.

A file is read several times, one line after the other, and never kept: first what all of it says of its dates and
numbers, then what is wrong with it, then again to store it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from bot.exchange.activity_status import USUALLY, Counting
from bot.exchange.dates import Dates, OrderEvidence
from bot.exchange.items import Taken, WrongItems
from bot.exchange.problems import Refusals, WrongFile, WrongLine
from bot.exchange.table import PLAIN, Column, Foot, Head, Layout, Line, read_head, read_lines
from bot.exchange.values import Numbers, proven_mark
from bot.exchange.who import Directory
from storage.tables import Workspace

Row = TypeVar("Row")
Made = TypeVar("Made", covariant=True)
OpenFile = Callable[[], Iterable[str]]
"""Gives the lines of the file, from its start, as often as it is asked."""
MOST_KEPT = 10_000
"""Refused lines that an answer names one by one."""
EVIDENCE = 500
"""Cells with both marks that are looked at before a file is held to be written so."""


@dataclass(frozen=True)
class Options:
    """How a file is to be read."""

    layout: Layout = PLAIN
    dates: str = "y-m-d"
    timezone: str = ""
    """The zone of times that say none; the workspace's if empty, `member` for each member's own."""
    numbers: str = ""
    """1,000.00 or 1.000,00, where that is stated."""
    source: str = ""
    """The program whose records they are: hubspot, pipedrive, salesforce or another name."""
    stages: Mapping[str, str] = field(default_factory=dict)
    """Which stage of theirs is which of ours."""
    keep_good: bool = False
    as_of: dt.datetime | None = None
    """The instant of which the file is true, where somebody says it."""
    written_at: dt.datetime | None = None
    """When the file was written, after which nothing in it can be; None: now."""
    counting: Counting = USUALLY
    move_won: bool = False


PLAINLY = Options()
"""With the columns' own names, ISO dates, and all or nothing."""


@dataclass(frozen=True)
class Imported:
    """What came of a file: lines that were new, changed something, or were known already, and those left out."""

    new: int
    known: int
    changed: int = 0
    refused: tuple[WrongLine, ...] = ()
    """The first of them."""
    unused: tuple[str, ...] = ()
    """Headers that were passed over."""
    changes: tuple[str, ...] = ()
    """What is changed, a sentence each, where the kind of file says so."""
    left_out: int = 0
    """How many were refused."""
    reasons: tuple[str, ...] = ()
    """Why, the same reason once with a count."""
    notes: tuple[str, ...] = ()
    """What whoever imports it should know."""


class Reader(Protocol[Made]):
    """Makes rows of the lines of one file, read once."""

    def read(self, line: Line) -> Made:
        """Raises WrongLine for a line that cannot be taken."""

    @property
    def notes(self) -> Sequence[str]:
        """What whoever imports the file should know."""


class Opened:
    """A file whose header was read, and of which it is known how its dates and numbers are written."""

    def __init__(
        self,
        file: OpenFile,
        session: Session,
        workspace: Workspace,
        now: dt.datetime,
        options: Options,
        columns: tuple[Column, ...],
        *,
        dates: Iterable[str] = (),
        numbers: Iterable[str] = (),
    ) -> None:
        """`dates` and `numbers` are the columns that hold some. Raises WrongFile."""
        self.file, self.workspace, self.now, self.options, self.columns = file, workspace, now, options, columns
        self.head: Head = read_head(file(), columns=columns, layout=options.layout)
        self.directory = Directory(session, workspace)
        self._proven = self._survey(tuple(dates), tuple(numbers))
        self.foot = Foot()

    def _survey(self, dates: tuple[str, ...], numbers: tuple[str, ...]) -> str:
        """What all lines together say: a date that disproves the order refuses the file. Raises WrongFile."""
        dates = tuple(name for name in dates if name in self.head.places) if self.options.dates != "y-m-d" else ()
        numbers = tuple(name for name in numbers if name in self.head.places) if not self.options.numbers else ()
        if not dates and not numbers:
            return ""
        evidence, marked = OrderEvidence(), list[str]()
        for line in read_lines(self.file(), self.head, columns=self.columns, foot=Foot()):
            if isinstance(line, Line):
                for name in dates:
                    evidence.look(line.number, line[name])
                for name in numbers:
                    if len(marked) < EVIDENCE and "." in line[name] and "," in line[name]:
                        marked.append(line[name])
        evidence.require(self.options.dates)
        return proven_mark(marked)

    def new_dates(self) -> Dates:
        """What reads the dates of this file."""
        return Dates(self.now, self.workspace, order=self.options.dates, timezone=self.options.timezone)

    def new_numbers(self) -> Numbers:
        """What reads the numbers of this file."""
        return Numbers(self.workspace, self.options.numbers, self._proven)

    def rows(
        self,
        reader: Reader[Row],
        refuse: Callable[[WrongLine], None],
        *,
        expand: Callable[[Line], Iterable[Line]] = lambda line: (line,),
    ) -> Iterator[tuple[Line, Row]]:
        """The rows, one after the other. What cannot be taken is told to `refuse`."""
        self.foot = Foot()
        needed = [column.name for column in self.columns if column.needed]
        for found in read_lines(self.file(), self.head, columns=self.columns, foot=self.foot):
            if isinstance(found, WrongLine):
                refuse(found)
                continue
            for line in expand(found):
                try:
                    for name in needed:
                        if not line[name]:
                            raise WrongLine(f"it has no {name}.")
                    row = reader.read(line)
                except WrongLine as problem:
                    refuse(problem.at(line.number, line.cells))
                    continue
                yield line, row

    def notes(self, reader: Reader[Row], dates: Dates) -> tuple[str, ...]:
        """What whoever imports the file should know, once it was read."""
        said = [
            f"No column for {column.name}: {column.follows}"
            for column in self.columns
            if column.follows and not any(map(self.head.has, (column.name, *column.instead)))
        ]
        if self.head.above:
            said.append(f"Left out above the header: {'; '.join(each[:40] for each in self.head.above[:3])}.")
        if dates.had_times:
            said.append(f"Times without a zone are taken as {dates.zone_name}: --timezone says another.")
        said += self.directory.taken_for()
        if self.foot:
            shown = "; ".join(each[:40] for each in self.foot[:3])
            said.append(
                f"Left out as the report's foot: {len(self.foot)} lines ({shown}{'; …' if len(self.foot) > 3 else ''})."
            )
        return (*said, *reader.notes)


@dataclass(frozen=True)
class Prepared(Generic[Row]):
    """A file that can be stored: what reads its rows anew each time, and what stores some of them."""

    rows: Callable[[Callable[[WrongLine], None]], Iterator[tuple[Line, Row]]]
    store: Callable[[Session, Workspace, Sequence[Row], dt.datetime], Sequence[Taken]]
    """What became of each row. Raises WrongItems for rows that only storing shows to be wrong."""
    head: Head
    notes: Callable[[], Sequence[str]]
    """What whoever imports it should know, once its rows were read."""
    finds_wrong: bool = False
    """Whether storing may raise WrongItems."""


class Outcome:
    """Collects what becomes of a file's lines."""

    def __init__(self, told: Callable[[WrongLine], None] = lambda _line: None) -> None:
        self.refusals, self.refused, self._told = Refusals(), list[WrongLine](), told
        self.states: Counter[str] = Counter()
        self._notes: dict[str, int] = {}

    def refuse(self, problem: WrongLine) -> None:
        """A line cannot be taken."""
        self.refusals.add(problem)
        if len(self.refused) < MOST_KEPT:
            self.refused.append(problem)
        self._told(problem)

    def take(self, taken: Sequence[Taken]) -> None:
        """What became of some lines."""
        self.states.update(each.state for each in taken)
        for each in taken:
            for note in each.notes:
                if note in self._notes or len(self._notes) < 20:
                    self._notes[note] = self._notes.get(note, 0) + 1

    def forget(self) -> None:
        """Forget what would have become of the lines: now they are stored."""
        self.states.clear()
        self._notes.clear()

    def imported(self, prepared: Prepared[Row]) -> Imported:
        """All of it together."""
        notes = [note if count == 1 else f"{note} ({count} lines)" for note, count in self._notes.items()]
        return Imported(
            new=self.states["new"],
            changed=self.states["changed"],
            known=self.states["known"] + self.states["not yet"],
            refused=tuple(sorted(self.refused, key=lambda problem: problem.number)),
            unused=prepared.head.unused,
            left_out=self.refusals.count,
            reasons=tuple(self.refusals.said),
            notes=(*prepared.notes(), *notes),
        )


@dataclass(frozen=True)
class Read(Generic[Row]):
    """The rows of a small file, and what came of its other lines."""

    rows: tuple[Row, ...]
    refused: tuple[WrongLine, ...]
    unused: tuple[str, ...]
    reasons: tuple[str, ...]


def read_rows(
    lines: Iterable[str], *, columns: tuple[Column, ...], read: Callable[[Line], Row], options: Options
) -> Read[Row]:
    """Make a row of each line of a small file with `read`, which raises WrongLine for a line that it cannot take.

    Raises WrongFile with every such line, unless the good ones are to be kept.
    """
    file, refusals, refused, rows = again(lines), Refusals(), list[WrongLine](), list[Row]()
    head = read_head(file(), columns=columns, layout=options.layout)
    for line in read_lines(file(), head, columns=columns, foot=Foot()):
        try:
            if isinstance(line, WrongLine):
                raise line
            for column in columns:
                if column.needed and not line[column.name]:
                    raise WrongLine(f"it has no {column.name}.")
            rows.append(read(line))
        except WrongLine as problem:
            number, cells = (
                (problem.number, problem.cells) if isinstance(line, WrongLine) else (line.number, line.cells)
            )
            refused.append(problem.at(number, cells))
            refusals.add(refused[-1])
    if refused and not options.keep_good:
        raise WrongFile(refusals.said)
    return Read(tuple(rows), tuple(refused), head.unused, tuple(refusals.said))


def take_all(
    prepared: Prepared[Row], session: Session, workspace: Workspace, now: dt.datetime, *, keep_good: bool = False
) -> Imported:
    """Store a file in one transaction. Raises WrongFile for a wrong line, unless the good ones are to be kept."""
    outcome = Outcome()
    rows = list(prepared.rows(outcome.refuse))
    while True:
        try:
            outcome.take(prepared.store(session, workspace, [row for _, row in rows], now))
            break
        except WrongItems as wrong:
            late = {each.index: each.why for each in wrong.problems}
            for index, why in late.items():
                outcome.refuse(WrongLine(why, number=rows[index][0].number, cells=rows[index][0].cells))
            if not keep_good:
                break
            rows = [each for index, each in enumerate(rows) if index not in late]
    if outcome.refusals.count and not keep_good:
        raise WrongFile(outcome.refusals.said)
    return outcome.imported(prepared)


def again(lines: Iterable[str]) -> OpenFile:
    """Lines that can be read several times."""
    kept = list(lines)
    return lambda: kept
