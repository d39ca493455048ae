"""`pacer users …`: the members, as Slack knows them."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import (
    day_of,
    opened_database,
    present,
    reading_workspace,
    say,
    the_workspace,
    writing_file,
    writing_workspace,
)
from bot.core.settings import read_settings, require_slack
from bot.exchange.files.people import add_alias
from bot.leave.ramps import read_ramp
from bot.people import teams
from bot.people.own_data import erase, own_data
from bot.people.sales_roles import find_sales_role
from bot.people.selling import describe_selling, give_ramp, give_sales_role
from bot.people.user_groups import find_group, follow_group
from bot.setup.directory import fetch_groups, meet_workspace
from storage.people import list_members, members_by_id
from storage.tables import Role
from storage.user_groups import list_groups
from storage.workspaces import record_audit

app = typer.Typer(help="Sync people from Slack, list them, set roles.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="Email address or Slack ID.")]


@app.command()
def sync() -> None:
    """Sync people from Slack."""
    settings = read_settings()
    require_slack(settings)
    with opened_database(settings) as database:
        met = meet_workspace(database, settings=settings, now=present())
    say(f"{met.workspace_name}: {met.changed} of {met.members} members added or changed.")


@app.command()
def group(
    handle: Annotated[str, typer.Argument(help="User group, like @north. Leave out to list them.")] = "",
    team: Annotated[str, typer.Option(help="Team they join as reps.")] = "",
) -> None:
    """List Slack user groups, or add a group's people to a team as reps.

    Run it again to update the team. People who left the group leave the team. People you added yourself stay.
    """
    settings = read_settings()
    require_slack(settings)
    with opened_database(settings) as database:
        fetch_groups(database, settings=settings, now=present())
        with database.writing() as session:
            workspace = the_workspace(session)
            if not handle:
                for each in list_groups(session, workspace_id=workspace.id):
                    say(f"@{each.handle:24} {len(each.people.split()):4} people  {each.name}")
                return
            if not team:
                raise typer.BadParameter("Add the team they should join: --team NAME")
            found = find_group(session, workspace=workspace, handle=handle)
            followed = follow_group(
                session,
                workspace=workspace,
                team=teams.find_team(session, workspace=workspace, name=team),
                group=found,
                now=present(),
                actor_id=None,
            )
            members = members_by_id(session, ids=[*followed.joined, *followed.left])
            names = {member_id: member.name for member_id, member in members.items()}
    say(f"{team} now matches @{found.handle}.")
    for said, who in (("Joined", followed.joined), ("Left", followed.left)):
        if who:
            say(f"{said}: {', '.join(names[each] for each in who)}")
    if followed.passed_over:
        say(f"Skipped guests, apps and people Pacer doesn't know: {followed.passed_over}. Try: pacer users sync")


@app.command("list")
def show() -> None:
    """List members."""
    with reading_workspace() as (session, workspace):
        for member in list_members(session, workspace_id=workspace.id, active_only=False):
            state = "" if member.active else "  (left)"
            say(
                f"{member.slack_user_id:12} {member.role.value:8} {member.timezone:20} "
                f"{member.name}  {member.email}{state}"
            )


@app.command()
def role(who: Who, role: Role) -> None:
    """Make someone a rep, manager or admin."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        teams.set_role(session, member=member, role=role)
        said = f"{member.name} is now {role.value}."
    say(said)


@app.command("set")
def set_(
    who: Who,
    sales_role: Annotated[str, typer.Option(help="Sales role from `pacer roles list`, or none.")] = "",
    ramp: Annotated[
        str, typer.Option(help="Percent of each goal, month by month: '25 50 75 100'. Use usual for the default.")
    ] = "",
    ramp_from: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the ramp.")] = None,
    joined: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day at work.")] = None,
) -> None:
    """Set a member's sales role and ramp."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        if sales_role:
            role = find_sales_role(session, workspace=workspace, name=sales_role) if sales_role != "none" else None
            give_sales_role(session, workspace=workspace, viewer=None, member=member, role=role, now=present())
        if ramp or ramp_from or joined:
            give_ramp(
                session,
                workspace=workspace,
                viewer=None,
                member=member,
                shares=None if not ramp else "" if ramp == "usual" else read_ramp(ramp),
                starts=day_of(ramp_from) if ramp_from else member.ramp_starts,
                joined=day_of(joined) if joined else member.joined_on,
                now=present(),
            )
        said = describe_selling(session, workspace=workspace, member=member, now=present())
    say(said)


@app.command()
def alias(who: Who, name: Annotated[str, typer.Argument(help="Name or ID other programs use.")]) -> None:
    """Add an alias for a member, like a CRM owner ID."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        add_alias(session, workspace=workspace, member=member, alias=name)
        said = f"Added. {name} now means {member.name}."
    say(said)


@app.command()
def export(who: Who, file: Annotated[Path, typer.Argument(help="JSON file to write.")]) -> None:
    """Export everything Pacer has about someone as JSON."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        data = own_data(session, workspace=workspace, member=member, now=present())
        with writing_file(file) as out:
            out.write(data.content.decode())
        record_audit(
            session,
            workspace_id=workspace.id,
            at=present(),
            actor_id=None,
            action="export",
            subject_id=member.id,
        )
        said = f"Exported everything about {member.name} to {file}."
    say(said)


@app.command("erase")
def erase_user(
    who: Who,
    even_if_here: Annotated[
        bool, typer.Option("--even-if-here", help="Erase them even if Slack says they're active.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for confirmation.")] = False,
) -> None:
    """Erase someone who left: name, addresses, accounts and notes. Totals stay. You can't undo it."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        name = member.name
        if not yes:
            typer.confirm(f"Erase {name} for good? Their totals stay without a name.", abort=True)
        erase(session, workspace=workspace, viewer=None, member=member, even_if_here=even_if_here, now=present())
    say(f"Erased {name}. Older backups still have their data. See docs/privacy.md.")
