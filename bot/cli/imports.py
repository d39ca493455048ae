"""`pacer import …`: data from files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.session import present, say, writing_workspace
from bot.coach.imports import WrongFile, import_activities

app = typer.Typer(help="Import data from files.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Import data from files."""


@app.command()
def activities(
    file: Annotated[Path, typer.Argument(help="CSV with date, member, metric, quantity, account, note, external id.")],
) -> None:
    """Import activities: all of the file, or nothing. The same file again changes nothing."""
    if not file.is_file():
        raise WrongFile([f"There is no file {file}."])
    with Progress(transient=True) as bar, writing_workspace() as (session, workspace):
        task = bar.add_task("Reading", total=file.stat().st_size)
        with file.open(encoding="utf-8-sig", newline="") as text:
            imported = import_activities(
                session,
                workspace=workspace,
                lines=_counted(text, bar, task),
                now=present(),
            )
    say(f"{imported.new} entries imported, {imported.known} were there already.")


def _counted(lines: Iterator[str], bar: Progress, task: object) -> Iterator[str]:
    for line in lines:
        bar.advance(task, len(line))  # type: ignore[arg-type]
        yield line
