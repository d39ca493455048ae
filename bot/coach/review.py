"""The managers' review: which at-risk goals a team's managers hear of, and what the message says."""

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coach.calendars import days_off
from bot.coach.due import due_now
from bot.coach.morning import NUDGE
from bot.coach.permissions import Action, Subject, Viewer, require
from bot.failures import Failure
from metrics.periods import PeriodKind
from storage import catalogue, deliveries, people, standings
from storage.tables import Delivery, DeliveryState, Episode, Member, Metric, Standing, Team, TeamRole, Workspace
from storage.workspaces import record_audit

ALERT, REMINDER = "alert", "reminder"
WINDOW = dt.timedelta(hours=8)
HEAD_START = dt.timedelta(hours=2)
"""The rep hears it first, by so much."""
TEAM_SHARE, TEAM_SIZE = 0.5, 4
"""More than this share of a team of this size or more is one note on the team, not many alerts."""


class UnknownEpisode(Failure):
    """A button speaks of an alert that is not there."""

    def __init__(self) -> None:
        super().__init__("This alert is not there any more.")


@dataclass(frozen=True)
class AlertRow:
    """One rep in an alert. Days in standard working days, rates in units a day."""

    episode: Episode
    member: Member
    standing: Standing | None
    rep_not_told: bool


@dataclass(frozen=True)
class Alert:
    """A managers' message: one team, metric and kind of period."""

    team: Team
    metric: Metric
    period: PeriodKind
    period_start: dt.date
    rows: tuple[AlertRow, ...]
    more: int
    team_size: int
    acknowledgers: dict[int, Member]
    date: dt.date
    possibly_repeated: bool = False
    thread_ts: str = ""
    """A reminder's: the alert that it replies to."""

    @property
    def about_the_team(self) -> bool:
        """Whether so many are behind that it is the team or the goal, not the reps."""
        open_rows = sum(row.episode.closed_on is None for row in self.rows) + self.more
        return self.team_size >= TEAM_SIZE and open_rows > TEAM_SHARE * self.team_size


def review_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which a team's review comes."""
    assert workspace.id is not None
    return {
        (team_zone(team, workspace), workspace.review_time)
        for team in people.list_teams(session, workspace_id=workspace.id)
    }


def team_zone(team: Team, workspace: Workspace) -> ZoneInfo:
    """The zone of the team's review."""
    return ZoneInfo(team.timezone or workspace.timezone or "UTC")


