"""How many of a metric there were in a period: the answer to a plain question."""

import datetime as dt
from dataclasses import dataclass

from bot.core.work import Work
from bot.standings.goal_lines import GoalLine
from bot.standings.progress import progress_of
from metrics.periods import Period, PeriodKind
from storage import day_totals
from storage.tables import Member, Metric


@dataclass(frozen=True)
class Counted:
    """The total of a metric in a period, and the goals of the member on it where the period still runs."""

    metric: Metric
    period: Period
    total: int
    goals: tuple[GoalLine, ...]
    member: Member
    last: bool = False
    """Whether the period is over."""


def count_of(work: Work, *, member: Member, metric_key: str, kind: PeriodKind, last: bool = False) -> Counted:
    """The member's own total in the period that runs, or in the one before it with `last`. In units of the metric."""
    metric = next(each for each in work.metrics() if each.key == metric_key)
    period = work.period(kind, work.today_of(member))
    if last:
        period = work.period(kind, period.start - dt.timedelta(days=1))
    total = day_totals.total_between(
        work.session, member_id=member.id, metric_id=metric.id, starts=period.start, ends=period.end
    ).quantity
    found = progress_of(work.session, workspace=work.workspace, member=member, now=work.now).goals if not last else ()
    goals = tuple(line for line in found if line.metric.id == metric.id and line.period.kind is kind)
    return Counted(metric, period, total, goals, member, last)
