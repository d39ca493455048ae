"""A file from its opening to what came of it, for every door: tried or stored, and its refused lines written down."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TextIO

from sqlmodel import Session

from bot.core.csv_cells import harmless_cell
from bot.core.vocabulary import MetricsByWord
from bot.exchange.activities import NewActivity
from bot.exchange.activity_status import Counting
from bot.exchange.days import day_of
from bot.exchange.deals import DealSaid
from bot.exchange.files.kinds import ImportKind, kind_of
from bot.exchange.files.mapping import Mapped
from bot.exchange.files.mapping_proposal import Guess, guess
from bot.exchange.leads import LeadSaid
from bot.exchange.portions import store_in_portions
from bot.exchange.problems import WrongLine
from bot.exchange.reading import Imported, OpenFile, Options, Prepared
from bot.exchange.table import WHY, Line, read_head
from bot.pipeline.stages import ensure_stages, stage_names
from storage import people
from storage.deals import LOST, WON
from storage.engine import Database
from storage.tables import Member, Workspace
from storage.workspaces import find_workspace

SHOWN = 10
"""Lines of which it is shown what they would become."""


@dataclass(frozen=True)
class TriedLine:
    """What one line would become; `why` where it is refused. Money is in minor units of the workspace's currency."""

    number: int
    member: str = ""
    metric: str = ""
    """Key of a metric of an entry; empty of deals and leads."""
    quantity: int = 1
    account: str = ""
    amount_minor: int | None = None
    stage: str = ""
    """Of a deal, as its stage is called here; `won` or `lost`."""
    day: dt.date | None = None
    why: str = ""


@dataclass(frozen=True)
class Trial:
    """How a file would be read, its first lines, and what would come of all; `imported` is None where something must
    be said first."""

    proposal: Guess
    lines: tuple[TriedLine, ...]
    imported: Imported | None


def try_file(
    database: Database,
    file: OpenFile,
    *,
    now: dt.datetime,
    said: Mapped,
    kind: str = "",
    counting: Counting,
    written_at: dt.datetime | None = None,
    move_won: bool = False,
    looked: Callable[[int], None] = lambda _rows: None,
    refused: Callable[[WrongLine], None] = lambda _line: None,
) -> Trial:
    """Propose how a file is to be read, as far as `said` does not say it, and try it so; nothing is stored. Raises
    WrongFile."""
    with database.writing() as session:
        ensure_stages(session, workspace=_workspace(session))
    with database.reading() as session:
        proposal = guess(session, workspace=_workspace(session), file=file, kind=kind, said=said)
    if proposal.missing:
        return Trial(proposal, (), None)
    shown = _FirstLines(database)

    def note(problem: WrongLine) -> None:
        shown.refuse(problem)
        refused(problem)

    imported = run_file(
        database,
        kind_of(proposal.kind),
        file,
        now=now,
        options=options_for(proposal, counting=counting, written_at=written_at, move_won=move_won),
        dry_run=True,
        looked=looked,
        refused=note,
        seen=shown.take,
    )
    return Trial(proposal, shown.lines(), imported)


def options_for(proposal: Guess, *, counting: Counting, written_at: dt.datetime | None, move_won: bool) -> Options:
    """The options by which a proposal is carried out: good lines are kept, other headers passed over."""
    options = proposal.mapped.options(
        kind_of(proposal.kind), counting=counting, keep_good=True, written_at=written_at, move_won=move_won
    )
    return replace(options, layout=replace(options.layout, strict=False))


def run_file(
    database: Database,
    kind: ImportKind,
    file: OpenFile,
    *,
    now: dt.datetime,
    options: Options,
    dry_run: bool = False,
    looked: Callable[[int], None] = lambda _rows: None,
    stored: Callable[[int], None] = lambda _rows: None,
    refused: Callable[[WrongLine], None] = lambda _line: None,
    seen: Callable[[Line, Any], None] = lambda _line, _row: None,
) -> Imported:
    """Store a file, or only try it. Each row that is read is told to `seen`, once. Raises WrongFile."""
    if kind.prepare is None:
        imported = _at_once(database, kind, file, now, options, dry_run=dry_run)
        for problem in imported.refused:
            refused(problem)
        return imported
    with database.writing() as session:
        ensure_stages(session, workspace=_workspace(session))
    with database.reading() as session:
        prepared = kind.prepare(session, workspace=_workspace(session), file=file, now=now, options=options)
    return store_in_portions(
        database,
        _telling(prepared, seen),
        now=now,
        keep_good=options.keep_good,
        dry_run=dry_run,
        looked=looked,
        stored=stored,
        refused=refused,
    )