def plan_due_reviews(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan the alerts of the reviews that are due at `now`; never more to do. Any number of processes may."""
    assert workspace.id is not None
    if workspace.paused:
        return False
    for team in people.list_teams(session, workspace_id=workspace.id):
        due = due_now(now, workspace.review_time, team_zone(team, workspace), window=WINDOW)
        if due is None or team.paused or not team.alert_channel or team.channel_trouble:
            continue
        if _team_works_on(session, workspace, due.local_date):
            _plan_team(session, workspace, team, due.local_date, due.expires_at, now)
    return False


def _team_works_on(session: Session, workspace: Workspace, date: dt.date) -> bool:
    """Reviews are of days from Monday to Friday that are no holiday: managers are not alerted on their weekend."""
    holidays = days_off(session, workspace=workspace, starts=date, ends=date + dt.timedelta(days=1))
    return date.weekday() < 5 and not holidays


def _plan_team(
    session: Session,
    workspace: Workspace,
    team: Team,
    date: dt.date,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> int:
    assert workspace.id is not None
    reps = people.memberships_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id)
    ids = {row.member_id for row in reps}
    episodes_open = standings.open_episodes(session, workspace_id=workspace.id, member_ids=ids)
    planned = _plan_reminders(session, workspace, team, episodes_open, date, expires_at, now)
    waiting = [
        episode
        for episode in episodes_open
        if episode.escalated_on is not None
        and episode.alert_delivery_id is None
        and _rep_had_time(session, workspace, episode, date, now)
    ]
    groups: dict[tuple[int, PeriodKind], list[Episode]] = {}
    for episode in waiting:
        groups.setdefault((episode.metric_id, episode.period), []).append(episode)
    for (metric_id, period), episodes in groups.items():
        key = f"{date.isoformat()}:{team.id}:{metric_id}:{period.value}"
        row = deliveries.new_row(
            workspace_id=workspace.id,
            kind=ALERT,
            recipient=team.alert_channel,
            key=key,
            team_id=team.id,
            local_date=date,
            content=json.dumps({"metric": metric_id, "period": period.value}),
            due_at=now,
            expires_at=expires_at,
            token=secrets.token_hex(16),
        )
        planned += deliveries.plan(session, rows=[row])
        delivery = deliveries.find(
            session, workspace_id=workspace.id, kind=ALERT, recipient=team.alert_channel, key=key
        )
        assert delivery is not None
        for episode in episodes:
            episode.alert_delivery_id, episode.alerted_at = delivery.id, now
            session.add(episode)
        if delivery.state is DeliveryState.SENT and delivery.id is not None:
            deliveries.request_refresh(session, delivery_id=delivery.id, at=None)
    return planned


def _plan_reminders(
    session: Session,
    workspace: Workspace,
    team: Team,
    episodes: Sequence[Episode],
    date: dt.date,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> int:
    """Plan a reply in the thread of each alert with a row that nobody has answered, and that is no better."""
    by_alert: dict[int, list[int]] = {}
    for episode in episodes:
        if episode.remind_on is None or episode.alert_delivery_id is None or episode.id is None:
            continue
        episode.remind_on = None
        session.add(episode)
        snoozed = episode.snoozed_until is not None and date < episode.snoozed_until
        if episode.acknowledged_by is None and not snoozed:
            by_alert.setdefault(episode.alert_delivery_id, []).append(episode.id)
    return deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id or 0,
                kind=REMINDER,
                recipient=team.alert_channel,
                key=f"{date.isoformat()}:{alert_id}",
                team_id=team.id,
                local_date=date,
                content=json.dumps({"alert": alert_id, "episodes": episode_ids}),
                due_at=now,
                expires_at=expires_at,
                token=secrets.token_hex(16),
            )
            for alert_id, episode_ids in by_alert.items()
        ],
    )


def _rep_had_time(session: Session, workspace: Workspace, episode: Episode, date: dt.date, now: dt.datetime) -> bool:
    """Whether the rep's own message of the day the episode was escalated, or a later one, is two hours old.

    A rep to whom nothing could be sent that day (snoozed, off, unreachable) is waited for until the next review, and
    the alert says that they have not heard.
    """
    told = rep_told_at(session, workspace=workspace, episode=episode)
    if told is not None:
        return told + HEAD_START <= now
    return episode.escalated_on is not None and episode.escalated_on < date


def rep_told_at(session: Session, *, workspace: Workspace, episode: Episode) -> dt.datetime | None:
    """When the rep's first nudge since the episode opened was sent; None when none was."""
    assert workspace.id is not None
    return deliveries.first_sent_since(
        session, workspace_id=workspace.id, kind=NUDGE, member_id=episode.member_id, date=episode.opened_on
    )


def alerts_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Alert | None]:
    """The content of these alerts by delivery id, true at `now`; None where nothing is left to say."""
    return {row.id or 0: _alert(session, workspace, row, now) for row in rows}


def reminders_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Alert | None]:
    """The rows to remind of, by the reminder's delivery id; None when all were answered or are over by now."""
    found: dict[int, Alert | None] = {}
    for row in rows:
        said = json.loads(row.content)
        alert_row = deliveries.get(session, workspace_id=row.workspace_id, delivery_id=said["alert"])
        found[row.id or 0] = None
        if alert_row is None or not alert_row.ts:
            continue
        still = [
            episode
            for episode in standings.episodes_of_alert(session, delivery_ids=[said["alert"]])
            if episode.id in said["episodes"] and episode.closed_on is None and episode.acknowledged_by is None
        ]
        if still:
            alert = _of_episodes(session, workspace, row, still, now)
            found[row.id or 0] = replace(alert, thread_ts=alert_row.ts) if alert is not None else None
    return found


