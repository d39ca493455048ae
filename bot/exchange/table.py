"""A CSV file as lines with named values, whatever program wrote it."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.csv_cells import restored
from bot.exchange.problems import WrongFile, WrongLine

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Column:
    """A column that a kind of file may have; `longest` in characters."""

    name: str
    needed: bool = False
    longest: int = 200


@dataclass(frozen=True)
class Layout:
    """Which header stands for which column. `headers` gives the names to look for, the first one found is taken.

    A strict layout refuses headers that mean nothing; another passes over them.
    """

    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strict: bool = True


PLAIN = Layout()
"""Every column has its own name."""


@dataclass(frozen=True)
class Line:
    """One line after the header: the number of its last line in the file, and its values by column."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """What stands in the column, without blanks around it; empty where the file has no such column."""
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    """The lines of a file. `unused` are the headers that were passed over."""

    unused: tuple[str, ...]
    lines: Iterator[Line | WrongLine]


def open_table(
    text: Iterable[str],
    *,
    columns: tuple[Column, ...],
    layout: Layout = PLAIN,
    progress: Callable[[int], None] = lambda _line: None,
) -> Table:
    """Read the header of a CSV file; its lines are read when they are asked for. Raises WrongFile.

    The delimiter is a comma, semicolon, tab or bar, whichever the header has most of. Case, blanks and underscores
    in headers make no difference. `progress` is told the number of each line read.
    """
    lines = _Counted(text)
    header_line = next((line for line in lines if line.strip()), "").removeprefix("\ufeff")
    delimiter = max(DELIMITERS, key=header_line.count)
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    places, unused = _places(header, columns, layout)
    return Table(unused, _lines(lines, delimiter, len(header), places, columns, progress))


def fold_header(name: str) -> str:
    """A header without differences of case, blanks and underscores."""
    return " ".join(name.strip().casefold().replace("_", " ").split())


def _places(header: list[str], columns: tuple[Column, ...], layout: Layout) -> tuple[dict[str, int], tuple[str, ...]]:
    folded = [fold_header(name) for name in header]
    places: dict[str, int] = {}
    for column in columns:
        for name in layout.headers.get(column.name, (column.name,)):
            if fold_header(name) in folded:
                places[column.name] = folded.index(fold_header(name))
                break
    unused = tuple(name for at, name in enumerate(folded) if at not in places.values())
    missing = [column.name for column in columns if column.needed and column.name not in places]
    if missing or (unused and layout.strict):
        raise WrongFile([_about_header(missing, unused if layout.strict else (), columns, layout)])
    return places, unused


def _about_header(missing: list[str], unknown: tuple[str, ...], columns: tuple[Column, ...], layout: Layout) -> str:
    said = []
    if missing:
        names = [" or ".join(layout.headers.get(name, (name,))) for name in missing]
        said.append(f"The header lacks {', '.join(names)}.")
    if unknown:
        said.append(f"The header has {', '.join(unknown)}, which means nothing here.")
    said.append(f"It may have: {', '.join(column.name for column in columns)}.")
    return " ".join([*said, "Other names are given by --columns, as in --columns 'member=Sales agent'."])


def _lines(
    text: "_Counted",
    delimiter: str,
    width: int,
    places: Mapping[str, int],
    columns: tuple[Column, ...],
    progress: Callable[[int], None],
) -> Iterator[Line | WrongLine]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield WrongLine(f"not CSV: {error}. Nothing after it could be read.", number=text.number)
            return
        progress(text.number)
        if any(cell.strip() for cell in cells):
            yield _line(cells, text.number, width, places, columns)


def _line(
    cells: list[str], number: int, width: int, places: Mapping[str, int], columns: tuple[Column, ...]
) -> Line | WrongLine:
    if len(cells) != width:
        return WrongLine("it has not as many fields as the header.", number=number)
    values = {name: restored(cells[at].strip()) for name, at in places.items()}
    for column in columns:
        if len(values.get(column.name, "")) > column.longest:
            return WrongLine(f"its {column.name} is longer than {column.longest} characters.", number=number)
        if "\x00" in values.get(column.name, ""):
            return WrongLine(f"its {column.name} has a character that no text has.", number=number)
    return Line(number, values)


class _Counted:
    """The lines of a text, and the number of the last one that was read."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text, self.number = iter(text), 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._text)
        except UnicodeDecodeError as error:
            raise WrongFile(["The file is not UTF-8. Save it as CSV UTF-8 and try again."]) from error
        self.number += 1
        return line
