"""How a team's alerts come: to whom, from which chance on, at which time, and whether they rest for a while."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.alert import local_date_of
from bot.alerts.replay import Replayed, replay_alerts
from bot.alerts.selection import review_time_of
from bot.alerts.usefulness import THRESHOLDS
from bot.core.changes import refresh_checklists
from bot.core.due import QUIET
from bot.core.failures import Failure
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.people.alert_readers import alerts_rest, managers_of
from bot.people.teams import set_alert_channel
from storage import deliveries, memberships
from storage.tables import Team, Workspace
from storage.workspaces import record_audit

HELLO = "channel hello"

LONGEST_PAUSE = dt.timedelta(days=92)


class WrongAlerts(Failure):
    """A team's alerts cannot come so; the message says what to do."""


@dataclass(frozen=True)
class AlertSettings:
    """How a team's alerts come. `by_dm`: to the managers only, one by one; else to `channel` (its Slack id).

    `threshold` is the chance below which they hear of a goal; `time` the local time of the review, None the
    workspace's; `resting_until` the local date before which nothing comes.
    """

    by_dm: bool
    channel: str
    threshold: float
    time: dt.time | None
    resting_until: dt.date | None


@dataclass(frozen=True)
class TeamAlerts:
    """A team's alerts as they come now. `time` is when its review is, `managers` who has them by direct message."""

    team: Team
    settings: AlertSettings
    time: dt.time
    managers: tuple[str, ...]


@dataclass(frozen=True)
class AlertForm:
    """A team's alerts, and what each threshold would have brought lately; None where no morning was judged yet."""

    alerts: TeamAlerts
    date: dt.date
    usual_time: dt.time
    replayed: Mapping[float, Replayed] | None


def alerts_to_change(
    session: Session, *, workspace: Workspace, viewer: Viewer, now: dt.datetime
) -> tuple[TeamAlerts, ...]:
    """The alerts of each team whose alerts the viewer may change, by the team's name."""
    return tuple(
        _as_they_come(session, workspace, team, now)
        for team in memberships.list_teams(session, workspace_id=workspace.id)
        if may(viewer, Action.CHANGE_ALERTS, _of(team))
    )


def alert_form(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, team_id: int, now: dt.datetime
) -> AlertForm:
    """What is to be chosen of a team's alerts; `viewer` None is the operator. Raises NotAllowed, WrongAlerts."""
    team = _find(session, workspace, team_id)
    if viewer is not None:
        require(viewer, Action.CHANGE_ALERTS, _of(team))
    date = local_date_of(team, workspace, now)
    return AlertForm(
        alerts=_as_they_come(session, workspace, team, now),
        date=date,
        usual_time=workspace.review_time,
        replayed=replay_alerts(session, workspace=workspace, team=team, thresholds=THRESHOLDS, date=date),
    )


def change_alerts(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    team_id: int,
    wanted: AlertSettings,
    now: dt.datetime,
) -> TeamAlerts:
    """Let the team's alerts come as `wanted` from now on; `viewer` None is the operator. It is noted who changed what.

    In a channel that is new to the team a hello is posted. Raises NotAllowed, WrongAlerts.
    """
    team = _find(session, workspace, team_id)
    if viewer is not None:
        require(viewer, Action.CHANGE_ALERTS, _of(team))
    _check(wanted, local_date_of(team, workspace, now))
    before = settings_of(team)
    team.alerts_by_dm, team.escalates_below = wanted.by_dm, wanted.threshold
    team.review_time = None if wanted.time == workspace.review_time else wanted.time
    team.alerts_paused_until = wanted.resting_until
    session.add(team)
    if wanted.channel and (wanted.channel != before.channel or team.channel_trouble) and not wanted.by_dm:
        direct_alerts(session, workspace=workspace, team=team, channel=wanted.channel, now=now)
    after = settings_of(team)
    if after != before:
        record_audit(
            session,
            workspace_id=workspace.id,
            at=now,
            actor_id=viewer.member_id if viewer is not None else None,
            action="alert settings",
            detail=f"{team.name}: {_noted(before)} -> {_noted(after)}",
        )
        refresh_checklists(session, workspace_id=workspace.id)
    return _as_they_come(session, workspace, team, now)


def settings_of(team: Team) -> AlertSettings:
    """How the team's alerts come, as it is stored."""
    return AlertSettings(
        by_dm=team.alerts_by_dm,
        channel=team.alert_channel,
        threshold=team.escalates_below,
        time=team.review_time,
        resting_until=team.alerts_paused_until,
    )


def _check(wanted: AlertSettings, date: dt.date) -> None:
    if not wanted.by_dm and not wanted.channel:
        raise WrongAlerts("Pick a channel, or get alerts by direct message.", field="channel")
    if wanted.threshold not in THRESHOLDS:
        raise WrongAlerts("Choose one of these.", field="threshold")
    if wanted.time is not None and QUIET.hold(wanted.time):
        raise WrongAlerts(
            "Quiet hours are {first}–{last}. Pick a time outside them.",
            field="time",
            first=f"{QUIET.starts:%H:%M}",
            last=f"{QUIET.ends:%H:%M}",
        )
    if wanted.resting_until is not None and not wanted.resting_until <= date + LONGEST_PAUSE:
        raise WrongAlerts("Alerts can pause for three months at most. Pick an earlier day.", field="resting")


def _as_they_come(session: Session, workspace: Workspace, team: Team, now: dt.datetime) -> TeamAlerts:
    date = local_date_of(team, workspace, now)
    managers = managers_of(session, workspace=workspace, team=team, date=date)
    settings = settings_of(team)
    if not alerts_rest(team, date):
        settings = AlertSettings(settings.by_dm, settings.channel, settings.threshold, settings.time, None)
    return TeamAlerts(team, settings, review_time_of(team, workspace), tuple(member.name for member in managers))


def _find(session: Session, workspace: Workspace, team_id: int) -> Team:
    team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id)
    if team is None:
        raise WrongAlerts("That team was deleted.")
    return team


def _of(team: Team) -> Subject:
    return Subject(team_ids=frozenset({team.id}))


def _noted(settings: AlertSettings) -> str:
    where = "direct messages" if settings.by_dm else settings.channel or "nowhere"
    time = f"{settings.time:%H:%M}" if settings.time is not None else "usual time"
    resting = f", resting until {settings.resting_until}" if settings.resting_until is not None else ""
    return f"{where}, below {settings.threshold:g}, {time}{resting}"


def direct_alerts(session: Session, *, workspace: Workspace, team: Team, channel: str, now: dt.datetime) -> None:
    """Send a team's alerts to this channel from now on, and say hello there: so it shows whether one can."""
    set_alert_channel(session, team=team, channel=channel)
    row = deliveries.new_row(
        workspace_id=workspace.id,
        kind=HELLO,
        recipient=team.alert_channel,
        key=f"{team.id}:{now.isoformat()}",
        team_id=team.id,
        due_at=now,
        expires_at=now + dt.timedelta(hours=1),
        token=secrets.token_hex(16),
    )
    deliveries.plan(session, rows=[row])
