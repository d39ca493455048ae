"""A member's morning: their goals are judged once, and the nudge is planned."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.coach.figures.standings import GoalFigures, figures_on
from bot.coach.goals.held import teams_of
from bot.coach.nudges import silence
from bot.coach.nudges.attention import note_planned
from bot.coach.nudges.due import QUIET, Due, latest_due, outcome_of
from bot.coach.people.away import half_days_on
from bot.coach.people.calendars import load_calendars
from bot.coach.people.members import zone_of
from metrics.calendar import MemberCalendar
from metrics.episodes import Event, Observation, Rule, State, Status, Verdict, advance
from metrics.periods import PeriodKind
from storage import deliveries, people, rates, standings
from storage.tables import Episode, Member, Workspace

NUDGE = "nudge"
CATCH_UP = dt.timedelta(hours=3)
"""A nudge later than that is no morning message any more: it expires."""
LATEST = dt.timedelta(hours=6)
"""Nor is one sent later than that, however many are waiting."""
USUAL_RATE = 5.0
"""Messages a second, before anything is known of what Slack allows this workspace."""
PORTION = 500
"""Mornings taken in one transaction: bounds how long a `/log` waits for it on SQLite."""
NEWLY_LIVE = dt.timedelta(days=7)
"""So long after going live no managers hear of a goal on the morning on which it first seems at risk."""


def take_due_mornings(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Take the mornings that are due at `now` and not taken yet, at most PORTION of them; whether there were any.

    Call again until there are none. Any number of processes may: a morning is taken once by its key.
    """
    for due, members in _due_members(session, workspace, now).items():
        _take(session, workspace, members[:PORTION], due, now)
        return True
    return False


def nudge_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which somebody's morning comes."""
    assert workspace.id is not None
    return {
        (zone_of(member, workspace), _time_of(member, workspace))
        for member in people.distinct_mornings(session, workspace_id=workspace.id)
    }


def _time_of(member: Member, workspace: Workspace) -> dt.time:
    return member.nudge_time or QUIET.move(workspace.nudge_time)


def _due_members(session: Session, workspace: Workspace, now: dt.datetime) -> dict[Due, list[Member]]:
    assert workspace.id is not None
    found: dict[Due, list[Member]] = {}
    if workspace.paused:
        return found
    for sample in people.distinct_mornings(session, workspace_id=workspace.id):
        # Mornings that are too late are taken too: they are judged, and noted as expired.
        due = latest_due(now, _time_of(sample, workspace), zone_of(sample, workspace), window=CATCH_UP)
        if due is None or _came_before_live(due, workspace):
            continue
        members = people.members_without_morning(
            session,
            workspace_id=workspace.id,
            timezone=sample.timezone,
            nudge_time=sample.nudge_time,
            date=due.local_date,
            limit=PORTION,
        )
        if members:
            found.setdefault(due, []).extend(members)
    return found


def _came_before_live(due: Due, workspace: Workspace) -> bool:
    """Whether it was not Pacer's morning yet: nobody is nudged at the moment somebody presses "Go live"."""
    return workspace.went_live_at is not None and due.at <= workspace.went_live_at


def _sent_until(session: Session, workspace: Workspace, due: Due, more: int) -> dt.datetime:
    """Until when `more` nudges planned now may be sent: their window is counted from when their turn can come.

    So that a cohort too large for Slack's rate is sent late in the morning rather than dropped, up to LATEST and
    never into the quiet hours.
    """
    assert workspace.id is not None
    ahead = deliveries.count_planned(session, workspace_id=workspace.id) + more
    rate = rates.find_rate(session, workspace_id=workspace.id, scope="chat.postMessage")
    queue = dt.timedelta(seconds=ahead / (rate.rate if rate is not None else USUAL_RATE))
    until = max(due.expires_at, min(due.expires_at + queue, due.at + LATEST))
    return until if due.quiet_at is None else min(until, due.quiet_at)


