"""Where a metric stands today: the totals of the day and the week, what is asked, and its goals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.workspace_periods import period_in
from bot.standings.todays_ask import AsksOfMember, ask_of_metric, target_of, todays_asks
from bot.targets.holding import held_goals
from bot.targets.inheriting import HeldGoal
from metrics.periods import Period, PeriodKind
from storage import day_totals
from storage.tables import Member, Metric, Workspace


@dataclass(frozen=True)
class Progress:
    """A goal of the metric just logged: done so far in its period."""

    period: PeriodKind
    starts: dt.date
    done: int
    target: int
    ends: dt.date | None = None
    """The date after the last of its period."""


@dataclass(frozen=True)
class MetricToday:
    """Where a metric stands after logging: today's and the week's total, and its goals."""

    metric: Metric
    today: int
    ask: int | None
    """What is asked of the member today; None when nothing is, as of every outcome."""
    week: int | None
    """None where the earlier day is of another week."""
    goals: tuple[Progress, ...]
    earlier: int | None = None
    """The total of the earlier day that all entries are of; None where they are today's or of several days."""


def stand_today(
    session: Session,
    workspace: Workspace,
    member: Member,
    metrics: Sequence[Metric],
    today: dt.date,
    *,
    earlier: dt.date | None = None,
) -> tuple[MetricToday, ...]:
    """Where the member stands on these metrics on their date `today`, in the same order.

    With an `earlier` date also its total, and of the goals only those whose period holds it.
    """
    if not metrics:
        return ()
    ids = [metric.id for metric in metrics]
    goals = [
        goal
        for goal in held_goals(session, workspace=workspace, member_ids=[member.id], date=today)[member.id]
        if goal.metric_id in ids
        and (
            _holds(workspace, goal.period, today, earlier)
            if goal.dates is None
            else earlier is None or earlier in goal.dates
        )
    ]
    spans = {kind: _span(workspace, kind, today) for kind in _kinds(goals)}
    of_goals = {goal.goal_id: goal.dates or spans[goal.period] for goal in goals}
    days = day_totals.days_of_member(
        session,
        member_id=member.id,
        metric_ids=ids,
        starts=min(
            [span.start for span in (*spans.values(), *of_goals.values())] + ([] if earlier is None else [earlier])
        ),
        ends=max(span.end for span in (*spans.values(), *of_goals.values())),
    )
    asks: AsksOfMember = {}
    if goals:
        asks = todays_asks(
            session,
            workspace=workspace,
            members=[member],
            metrics=metrics,
            date=today,
            goals={member.id: {goal.goal_id for goal in goals}},
        )[member.id]
    return tuple(
        _today(
            metric,
            mine,
            {kind: _sum(days, metric.id, span) for kind, span in spans.items()},
            _holds(workspace, PeriodKind.WEEK, today, earlier),
            [(of_goals[goal.goal_id], _sum(days, metric.id, of_goals[goal.goal_id])) for goal in mine],
            asks,
            ask_of_metric(metric, asks),
            None if earlier is None else _sum(days, metric.id, _span(workspace, PeriodKind.DAY, earlier)),
        )
        for metric in metrics
        for mine in [[goal for goal in goals if goal.metric_id == metric.id]]
    )


def _today(
    metric: Metric,
    goals: Sequence[HeldGoal],
    sums: Mapping[PeriodKind, int],
    of_week: bool,
    spans: Sequence[tuple[Period, int]],
    asks: AsksOfMember,
    ask: int | None,
    earlier: int | None,
) -> MetricToday:
    return MetricToday(
        metric=metric,
        today=sums[PeriodKind.DAY],
        ask=ask,
        week=sums[PeriodKind.WEEK] if of_week else None,
        goals=tuple(
            Progress(goal.period, span.start, done, target_of(goal, asks), span.end)
            for goal, (span, done) in zip(goals, spans, strict=True)
        ),
        earlier=earlier,
    )


def _holds(workspace: Workspace, kind: PeriodKind, today: dt.date, earlier: dt.date | None) -> bool:
    return earlier is None or earlier in _span(workspace, kind, today)


def _kinds(goals: Sequence[HeldGoal]) -> set[PeriodKind]:
    return {PeriodKind.DAY, PeriodKind.WEEK, *(goal.period for goal in goals if goal.dates is None)}


def _span(workspace: Workspace, kind: PeriodKind, today: dt.date) -> Period:
    return period_in(workspace, kind, today)


def _sum(days: Sequence[tuple[int, dt.date, int]], metric_id: int | None, span: Period) -> int:
    return sum(total for metric, date, total in days if metric == metric_id and span.start <= date < span.end)
