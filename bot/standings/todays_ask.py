"""What is asked of members today: one number, said by the nudge, the answer to an entry, Home and `/progress`."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.standings.standings import figures_on
from bot.targets.inheriting import HeldGoal
from metrics.actions import good_day, is_much, todays_ask
from metrics.periods import PeriodKind
from storage import day_totals, standings
from storage.standings import PlanOfDay
from storage.tables import Member, Metric, Workspace

GOOD_DAYS_LOOKBACK = dt.timedelta(days=90)
PORTION = 1000
"""Members asked about in one query."""


@dataclass(frozen=True)
class Ask:
    """What one goal asks of a member, in units of the metric.

    `number` is what is asked of today, the same for each goal on the metric: a day's own goal says it, else it is the
    most that a longer goal asks. None on a day off. `planned` is what this goal's plan would need of the day, which may
    be more than anybody could do in one, and `target` what its period asks after leave and ramp.
    """

    goal_id: int
    number: int | None
    planned: int
    target: int


AsksOfMember = Mapping[tuple[int, PeriodKind], Ask]
"""By metric and kind of period."""


def todays_asks(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    metrics: Collection[Metric],
    date: dt.date,
    goals: Mapping[int, Collection[int]] | None = None,
) -> dict[int, AsksOfMember]:
    """What each of these members is asked for on `date`, of these metrics, by member.

    It is what this morning found; it is reckoned now where no morning was taken (before it, on a day off, on the first
    day) and, where `goals` names the ids of goals that hold for a member, for those that were set since.
    """
    ids = [member.id for member in members]
    plans = standings.plans_on(session, member_ids=ids, date=date)
    known: dict[int, set[int]] = {member_id: set() for member_id in ids}
    for (member_id, _, _), plan in plans.items():
        known[member_id].add(plan.goal_id)
    unknown = [
        member for member in members if not known[member.id] or set((goals or {}).get(member.id, ())) - known[member.id]
    ]
    for item in figures_on(session, workspace=workspace, members=unknown, date=date) if unknown else ():
        key = item.member_id, item.goal.metric_id, item.period.kind
        if key not in plans or plans[key].goal_id != item.goal.goal_id:
            plans[key] = PlanOfDay(
                goal_id=item.goal.goal_id,
                planned=item.ask if item.weight_today > 0 else None,
                target=item.target,
                today=item.weight_today,
                usual=item.baseline,
            )
    wanted = {metric.id for metric in metrics}
    plans = {key: plan for key, plan in plans.items() if key[1] in wanted}
    by_metric: dict[tuple[int, int], dict[PeriodKind, PlanOfDay]] = {}
    for (member_id, metric_id, kind), plan in plans.items():
        by_metric.setdefault((member_id, metric_id), {})[kind] = plan
    good = _good_days(session, by_metric, date)
    found: dict[int, dict[tuple[int, PeriodKind], Ask]] = {member_id: {} for member_id in ids}
    for (member_id, metric_id), some in by_metric.items():
        number = _number(some, good.get((member_id, metric_id), 0.0))
        for kind, plan in some.items():
            found[member_id][metric_id, kind] = Ask(plan.goal_id, number, plan.planned or 0, plan.target)
    return dict(found)


def ask_of_metric(metric: Metric, asks: AsksOfMember) -> int | None:
    """What is to be done of the metric today; None where nothing is asked, as of every outcome."""
    if not metric.leading:
        return None
    return next((ask.number for (metric_id, _), ask in asks.items() if metric_id == metric.id), None)


def target_of(goal: HeldGoal, asks: AsksOfMember) -> int:
    """What the goal's period asks of this member, after leave and ramp."""
    ask = asks.get((goal.metric_id, goal.period))
    return ask.target if ask is not None and ask.goal_id == goal.goal_id else goal.target


def _number(plans: Mapping[PeriodKind, PlanOfDay], good: float) -> int | None:
    """What is asked of today by the plans of a member's goals on one metric."""
    if PeriodKind.DAY in plans:
        return plans[PeriodKind.DAY].planned
    asks = [
        todays_ask(plan.planned, usual=plan.usual * plan.today, good_day=good * plan.today)
        for plan in plans.values()
        if plan.planned is not None
    ]
    return max(asks, default=None)


def _good_days(
    session: Session, by_metric: Mapping[tuple[int, int], Mapping[PeriodKind, PlanOfDay]], date: dt.date
) -> dict[tuple[int, int], float]:
    """A good day of each member and metric of which a plan needs much, in units. A day's own goal is what it is."""
    much: dict[int, list[int]] = {}
    for (member_id, metric_id), plans in by_metric.items():
        if PeriodKind.DAY not in plans and any(map(_needs_much, plans.values())):
            much.setdefault(metric_id, []).append(member_id)
    found: dict[tuple[int, int], float] = {}
    for metric_id, member_ids in much.items():
        ordered, days = sorted(member_ids), dict[int, list[float]]()
        for at in range(0, len(ordered), PORTION):
            for member_id, _, quantity in day_totals.days_of_metric(
                session,
                member_ids=ordered[at : at + PORTION],
                metric_id=metric_id,
                starts=date - GOOD_DAYS_LOOKBACK,
                ends=date,
            ):
                if quantity > 0:
                    days.setdefault(member_id, []).append(float(quantity))
        found.update({(member_id, metric_id): good_day(days.get(member_id, ())) for member_id in ordered})
    return found


def _needs_much(plan: PlanOfDay) -> bool:
    return plan.planned is not None and is_much(plan.planned, usual=plan.usual * plan.today)
