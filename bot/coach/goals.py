"""Goals: setting and ending them, and which ones hold for a member on a date."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.permissions import Action, Subject, Viewer, require
from bot.parsing.amounts import read_amount, read_whole
from metrics.periods import PeriodKind
from storage import catalogue, goals, people
from storage.tables import Goal, Member, Metric, Team, TeamRole, Unit, Workspace
from storage.workspaces import record_audit


class WrongGoal(Exception):
    """A goal cannot be set so; the message says why and what to do."""


@dataclass(frozen=True)
class HeldGoal:
    """A goal that holds for a member on a date. `inherited` says that it is their team's."""

    goal_id: int
    metric_id: int
    period: PeriodKind
    target: int
    starts: dt.date
    reason: str
    inherited: bool


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
) -> GoalSet:
    """Let a goal hold for a member, or for each rep of a team, from `starts` on; target None ends it.

    `viewer` None is the operator. Raises NotAllowed, and WrongGoal for an unknown metric or a target that is not
    positive.
    """
    assert workspace.id is not None
    if viewer is not None:
        require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=subject, date=starts))
    metric = catalogue.find_metric(session, workspace_id=workspace.id, key=metric_key)
    if metric is None or metric.retired_at is not None:
        known = ", ".join(m.key for m in catalogue.list_metrics(session, workspace_id=workspace.id))
        raise WrongGoal(f"There is no metric {metric_key!r}. There are: {known}.")
    if target is not None and target <= 0:
        raise WrongGoal("A goal's target is a number above zero. To end a goal, write off instead of a number.")
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
    return GoalSet(
        subject_name=subject.name,
        metric=metric,
        period=period,
        target=target,
        before=before.target if before else None,
        starts=starts,
    )


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
        raise WrongGoal(f"{text!r} is no number I can read. Write it like 60, or 60000 or 12.5k for money.")
    return target


def subject_of(session: Session, *, workspace: Workspace, about: Member | Team, date: dt.date) -> Subject:
    """The member or team as somebody who is asked about: with the teams they are a rep of."""
    assert workspace.id is not None
    assert about.id is not None
    if isinstance(about, Team):
        return Subject(team_ids=frozenset({about.id}))
    teams = people.memberships_on(
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
    of_team: dict[int, list[Goal]] = {}
    of_member: dict[int, list[Goal]] = {}
    for goal in goals.goals_on(session, workspace_id=workspace.id, date=date):
        if goal.metric_id in in_order:
            owner = of_member if goal.member_id is not None else of_team
            owner.setdefault(goal.member_id or goal.team_id or 0, []).append(goal)
    team_of = teams_of(session, workspace=workspace, member_ids=member_ids, date=date)
    return {
        member_id: sorted(
            _own_before_inherited(of_member.get(member_id, ()), of_team.get(team_of.get(member_id, 0), ())),
            key=lambda held: in_order[held.metric_id],
        )
        for member_id in member_ids
    }


def teams_of(session: Session, *, workspace: Workspace, member_ids: Sequence[int], date: dt.date) -> Mapping[int, int]:
    """The team that each of these members is a rep of on `date`; members without one are left out."""
    assert workspace.id is not None
    rows = people.memberships_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=member_ids
    )
    return {row.member_id: row.team_id for row in rows}


def _own_before_inherited(own: Sequence[Goal], inherited: Sequence[Goal]) -> list[HeldGoal]:
    held: dict[tuple[int, PeriodKind], HeldGoal] = {}
    for goal, is_inherited in [(g, True) for g in inherited] + [(g, False) for g in own]:
        assert goal.id is not None
        held[goal.metric_id, goal.period] = HeldGoal(
            goal_id=goal.id,
            metric_id=goal.metric_id,
            period=goal.period,
            target=goal.target,
            starts=goal.starts,
            reason=goal.reason,
            inherited=is_inherited,
        )
    return list(held.values())
