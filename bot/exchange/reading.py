"""From the lines of a file to rows of a kind: all of them, or a word about each line that cannot be taken."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.exchange.items import Taken, WrongItems
from bot.exchange.problems import WrongFile, WrongLine
from bot.exchange.table import PLAIN, Column, Layout, Line, open_table

Row = TypeVar("Row")


@dataclass(frozen=True)
class Imported:
    """What came of a file: lines that were new, changed something, or were known already, and those left out."""

    new: int
    known: int
    changed: int = 0
    refused: tuple[WrongLine, ...] = ()
    unused: tuple[str, ...] = ()
    """Headers that were passed over."""
    changes: tuple[str, ...] = ()
    """What is changed, a sentence each, where the kind of file says so."""


@dataclass(frozen=True)
class Read(Generic[Row]):
    """The rows of a file with the numbers of their lines, the lines refused, and the headers passed over."""

    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    refused: tuple[WrongLine, ...]
    unused: tuple[str, ...]


def read_rows(
    text: Iterable[str],
    *,
    columns: tuple[Column, ...],
    read: Callable[[Line], Row],
    layout: Layout = PLAIN,
    keep_good: bool = False,
    progress: Callable[[int], None] = lambda _line: None,
) -> Read[Row]:
    """Make a row of each line with `read`, which raises WrongLine for a line that it cannot take.

    Raises WrongFile with every such line, unless the good ones are to be kept: then they are answered as refused.
    """
    table = open_table(text, columns=columns, layout=layout, progress=progress)
    rows: list[Row] = []
    numbers: list[int] = []
    refused: list[WrongLine] = []
    for line in table.lines:
        if isinstance(line, WrongLine):
            refused.append(line)
            continue
        try:
            for column in columns:
                if column.needed and not line[column.name]:
                    raise WrongLine(f"it has no {column.name}.")
            rows.append(read(line))
            numbers.append(line.number)
        except WrongLine as problem:
            refused.append(problem.at(line.number))
    if refused and not keep_good:
        raise WrongFile([str(problem) for problem in refused])
    return Read(tuple(rows), tuple(numbers), tuple(refused), table.unused)


def settle_rows(
    read: Read[Row], store: Callable[[Sequence[Row]], Sequence[Taken]], *, keep_good: bool = False
) -> Imported:
    """Store the rows; what came of them. Raises WrongFile for lines that only storing shows to be wrong, unless the
    good ones are to be kept: then they are answered as refused."""
    rows, numbers, refused = list(read.rows), list(read.numbers), list(read.refused)
    while True:
        try:
            taken = store(rows)
            break
        except WrongItems as wrong:
            late = {each.index: WrongLine(each.why, number=numbers[each.index]) for each in wrong.problems}
            if not keep_good:
                raise WrongFile([str(problem) for problem in late.values()]) from wrong
            refused.extend(late.values())
            rows = [row for index, row in enumerate(rows) if index not in late]
            numbers = [number for index, number in enumerate(numbers) if index not in late]
    states = Counter(each.state for each in taken)
    return Imported(
        new=states["new"],
        changed=states["changed"],
        known=states["known"],
        refused=tuple(sorted(refused, key=lambda problem: problem.number)),
        unused=read.unused,
    )
