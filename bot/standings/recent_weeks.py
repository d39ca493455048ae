"""What a member did in each of the last four weeks, beside what was planned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.workspace_periods import period_in, periods_in
from bot.leave.calendars import load_calendars
from bot.targets.over_time import GoalsOverTime, goals_over_time
from bot.targets.shares import share_of
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage import day_totals
from storage.tables import Member, Metric, Workspace

WEEKS = 4
PLANNED_BY = (
    *(PeriodKind.WEEK, PeriodKind.DAY, PeriodKind.CUSTOM),
    *(PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR),
)
"""The goal that a week's plan is taken from, the nearest to a week first."""


@dataclass(frozen=True)
class WeekDone:
    """One week: what was done in it and what was planned for it, in units. Of the running one, up to today."""

    period: Period
    done: int
    plan: float


@dataclass(frozen=True)
class MetricWeeks:
    """The last four weeks of one metric, the running one last."""

    metric: Metric
    weeks: tuple[WeekDone, ...]


def recent_weeks(
    session: Session, *, workspace: Workspace, member: Member, metrics: Sequence[Metric], today: dt.date
) -> tuple[MetricWeeks, ...]:
    """The last four weeks of each of these metrics, in their order."""
    this_week = period_in(workspace, PeriodKind.WEEK, today)
    starts, ends = this_week.start - dt.timedelta(weeks=WEEKS - 1), today + dt.timedelta(days=1)
    weeks = list(periods_in(workspace, PeriodKind.WEEK, starts, ends))
    # A plan is a part of a goal's whole period, a year at most.
    far = dt.timedelta(days=370)
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=starts - far, ends=ends + far)[
        member.id
    ]
    held = goals_over_time(session, workspace=workspace, member_id=member.id, starts=starts, ends=ends)
    found = []
    for metric in metrics:
        done = {
            date: quantity
            for _, date, quantity in day_totals.days_of_metric(
                session, member_ids=[member.id], metric_id=metric.id, starts=starts, ends=ends
            )
        }
        found.append(
            MetricWeeks(
                metric,
                tuple(
                    WeekDone(
                        week,
                        sum(done.get(date, 0) for date in week.dates()),
                        _plan(workspace, held, metric.id, calendar, Period(week.start, min(week.end, ends))),
                    )
                    for week in weeks
                ),
            )
        )
    return tuple(found)


def _plan(workspace: Workspace, held: GoalsOverTime, metric_id: int, calendar: MemberCalendar, span: Period) -> float:
    """The units expected in the span, by the goal that held at its end."""
    goals = held.on(span.end - dt.timedelta(days=1))
    goal = next((goals[metric_id, kind] for kind in PLANNED_BY if (metric_id, kind) in goals), None)
    if goal is None:
        return 0.0
    # A goal of a day is asked of each date alone, so its sum over the span is the plan.
    kind = goal.period if goal.period is not PeriodKind.DAY else PeriodKind.WEEK
    planned = 0.0
    for period in (goal.dates,) if goal.dates is not None else periods_in(workspace, kind, span.start, span.end):
        share = share_of(goal, period, calendar, workspace)
        first, end = max(period.start, span.start), min(period.end, span.end)
        planned += share.expected_by(end) - share.expected_by(first) if first < end else 0.0
    return planned
