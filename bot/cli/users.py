"""`pacer users …`: the members, as Slack knows them."""

import typer

from bot.cli.session import opened_database, present, reading_workspace, say, writing_workspace
from bot.coach import teams
from bot.coach.imports.people import add_alias
from bot.delivery.directory import meet_workspace
from bot.settings import read_settings, require_slack
from storage.people import list_members
from storage.tables import Role

app = typer.Typer(help="Members: take them from Slack, list them, give them roles.", no_args_is_help=True)


@app.command()
def sync() -> None:
    """Take the workspace and its people from Slack."""
    settings = read_settings()
    require_slack(settings)
    with opened_database(settings) as database:
        met = meet_workspace(database, settings=settings, now=present())
    say(f"{met.workspace_name}: {met.changed} of {met.members} members added or changed.")


@app.command("list")
def show() -> None:
    """List the members."""
    with reading_workspace() as (session, workspace):
        assert workspace.id is not None
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


@app.command()
def alias(who: str, name: str) -> None:
    """Let files and other programs name somebody so: an owner's id in the CRM, say."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        add_alias(session, workspace=workspace, member=member, alias=name)
        said = f"{name} means {member.name} from now on."
    say(said)
