"""Where members stand against their goals on a morning: entries, calendars and histories become figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from bot.coach.calendars import load_calendars
from bot.coach.goals import HeldGoal, held_goals, teams_of
from bot.coach.histories import histories_at
from metrics.calendar import MemberCalendar
from metrics.forecast import R_QUARTER, R
from metrics.periods import Period, PeriodKind, period_of
from metrics.review import Assessment, Cases, assess
from storage import activities, people
from storage.tables import Member, TeamRole, Workspace

PORTION = 2000
"""Members whose day totals are read at a time: bounds the memory that a morning needs."""


@dataclass(frozen=True)
class GoalFigures:
    """One goal of one member on one morning. Quantities in units of the metric, days in standard working days."""

    member_id: int
    goal: HeldGoal
    period: Period
    done: int
    target: int
    worked: float
    remaining: float
    weight_today: float
    active_days: float
    expected: float
    required: float
    ask: int
    baseline: float
    rate: float
    probability: float
    low: float
    median: float
    high: float
    goal_only: bool

    @property
    def gap(self) -> float:
        """Done beyond what was expected by now, in units; below zero is behind."""
        return self.done - self.expected


def figures_on(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    date: dt.date,
    with_today: bool = False,
    keep_histories: bool = False,
) -> list[GoalFigures]:
    """The figures of each goal of these members on the morning of `date`.

    Entries dated before `date` count, and those of `date` itself when `with_today`. The peers of the members' teams
    are judged along, because a team's bad week is not one member's; only the members asked for are answered.
    `keep_histories` stores the discounted histories that had to be computed (the session must be a writing one).
    """
    everybody = _with_peers(session, workspace, members, date)
    ids = [member.id for member in everybody if member.id is not None]
    asked = {member.id for member in members}
    goals = held_goals(session, workspace=workspace, member_ids=ids, date=date)
    teams = teams_of(session, workspace=workspace, member_ids=ids, date=date)
    kinds = {(goal.metric_id, goal.period) for held in goals.values() for goal in held}
    if not kinds:
        return []
    spans = {kind: _period(workspace, kind, date) for _, kind in kinds}
    first = min(span.start for span in spans.values())
    last = max(span.end for span in spans.values())
    calendars = load_calendars(
        session, workspace=workspace, members=everybody, starts=first - dt.timedelta(days=800), ends=last
    )
    until = date + dt.timedelta(days=1) if with_today else date
    found: list[GoalFigures] = []
    for metric_id, kind in sorted(kinds, key=lambda pair: (pair[0], pair[1].value)):
        holders = [
            (member_id, goal)
            for member_id, held in goals.items()
            for goal in held
            if (goal.metric_id, goal.period) == (metric_id, kind)
        ]
        span = spans[kind]
        done = _sums(session, [member_id for member_id, _ in holders], metric_id, span.start, min(until, span.end))
        histories = histories_at(
            session,
            workspace=workspace,
            calendars={member_id: calendars[member_id] for member_id, _ in holders},
            metric_id=metric_id,
            period=span,
            keep=keep_histories,
        )
        days = [_Days.of(calendars[member_id], span, date, goal) for member_id, goal in holders]
        cases = Cases(
            done=np.array([float(done.get(member_id, 0)) for member_id, _ in holders]),
            target=np.array([float(goal.target) for _, goal in holders]),
            worked=np.array([day.worked for day in days]),
            remaining=np.array([day.remaining for day in days]),
            today=np.array([day.today for day in days]),
            history=np.array([histories[member_id].quantity for member_id, _ in holders]),
            history_weight=np.array([histories[member_id].weight for member_id, _ in holders]),
            group=_groups([member_id for member_id, _ in holders], teams),
        )
        judged = assess(cases, r=R_QUARTER if kind is PeriodKind.QUARTER else R)
        found.extend(
            _figures(at, holder, day, span, cases, judged)
            for at, (holder, day) in enumerate(zip(holders, days, strict=True))
            if holder[0] in asked
        )
    return found


@dataclass(frozen=True)
class _Days:
    worked: float
    remaining: float
    today: float
    active: float

    @classmethod
    def of(cls, calendar: MemberCalendar, span: Period, date: dt.date, goal: HeldGoal) -> "_Days":
        weights = calendar.weights(span.start, span.end)
        at = (date - span.start).days
        since = max(0, (goal.starts - span.start).days)
        return cls(
            worked=float(weights[:at].sum()),
            remaining=float(weights[at:].sum()),
            today=float(weights[at]),
            # A goal older than the period has been active since before it.
            active=float(weights[since:at].sum()) if goal.starts > span.start else float("inf"),
        )


def _figures(
    at: int, holder: tuple[int, HeldGoal], day: _Days, span: Period, cases: Cases, judged: Assessment
) -> GoalFigures:
    member_id, goal = holder
    return GoalFigures(
        member_id=member_id,
        goal=goal,
        period=span,
        done=int(cases.done[at]),
        target=goal.target,
        worked=day.worked,
        remaining=day.remaining,
        weight_today=day.today,
        active_days=day.active,
        expected=float(judged.expected[at]),
        required=float(judged.required[at]),
        ask=int(judged.ask[at]),
        baseline=float(judged.baseline[at]),
        rate=float(judged.rate[at]),
        probability=float(judged.probability[at]),
        low=float(judged.low[at]),
        median=float(judged.median[at]),
        high=float(judged.high[at]),
        goal_only=bool(judged.goal_only[at]),
    )


def _period(workspace: Workspace, kind: PeriodKind, date: dt.date) -> Period:
    return period_of(
        kind, date, week_start=workspace.week_start, fiscal_year_start_month=workspace.fiscal_year_start_month
    )


def _with_peers(session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date) -> list[Member]:
    assert workspace.id is not None
    ids = [member.id for member in members if member.id is not None]
    own_teams = set(teams_of(session, workspace=workspace, member_ids=ids, date=date).values())
    peers = {
        row.member_id
        for row in people.memberships_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP)
        if row.team_id in own_teams
    }
    others = people.members_by_id(session, ids=peers - set(ids))
    return [*members, *(member for member in others.values() if member.active)]


def _sums(
    session: Session, member_ids: Sequence[int], metric_id: int, starts: dt.date, ends: dt.date
) -> dict[int, int]:
    found: dict[int, int] = {}
    for at in range(0, len(member_ids), PORTION):
        found.update(
            activities.sums_between(
                session, member_ids=member_ids[at : at + PORTION], metric_id=metric_id, starts=starts, ends=ends
            )
        )
    return found


def _groups(member_ids: Sequence[int], teams: Mapping[int, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for each member's team; a member without one is alone."""
    numbers: dict[tuple[str, int], int] = {}
    keys = [("team", teams[m]) if m in teams else ("alone", m) for m in member_ids]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
