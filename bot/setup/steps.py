"""The steps of setting a workspace up, as they are answered: people, metrics, alert channels, holidays, time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision, list_currencies
from sqlmodel import Session

from bot.alerts.settings import direct_alerts
from bot.core.due import QUIET
from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.places import first_day_of
from bot.core.presets import use_metrics
from bot.core.work import Work
from bot.leave.company_calendar import propose_week, set_usual_week, set_year
from bot.leave.holidays import known_countries
from bot.leave.recalculation import changing_calendars
from bot.leave.working_week import write_week
from bot.people.teams import add_team, join, leave
from bot.people.user_groups import follow_group
from bot.setup.checklist import Step, answer_step
from metrics.calendar import WEEKDAYS
from storage import memberships, people, user_groups
from storage.tables import Member, Team, TeamRole, Workspace
from storage.workspaces import record_audit

ROLES: Mapping[str, tuple[str, ...]] = {
    "everything": (),
    "sdr": ("call", "email", "meeting", "opportunity", "pipeline"),
    "account executive": ("meeting", "demo", "proposal", "opportunity", "pipeline"),
    "inside sales": ("call", "email", "demo", "proposal"),
}
"""The metrics of a role beside deals and revenue, which all have; none named: all of them."""


class WrongSetup(Failure):
    """A step cannot be answered so; the message says what to do."""


def form_team(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    name: str,
    reps: Sequence[str],
    managers: Sequence[str],
    now: dt.datetime,
    group: str = "",
    leaving: Sequence[str] = (),
    team_id: int | None = None,
) -> Team:
    """Add these Slack users to the team `team_id`, or make a team called `name` of them. A name never finds a team that
    is there: whoever mistypes one must not get another.

    `group` is the Slack id of a user group whose people become reps too; `leaving` are in the team no longer.
    Raises NotAllowed, WrongTeam, WrongSetup.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    if not (reps or managers or group or leaving):
        raise WrongSetup("Choose at least one rep or manager.", field="reps")
    team = _team_meant(session, workspace, " ".join(name.split()), team_id)
    for who, team_role, field in (
        *((who, TeamRole.REP, "reps") for who in reps),
        *((who, TeamRole.MANAGER, "managers") for who in managers),
    ):
        member = _person(session, workspace, who, field)
        starts = local_date(member, workspace, now)
        join(session, workspace=workspace, team=team, member=member, team_role=team_role, starts=starts)
    for who in leaving:
        member = _person(session, workspace, who, "leaving")
        if not leave(session, team=team, member=member, ends=local_date(member, workspace, now)):
            raise WrongSetup("{who} isn't in {team}.", field="leaving", who=member.name, team=team.name)
    if group:
        _take_group(session, workspace, viewer, team, group, now)
    _note(session, workspace, viewer, f"team {team.name}", now)
    answer_step(session, workspace=workspace, step=Step.PEOPLE)
    return team


def _team_meant(session: Session, workspace: Workspace, name: str, team_id: int | None) -> Team:
    if team_id is not None:
        team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id)
        if team is None:
            raise WrongSetup("That team was deleted. Choose another one.", field="team")
        return team
    known = memberships.find_team(session, workspace_id=workspace.id, name=name)
    if known is not None:
        raise WrongSetup("You already have {team}. Choose it above to add people.", field="name", team=known.name)
    return add_team(session, workspace=workspace, name=name)


def choose_metrics(
    session: Session, *, workspace: Workspace, viewer: Viewer, role: str, currency: str, now: dt.datetime
) -> None:
    """Let what this role counts be what can be logged, and name the currency. Raises NotAllowed, WrongSetup."""
    require(viewer, Action.CHANGE_METRICS, Subject())
    currency = currency.strip().upper()
    if role not in ROLES:
        raise WrongSetup("Choose what your team does.", field="role")
    if currency not in list_currencies() or get_currency_precision(currency) > 3:
        raise WrongSetup("Write the currency as its three-letter code, like USD, EUR or MYR.", field="currency")
    workspace.currency = currency
    session.add(workspace)
    use_metrics(session, workspace=workspace, keys=ROLES[role], now=now)
    _note(session, workspace, viewer, f"metrics of {role}, {currency}", now)
    answer_step(session, workspace=workspace, step=Step.METRICS)


