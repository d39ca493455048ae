"""`pacer live`, `pacer pause` and `pacer resume`: when messages begin, stop and go on."""

from typing import Annotated

import typer

from bot.cli.session import counted, present, say, writing_workspace
from bot.people import teams
from bot.setup import checklist as setup
from bot.setup import pausing

OfTeam = Annotated[str, typer.Option("--team", help="Only the messages of the team of this name.")]


def live() -> None:
    """Let the morning messages and alerts begin, as "Go live" in the admin's checklist does."""
    with writing_workspace() as (session, workspace):
        found = setup.go_live(session, workspace=workspace, viewer=None, now=present())
    say(f"Live. The morning messages of {counted(found.reps, 'rep')} begin with the next working morning.")


def pause(team: OfTeam = "") -> None:
    """Stop all messages, or those of one team; what is missed is not made up for."""
    _switch(team, paused=True)
    say(f"Paused: {team or 'everybody'}. Let it go on with: pacer resume" + (f" --team {team!r}" if team else ""))


def resume(team: OfTeam = "") -> None:
    """Let the messages go on."""
    _switch(team, paused=False)
    say(f"Messages go on: {team or 'everybody'}.")


def _switch(name: str, *, paused: bool) -> None:
    with writing_workspace() as (session, workspace):
        team = teams.find_team(session, workspace=workspace, name=name) if name else None
        pausing.set_paused(session, workspace=workspace, viewer=None, team=team, paused=paused, now=present())
