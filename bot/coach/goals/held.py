"""Which goals hold for a member on a date."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from metrics.expectation import LeavePolicy
from metrics.periods import PeriodKind
from storage import catalogue, goals, memberships
from storage.goals import StoredGoal
from storage.memberships import TimeInTeam
from storage.tables import TeamRole, Workspace

GoalKey = tuple[int, PeriodKind]
"""A metric and a kind of period: a member has at most one goal of each."""
LONGEST_PERIOD = dt.timedelta(days=366)


@dataclass(frozen=True)
class TargetSpan:
    """A target and the dates for which it is held, half-open; None is without bound."""

    target: int
    starts: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True)
class HeldGoal:
    """A goal that holds for a member on a date.

    `inherited` says that it is their team's. `spans` are the targets to be added up in a period, the newest last: one
    as a rule; who changed teams in the period has one of each team, for the time there.
    """

    goal_id: int
    metric_id: int
    period: PeriodKind
    starts: dt.date
    reason: str
    inherited: bool
    spans: tuple[TargetSpan, ...]
    leave: LeavePolicy = LeavePolicy.KEEP

    @property
    def target(self) -> int:
        """The target as it was set, in units a period."""
        return self.spans[-1].target


def held_goals(
    session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, list[HeldGoal]]:
    """The goals that hold for each of these members on `date`, in the order of the metrics.

    A member's own goal takes the place of their team's on the same metric and period.
    """
    assert workspace.id is not None
    in_order = {
        metric.id: metric.position
        for metric in catalogue.list_metrics(session, workspace_id=workspace.id)
        if metric.id is not None
    }
    times = _times_in_teams(session, workspace, member_ids, date)
    of_team: dict[int, list[StoredGoal]] = {}
    of_member: dict[int, list[StoredGoal]] = {}
    for goal in goals.goals_between(
        session,
        workspace_id=workspace.id,
        starts=date - LONGEST_PERIOD,
        ends=date + dt.timedelta(days=1),
        member_ids=member_ids,
        team_ids={time.team_id for some in times.values() for time in some},
    ):
        if goal.metric_id in in_order:
            owner = of_member if goal.member_id is not None else of_team
            owner.setdefault(goal.member_id or goal.team_id or 0, []).append(goal)
    # Who was in the same teams for the same time inherits the same goals: that is most of a team.
    inherited: dict[tuple[TimeInTeam, ...], dict[GoalKey, HeldGoal]] = {}
    found: dict[int, list[HeldGoal]] = {}
    for member_id in member_ids:
        mine = tuple(time._replace(member_id=0) for time in times.get(member_id, ()))
        if mine not in inherited:
            inherited[mine] = inherited_goals(mine, of_team, date)
        held = {**inherited[mine], **own_goals(of_member.get(member_id, ()), date)}
        found[member_id] = sorted(held.values(), key=lambda goal: in_order[goal.metric_id])
    return found


def teams_of(session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date) -> Mapping[int, int]:
    """The team that each of these members is a rep of on `date`; members without one are left out."""
    assert workspace.id is not None
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=member_ids
    )
    return {row.member_id: row.team_id for row in rows}


def _times_in_teams(
    session: Session, workspace: Workspace, member_ids: Sequence[int], date: dt.date
) -> dict[int, list[TimeInTeam]]:
    """For each member who is a rep of a team on `date`: that time, after those that ended within a year before."""
    assert workspace.id is not None
    times = memberships.times_as_rep(
        session, workspace_id=workspace.id, after=date - LONGEST_PERIOD, until=date, member_ids=member_ids
    )
    current = [row for row in times if row.ends is None or row.ends > date]
    reps = {row.member_id for row in current}
    earlier = [row for row in times if row.member_id in reps and row.ends and row.starts < row.ends <= date]
    found: dict[int, list[TimeInTeam]] = {}
    for row in [*sorted(earlier, key=lambda each: each.starts), *current]:
        found.setdefault(row.member_id, []).append(row)
    return found


def inherited_goals(
    times: Sequence[TimeInTeam], of_team: Mapping[int, Sequence[StoredGoal]], date: dt.date
) -> dict[GoalKey, HeldGoal]:
    """What a member has of their teams' goals on `date`: `times` in teams in order, the one of that date last."""
    if not times:
        return {}
    return {
        (goal.metric_id, goal.period): _held_goal(goal, inherited=True, spans=tuple(_spans(goal, times, of_team)))
        for goal in of_team.get(times[-1].team_id, ())
        if goal.holds_on(date)
    }


def own_goals(goals_of_member: Sequence[StoredGoal], date: dt.date) -> dict[GoalKey, HeldGoal]:
    """The goals of a member's own that hold on `date`."""
    return {
        (goal.metric_id, goal.period): _held_goal(goal, inherited=False, spans=(TargetSpan(goal.target),))
        for goal in goals_of_member
        if goal.holds_on(date)
    }


def _held_goal(goal: StoredGoal, *, inherited: bool, spans: tuple[TargetSpan, ...]) -> HeldGoal:
    return HeldGoal(
        goal_id=goal.goal_id,
        metric_id=goal.metric_id,
        period=goal.period,
        starts=goal.starts,
        reason=goal.reason,
        inherited=inherited,
        spans=spans,
        leave=goal.leave,
    )


def _spans(
    goal: StoredGoal, times: Sequence[TimeInTeam], of_team: Mapping[int, Sequence[StoredGoal]]
) -> Iterator[TargetSpan]:
    """What was asked in each of the teams that the member was in, as it stood when they left it."""
    for time in times[:-1]:
        assert time.ends is not None
        for other in of_team.get(time.team_id, ()):
            alike = (other.metric_id, other.period) == (goal.metric_id, goal.period)
            if alike and other.holds_on(time.ends - dt.timedelta(days=1)):
                yield TargetSpan(other.target, time.starts, time.ends)
    yield TargetSpan(goal.target, times[-1].starts, times[-1].ends)