def _at_once(
    database: Database, kind: ImportKind, file: OpenFile, now: dt.datetime, options: Options, *, dry_run: bool
) -> Imported:
    with database.writing() as session:
        imported = kind.importer(session, workspace=_workspace(session), lines=file(), now=now, options=options)
        if dry_run:
            session.rollback()
    return imported


def _telling(prepared: Prepared[Any], seen: Callable[[Line, Any], None]) -> Prepared[Any]:
    told: list[bool] = []

    def rows(refuse: Callable[[WrongLine], None]) -> Iterator[tuple[Line, Any]]:
        first = not told
        told.append(True)
        for line, row in prepared.rows(refuse):
            if first:
                seen(line, row)
            yield line, row

    return replace(prepared, rows=rows)


class _FirstLines:
    """Collects what the first lines would become."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: list[tuple[Line, Any]] = []
        self._refused: list[WrongLine] = []

    def take(self, line: Line, row: Any) -> None:
        if len(self._rows) < SHOWN:
            self._rows.append((line, row))

    def refuse(self, problem: WrongLine) -> None:
        if len(self._refused) < SHOWN:
            self._refused.append(problem)

    def lines(self) -> tuple[TriedLine, ...]:
        """The first of them all, in their order."""
        with self._database.reading() as session:
            workspace = _workspace(session)
            names = _Names(session, workspace, [row for _, row in self._rows])
            # A line that only storing shows to be wrong is shown as refused, not twice.
            wrong = {problem.number for problem in self._refused}
            good = [names.line(line.number, row) for line, row in self._rows if line.number not in wrong]
        bad = [TriedLine(problem.number, why=problem.why) for problem in self._refused]
        return tuple(sorted([*good, *bad], key=lambda each: each.number)[:SHOWN])


class _Names:
    def __init__(self, session: Session, workspace: Workspace, rows: list[Any]) -> None:
        self._workspace = workspace
        ids = {row.member_id for row in rows if isinstance(row, NewActivity)}
        self._members = people.members_by_id(session, ids=ids)
        self._metrics = {each.id: each for each in MetricsByWord(session, workspace=workspace).metrics}
        self._stages = {stage.key: stage.label for stage in stage_names(session, workspace=workspace)}

    def line(self, number: int, row: NewActivity | DealSaid | LeadSaid) -> TriedLine:
        if isinstance(row, NewActivity):
            member = self._members[row.member_id]
            metric = self._metrics[row.metric_id].key
            return TriedLine(number, member.name, metric, row.quantity, row.account, day=row.date)
        name, member_or_none = _name_of(row.member), row.member
        if isinstance(row, DealSaid):
            stage = (row.stage or "").removeprefix("?")
            said = row.closed_on if row.stage in (WON, LOST) else row.opened_on
            day = day_of(said, member_or_none, self._workspace) if said is not None else None
            return TriedLine(
                number,
                name,
                account=row.account or "",
                amount_minor=row.amount_minor,
                stage=self._stages.get(stage, stage),
                day=day,
            )
        day = day_of(row.created_at, member_or_none, self._workspace) if row.created_at is not None else None
        return TriedLine(number, name, account=row.account or "", day=day)


def _name_of(member: Member | None) -> str:
    return member.name if member is not None else ""


def names_of(file: OpenFile, kind: ImportKind, options: Options) -> tuple[str, ...]:
    """The header's names as they stand in the file, without those that say why a line was refused."""
    loose = tuple(type(column)(column.name) for column in kind.columns)
    names = read_head(file(), columns=loose, layout=replace(options.layout, strict=False)).names
    return names[: -len(WHY)] if names[-len(WHY) :] == WHY else names


def refused_lines(to: TextIO, names: tuple[str, ...]) -> Callable[[WrongLine], None]:
    """What writes a refused record, whole, so that it can be put right and imported; the header is written at once."""
    writer = csv.writer(to)
    writer.writerow([*names, *WHY])

    def write(problem: WrongLine) -> None:
        cells = [*problem.cells[: len(names)], *[""] * (len(names) - len(problem.cells))]
        writer.writerow([*map(harmless_cell, cells), problem.number, harmless_cell(problem.why)])

    return write


def _workspace(session: Session) -> Workspace:
    workspace = find_workspace(session)
    assert workspace is not None
    return workspace
