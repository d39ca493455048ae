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

app = typer.Typer(help="Upgrade, back up, restore and check the database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Create the tables, or upgrade them to this version."""
    database = make_database(read_settings().database_url)
    try:
        require_no_loss(database)
        upgrade_schema(database)
    finally:
        database.dispose()
    say(f"The database is at revision {wanted_revision()}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="New file to write. Put the date in its name.")]) -> None:
    """Back up the SQLite database while Pacer runs. The copy is checked."""
    with opened_database() as database:
        size = back_up(database, target=file)
    say(f"{file} contains the whole database ({size / 1e6:.1f} MB). To restore it, run: pacer db restore {file}")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="Backup made with `pacer db backup`.")]) -> None:
    """Restore a backup (SQLite). Stop Pacer first."""
    from bot.runtime.restore import make_ready

    database = make_database(read_settings().database_url)
    with run_lock(database), restoring(database, source=file) as copy:
        database.dispose()
        make_ready(copy, now=present())
    kept = f" The previous database is kept as {database.file}{KEPT}." if database.file is not None else ""
    say(f"Restored {file}.{kept} Messages sent since the backup won't be sent again.")


@app.command()
def prune() -> None:
    """Delete old records now instead of tonight. The PACER_KEEP_… settings say how old."""
    from bot.runtime.retention import prune as prune_old

    settings = read_settings()
    with opened_database(settings) as database:
        pruned = prune_old(database, now=present(), keep=settings.keep)
    say(f"Deleted {pruned.deliveries} deliveries and {pruned.versions} entry versions.")


@app.command()
def check() -> None:
    """Check that daily totals match their entries. Exits 1 if any don't."""
    with reading_workspace() as (session, workspace):
        wrong = wrong_totals(session, workspace_id=workspace.id)
        names = members_by_id(session, ids={row.member_id for row in wrong})
    for row in wrong:
        say(
            f"{names[row.member_id].name}, {row.local_date}: the total is {row.kept.quantity} in "
            f"{row.kept.entries} entries, but the entries add up to {row.counted.quantity} in {row.counted.entries}."
        )
    if wrong:
        raise typer.Exit(1)
    say("All totals match their entries.")
