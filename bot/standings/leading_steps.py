"""What can be done for an outcome that is at risk: nobody does revenue or a deal, but what leads there."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.pipeline.breakdown import breakdown_of
from bot.pipeline.outcome_metrics import WAYS, outcomes
from bot.standings.standings import GoalFigures
from bot.standings.todays_ask import AsksOfMember
from metrics.actions import todays_ask
from metrics.breakdown import Planned
from storage import day_totals
from storage.tables import Member, Metric, Workspace

USUAL_OF = dt.timedelta(days=28)
"""Of an activity without a goal a usual day is taken from so many calendar days."""
USUAL_DAYS = 20.0


@dataclass(frozen=True)
class Way:
    """The activity that leads to an outcome next, what is asked of it today, what the plan would need of the day, and a
    usual day of it, in units.
    """

    metric: Metric
    ask: int
    planned: int
    usual: float


def ways_of(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    at_risk: Mapping[int, Sequence[GoalFigures]],
    figures: Mapping[int, Sequence[GoalFigures]],
    asks: Mapping[int, AsksOfMember],
    metrics: Mapping[int, Metric],
    now: dt.datetime,
) -> dict[tuple[int, str], Way]:
    """The way to each of these goals on an outcome, by member and the outcome's key; left out where none is known.

    It is the last activity before the outcome of which something is asked today anyway, so that each metric has one
    number a day; where nothing is, the last one of the goal's breakdown that still lands in its period.
    """
    if not at_risk:
        return {}
    by_key = {metric.key: metric for metric in metrics.values()}
    by_id = {member.id: member for member in members}
    found: dict[tuple[int, str], Way] = {}
    for member_id, some in at_risk.items():
        for item in some:
            key = item.metric.key
            way = _asked_anyway(key, figures[member_id], asks[member_id], by_key) or _of_breakdown(
                session, workspace, by_id[member_id], item, by_key, now
            )
            if way is not None:
                found[member_id, key] = way
    return found


def _asked_anyway(
    outcome: str, figures: Sequence[GoalFigures], asks: AsksOfMember, metrics: Mapping[str, Metric]
) -> Way | None:
    _, funnel = WAYS.get(outcome, ("", ()))
    for key in reversed(funnel):
        item = next((each for each in figures if each.metric.key == key and each.metric.leading), None)
        ask = asks.get((item.goal.metric_id, item.period.kind)) if item is not None else None
        if item is not None and ask is not None and ask.number:
            return Way(metrics[key], ask.number, ask.planned, item.baseline * item.weight_today)
    return None


def _of_breakdown(
    session: Session,
    workspace: Workspace,
    member: Member,
    item: GoalFigures,
    metrics: Mapping[str, Metric],
    now: dt.datetime,
) -> Way | None:
    outcome = outcomes(session, workspace=workspace).get(item.metric.key)
    if outcome is None:
        return None
    plan = breakdown_of(
        session, workspace=workspace, member=member, target=item.target, period=item.period, now=now, outcome=outcome
    ).activities
    for step in reversed(plan.steps if plan is not None else ()):
        if step.planned is Planned.THIS_PERIOD and step.low_a_day:
            metric = metrics[step.metric]
            planned = math.ceil(step.low_a_day * item.weight_today - 1e-9)
            usual = _usual(session, member, metric, item) * item.weight_today
            return Way(metric, todays_ask(planned, usual=usual, good_day=0.0), planned, usual)
    return None


def _usual(session: Session, member: Member, metric: Metric, item: GoalFigures) -> float:
    date = item.share.date
    done = day_totals.total_between(
        session, member_id=member.id, metric_id=metric.id, starts=date - USUAL_OF, ends=date
    ).quantity
    return max(0.0, done / USUAL_DAYS)
