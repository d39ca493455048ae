"""What a team did of a metric in each of the last eight weeks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.workspace_periods import period_in, periods_in
from metrics.periods import Period, PeriodKind
from storage import day_totals
from storage.tables import Member, Metric, Workspace

WEEKS = 8


@dataclass(frozen=True)
class TeamWeeks:
    """The team's totals of a metric by week, the running one last: of that, up to today."""

    metric: Metric
    weeks: tuple[tuple[Period, int], ...]


def weeks_of_team(
    session: Session, *, workspace: Workspace, members: Sequence[Member], metric: Metric, today: dt.date
) -> TeamWeeks:
    """The totals of these members, in units, of the last eight weeks."""
    running = period_in(workspace, PeriodKind.WEEK, today)
    starts, ends = running.start - dt.timedelta(weeks=WEEKS - 1), running.end
    weeks = list(periods_in(workspace, PeriodKind.WEEK, starts, ends))
    totals = dict.fromkeys(weeks, 0)
    for _, date, quantity in day_totals.days_of_metric(
        session,
        member_ids=[member.id for member in members],
        metric_id=metric.id,
        starts=starts,
        ends=ends,
    ):
        totals[next(week for week in weeks if date in week)] += quantity
    return TeamWeeks(metric, tuple(totals.items()))
