"""A CSV file as lines with named values, whatever program wrote it."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.csv_cells import restored
from bot.exchange.problems import WrongFile, WrongLine

DELIMITERS = ",;\t|"
WHY = ("line", "why")
"""The columns that a file of refused lines has at its end; an import passes over them."""
MOST_OF_A_FOOT = 20
"""Lines at a report's end that are no records."""
MOST_ABOVE = 15
"""Lines of a report's title above its header."""
_FOOT = re.compile(
    r"(grand\s+|sub)?totals?\b|copyright\b|©|confidential\b|generated\s+by\b|report\s+generated\b|\d+\s+records?$|"
    r"filtered\s+by\b|as\s+of\s+\d|"
    r"jumlah\b",
    re.IGNORECASE,
)
_NOTHING = frozenset({"\\N"})
"""How databases write that there is nothing."""


@dataclass(frozen=True)
class Column:
    """A column that a kind of file may have; `longest` in characters; `follows`, what follows where it is missing, and
    all that may stand `instead` of it are too."""

    name: str
    needed: bool = False
    longest: int = 200
    follows: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Which header stands for which column. `headers` gives the names to look for, the first one found is taken.

    A strict layout refuses headers that mean nothing; another passes over them. `fixed` columns have one value in
    every line.
    """

    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    strict: bool = True
    fixed: Mapping[str, str] = field(default_factory=dict)


PLAIN = Layout()
"""Every column has its own name."""


@dataclass(frozen=True)
class Line:
    """One line after the header: the number of its last line in the file, its values by column, and its cells."""

    number: int
    values: Mapping[str, str]
    cells: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        """What stands in the column, without blanks around it; empty where the file has no such column."""
        return self.values.get(column, "")

    def get(self, column: str) -> str | None:
        """The same; None where the file has no such column, which says nothing."""
        return self.values.get(column)

    def __contains__(self, column: str) -> bool:
        """Whether the file has the column at all: one that it lacks says nothing."""
        return column in self.values


@dataclass(frozen=True)
class Head:
    """What a file's header says: its delimiter, its names, where each column stands, and what was passed over."""

    delimiter: str
    names: tuple[str, ...]
    places: Mapping[str, int]
    unused: tuple[str, ...]
    fixed: Mapping[str, str]
    lines: int
    """Physical lines up to the header's end."""
    above: tuple[str, ...] = ()
    """The first cells of the lines above it: a report's title."""

    def has(self, column: str) -> bool:
        """Whether every line says something of the column."""
        return column in self.places or column in self.fixed


class Foot(list[str]):
    """The first cells of the lines at the end of a report that are no records."""


def read_head(text: Iterable[str], *, columns: tuple[Column, ...], layout: Layout = PLAIN) -> Head:
    """Read the header of a CSV file. Raises WrongFile.

    The delimiter is a comma, semicolon, tab or bar, whichever the header has most of, or what `sep=;` says. Case,
    blanks and underscores in headers make no difference, nor does what stands in brackets after them.
    """
    lines = _Counted(text)
    first = next((line for line in lines if line.strip()), "").removeprefix("\ufeff")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first)
    if said is not None:
        first = next((line for line in lines if line.strip()), "")
    top: tuple[tuple[str, ...], str, int] | None = None
    above: list[str] = []
    while True:
        delimiter = said[1] if said is not None else max(DELIMITERS, key=first.count)
        try:
            names = _names(next(csv.reader(_and_then(first, lines), delimiter=delimiter), []))
        except csv.Error as error:
            if top is None:
                raise WrongFile([f"The header isn't CSV: {error}."]) from error
            break
        here = names, delimiter, lines.number
        if _may_be_header(names, columns, layout):
            return _head_of(here, columns, layout, above)
        top = top or here
        above.append(next(filter(None, names), ""))
        # A report's title is a cell or two; anything else is a header that is not ours.
        if len(above) > MOST_ABOVE or sum(map(bool, names)) > 2:
            break
        first = next((line for line in lines if line.strip()), "")
        if not first:
            break
    assert top is not None
    return _head_of(top, columns, layout, [])


def _head_of(
    found: tuple[tuple[str, ...], str, int], columns: tuple[Column, ...], layout: Layout, above: list[str]
) -> Head:
    names, delimiter, number = found
    places, unused = _places(names, columns, layout)
    return Head(delimiter, names, places, unused, layout.fixed, number, tuple(above))


def _names(header: list[str]) -> tuple[str, ...]:
    names = tuple(" ".join(name.split()) for name in header)
    while names and not names[-1]:
        names = names[:-1]
    return names


