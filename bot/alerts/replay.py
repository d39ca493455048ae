"""What managers would have heard of under another threshold: the stored mornings, judged again."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from metrics.episodes import Event, Observation, Rule, State, Status, advance
from metrics.periods import PeriodKind
from storage import memberships, standings
from storage.standings import MorningStanding
from storage.tables import Team, TeamRole, Workspace

REPLAYED = dt.timedelta(weeks=4)
BEFORE = dt.timedelta(days=35)
"""So much earlier the replay begins, that a goal of the month behind by then is not taken for a new one."""


@dataclass(frozen=True)
class Replayed:
    """What a threshold would have brought: rows of alerts (one a rep and goal), and about how many reps."""

    alerts: int
    reps: int


def replay_alerts(
    session: Session, *, workspace: Workspace, team: Team, thresholds: Sequence[float], date: dt.date
) -> Mapping[float, Replayed] | None:
    """What each of these thresholds would have brought in the four weeks before `date`, for the reps of `date`.

    What a rep put right between the morning and the review is not taken off. None where no morning was judged.
    """
    reps = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id
    )
    since = date - REPLAYED
    mornings = standings.mornings_between(
        session, member_ids={row.member_id for row in reps}, starts=since - BEFORE, ends=date
    )
    if not any(morning.date >= since for morning in mornings):
        return None
    goals = [
        list(some)
        for _, some in itertools.groupby(mornings, key=lambda each: (each.member_id, each.metric_id, each.period))
    ]
    # Most goals never came near any threshold.
    doubtful = [goal for goal in goals if any(each.probability < Rule().opens for each in goal)]
    return {threshold: _under(threshold, doubtful, since) for threshold in thresholds}


def _under(threshold: float, goals: Sequence[Sequence[MorningStanding]], since: dt.date) -> Replayed:
    heard = [goal[0].member_id for goal in goals for date in _escalations(threshold, goal) if date >= since]
    return Replayed(len(heard), len(set(heard)))


def _escalations(threshold: float, goal: Sequence[MorningStanding]) -> list[dt.date]:
    rule, state, found = Rule(escalates=threshold), None, []
    for morning in goal:
        if morning.status == Status.TOO_EARLY.value:
            continue
        state, verdict = advance(state, _seen(morning, state), rule=rule)
        if Event.ESCALATED in verdict.events:
            found.append(morning.date)
    return found


def _seen(morning: MorningStanding, state: State | None) -> Observation:
    opened = state is not None and state.opened_on is not None
    return Observation(
        date=morning.date,
        period_start=morning.period_start,
        target=morning.target,
        done=morning.done,
        worked=morning.worked,
        remaining=morning.remaining,
        probability=morning.probability,
        week=morning.period is PeriodKind.WEEK,
        # A standing says that it is too early, and such mornings are left out; what is not, is old enough.
        active_days=morning.worked + morning.remaining,
        silent=morning.status == Status.NO_DATA.value,
        # When a goal opens does not hang on the managers' threshold: it opens when it did.
        goal_only=not opened and morning.status != Status.AT_RISK.value,
    )
