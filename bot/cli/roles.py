"""`pacer roles …`: what people sell like, and the workspace's way of getting started."""

from typing import Annotated

import typer

from bot.cli.session import present, reading_workspace, say, writing_workspace
from bot.leave.ramps import read_ramp, write_ramp
from bot.people.sales_roles import change_sales_roles, find_sales_role, list_sales_roles
from storage.workspaces import record_audit

app = typer.Typer(help="Manage sales roles such as SDR or account executive.", no_args_is_help=True)


@app.command("list")
def show() -> None:
    """List sales roles."""
    with reading_workspace() as (session, workspace):
        for role in list_sales_roles(session, workspace=workspace):
            say(f"{role.name:24} also: {role.aliases.replace(',', ', ') or '-'}")


@app.command()
def add(name: str) -> None:
    """Add a sales role."""
    with writing_workspace() as (session, workspace):
        change_sales_roles(session, workspace=workspace, viewer=None, names={}, new=[name], now=present())
    say(f"Added the sales role {name}.")


@app.command()
def rename(name: str, to: str) -> None:
    """Rename a sales role. Its people and goals stay."""
    with writing_workspace() as (session, workspace):
        role = find_sales_role(session, workspace=workspace, name=name)
        names = {role.id: to}
        change_sales_roles(session, workspace=workspace, viewer=None, names=names, new=(), now=present())
    say(f"Renamed {name} to {to}.")


@app.command()
def retire(name: str) -> None:
    """Retire a sales role. Its goals end and no one has it anymore."""
    with writing_workspace() as (session, workspace):
        role = find_sales_role(session, workspace=workspace, name=name)
        names = {role.id: ""}
        change_sales_roles(session, workspace=workspace, viewer=None, names=names, new=(), now=present())
    say(f"Retired {name}. Its goals have ended.")


@app.command()
def ramp(
    shares: Annotated[str, typer.Argument(help="Percent of each goal, month by month: '0 25 50 75 100'.")] = "",
) -> None:
    """Show or set the default ramp for new people."""
    with writing_workspace() as (session, workspace):
        if shares:
            workspace.ramp = read_ramp(shares)
            session.add(workspace)
            record_audit(
                session,
                workspace_id=workspace.id,
                at=present(),
                actor_id=None,
                action="ramp",
                detail=workspace.ramp,
            )
        said = f"New people start with {write_ramp(workspace.ramp)}% of each goal, month by month."
    say(said)
