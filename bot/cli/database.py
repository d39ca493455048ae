"""`pacer db …`: the schema and the proof that totals equal entries."""

import typer

from bot.cli.session import reading_workspace, say
from bot.settings import read_settings
from storage.activities import wrong_totals
from storage.engine import make_database
from storage.migrate import upgrade as upgrade_schema
from storage.migrate import wanted_revision
from storage.people import members_by_id

app = typer.Typer(help="The database: upgrade it, check it.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Create the tables, or bring them to this version's schema."""
    database = make_database(read_settings().database_url)
    upgrade_schema(database)
    database.dispose()
    say(f"The database is at revision {wanted_revision()}.")


@app.command()
def check() -> None:
    """Prove that each day's total equals its entries; exit 1 and list those that do not."""
    with reading_workspace() as (session, workspace):
        assert workspace.id is not None
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