def _take(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    due: Due,
    now: dt.datetime,
) -> int:
    assert workspace.id is not None
    date = due.local_date
    ids = [member.id for member in members if member.id is not None]
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=members,
        starts=date - silence.LOOKBACK,
        ends=date + dt.timedelta(days=1),
    )
    working = [member for member in members if member.id and calendars[member.id].is_working_day(date)]
    figures = figures_on(session, workspace=workspace, members=working, date=date, keep_histories=True)
    logged = standings.logged_dates(session, member_ids=sorted(calendars), starts=date - silence.LOOKBACK, ends=date)
    missing = silence.missing_days(calendars, logged, date)
    verdicts = _judge(session, workspace, figures, date, set(missing))
    standings.store_standings(
        session, rows=[_standing_row(workspace.id, item, date, verdicts[_key(item)]) for item in figures]
    )
    judged = {item.member_id for item in figures}
    paused = _paused_members(session, workspace, ids, date)
    mornings_off = half_days_on(session, workspace=workspace, member_ids=ids, date=date, part="am")
    outcomes = {
        member_id: outcome_of(
            due,
            now,
            calendar=calendars[member_id],
            has_goal=member_id in judged,
            paused=member_id in paused,
            nudges_on=member.nudges_on,
            reachable=not member.unreachable,
            snoozed_until=member.snoozed_until,
            nudge_days=member.nudge_days,
            morning_off=member_id in mornings_off,
        ).value
        for member in members
        if (member_id := member.id) is not None
    }
    standings.take_mornings(session, workspace_id=workspace.id, outcomes=outcomes, date=date)
    by_id = {member.id: member for member in members}
    planned = [member_id for member_id in ids if outcomes[member_id] == NUDGE]
    expires_at = _sent_until(session, workspace, due, len(planned))
    contents = note_planned(
        session,
        members=[by_id[member_id] for member_id in planned],
        active=_active(calendars, logged, date),
        missing=missing,
        date=date,
    )
    nudges = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=NUDGE,
            recipient=by_id[member_id].slack_user_id,
            key=date.isoformat(),
            member_id=member_id,
            local_date=date,
            content=contents[member_id],
            due_at=due.at,
            expires_at=expires_at,
            token=secrets.token_hex(16),
        )
        for member_id in planned
    ]
    return deliveries.plan(session, rows=nudges)


def _paused_members(session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date) -> set[int]:
    """Who of these is a rep of a team whose messages are paused."""
    assert workspace.id is not None
    off = {team.id for team in people.list_teams(session, workspace_id=workspace.id) if team.paused}
    if not off:
        return set()
    teams = teams_of(session, workspace=workspace, member_ids=member_ids, date=date)
    return {member_id for member_id, team_id in teams.items() if team_id in off}


def _active(calendars: Mapping[int, MemberCalendar], logged: Mapping[int, set[dt.date]], date: dt.date) -> set[int]:
    """Who logged something in the three days before (over a weekend): they do not ignore their nudges."""
    recent = {date - dt.timedelta(days=days) for days in (1, 2, 3)}
    return {member_id for member_id in calendars if logged.get(member_id, set()) & recent}


def _judge(
    session: Session,
    workspace: Workspace,
    figures: Sequence[GoalFigures],
    date: dt.date,
    silent: set[int],
) -> dict[tuple[int, int, PeriodKind], Verdict]:
    rules = _rules_of(session, workspace, {item.member_id for item in figures}, date)
    watches = standings.watches_of(session, member_ids={item.member_id for item in figures})
    episodes = {
        (row.member_id, row.metric_id, row.period): row
        for row in standings.open_episodes(
            session, workspace_id=workspace.id or 0, member_ids={item.member_id for item in figures}
        )
    }
    newly_live = workspace.went_live_at is not None and date <= workspace.went_live_at.date() + NEWLY_LIVE
    verdicts: dict[tuple[int, int, PeriodKind], Verdict] = {}
    rows: list[dict[str, Any]] = []
    for item in (each for each in figures if each.period.kind is not PeriodKind.DAY):
        seen = _observe(item, date, item.member_id in silent, newly_live=newly_live)
        rule = rules.get(item.member_id, Rule())
        state, verdict = advance(_remember(watches.get(_key(item))), seen, rule=rule)
        verdicts[_key(item)] = verdict
        rows.append(
            {
                "workspace_id": workspace.id,
                "member_id": item.member_id,
                "metric_id": item.goal.metric_id,
                "period": item.period.kind,
                "period_start": item.period.start,
                "target": item.target,
                "state": _write(state),
                "updated_on": date,
            }
        )
        _follow_episode(session, workspace, item, state, verdict, episodes.get(_key(item)), date)
    standings.store_watches(session, rows=rows)
    for item in (each for each in figures if each.period.kind is PeriodKind.DAY):
        verdicts[_key(item)] = day_verdict(item, verdicts.get((item.member_id, item.goal.metric_id, PeriodKind.WEEK)))
    return verdicts


