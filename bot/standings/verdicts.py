"""The morning's verdict on each goal: its state moves on, its episode follows, and the standing is stored."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.workspace_periods import period_in
from bot.standings.standings import GoalFigures
from bot.targets.holding import teams_of
from metrics.episodes import Event, Observation, Rule, State, Status, Verdict, advance
from metrics.periods import PeriodKind
from storage import memberships, refreshes, standings
from storage.episodes import closed_episodes_told, open_episodes, store_watches, watches_of
from storage.standings import GoalKey
from storage.tables import Episode, Workspace

WEEK = 7
"""Days. A campaign of so many is judged as a week is, because little of it is left to mend it."""
PERIOD_OVER = "period over"
NEWLY_LIVE = dt.timedelta(days=7)
"""So long after going live no managers hear of a goal on the morning on which it first seems at risk."""

LONGEST_TOLD = dt.timedelta(days=2 * 366)
"""The first day of a period that has just ended is not longer ago."""


def judge_goals(
    session: Session, *, workspace: Workspace, figures: Sequence[GoalFigures], date: dt.date, silent: Collection[int]
) -> None:
    """Judge these goals on the morning of `date`; `silent` are members of whom days are missing.

    Once for each goal and morning: the state moves on from the one that was stored.
    """
    rules = _rules_of(session, workspace, {item.member_id for item in figures}, date)
    watches = watches_of(session, member_ids={item.member_id for item in figures})
    episodes = {
        (row.member_id, row.metric_id, row.period): row
        for row in open_episodes(session, workspace_id=workspace.id, member_ids={item.member_id for item in figures})
    }
    live = workspace.went_live_at
    newly_live = live is not None and date <= local_date(None, workspace, live) + NEWLY_LIVE
    _say_how_it_ended(session, workspace, figures, watches, date)
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
        if Event.CLOSED in verdict.events:
            # What else is open of the rep is said in one breath with it.
            _show_again(session, (row for row in episodes.values() if row.member_id == item.member_id))
    judged = {_key(item) for item in figures}
    _close_what_is_over(session, workspace, [row for key, row in episodes.items() if key not in judged], date)
    store_watches(session, rows=rows)
    for item in (each for each in figures if each.period.kind is PeriodKind.DAY):
        verdicts[_key(item)] = _day_verdict(item, verdicts.get((item.member_id, item.goal.metric_id, PeriodKind.WEEK)))
    standings.store_standings(
        session, rows=[_standing_row(workspace.id, item, date, verdicts[_key(item)]) for item in figures]
    )


def _say_how_it_ended(
    session: Session,
    workspace: Workspace,
    figures: Sequence[GoalFigures],
    watches: Mapping[GoalKey, str],
    date: dt.date,
) -> None:
    """On the first morning of a new period the alerts say how goals ended that were on track again before."""
    begun = {
        _key(item)
        for item in figures
        if (stored := watches.get(_key(item))) is not None
        and (state := _remember(stored)) is not None
        and state.period_start != item.period.start
    }
    if not begun:
        return
    closed = closed_episodes_told(
        session, workspace_id=workspace.id, member_ids={key[0] for key in begun}, since=date - LONGEST_TOLD
    )
    _show_again(session, (row for row in closed if (row.member_id, row.metric_id, row.period) in begun))


def _close_what_is_over(session: Session, workspace: Workspace, episodes: Sequence[Episode], date: dt.date) -> None:
    """A goal that is set no more is judged no more: its episode ends with its period."""
    for episode in (each for each in episodes if each.period is not PeriodKind.CUSTOM):
        if period_in(workspace, episode.period, episode.period_start).end <= date:
            episode.closed_on, episode.close_reason = date, PERIOD_OVER
            session.add(episode)
            _show_again(session, [episode])


def close_ended_campaigns(
    session: Session,
    *,
    workspace: Workspace,
    member_ids: Collection[int],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> None:
    """Close the episodes of goals by dates of their own that hold no more: no next period of theirs comes to do it."""
    held = {_key(item) for item in figures}
    for episode in open_episodes(session, workspace_id=workspace.id, member_ids=member_ids):
        key = (episode.member_id, episode.metric_id, episode.period)
        if episode.period is PeriodKind.CUSTOM and key not in held:
            episode.closed_on, episode.close_reason = date, PERIOD_OVER
            session.add(episode)
            _show_again(session, [episode])


def _show_again(session: Session, episodes: Iterable[Episode]) -> None:
    for alert in sorted({row.alert_delivery_id for row in episodes if row.alert_delivery_id is not None}):
        refreshes.request_refresh(session, delivery_id=alert, at=None)


def _rules_of(session: Session, workspace: Workspace, member_ids: set[int], date: dt.date) -> dict[int, Rule]:
    """The thresholds for each of these members: those of their team."""
    by_team = {
        team.id: Rule(escalates=team.escalates_below)
        for team in memberships.list_teams(session, workspace_id=workspace.id)
    }
    teams = teams_of(session, workspace=workspace, member_ids=sorted(member_ids), date=date)
    return {member_id: by_team[team_id] for member_id, team_id in teams.items()}


def _day_verdict(item: GoalFigures, of_week: Verdict | None) -> Verdict:
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
        week=item.period.kind is PeriodKind.WEEK or item.period.days <= WEEK,
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
            _show_again(session, [episode])
            episode = None
        elif event is Event.OPENED:
            episode = Episode(
                workspace_id=workspace.id,
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
    if episode is not None and (episode.improving != state.improving or episode.corrected_at is not None):
        episode.improving = state.improving
        episode.corrected_at = None
        session.add(episode)
        _show_again(session, [episode])
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
    for name in ("period_start", "opened_on", "escalated_on", "seen_on"):
        said[name] = dt.date.fromisoformat(said[name]) if said.get(name) else None
    return State(**said)
