"""A file that is stored portion by portion: everybody else gets a turn between two.

What is wrong with a file is found before anything of it is stored. A portion is stored whole or not at all, and a line
is known again by its external id: where storing was stopped in the middle, the same file again stores the rest.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlmodel import Session

from bot.exchange.items import Taken, WrongItems
from bot.exchange.problems import StoppedFile, WrongFile, WrongLine
from bot.exchange.reading import Imported, Read
from storage.engine import Database
from storage.tables import Workspace
from storage.workspaces import find_workspace

PORTION = 250
"""Lines: bounds how long a rep's `/log` waits beside an import."""

Row = TypeVar("Row")
Numbered = Sequence[tuple[int, Row]]


@dataclass(frozen=True)
class Prepared(Generic[Row]):
    """A file that was read: its rows, and what stores some of them."""

    read: Read[Row]
    store: Callable[[Session, Workspace, Sequence[Row], dt.datetime], Sequence[Taken]]
    """What became of each row. Raises WrongItems for rows that only storing shows to be wrong."""
    finds_wrong: bool = False
    """Whether it may raise WrongItems."""


def store_in_portions(
    database: Database,
    prepared: Prepared[Row],
    *,
    now: dt.datetime,
    keep_good: bool = False,
    dry_run: bool = False,
    portion: int = PORTION,
    stored: Callable[[int], None] = lambda _lines: None,
) -> Imported:
    """Store the rows of a file that was read, and tell `stored` how many lines each portion had.

    Raises WrongFile where a line turns out to be wrong, unless the good ones are to be kept; nothing is stored then.
    Raises StoppedFile where one is wrong only because somebody changed what it is about while the file was stored.
    """
    rows: Numbered[Row] = list(zip(prepared.read.numbers, prepared.read.rows, strict=True))
    refused, states = list(prepared.read.refused), Counter[str]()
    if prepared.finds_wrong or dry_run:
        good: list[tuple[int, Row]] = []
        for some in _portions(rows, portion):
            kept, late, found = _try(database, prepared, some, now)
            good.extend(kept)
            refused.extend(late)
            states.update(each.state for each in found)
        if len(good) < len(rows) and not keep_good:
            raise WrongFile([str(problem) for problem in refused])
        rows = good
    if not dry_run:
        states = Counter()
        for some in _portions(rows, portion):
            taken = _store(database, prepared, some, now, refused, keep_good=keep_good, before=states.total())
            states.update(each.state for each in taken)
            stored(len(some))
    return Imported(
        new=states["new"],
        changed=states["changed"],
        known=states["known"],
        refused=tuple(sorted(refused, key=lambda problem: problem.number)),
        unused=prepared.read.unused,
    )


def _portions(rows: Numbered[Row], size: int) -> Iterator[Numbered[Row]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def _try(
    database: Database, prepared: Prepared[Row], some: Numbered[Row], now: dt.datetime
) -> tuple[Numbered[Row], list[WrongLine], Sequence[Taken]]:
    """The rows that can be stored, what is wrong with the others, and what would become of those that can."""
    refused: list[WrongLine] = []
    while True:
        with database.writing() as session:
            try:
                return some, refused, prepared.store(session, _workspace(session), [row for _, row in some], now)
            except WrongItems as wrong:
                late = _late(wrong, some)
            finally:
                session.rollback()
        refused.extend(late.values())
        some = [each for index, each in enumerate(some) if index not in late]


def _store(
    database: Database,
    prepared: Prepared[Row],
    some: Numbered[Row],
    now: dt.datetime,
    refused: list[WrongLine],
    *,
    keep_good: bool,
    before: int,
) -> Sequence[Taken]:
    while True:
        try:
            with database.writing() as session:
                return prepared.store(session, _workspace(session), [row for _, row in some], now)
        except WrongItems as wrong:
            late = _late(wrong, some)
        if not keep_good:
            raise StoppedFile([str(problem) for problem in late.values()], stored=before)
        refused.extend(late.values())
        some = [each for index, each in enumerate(some) if index not in late]


def _late(wrong: WrongItems, some: Numbered[Row]) -> dict[int, WrongLine]:
    return {each.index: WrongLine(each.why, number=some[each.index][0]) for each in wrong.problems}


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
