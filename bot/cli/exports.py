"""`pacer export KIND FILE`: data into files that can be imported again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_file, writing_workspace
from bot.core.csv_rows import write_table
from bot.exchange.files.exports import KINDS, rows_of
from storage.workspaces import record_audit


def export_file(
    kind: Annotated[str, typer.Argument(help=f"What to export: {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="CSV file to write, or - for the screen.")],
) -> None:
    """Export data as CSV. `pacer import` can read it back."""
    with reading_workspace() as (session, workspace):
        columns, rows = rows_of(session, workspace=workspace, kind=kind)
        if str(file) == "-":
            write_table(sys.stdout, columns, rows)
            written = None
        else:
            with writing_file(file) as out:
                written = write_table(out, columns, rows)
    with writing_workspace() as (session, workspace):
        record_audit(session, workspace_id=workspace.id, at=present(), actor_id=None, action="export", detail=kind)
    if written is not None:
        say(f"Wrote {written} lines to {file}.")