def choose_channels(
    session: Session, *, workspace: Workspace, viewer: Viewer, channels: Mapping[int, str], now: dt.datetime
) -> None:
    """Send each team's alerts to its channel (by team id; empty: to the managers by direct message).

    A hello is posted to each new one: where that is refused, the checklist says so. Raises NotAllowed, WrongSetup.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    teams = {team.id: team for team in memberships.list_teams(session, workspace_id=workspace.id)}
    for team_id, channel in channels.items():
        team = teams.get(team_id)
        if team is None:
            raise WrongSetup("That team was deleted. Open the step again.")
        team.alerts_by_dm = not channel
        session.add(team)
        if channel:
            direct_alerts(session, workspace=workspace, team=team, channel=channel, now=now)
    _note(session, workspace, viewer, "alert channels", now)
    answer_step(session, workspace=workspace, step=Step.CHANNEL)


def choose_holidays(
    session: Session, *, workspace: Workspace, viewer: Viewer, country: str, subdivision: str, now: dt.datetime
) -> None:
    """Take the public holidays of a country (empty: none) and a part of it.

    Raises NotAllowed, WrongSetup.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    if country and country not in known_countries():
        raise WrongSetup("I don't know that country's holidays.", field="country")
    if subdivision and subdivision not in known_countries()[country]:
        raise WrongSetup("I don't know that part of the country.", field="subdivision")
    with changing_calendars(session, workspace=workspace, now=now):
        workspace.country, workspace.subdivision = country, subdivision
        session.add(workspace)
    _note(session, workspace, viewer, f"holidays of {country or 'nobody'} {subdivision}".strip(), now)
    _take_week(Work(session, workspace, now), viewer)
    answer_step(session, workspace=workspace, step=Step.HOLIDAYS)


def _take_week(work: Work, viewer: Viewer) -> None:
    """The first time that holidays are chosen, the week is that of most people's countries: nobody is asked for it, and
    it can be changed like everything else.
    """
    workspace = work.workspace
    proposed = propose_week(work, team=None)
    if Step.HOLIDAYS.value in workspace.setup_done.split() or proposed is None or not workspace.country:
        return
    if workspace.week_shares != write_week(WEEKDAYS):
        return
    set_usual_week(work, viewer=viewer, team=None, week=proposed.week)
    if workspace.week_start == 0:
        set_year(work, viewer=viewer, week_start=first_day_of(proposed.week))


def choose_times(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    nudge: dt.time,
    zone: str,
    week_start: int,
    now: dt.datetime,
) -> None:
    """Choose when the morning message comes, the workspace's zone, and on which day a week begins (0 is Monday).

    Raises NotAllowed, WrongSetup.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    if QUIET.hold(nudge):
        raise WrongSetup(
            "Quiet hours are {first}–{last}. Pick a time outside them.",
            field="nudge",
            first=f"{QUIET.starts:%H:%M}",
            last=f"{QUIET.ends:%H:%M}",
        )
    if not 0 <= week_start <= 6:
        raise WrongSetup("Choose the day your week starts.", field="week_start")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError) as error:
        raise WrongSetup("Choose a time zone.", field="zone") from error
    workspace.nudge_time, workspace.timezone, workspace.week_start = nudge, zone, week_start
    session.add(workspace)
    _note(session, workspace, viewer, f"nudge at {nudge:%H:%M}, {zone}", now)
    answer_step(session, workspace=workspace, step=Step.TIME)


def _take_group(
    session: Session, workspace: Workspace, viewer: Viewer, team: Team, slack_id: str, now: dt.datetime
) -> None:
    group = user_groups.find_group(session, workspace_id=workspace.id, slack_id=slack_id)
    if group is None:
        raise WrongSetup("That Slack user group was deleted. Open the step again.", field="group")
    followed = follow_group(session, workspace=workspace, team=team, group=group, now=now, actor_id=viewer.member_id)
    if followed.passed_over == len(group.people.split()):
        raise WrongSetup(
            "No one in @{group} can be a rep here. They're guests or apps, or the group is empty.",
            field="group",
            group=group.handle,
        )


def _person(session: Session, workspace: Workspace, who: str, field: str) -> Member:
    member = people.find_member(session, workspace_id=workspace.id, slack_user_id=who)
    if member is None:
        raise WrongSetup("One of them is an app, or someone I don't know yet. Leave them out.", field=field)
    if member.guest or not member.active:
        raise WrongSetup(
            "{who} is a guest here, or has left. Pacer is for members of your own workspace.",
            field=field,
            who=member.name,
        )
    return member


def _note(session: Session, workspace: Workspace, viewer: Viewer, what: str, now: dt.datetime) -> None:
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id,
        action="set up",
        detail=what,
    )
