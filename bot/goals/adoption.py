"""From an outcome goal to goals on the activities that lead there, for one rep, adopted together."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.looks import note_looks
from bot.core.permissions import Action, Viewer, require
from bot.core.work import Work
from bot.goals.editing import GoalSet, set_goal
from bot.goals.realism import realism_of
from bot.leave.calendars import week_of
from bot.people.goal_owners import WrongGoal, subject_of
from bot.pipeline.breakdown import GoalPlan, breakdown_of
from bot.pipeline.outcome_metrics import WAYS, Outcome, outcome_of, outcomes
from bot.targets.holding import held_goals
from metrics.breakdown import PlannedStep
from metrics.periods import Period, PeriodKind
from metrics.realism import UNREALISTIC
from storage.tables import Member, Metric


@dataclass(frozen=True)
class OutcomeGoal:
    """So much of an outcome in each period of a kind, from a date on, or by `dates` of its own."""

    key: str
    target: int
    kind: PeriodKind
    starts: dt.date
    dates: Period | None = None

    def carried(self) -> dict[str, Any]:
        """As plain values, to be carried by a view."""
        own = {"s": self.dates.start.isoformat(), "e": self.dates.end.isoformat()} if self.dates is not None else {}
        return {"m": self.key, "t": self.target, "p": self.kind.value, "f": self.starts.isoformat(), **own}

    @classmethod
    def from_carried(cls, said: Mapping[str, Any]) -> "OutcomeGoal | None":
        """What a view carried; None where it is of the rep's own goal. Raises WrongGoal when it is neither."""
        if "t" not in said:
            return None
        try:
            kind = PeriodKind(said["p"])
            own = (
                Period(dt.date.fromisoformat(said["s"]), dt.date.fromisoformat(said["e"]))
                if kind is PeriodKind.CUSTOM
                else None
            )
            return cls(str(said["m"]), int(said["t"]), kind, dt.date.fromisoformat(said["f"]), own)
        except (KeyError, ValueError, TypeError) as error:
            raise WrongGoal("This form is out of date. Open it again.") from error


@dataclass(frozen=True)
class StepToGoal:
    """An activity on the way: how many of it a working day and a week, from an even chance to a safe one (80 %).

    `a_week` are whole numbers for the member's own working week; None where the step cannot be planned for this period.
    `chance` is how likely they do so many a week as an even chance takes, `safe_chance` the same of a safe one; None
    where that cannot be judged.
    """

    metric: Metric
    step: PlannedStep
    a_week: tuple[int, int] | None
    chance: float | None = None
    safe_chance: float | None = None


@dataclass(frozen=True)
class WayToGoal:
    """How a member's outcome goal can be reached in `period`, from today on."""

    member: Member
    outcome: Outcome
    kind: PeriodKind
    period: Period
    plan: GoalPlan
    steps: tuple[StepToGoal, ...]

    @property
    def adoptable(self) -> bool:
        """Whether there is any activity to set a goal on."""
        return self.asks(safe=False) or (self.asks(safe=True) and not self.safe_too_much)

    def asks(self, *, safe: bool) -> bool:
        """Whether an even chance, or a safe one, takes any activity beyond what is under way."""
        return any(each.a_week is not None and each.a_week[safe] > 0 for each in self.steps)

    @property
    def too_much(self) -> tuple[StepToGoal, ...]:
        """The activities of which a week asks so much that it is not realistic: nobody is to adopt those."""
        return tuple(each for each in self.steps if each.chance is not None and each.chance < UNREALISTIC)

    @property
    def safe_too_much(self) -> bool:
        """Whether being safe asks so much of a week that it is not realistic: then only an even chance is offered."""
        return any(each.safe_chance is not None and each.safe_chance < UNREALISTIC for each in self.steps)

    @property
    def under_way(self) -> bool:
        """Whether what is under way brings the goal with an even chance at least, without asking for more."""
        return bool(self.steps) and all(each.a_week is not None and each.a_week[0] == 0 for each in self.steps)


