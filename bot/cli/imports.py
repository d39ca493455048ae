"""`pacer import KIND FILE`: data from files."""

import csv
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.session import opened_database, present, say, the_workspace, writing_file
from bot.core.csv_cells import harmless_cell
from bot.exchange.files.deals import prepare_deals
from bot.exchange.files.kinds import KINDS, kind_of
from bot.exchange.files.layouts import layout_of
from bot.exchange.portions import store_in_portions
from bot.exchange.problems import SHOWN_ERRORS, WrongFile, WrongLine
from bot.exchange.reading import Imported
from bot.exchange.values import DATE_ORDERS
from bot.pipeline.stages import ensure_stages


def import_file(
    kind: Annotated[str, typer.Argument(help=f"What it holds: {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="A CSV file with a header (docs/import.md has the columns).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and store nothing.")] = False,
    format_: Annotated[
        str, typer.Option("--format", help="Whose export it is: plain, hubspot, salesforce or pipedrive.")
    ] = "plain",
    columns: Annotated[
        str, typer.Option(help="Which header is which column: 'member=Sales agent,account=Company'.")
    ] = "",
    dates: Annotated[str, typer.Option(help=f"How dates are written: {', '.join(DATE_ORDERS)}.")] = "y-m-d",
    stages: Annotated[
        str, typer.Option(help="For deals, which stage of theirs is which of ours: 'Engaging=qualifying'.")
    ] = "",
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Import the lines that are right, and say what is wrong with the rest.")
    ] = False,
    refused: Annotated[
        Path | None, typer.Option(help="Write the refused lines, with what is wrong, to this CSV file.")
    ] = None,
) -> None:
    """Import a CSV file: all of it, or nothing. The same file again changes nothing."""
    if not file.is_file():
        raise WrongFile([f"There is no file {file}."])
    if dates not in DATE_ORDERS:
        raise WrongFile([f"--dates is one of {', '.join(DATE_ORDERS)}, not {dates!r}."])
    found = kind_of(kind)
    if stages and kind != "deals":
        raise WrongFile(["--stages is for deals."])
    layout = layout_of(format_, found.presets, found.columns, columns)
    now = present()
    with (
        opened_database() as database,
        Progress(transient=True) as bar,
        file.open(encoding="utf-8-sig", newline="") as text,
    ):
        lines = _counted(text, bar, bar.add_task("Reading", total=file.stat().st_size))
        if found.prepare is None:
            with database.writing() as session:
                imported = found.importer(
                    session,
                    workspace=the_workspace(session),
                    lines=lines,
                    now=now,
                    layout=layout,
                    dates=dates,
                    keep_good=keep_good,
                )
                if dry_run:
                    session.rollback()
        else:
            prepare = functools.partial(prepare_deals, stages=stages) if stages else found.prepare
            with database.writing() as session:
                ensure_stages(session, workspace=the_workspace(session))
            with database.reading() as session:
                prepared = prepare(
                    session,
                    workspace=the_workspace(session),
                    lines=lines,
                    now=now,
                    layout=layout,
                    dates=dates,
                    keep_good=keep_good,
                )
            storing = bar.add_task("Storing", total=len(prepared.read.rows))
            imported = store_in_portions(
                database,
                prepared,
                now=now,
                keep_good=keep_good,
                dry_run=dry_run,
                stored=lambda some: bar.advance(storing, some),
            )
    _report(imported, dry_run=dry_run)
    if refused is not None:
        _write_refused(refused, file, imported.refused)


def _report(imported: Imported, *, dry_run: bool) -> None:
    for problem in imported.refused[:SHOWN_ERRORS]:
        say(str(problem))
    if len(imported.refused) > SHOWN_ERRORS:
        say(f"… and {len(imported.refused) - SHOWN_ERRORS} more; --refused FILE writes all of them.")
    if dry_run:
        for change in imported.changes[:SHOWN_ERRORS]:
            say(change)
        if len(imported.changes) > SHOWN_ERRORS:
            say(f"… and {len(imported.changes) - SHOWN_ERRORS} more.")
    if imported.unused:
        say(f"Not used: {', '.join(imported.unused)}.")
    changed = f", {imported.changed} changed" if imported.changed else ""
    left_out = f", {len(imported.refused)} refused" if imported.refused else ""
    said = f"{imported.new} new{changed}, {imported.known} as they were already{left_out}."
    say(f"Dry run, nothing was stored: {said}" if dry_run else said)


def _write_refused(to: Path, file: Path, problems: Iterable[WrongLine]) -> None:
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = list(text)
    with writing_file(to) as out:
        writer = csv.writer(out)
        writer.writerow(["line", "why", "text"])
        writer.writerows(
            [each.number, harmless_cell(each.why), harmless_cell(lines[each.number - 1].rstrip())] for each in problems
        )


def _counted(lines: Iterator[str], bar: Progress, task: object) -> Iterator[str]:
    for line in lines:
        bar.advance(task, len(line))  # type: ignore[arg-type]
        yield line
