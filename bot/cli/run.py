"""`pacer run`: the bot."""

from typing import Annotated

import typer

from bot.cli.session import opened_database
from bot.core.settings import read_settings, require_slack
from storage.run_lock import run_lock


def run(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Log what would be sent without sending or answering anything.")
    ] = False,
) -> None:
    """Start Pacer. Stop it with Ctrl-C or SIGTERM."""
    settings = read_settings()
    require_slack(settings)
    from bot.runtime.start import run_until_stopped

    with opened_database(settings) as database, run_lock(database):
        run_until_stopped(settings, database, dry_run=dry_run)
