"""`pacer live`, `pacer pause` and `pacer resume`: when messages begin, stop and go on."""

from typing import Annotated

import typer

from bot.cli.session import counted, present, say, writing_workspace
from bot.people import teams
from bot.setup import checklist as setup
from bot.setup import pausing

OfTeam = Annotated[str, typer.Option("--team", help="Only this team.")]


def live() -> None:
    """Start morning messages and alerts, like *Go live* in the checklist."""
    with writing_workspace() as (session, workspace):
        found = setup.go_live(session, workspace=workspace, viewer=None, now=present())
    say(f"You're live. {counted(found.reps, 'rep')} will get a morning message on their next workday.")


def pause(team: OfTeam = "") -> None:
    """Pause messages for everyone or one team. Missed messages aren't sent later."""
    _switch(team, paused=True)
    say(
        f"Paused messages for {team or 'everyone'}. To resume, run: pacer resume"
        + (f" --team {team!r}" if team else "")
    )


def resume(team: OfTeam = "") -> None:
    """Resume messages."""
    _switch(team, paused=False)
    say(f"Resumed messages for {team or 'everyone'}.")


def _switch(name: str, *, paused: bool) -> None:
    with writing_workspace() as (session, workspace):
        team = teams.find_team(session, workspace=workspace, name=name) if name else None
        pausing.set_paused(session, workspace=workspace, viewer=None, team=team, paused=paused, now=present())
