"""`pacer simulate`: what would be sent on a day, to whom, without sending it."""

import datetime as dt
from typing import Annotated

import typer

from bot.cli.session import counted, day_of, opened_database, present, say, the_workspace
from bot.core.members import local_date


def simulate(
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Local date. Default: tomorrow.")
    ] = None,
    who: Annotated[str, typer.Option(help="Filter by recipient name.")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="Hide message text.")] = False,
) -> None:
    """Preview a day's messages without sending them."""
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
        say("You aren't live yet, so Pacer won't send these. To start, run: pacer live")
    if paused:
        say("Messages are paused, so Pacer won't send these. To resume, run: pacer resume")
    say(f"{counted(len(shown), 'message')} would be sent for {day:%A %d %B %Y}.")
    for outcome, names in found.silent.items():
        say(f"No nudge ({outcome}): {', '.join(names)}")