def _rules_of(session: Session, workspace: Workspace, member_ids: set[int], date: dt.date) -> dict[int, Rule]:
    """The thresholds for each of these members: those of their team."""
    assert workspace.id is not None
    by_team = {
        team.id: Rule(escalates=team.escalates_below) for team in people.list_teams(session, workspace_id=workspace.id)
    }
    teams = teams_of(session, workspace=workspace, member_ids=sorted(member_ids), date=date)
    return {member_id: by_team[team_id] for member_id, team_id in teams.items()}


def day_verdict(item: GoalFigures, of_week: Verdict | None) -> Verdict:
    """A day's own goal is reached, or stands as its week does: one day is too little to be judged by."""
    if item.done >= item.target:
        return Verdict(Status.REACHED)
    return Verdict(of_week.status if of_week is not None else Status.TOO_EARLY)


def _observe(item: GoalFigures, date: dt.date, silent: bool, *, newly_live: bool) -> Observation:
    return Observation(
        date=date,
        period_start=item.period.start,
        target=item.target,
        done=item.done,
        worked=item.worked,
        remaining=item.remaining,
        probability=item.probability,
        week=item.period.kind is PeriodKind.WEEK,
        active_days=item.active_days,
        silent=silent,
        goal_only=item.goal_only,
        newly_live=newly_live,
    )


def _follow_episode(
    session: Session,
    workspace: Workspace,
    item: GoalFigures,
    state: State,
    verdict: Verdict,
    episode: Episode | None,
    date: dt.date,
) -> None:
    """Let the stored episode follow what the state machine said."""
    for event in verdict.events:
        if event is Event.CLOSED and episode is not None:
            episode.closed_on, episode.close_reason = date, verdict.reason
            session.add(episode)
            if episode.alert_delivery_id is not None:
                deliveries.request_refresh(session, delivery_id=episode.alert_delivery_id, at=None)
            episode = None
        elif event is Event.OPENED:
            episode = Episode(
                workspace_id=workspace.id or 0,
                member_id=item.member_id,
                metric_id=item.goal.metric_id,
                period=item.period.kind,
                period_start=item.period.start,
                opened_on=date,
            )
            session.add(episode)
        elif event is Event.ESCALATED and episode is not None:
            episode.escalated_on = date
            session.add(episode)
        elif event is Event.REMINDER and episode is not None:
            episode.remind_on = date
            session.add(episode)
    if episode is not None and episode.improving != state.improving:
        episode.improving = state.improving
        session.add(episode)
        if episode.alert_delivery_id is not None:
            deliveries.request_refresh(session, delivery_id=episode.alert_delivery_id, at=None)
    session.flush()


def _key(item: GoalFigures) -> tuple[int, int, PeriodKind]:
    return item.member_id, item.goal.metric_id, item.period.kind


def _standing_row(workspace_id: int, item: GoalFigures, date: dt.date, verdict: Verdict) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "member_id": item.member_id,
        "date": date,
        "metric_id": item.goal.metric_id,
        "period": item.period.kind,
        "goal_id": item.goal.goal_id,
        "period_start": item.period.start,
        "done": item.done,
        "target": item.target,
        "worked": item.worked,
        "remaining": item.remaining,
        "weight_today": item.weight_today,
        "expected": item.expected,
        "baseline": item.baseline,
        "rate": item.rate,
        "ask": item.ask,
        "probability": item.probability,
        "low": item.low,
        "median": item.median,
        "high": item.high,
        "status": verdict.status.value,
    }


def _write(state: State) -> str:
    return json.dumps(vars(state), default=lambda value: value.isoformat())


def _remember(stored: str | None) -> State | None:
    if stored is None:
        return None
    said = json.loads(stored)
    for name in ("period_start", "opened_on", "escalated_on"):
        said[name] = dt.date.fromisoformat(said[name]) if said[name] else None
    return State(**said)
