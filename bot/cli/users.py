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

app = typer.Typer(help="Members: take them from Slack, list them, give them roles.", no_args_is_help=True)


@app.command()
def sync() -> None:
    """Take the workspace and its people from Slack."""
    settings = read_settings()
    require_slack(settings)
    with opened_database(settings) as database:
        met = meet_workspace(database, settings=settings, now=present())
    say(f"{met.workspace_name}: {met.changed} of {met.members} members added or changed.")


@app.command()
def group(
    handle: Annotated[str, typer.Argument(help="The group, @north; left out, the groups are listed.")] = "",
    team: Annotated[str, typer.Option(help="The team whose reps its people become.")] = "",
) -> None:
    """List Slack's user groups, or make the people of one the reps of a team. Again: bring the team up to date.

    Who came with the group and is in it no longer leaves the team; who was picked one by one stays.
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
                raise typer.BadParameter("Say which team its people belong to: --team NAME")
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
    say(f"{team} is as @{found.handle} is now.")
    for said, who in (("Joined", followed.joined), ("No longer in it", followed.left)):
        if who:
            say(f"{said}: {', '.join(names[each] for each in who)}")
    if followed.passed_over:
        say(f"Passed over as guests, apps, or not known here: {followed.passed_over}. See: pacer users sync")


@app.command("list")
def show() -> None:
    """List the members."""
    with reading_workspace() as (session, workspace):
        for member in list_members(session, workspace_id=workspace.id, active_only=False):
            state = "" if member.active else "  (left)"
            say(
                f"{member.slack_user_id:12} {member.role.value:8} {member.timezone:20} "
                f"{member.name}  {member.email}{state}"
            )


@app.command()
def role(who: str, role: Role) -> None:
    """Make somebody a rep, a manager or an admin."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        teams.set_role(session, member=member, role=role)
        said = f"{member.name} is now {role.value}."
    say(said)


@app.command("set")
def set_(
    who: str,
    sales_role: Annotated[str, typer.Option(help="SDR, Account executive, … (pacer roles list), or none.")] = "",
    ramp: Annotated[
        str, typer.Option(help="Percent of each goal month by month: '25 50 75 100'; usual for the workspace's.")
    ] = "",
    ramp_from: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the ramp.")] = None,
    joined: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of work.")] = None,
) -> None:
    """Say what somebody sells like, and how they get started."""
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
def alias(who: str, name: str) -> None:
    """Let files and other programs name somebody so: an owner's id in the CRM, say."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        add_alias(session, workspace=workspace, member=member, alias=name)
        said = f"{name} means {member.name} from now on."
    say(said)


@app.command()
def export(who: str, file: Annotated[Path, typer.Argument(help="The JSON file to write.")]) -> None:
    """Write everything that is kept about somebody, for them, to a JSON file."""
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
        said = f"Everything about {member.name} is in {file}."
    say(said)


@app.command("erase")
def erase_user(
    who: str,
    even_if_here: Annotated[bool, typer.Option("--even-if-here", help="Although Slack says they are active.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking again.")] = False,
) -> None:
    """Remove the name, addresses, accounts and notes of somebody who left. Totals stay. It cannot be undone."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        name = member.name
        if not yes:
            typer.confirm(f"Erase {name} for good? Their totals stay without a name.", abort=True)
        erase(session, workspace=workspace, viewer=None, member=member, even_if_here=even_if_here, now=present())
    say(f"{name} is erased. Backups made before still hold them: see docs/privacy.md.")
