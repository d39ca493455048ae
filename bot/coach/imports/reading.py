"""From the lines of a file to rows of a kind: all of them, or a word about each line that cannot be taken."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.coach.imports.problems import WrongFile, WrongLine
from bot.coach.imports.table import PLAIN, Column, Layout, Line, open_table

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


@dataclass(frozen=True)
class Read(Generic[Row]):
    """The rows of a file, the lines that were refused, and the headers that were passed over."""

    rows: tuple[Row, ...]
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
        except WrongLine as problem:
            refused.append(problem.at(line.number))
    if refused and not keep_good:
        raise WrongFile([str(problem) for problem in refused])
    return Read(tuple(rows), tuple(refused), table.unused)