def _alert(session: Session, workspace: Workspace, row: Delivery, now: dt.datetime) -> Alert | None:
    episodes = standings.episodes_of_alert(session, delivery_ids=[row.id or 0])
    return _of_episodes(session, workspace, row, episodes, now)


def _of_episodes(
    session: Session, workspace: Workspace, row: Delivery, episodes: Sequence[Episode], now: dt.datetime
) -> Alert | None:
    assert workspace.id is not None
    teams = {team.id: team for team in people.list_teams(session, workspace_id=workspace.id)}
    team = teams.get(row.team_id)
    if not episodes or team is None or row.local_date is None:
        return None
    date = now.astimezone(team_zone(team, workspace)).date()
    ids = {episode.member_id for episode in episodes}
    members = people.members_by_id(session, ids=ids | {e.acknowledged_by for e in episodes if e.acknowledged_by})
    metric = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}[
        episodes[0].metric_id
    ]
    found = [
        AlertRow(
            episode=episode,
            member=members[episode.member_id],
            standing=standings.latest_standing(
                session, member_id=episode.member_id, metric_id=episode.metric_id, period=episode.period
            ),
            rep_not_told=rep_told_at(session, workspace=workspace, episode=episode) is None,
        )
        for episode in episodes
    ]
    found.sort(key=_most_in_need_first)
    size = len(
        people.memberships_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id)
    )
    shown = max(3, -(-size // 5))
    return Alert(
        team=team,
        metric=metric,
        period=episodes[0].period,
        period_start=episodes[0].period_start,
        rows=tuple(found[:shown]),
        more=max(0, len(found) - shown),
        team_size=size,
        acknowledgers={m.id: m for m in members.values() if m.id is not None},
        date=date,
        possibly_repeated=row.possibly_repeated,
    )


def _most_in_need_first(row: AlertRow) -> tuple[bool, float, float]:
    if row.standing is None:
        return (row.episode.closed_on is not None, 1.0, 0.0)
    need = (row.standing.target - row.standing.done) / row.standing.target
    return (row.episode.closed_on is not None, row.standing.probability or 0.0, -need)


def acknowledge(
    session: Session, *, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int], now: dt.datetime
) -> None:
    """Note that somebody looks after these episodes; who did so first stays. Raises NotAllowed, UnknownEpisode."""
    for episode in _answerable(session, workspace, viewer, episode_ids):
        if episode.acknowledged_by is None:
            episode.acknowledged_by, episode.acknowledged_at = viewer.member_id, now
            session.add(episode)
            _after_answer(session, workspace, viewer, episode, "acknowledge", now)


def snooze(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    episode_ids: Sequence[int],
    until: dt.date,
    now: dt.datetime,
) -> None:
    """Say nothing more of these episodes before `until`. Raises NotAllowed, UnknownEpisode."""
    for episode in _answerable(session, workspace, viewer, episode_ids):
        episode.snoozed_until = until
        session.add(episode)
        _after_answer(session, workspace, viewer, episode, "snooze", now)


def _answerable(session: Session, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int]) -> list[Episode]:
    assert workspace.id is not None
    found = []
    for episode_id in episode_ids:
        episode = standings.find_episode(session, workspace_id=workspace.id, episode_id=episode_id)
        if episode is None:
            raise UnknownEpisode
        teams = people.memberships_on(
            session,
            workspace_id=workspace.id,
            date=episode.opened_on,
            team_role=TeamRole.REP,
            member_ids=[episode.member_id],
        )
        subject = Subject(member_id=episode.member_id, team_ids=frozenset(row.team_id for row in teams))
        require(viewer, Action.ANSWER_ALERT, subject)
        found.append(episode)
    return found


def _after_answer(
    session: Session, workspace: Workspace, viewer: Viewer, episode: Episode, action: str, now: dt.datetime
) -> None:
    assert workspace.id is not None
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id,
        action=f"alert {action}",
        subject_id=episode.member_id,
    )
    if episode.alert_delivery_id is not None:
        deliveries.request_refresh(session, delivery_id=episode.alert_delivery_id, at=None)
