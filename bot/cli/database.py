"""`pacer db …`: the schema, backups, what is kept, and the proof that totals equal entries."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import opened_database, present, reading_workspace, say
from bot.core.settings import read_settings
from storage.backup import KEPT, back_up, restoring
from storage.day_totals import wrong_totals
from storage.engine import make_database
from storage.migrate import upgrade as upgrade_schema
from storage.migrate import wanted_revision
from storage.people import members_by_id
from storage.run_lock import require_no_loss, run_lock

app = typer.Typer(help="The database: upgrade it, back it up, check it.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Create the tables, or bring them to this version's schema."""
    database = make_database(read_settings().database_url)
    try:
        require_no_loss(database)
        upgrade_schema(database)
    finally:
        database.dispose()
    say(f"The database is at revision {wanted_revision()}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file; the date in its name helps.")]) -> None:
    """Write a copy of the SQLite database to a new file, while Pacer runs. The copy is checked."""
    with opened_database() as database:
        size = back_up(database, target=file)
    say(f"{file} holds the whole database ({size / 1e6:.1f} MB). Put it back with: pacer db restore {file}")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup that `pacer db backup` wrote.")]) -> None:
    """Put a backup in the place of the SQLite database, upgraded to this version. Stop Pacer first."""
    from bot.runtime.restore import make_ready

    database = make_database(read_settings().database_url)
    with run_lock(database), restoring(database, source=file) as copy:
        database.dispose()
        make_ready(copy, now=present())
    kept = f" The one before is kept as {database.file}{KEPT}." if database.file is not None else ""
    say(f"{file} is restored.{kept} What may have been sent since the backup is not sent again.")


@app.command()
def prune() -> None:
    """Delete what is older than PACER_KEEP_… says now; `pacer run` does it each night."""
    from bot.runtime.retention import prune as prune_old

    settings = read_settings()
    with opened_database(settings) as database:
        pruned = prune_old(database, now=present(), keep=settings.keep)
    say(f"Deleted: {pruned.deliveries} deliveries and {pruned.versions} versions of entries.")


@app.command()
def check() -> None:
    """Prove that each day's total equals its entries; exit 1 and list those that do not."""
    with reading_workspace() as (session, workspace):
        wrong = wrong_totals(session, workspace_id=workspace.id)
        names = members_by_id(session, ids={row.member_id for row in wrong})
    for row in wrong:
        say(
            f"{names[row.member_id].name}, {row.local_date}: the total says {row.kept.quantity} in "
            f"{row.kept.entries} entries, the entries are {row.counted.quantity} in {row.counted.entries}."
        )
    if wrong:
        raise typer.Exit(1)
    say("All totals equal their entries.")