def way_to_goal(work: Work, *, viewer: Viewer, member: Member, goal: OutcomeGoal | None = None) -> WayToGoal:
    """The way to an outcome goal of the member: to `goal`, or to the one that they have.

    Of several that is the one on revenue before deals, pipeline and opportunities, of the longest period. Raises
    NotAllowed, and WrongGoal where they have no such goal.
    """
    today = work.today_of(member)
    require(viewer, Action.SET_GOAL, subject_of(work.session, workspace=work.workspace, about=member, date=today))
    note_looks(work.session, workspace=work.workspace, viewer=viewer, members=[member], now=work.now)
    if goal is None:
        goal = held_outcome(work, member=member, today=today)
    way = plan_way(work, member=member, goal=goal)
    return replace(way, steps=tuple(_judged(work, way, step) for step in way.steps))


def plan_way(work: Work, *, member: Member, goal: OutcomeGoal) -> WayToGoal:
    """The same, whoever asks, without the chances of the steps."""
    today = work.today_of(member)
    outcome = outcome_of(work.session, workspace=work.workspace, key=goal.key)
    period = goal.dates or work.period(goal.kind, max(today, goal.starts))
    plan = breakdown_of(
        work.session,
        workspace=work.workspace,
        member=member,
        target=goal.target,
        period=period,
        now=work.now,
        outcome=outcome,
    )
    metrics = {m.key: m for m in work.metrics()}
    days = sum(week_of(member))
    steps = plan.activities.steps if plan.activities is not None else ()
    return WayToGoal(
        member=member,
        outcome=outcome,
        kind=goal.kind,
        period=period,
        plan=plan,
        steps=tuple(
            StepToGoal(metrics[step.metric], step, _a_week(step, days))
            for step in steps
            if step.metric in metrics and metrics[step.metric].leading
        ),
    )


def _judged(work: Work, way: WayToGoal, step: StepToGoal) -> StepToGoal:
    if step.a_week is None:
        return step
    even, safe = (_chance(work, way, step, target) for target in step.a_week)
    return replace(step, chance=even, safe_chance=safe)


def _chance(work: Work, way: WayToGoal, step: StepToGoal, target: int) -> float | None:
    if target <= 0:
        return None
    outlook = realism_of(
        work,
        subject=way.member,
        metric_key=step.metric.key,
        period=PeriodKind.WEEK,
        target=target,
        starts=work.today_of(way.member),
    )
    return outlook.members[0].realism.probability if outlook.members else None


def adopt_way(work: Work, *, viewer: Viewer, way: WayToGoal, safe: bool, reason: str) -> list[GoalSet]:
    """Set the activities as goals of a week: so many that the goal is reached with an even chance, or safely.

    `reason` is what the rep reads of why. Raises NotAllowed, and WrongGoal when there is nothing to adopt.
    """
    if not way.asks(safe=safe):
        raise WrongGoal("This plan has no activities to set goals on yet.")
    if way.too_much or (safe and way.safe_too_much):
        raise WrongGoal("This plan asks for more than is realistic. Lower the goal, then plan it again.")
    return [
        set_goal(
            work,
            viewer=viewer,
            subject=way.member,
            metric_key=each.metric.key,
            period=PeriodKind.WEEK,
            target=each.a_week[safe],
            starts=work.today_of(way.member),
            reason=reason,
        )
        for each in way.steps
        if each.a_week is not None and each.a_week[safe] > 0
    ]


def held_outcome(work: Work, *, member: Member, today: dt.date) -> OutcomeGoal:
    """The outcome goal of the member to plan for. Raises WrongGoal where they have none."""
    known = {each.metric.id: key for key, each in outcomes(work.session, workspace=work.workspace).items()}
    held = held_goals(work.session, workspace=work.workspace, member_ids=[member.id], date=today)[member.id]
    mine = [goal for goal in held if goal.metric_id in known]
    if not mine:
        raise WrongGoal(
            "{who} has no goal on revenue, deals, pipeline or opportunities to plan for. Set one first.",
            who=member.name,
        )
    order, keys = list(PeriodKind), list(WAYS)
    best = min(mine, key=lambda goal: (keys.index(known[goal.metric_id]), -order.index(goal.period)))
    return OutcomeGoal(known[best.metric_id], best.target, best.period, best.starts, best.dates)


def _a_week(step: PlannedStep, days: float) -> tuple[int, int] | None:
    if step.low_a_day is None:
        return None
    high = step.high_a_day if step.high_a_day is not None else step.low_a_day
    return math.ceil(step.low_a_day * days - 1e-9), math.ceil(high * days - 1e-9)
