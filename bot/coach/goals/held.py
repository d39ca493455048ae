"""Goals: setting and ending them, and which ones hold for a member on a date."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.people.permissions import Action, Subject, Viewer, require
from bot.coach.setup.checklist import refresh_checklists
from bot.failures import Failure
from bot.parsing.amounts import read_amount, read_whole
from bot.parsing.errors import harmless
from metrics.expectation import LeavePolicy
from metrics.periods import PeriodKind
from storage import catalogue, goals, memberships
from storage.goals import StoredGoal
from storage.memberships import TimeInTeam
from storage.tables import Goal, Member, Metric, Team, TeamRole, Unit, Workspace
from storage.workspaces import record_audit

GoalKey = tuple[int, PeriodKind]
"""A metric and a kind of period: a member has at most one goal of each."""
LONGEST_PERIOD = dt.timedelta(days=366)


class WrongGoal(Failure):
    """A goal cannot be set so; the message says why and what to do."""


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


@dataclass(frozen=True)
class GoalSet:
    """What was changed: whose goal, on what, and the target that held before (None when there was none)."""

    subject_name: str
    metric: Metric
    period: PeriodKind
    target: int | None
    before: int | None
    starts: dt.date


def set_goal(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    subject: Member | Team,
    metric_key: str,
    period: PeriodKind,
    target: int | None,
    starts: dt.date,
    now: dt.datetime,
    reason: str = "",
    leave: LeavePolicy = LeavePolicy.KEEP,
) -> GoalSet:
    """Let a goal hold for a member, or for each rep of a team, from `starts` on; target None ends it.

    `viewer` None is the operator. Raises NotAllowed, and WrongGoal for an unknown metric or a target that is not
    positive.
    """
    assert workspace.id is not None
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=subject, date=starts))
    metric = known_metric(session, workspace=workspace, key=metric_key)
    if target is not None and target <= 0:
        raise WrongGoal(
            "A goal's target is a number above zero. To end a goal, write off instead of a number.", field="target"
        )
    assert metric.id is not None
    member_id = subject.id if isinstance(subject, Member) else None
    team_id = subject.id if isinstance(subject, Team) else None
    if target is None:
        before = goals.end_goal(
            session, member_id=member_id, team_id=team_id, metric_id=metric.id, period=period, ends=starts
        )
    else:
        before = goals.set_goal(
            session,
            goal=Goal(
                workspace_id=workspace.id,
                metric_id=metric.id,
                member_id=member_id,
                team_id=team_id,
                period=period,
                target=target,
                starts=starts,
                leave=leave,
                reason=reason[:300],
                set_by=viewer.member_id if viewer else None,
                set_at=now,
            ),
        )
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer else None,
        action="goal",
        subject_id=member_id,
        detail=f"{metric.key} {period.value} {target or 'off'} from {starts}",
    )
    if not workspace.live:
        refresh_checklists(session, workspace_id=workspace.id or 0)
    return GoalSet(
        subject_name=subject.name,
        metric=metric,
        period=period,
        target=target,
        before=before.target if before else None,
        starts=starts,
    )


def known_metric(session: Session, *, workspace: Workspace, key: str) -> Metric:
    """The metric with this key, in use. Raises WrongGoal with the metrics that there are."""
    assert workspace.id is not None
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=key)
    if metric is None or metric.retired_at is not None:
        known = ", ".join(m.key for m in catalogue.list_metrics(session, workspace_id=workspace.id))
        raise WrongGoal("There is no metric {key}. There are: {known}.", field="metric", key=repr(key), known=known)
    return metric


def read_target(session: Session, workspace: Workspace, metric_key: str, text: str) -> int:
    """A target as an operator types it: a whole number, or an amount where the metric is money (in minor units then).

    Raises WrongGoal when it is no such number.
    """
    assert workspace.id is not None
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=metric_key)
    if metric is not None and metric.unit is Unit.MONEY:
        target = read_amount(text, currency=workspace.currency, locale=workspace.locale)
    else:
        target = read_whole(text)
    if target is None:
        raise WrongGoal(
            "{said} is no number I can read. Write it like 60, or 60000 or 12.5k for money.", said=repr(harmless(text))
        )
    return target


def subject_of(session: Session, *, workspace: Workspace, about: Member | Team, date: dt.date) -> Subject:
    """The member or team as somebody who is asked about: with the teams they are a rep of."""
    assert workspace.id is not None
    assert about.id is not None
    if isinstance(about, Team):
        return Subject(team_ids=frozenset({about.id}))
    teams = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=[about.id]
    )
    return Subject(member_id=about.id, team_ids=frozenset(row.team_id for row in teams))


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
