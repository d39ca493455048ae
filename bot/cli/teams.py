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

app = typer.Typer(help="Manage teams: who's on them and where alerts go.", no_args_is_help=True)
Starts = Annotated[dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day. Default: today.")]


@app.command("list")
def show() -> None:
    """List teams and their people."""
    with reading_workspace() as (session, workspace):
        now = present()
        for team in list_teams(session, workspace_id=workspace.id):
            where = "its managers, by direct message" if team.alerts_by_dm else team.alert_channel
            say(f"{team.name}  alerts to {where or 'no one yet (run: pacer teams channel)'}")
            for team_role in TeamRole:
                rows = in_teams_now(session, workspace=workspace, team_role=team_role, team=team, now=now)
                names = members_by_id(session, ids={row.member_id for row in rows}).values()
                say(f"  {team_role.value}s: {', '.join(sorted(member.name for member in names)) or 'none'}")


@app.command()
def add(
    name: str,
    channel: Annotated[str, typer.Option(help="Slack ID of the alert channel, C….")] = "",
    timezone: Annotated[str, typer.Option(help="Time zone of the daily review, like Europe/London.")] = "",
) -> None:
    """Add a team."""
    with writing_workspace() as (session, workspace):
        teams.add_team(session, workspace=workspace, name=name, alert_channel=channel, timezone=timezone)
    say(f"Added team {name}. To add people, run: pacer teams join {name!r} EMAIL")


@app.command()
def channel(name: str, channel_id: str) -> None:
    """Send a team's alerts to this channel (Slack ID). Invite Pacer to it first."""
    with writing_workspace() as (session, workspace):
        teams.set_alert_channel(
            session, team=teams.find_team(session, workspace=workspace, name=name), channel=channel_id
        )
    say(f"Alerts for {name} now go to {channel_id}.")


@app.command()
def alerts(
    name: str,
    where: Annotated[str, typer.Argument(help="channel, or dm for the managers only.")] = "",
    below: Annotated[float | None, typer.Option(help="Alert managers below these odds: 0.25, 0.15 …")] = None,
    at: Annotated[dt.datetime | None, typer.Option(formats=["%H:%M"], help="Time of the review, like 11:00.")] = None,
    rest_until: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="No alerts before this day. A past day ends the pause."),
    ] = None,
) -> None:
    """Show or change a team's alerts. Managers can do this in their Home tab."""
    if where not in ("", "channel", "dm"):
        raise teams.WrongTeam("Alerts go to channel or dm.")
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
    who: Annotated[str, typer.Argument(help="Email address or Slack ID.")],
    manager: Annotated[bool, typer.Option("--manager", help="Add them as a manager.")] = False,
    starts: Starts = None,
) -> None:
    """Add someone to a team. A rep leaves their previous team."""
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
        said = f"{member.name} is a {'manager' if manager else 'rep'} on {name}, starting {first}."
    say(said)


@app.command()
def leave(
    name: str,
    who: Annotated[str, typer.Argument(help="Email address or Slack ID.")],
    ends: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day off the team. Default: today.")
    ] = None,
) -> None:
    """Remove someone from a team. What they logged stays."""
    with writing_workspace() as (session, workspace):
        member = teams.find_person(session, workspace=workspace, who=who)
        last = day_of(ends) if ends else local_date(member, workspace, present())
        team = teams.find_team(session, workspace=workspace, name=name)
        if teams.leave(session, team=team, member=member, ends=last):
            said = f"{member.name} is off {team.name}, starting {last}."
        else:
            said = f"{member.name} isn't on {team.name} then, so nothing changed. To see its people: pacer teams list"
    say(said)


@app.command()
def leaderboard(name: str, mode: Annotated[str, typer.Argument(help="off, own, top or named.")]) -> None:
    """Choose a team's leaderboard: off, own place, top three, or names."""
    with writing_workspace() as (session, workspace):
        team = teams.find_team(session, workspace=workspace, name=name)
        set_leaderboard(session, workspace=workspace, viewer=None, team=team, mode=mode, now=present())
    say(f"Leaderboard for {name}: {mode}. Reps see it with {read_settings().command_name('/progress')} board.")
