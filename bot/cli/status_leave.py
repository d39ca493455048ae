"""`pacer status-leave`: whether a Slack status that says "away" is noted as leave."""

from typing import Annotated

import typer

from bot.cli.session import present, say, writing_workspace
from bot.leave.status_choice import choose_status_leave


def status_leave(
    switch: Annotated[str, typer.Argument(help="on or off.")],
    marks: Annotated[
        str | None,
        typer.Option(help='Emoji and words that count, like ":palm_tree:, vacation, cuti". Use "" for the defaults.'),
    ] = None,
) -> None:
    """Turn time off from Slack status on or off."""
    if switch not in ("on", "off"):
        raise typer.BadParameter("Use on or off.")
    with writing_workspace() as (session, workspace):
        chosen = choose_status_leave(
            session,
            workspace=workspace,
            viewer=None,
            on=switch == "on",
            marks=workspace.status_marks if marks is None else marks,
            now=present(),
        )
    say(f"Time off from Slack status: {switch}." + (f" What counts: {', '.join(chosen)}" if switch == "on" else ""))
    if switch == "on":
        say("To catch statuses set while Pacer was down, add the scope users.profile:read. Check it with: pacer doctor")
