"""`pacer simulate`: what would be sent on a day, to whom, without sending it."""

import datetime as dt
from typing import Annotated

import typer

from bot.cli.session import opened_database, present, say


def simulate(
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The local date; tomorrow if left out.")
    ] = None,
    who: Annotated[str, typer.Option(help="Only messages to people whose name holds this.")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="Without the texts.")] = False,
) -> None:
    """Show what would be sent on a day, with the entries that are there now. Nothing is sent, and nothing stays."""
    from bot.rehearse import rehearse

    day = date.date() if date is not None else present().date() + dt.timedelta(days=1)
    with opened_database() as database:
        found = rehearse(database, date=day)
    shown = [message for message in found.messages if who.casefold() in message.recipient.casefold()]
    for message in shown:
        say(f"{message.at:%Y-%m-%d %H:%M} UTC  {message.kind}  to {message.recipient}")
        if not brief:
            say("\n".join(f"    {line}" for line in message.text.splitlines()) + "\n")
    say(f"{len(shown)} messages would be sent for {day:%A %d %B %Y}.")
    for outcome, names in found.silent.items():
        say(f"No nudge ({outcome}): {', '.join(names)}")
