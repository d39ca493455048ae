"""A file that is stored portion by portion: everybody else gets a turn between two.

What is wrong with a file is found before anything of it is stored, unless the good lines are to be kept. A portion is
stored whole or not at all, and a line is known again by its external id: where storing was stopped in the middle, the
same file again stores the rest.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sqlmodel import Session

from bot.exchange.items import Taken, WrongItems
from bot.exchange.problems import StoppedFile, WrongFile, WrongLine
from bot.exchange.reading import Imported, Outcome, Prepared, Row
from bot.exchange.table import Line
from storage.engine import Database
from storage.tables import Workspace
from storage.workspaces import find_workspace

PORTION = 250
"""Lines: bounds how long a rep's `/log` waits beside an import."""

Numbered = list[tuple[Line, Row]]


def store_in_portions(
    database: Database,
    prepared: Prepared[Row],
    *,
    now: dt.datetime,
    keep_good: bool = False,
    dry_run: bool = False,
    portion: int = PORTION,
    looked: Callable[[int], None] = lambda _lines: None,
    stored: Callable[[int], None] = lambda _lines: None,
    refused: Callable[[WrongLine], None] = lambda _line: None,
) -> Imported:
    """Store the rows of a file; `looked` is told how many rows of it were judged, `stored` how many each portion had.

    Raises WrongFile where a line is wrong, unless the good ones are to be kept; nothing is stored then. Raises
    StoppedFile where one is wrong only because somebody changed what it is about while the file was stored. Each line
    that cannot be taken is told to `refused`. What is in memory at once is one portion.
    """
    outcome = Outcome(refused)
    if keep_good and not dry_run:
        # What is wrong keeps nothing else from being stored, so that once through the file is enough.
        for some in _portions(prepared.rows(outcome.refuse), portion):
            taken = _store(database, prepared, some, now, outcome, keep_good=True)
            outcome.take(taken)
            stored(len(taken))
        return outcome.imported(prepared)
    late: set[int] = set()
    for some in _portions(prepared.rows(outcome.refuse), portion):
        if prepared.finds_wrong or dry_run:
            for problem in _try(database, prepared, some, now, outcome):
                late.add(problem.number)
                outcome.refuse(problem)
        looked(len(some))
    if outcome.refusals.count and not keep_good:
        raise WrongFile(outcome.refusals.said)
    if dry_run:
        return outcome.imported(prepared)
    outcome.forget()
    # What reading refuses is refused again, and was told already.
    for some in _portions(prepared.rows(lambda _problem: None), portion):
        good = [each for each in some if each[0].number not in late]
        taken = _store(database, prepared, good, now, outcome, keep_good=False)
        outcome.take(taken)
        stored(len(good))
    return outcome.imported(prepared)


def _portions(rows: Iterator[tuple[Line, Row]], size: int) -> Iterator[Numbered[Row]]:
    while some := list(islice(rows, size)):
        yield some


def _try(
    database: Database, prepared: Prepared[Row], some: Numbered[Row], now: dt.datetime, outcome: Outcome
) -> list[WrongLine]:
    """What is wrong with rows that only storing shows to be; what would become of the others goes into `outcome`."""
    problems: list[WrongLine] = []
    while True:
        with database.writing() as session:
            try:
                outcome.take(prepared.store(session, _workspace(session), [row for _, row in some], now))
                return problems
            except WrongItems as wrong:
                late = _late(wrong, some)
            finally:
                session.rollback()
        problems.extend(late.values())
        some = [each for index, each in enumerate(some) if index not in late]


def _store(
    database: Database,
    prepared: Prepared[Row],
    some: Numbered[Row],
    now: dt.datetime,
    outcome: Outcome,
    *,
    keep_good: bool,
) -> Sequence[Taken]:
    while True:
        try:
            with database.writing() as session:
                return prepared.store(session, _workspace(session), [row for _, row in some], now)
        except WrongItems as wrong:
            late = _late(wrong, some)
        if not keep_good:
            raise StoppedFile([str(problem) for problem in late.values()], stored=outcome.states.total())
        for problem in late.values():
            outcome.refuse(problem)
        some = [each for index, each in enumerate(some) if index not in late]


def _late(wrong: WrongItems, some: Numbered[Row]) -> dict[int, WrongLine]:
    return {
        each.index: WrongLine(each.why, number=some[each.index][0].number, cells=some[each.index][0].cells)
        for each in wrong.problems
    }


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
