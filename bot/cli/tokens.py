"""`pacer token …`: who may write through the HTTP API."""

from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.core.members import local_date
from bot.exchange.api import tokens as coach
from storage.tokens import list_tokens

app = typer.Typer(help="Create, list and revoke API tokens.", no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What will use it, like a dialler or a CRM.")],
    scopes: Annotated[
        str, typer.Option(help=f"What it can write: {', '.join(coach.SCOPES)}. Separate them with spaces.")
    ] = coach.LEAST,
) -> None:
    """Create a token. You'll see it only once."""
    asked = scopes.replace(",", " ").split()
    with writing_workspace() as (session, workspace):
        secret = coach.create_token(session, workspace=workspace, name=name, scopes=asked, now=present())
    say(secret)
    typer.echo(f"It can write: {', '.join(each for each in coach.SCOPES if each in asked)}.", err=True)
    typer.echo("Copy it now, because you can't see it again. Send it as: Authorization: Bearer TOKEN", err=True)


@app.command("list")
def show() -> None:
    """List tokens, without their secrets."""
    with reading_workspace() as (session, workspace):
        for token in list_tokens(session, workspace_id=workspace.id):
            used = f"last used {token.last_used_at:%Y-%m-%d %H:%M} UTC" if token.last_used_at else "never used"
            state = f"  (revoked {local_date(None, workspace, token.revoked_at)})" if token.revoked_at else ""
            say(f"{token.name}  {token.scopes}  created {local_date(None, workspace, token.created_at)}, {used}{state}")


@app.command()
def revoke(name: str) -> None:
    """Revoke a token right away."""
    with writing_workspace() as (session, workspace):
        coach.revoke_token(session, workspace=workspace, name=name, now=present())
    say(f"Revoked token {name}.")
