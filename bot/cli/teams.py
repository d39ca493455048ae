"""`pacer teams …`: teams, who is in them, and their alert channels."""

import datetime as dt
from dataclasses import replace
from typing import Annotated

import typer

from bot.alerts.settings import alert_form, change_alerts, settings_of
from bot.alerts.words.settings import alerts_summary
from bot.cli.session import day_of, present, reading_workspace, say, writing_workspace
from bot.core.members import local_date
from bot.core.settings import read_settings
from bot.core.words.language import language_for
from bot.people import teams
from bot.people.teams import in_teams_now
from bot.standings.leaderboard import set_leaderboard
from storage.memberships import list_teams
from storage.people import members_by_id
from storage.tables import TeamRole

app = typer.Typer(help="Teams: who is in them, and where their alerts go.", no_args_is_help=True)
Starts = Annotated[
    dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today if left out.")
]


@app.command("list")
def show() -> None:
    """List the teams with their people."""
    with reading_workspace() as (session, workspace):
        now = present()
        for team in list_teams(session, workspace_id=workspace.id):
            where = "its managers, by direct message" if team.alerts_by_dm else team.alert_channel
            say(f"{team.name}  alerts to {where or 'nobody: pacer teams channel'}")
            for team_role in TeamRole:
                rows = in_teams_now(session, workspace=workspace, team_role=team_role, team=team, now=now)
                names = members_by_id(session, ids={row.member_id for row in rows}).values()
                say(f"  {team_role.value}s: {', '.join(sorted(member.name for member in names)) or 'nobody'}")


@app.command()
def add(
    name: str,
    channel: Annotated[str, typer.Option(help="Slack id of the alert channel, C….")] = "",
    timezone: Annotated[str, typer.Option(help="Zone of its daily review, Europe/London.")] = "",
) -> None:
    """Make a team."""
    with writing_workspace() as (session, workspace):
        teams.add_team(session, workspace=workspace, name=name, alert_channel=channel, timezone=timezone)
    say(f"Team {name} is there. Add people: pacer teams join {name!r} E-MAIL")


@app.command()
def channel(name: str, channel_id: str) -> None:
    """Send a team's alerts to this channel (its Slack id); invite the bot to it."""
    with writing_workspace() as (session, workspace):
        teams.set_alert_channel(
            session, team=teams.find_team(session, workspace=workspace, name=name), channel=channel_id
        )
    say(f"Alerts of {name} go to {channel_id}.")


@app.command()
def alerts(
    name: str,
    where: Annotated[str, typer.Argument(help="channel, or dm: to the managers only.")] = "",
    below: Annotated[float | None, typer.Option(help="The chance below which managers hear: 0.25, 0.15 …")] = None,
    at: Annotated[dt.datetime | None, typer.Option(formats=["%H:%M"], help="Time of the review, 11:00.")] = None,
    rest_until: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="No alerts before this day; a past one ends it.")
    ] = None,
) -> None:
    """Choose how a team's alerts come, or see it; managers have the same form in their Home tab."""
    if where not in ("", "channel", "dm"):
        raise teams.WrongTeam("Alerts go to channel, or to dm.")
    with writing_workspace() as (session, workspace):
        team = teams.find_team(session, workspace=workspace, name=name)
        now = settings_of(team)
        wanted = replace(
            now,
            by_dm=where == "dm" if where else now.by_dm,
            threshold=now.threshold if below is None else below,
            time=now.time if at is None else at.time(),
            resting_until=now.resting_until if rest_until is None else day_of(rest_until),
        )
        if wanted != now:
            change_alerts(session, workspace=workspace, viewer=None, team_id=team.id, wanted=wanted, now=present())
        language = language_for(locale="en", currency=workspace.currency)
        form = alert_form(session, workspace=workspace, viewer=None, team_id=team.id, now=present())
        for line in alerts_summary(form, language):
            say(line)


@app.command()
def join(
    name: str,
    who: Annotated[str, typer.Argument(help="E-mail address or Slack id.")],
    manager: Annotated[bool, typer.Option("--manager", help="As a manager, not as a rep.")] = False,
    starts: Starts = None,
) -> None:
    """Add somebody to a team. A rep leaves the team they were in."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        first = day_of(starts) if starts else local_date(member, workspace, present())
        teams.join(
            session,
            workspace=workspace,
            team=teams.find_team(session, workspace=workspace, name=name),
            member=member,
            team_role=TeamRole.MANAGER if manager else TeamRole.REP,
            starts=first,
        )
        said = f"{member.name} is a {'manager' if manager else 'rep'} of {name} from {first} on."
    say(said)


@app.command()
def leave(
    name: str,
    who: Annotated[str, typer.Argument(help="E-mail address or Slack id.")],
    ends: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day out; today if left out.")
    ] = None,
) -> None:
    """Take somebody out of a team, as a rep and as a manager. What they logged stays."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        last = day_of(ends) if ends else local_date(member, workspace, present())
        team = teams.find_team(session, workspace=workspace, name=name)
        if teams.leave(session, team=team, member=member, ends=last):
            said = f"{member.name} is not in {team.name} from {last} on."
        else:
            said = f"{member.name} is not in {team.name} then: nothing changed. See: pacer teams list"
    say(said)


@app.command()
def leaderboard(name: str, mode: Annotated[str, typer.Argument(help="off, own, top or named.")]) -> None:
    """Choose what the reps of a team see of each other: nothing (off), their own place, the first three, or names."""
    with writing_workspace() as (session, workspace):
        team = teams.find_team(session, workspace=workspace, name=name)
        set_leaderboard(session, workspace=workspace, viewer=None, team=team, mode=mode, now=present())
    say(f"Leaderboard of {name}: {mode}. Reps see it with {read_settings().command_name('/progress')} board.")
