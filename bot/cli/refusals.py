"""`pacer refusals`: who tried what they may not do, in Slack or through the API."""

from typing import Annotated

import typer

from bot.cli.session import reading_workspace, say
from bot.core.refusals import attempts


def refusals(limit: Annotated[int, typer.Option(help="Maximum number to show.")] = 50) -> None:
    """List denied actions, newest first."""
    with reading_workspace() as (session, workspace):
        found = attempts(session, workspace=workspace, limit=limit)
        for each in found:
            who = each.actor.name if each.actor is not None else ""
            whom = f"  {each.subject.name}" if each.subject is not None else ""
            say(f"{each.at:%Y-%m-%d %H:%M} UTC  {who}{'  ' if who else ''}{each.detail}{whom}")
    if not found:
        say("No denied actions.")