def _may_be_header(names: tuple[str, ...], columns: tuple[Column, ...], layout: Layout) -> bool:
    """Whether two of its cells are headers of ours."""
    folded = {fold_header(name) for name in names} | {_bare(fold_header(name)) for name in names}
    known = {fold_header(each) for column in columns for each in layout.headers.get(column.name, (column.name,))}
    return len(folded & known) >= min(2, len(known))


def read_lines(
    text: Iterable[str], head: Head, *, columns: tuple[Column, ...], foot: Foot
) -> Iterator[Line | WrongLine]:
    """The lines after the header, one after the other. What stands at the end and is no record goes into `foot`."""
    lines = _Counted(text)
    for _ in range(head.lines):
        next(lines)
    held: list[tuple[list[str], int]] = []
    reader = csv.reader(lines, delimiter=head.delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            foot.extend(next(filter(None, cells)).strip() for cells, _ in held)
            return
        except csv.Error as error:
            yield WrongLine(f"not CSV: {error}. Nothing after it could be read.", number=lines.number)
            return
        if not any(cell.strip() for cell in cells):
            continue
        if _is_foot(cells, head, columns) and len(held) < MOST_OF_A_FOOT:
            held.append((cells, lines.number))
            continue
        # Records follow: what was held was none of a report's foot.
        for before, number in held:
            yield _line(before, number, head, columns)
        held.clear()
        yield _line(cells, lines.number, head, columns)


def _bare(folded: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", folded)


def fold_header(name: str) -> str:
    """A header without differences of case, blanks and underscores."""
    return " ".join(name.strip().casefold().replace("_", " ").split())


def _places(
    names: tuple[str, ...], columns: tuple[Column, ...], layout: Layout
) -> tuple[dict[str, int], tuple[str, ...]]:
    folded = [fold_header(name) for name in names]
    bare = [_bare(name) for name in folded]
    twice: list[str] = []
    places: dict[str, int] = {}
    for column in columns:
        if column.name in layout.fixed:
            continue
        wanted = [fold_header(name) for name in layout.headers.get(column.name, (column.name,))]
        found = next((folded.index(name) for name in wanted if name in folded), None)
        if found is None:
            found = next((bare.index(name) for name in wanted if name in bare), None)
        if found is not None:
            places[column.name] = found
            if folded.count(folded[found]) > 1 and names[found] not in twice:
                twice.append(names[found])
    if twice:
        raise WrongFile(
            [f"The header has {', '.join(twice)} more than once: rename or remove the columns that don't count."]
        )
    told = folded[-len(WHY) :] == list(WHY)
    unused = tuple(
        name
        for at, name in enumerate(folded)
        if name and at not in places.values() and not (told and at >= len(folded) - len(WHY))
    )
    missing = [
        column.name
        for column in columns
        if column.needed and column.name not in places and column.name not in layout.fixed
    ]
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
    said.append("Other names are given by --columns, as in --columns 'member=Sales agent'")
    if missing:
        said[-1] += f", and one value for the whole file by --set, as in --set '{missing[0]}=…'"
    return " ".join(said) + ". pacer import --guess FILE proposes both."


def _is_foot(cells: list[str], head: Head, columns: tuple[Column, ...]) -> bool:
    """Whether it looks like a line of a report's foot: without what every record has, and a total or one thing."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    places = [head.places[column.name] for column in columns if column.needed and column.name in head.places]
    lacks = any(at >= len(cells) or not cells[at].strip() for at in places)
    alone = len(filled) == 1 and len(cells) < len(head.names)
    in_needed = any(at < len(cells) and cells[at].strip() == filled[0] for at in places)
    return (lacks and alone) or ((lacks or in_needed) and bool(_FOOT.match(filled[0]))) or (alone and len(cells) == 1)


def _line(cells: list[str], number: int, head: Head, columns: tuple[Column, ...]) -> Line | WrongLine:
    width = len(head.names)
    if any(cell.strip() for cell in cells[width:]):
        return WrongLine("it has more fields than the header.", number=number, cells=tuple(cells))
    padded = [*cells[:width], *[""] * (width - len(cells))]
    values = {name: _value(padded[at]) for name, at in head.places.items()} | dict(head.fixed)
    for column in columns:
        if len(values.get(column.name, "")) > column.longest:
            why = f"its {column.name} is longer than {column.longest} characters."
            return WrongLine(why, number=number, cells=tuple(padded))
        if "\x00" in values.get(column.name, ""):
            why = f"its {column.name} has a character that no text has."
            return WrongLine(why, number=number, cells=tuple(padded))
    return Line(number, values, tuple(padded))


def _value(cell: str) -> str:
    text = restored(cell.strip())
    return "" if text in _NOTHING else text


def _and_then(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


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
            raise WrongFile(["The file isn't UTF-8. Save it as CSV UTF-8 and try again."]) from error
        self.number += 1
        return line
