"""`pacer simulate`: what would be sent on a day, to whom, without sending it."""

import datetime as dt
from typing import Annotated

import typer

from bot.cli.session import counted, day_of, opened_database, present, say, the_workspace
from bot.core.members import local_date


def simulate(
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The local date; tomorrow if left out.")
    ] = None,
    who: Annotated[str, typer.Option(help="Only messages to people whose name holds this.")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="Without the texts.")] = False,
) -> None:
    """Show what would be sent on a day, with the entries that are there now. Nothing is sent, and nothing stays."""
    from bot.runtime.rehearse import rehearse

    with opened_database() as database:
        with database.reading() as session:
            workspace = the_workspace(session)
            day = day_of(date) if date is not None else local_date(None, workspace, present()) + dt.timedelta(days=1)
            live, paused = workspace.live, workspace.paused
        found = rehearse(database, date=day)
    shown = [message for message in found.messages if who.casefold() in message.recipient.casefold()]
    for message in shown:
        say(f"{message.at:%Y-%m-%d %H:%M} UTC  {message.kind}  to {message.recipient}")
        if not brief:
            say("\n".join(f"    {line}" for line in message.text.splitlines()) + "\n")
    if not live:
        say("Pacer is not live: nothing is sent before `pacer live`. This is what would be, if it were.")
    if paused:
        say("Pacer is paused: nothing is sent before `pacer resume`. This is what would be, if it were not.")
    say(f"{counted(len(shown), 'message')} would be sent for {day:%A %d %B %Y}.")
    for outcome, names in found.silent.items():
        say(f"No nudge ({outcome}): {', '.join(names)}")
