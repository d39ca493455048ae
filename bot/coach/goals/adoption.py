"""From a revenue goal to goals on the activities that lead there, for one rep, adopted together."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.coach.goals.held import held_goals
from bot.coach.goals.owners import subject_of
from bot.coach.goals.plan import GoalPlan, breakdown_of
from bot.coach.goals.setting import GoalSet, WrongGoal, known_metric, set_goal
from bot.coach.people.calendars import week_of
from bot.coach.people.members import local_date
from bot.coach.people.permissions import Action, Viewer, require
from bot.coach.setup.catalogue import REVENUE_KEY
from metrics.breakdown import PlannedStep
from metrics.periods import Period, PeriodKind, period_of
from storage import catalogue
from storage.tables import Member, Metric, Workspace


@dataclass(frozen=True)
class RevenueGoal:
    """Revenue in minor units in each period of a kind, from a date on."""

    target: int
    kind: PeriodKind
    starts: dt.date

    @classmethod
    def from_carried(cls, said: Mapping[str, Any]) -> "RevenueGoal | None":
        """What a view carried; None where it is of the rep's own goal. Raises WrongGoal when it is neither."""
        if "t" not in said:
            return None
        try:
            return cls(int(said["t"]), PeriodKind(said["p"]), dt.date.fromisoformat(said["f"]))
        except (KeyError, ValueError, TypeError) as error:
            raise WrongGoal("This form is out of date. Open it again.") from error


@dataclass(frozen=True)
class StepToGoal:
    """An activity on the way: how many of it a working day and a week, from an even chance to a safe one (80 %).

    `a_week` are whole numbers for the member's own working week; None where the step cannot be planned for this period.
    """

    metric: Metric
    step: PlannedStep
    a_week: tuple[int, int] | None


@dataclass(frozen=True)
class WayToGoal:
    """How a member's revenue goal can be reached in `period`, from today on."""

    member: Member
    revenue: Metric
    kind: PeriodKind
    period: Period
    plan: GoalPlan
    steps: tuple[StepToGoal, ...]

    @property
    def adoptable(self) -> bool:
        """Whether there is any activity to set a goal on."""
        return any(each.a_week is not None and each.a_week[1] > 0 for each in self.steps)


def way_to_goal(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    member: Member,
    now: dt.datetime,
    goal: RevenueGoal | None = None,
) -> WayToGoal:
    """The way to a revenue goal of the member: to `goal`, or to the one of the longest period that they have.

    Raises NotAllowed, and WrongGoal where they have no revenue goal.
    """
    today = local_date(member, workspace, now)
    require(viewer, Action.SET_GOAL, subject_of(session, workspace=workspace, about=member, date=today))
    revenue = known_metric(session, workspace=workspace, key=REVENUE_KEY)
    if goal is None:
        goal = _held(session, workspace, member, revenue, today)
    period = period_of(
        goal.kind,
        max(today, goal.starts),
        week_start=workspace.week_start,
        fiscal_year_start_month=workspace.fiscal_year_start_month,
    )
    plan = breakdown_of(session, workspace=workspace, member=member, target_minor=goal.target, period=period, now=now)
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id or 0)}
    days = sum(week_of(member))
    steps = plan.activities.steps if plan.activities is not None else ()
    return WayToGoal(
        member=member,
        revenue=revenue,
        kind=goal.kind,
        period=period,
        plan=plan,
        steps=tuple(
            StepToGoal(metrics[step.metric], step, _a_week(step, days))
            for step in steps
            if step.metric in metrics and metrics[step.metric].leading
        ),
    )


def adopt_way(
    session: Session, *, workspace: Workspace, viewer: Viewer, way: WayToGoal, safe: bool, reason: str, now: dt.datetime
) -> list[GoalSet]:
    """Set the activities as goals of a week: so many that the goal is reached with an even chance, or safely.

    `reason` is what the rep reads of why. Raises NotAllowed, and WrongGoal when there is nothing to adopt.
    """
    if not way.adoptable:
        raise WrongGoal("There is no activity to set a goal on yet.")
    at = 1 if safe else 0
    return [
        set_goal(
            session,
            workspace=workspace,
            viewer=viewer,
            subject=way.member,
            metric_key=each.metric.key,
            period=PeriodKind.WEEK,
            target=each.a_week[at],
            starts=local_date(way.member, workspace, now),
            now=now,
            reason=reason,
        )
        for each in way.steps
        if each.a_week is not None and each.a_week[at] > 0
    ]


def _held(session: Session, workspace: Workspace, member: Member, revenue: Metric, today: dt.date) -> RevenueGoal:
    assert member.id is not None
    held = held_goals(session, workspace=workspace, member_ids=[member.id], date=today)[member.id]
    mine = [goal for goal in held if goal.metric_id == revenue.id]
    if not mine:
        raise WrongGoal(
            "{who} has no goal on {metric} to plan for. Set one first.", who=member.name, metric=revenue.plural
        )
    order = list(PeriodKind)
    longest = max(mine, key=lambda goal: order.index(goal.period))
    return RevenueGoal(longest.target, longest.period, longest.starts)


def _a_week(step: PlannedStep, days: float) -> tuple[int, int] | None:
    if step.low_a_day is None:
        return None
    high = step.high_a_day if step.high_a_day is not None else step.low_a_day
    return math.ceil(step.low_a_day * days - 1e-9), math.ceil(high * days - 1e-9)
