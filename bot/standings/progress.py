"""Where a member stands now, and what came of it since the morning before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.failures import Failure, Words
from bot.core.members import local_date
from bot.core.work import Work
from bot.pipeline.conversion import ConversionFigures, conversion_of
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.recent_weeks import MetricWeeks, recent_weeks
from bot.standings.streaks import GoalStreak, streaks_of
from bot.standings.team_totals import TeamTotalNow, totals_for_rep
from bot.standings.today import MetricToday, stand_today
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage import standings
from storage.tables import Member, Metric, Workspace

PERIODS = {
    PeriodKind.DAY: Words("day"),
    PeriodKind.WEEK: Words("week"),
    PeriodKind.MONTH: Words("month"),
    PeriodKind.QUARTER: Words("quarter"),
    PeriodKind.YEAR: Words("year"),
    PeriodKind.CUSTOM: Words("dates of its own"),
}


class NoSuchGoal(Failure):
    """The member has no such goal; the message says which ones there are."""


@dataclass(frozen=True)
class Change:
    """How a goal's standing differs from that of an earlier morning in the same period. `more` in units."""

    goal: GoalLine
    since: dt.date
    """The morning that is compared with: its figures are those before that day's work."""
    more: int
    probability: float | None
    """The chance that it had then; None where it had none."""
    status: Status


@dataclass(frozen=True)
class Progress:
    """A member's goals today, by the length of their periods, with what is logged so far."""

    member: Member
    date: dt.date
    goals: tuple[GoalLine, ...]
    today: tuple[MetricToday, ...]
    """What they do that has a goal: done today, of what this morning asked."""
    changes: tuple[Change, ...]
    """Since the last morning before today; goals of a day, and periods that began since, have none."""
    streaks: tuple[GoalStreak, ...]
    weeks: tuple[MetricWeeks, ...]
    """The last four weeks of each metric that has a goal: what a rep controls first."""
    conversion: ConversionFigures | None
    """None where it was not asked for."""
    totals: tuple[TeamTotalNow, ...] = ()
    """The goals that their team has as one total."""


def progress_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Progress:
    """The member's goals at `now`, the entries of today included."""
    date = local_date(member, workspace, now)
    found = goal_lines(session, workspace=workspace, members=[member], date=date, now=now).lines.get(member.id, ())
    lines = sorted(found, key=lambda line: (line.period.days, line.period.start))
    metrics = sorted({line.metric.id: line.metric for line in found}.values(), key=lambda metric: not metric.leading)
    return Progress(
        member=member,
        date=date,
        goals=tuple(lines),
        today=stand_today(session, workspace, member, [metric for metric in metrics if metric.leading], date),
        changes=goal_changes(session, member.id, lines, date),
        streaks=streaks_of(session, workspace=workspace, member=member, metrics=metrics, today=date),
        weeks=recent_weeks(session, workspace=workspace, member=member, metrics=metrics, today=date),
        conversion=conversion_of(session, workspace=workspace, member=member, now=now),
        totals=totals_for_rep(Work(session, workspace, now), member=member, date=date),
    )


def narrow(progress: Progress, *, metric_key: str | None, period: PeriodKind | None) -> Progress:
    """Only what is about one metric, or one kind of period, where given. Raises NoSuchGoal where nothing is."""
    goals = tuple(line for line in progress.goals if _about(line.metric, line.period.kind, metric_key, period))
    if not goals:
        raise _no_such_goal(progress.goals)
    return replace(
        progress,
        goals=goals,
        today=tuple(
            each
            for each in progress.today
            if metric_key in (None, each.metric.key) and period in (None, PeriodKind.DAY)
        ),
        changes=tuple(change for change in progress.changes if change.goal in goals),
        streaks=tuple(each for each in progress.streaks if _about(each.metric, each.period, metric_key, period)),
        weeks=tuple(each for each in progress.weeks if each.metric.key in {line.metric.key for line in goals}),
        conversion=None,
    )


def _about(metric: Metric, kind: PeriodKind, metric_key: str | None, period: PeriodKind | None) -> bool:
    return metric_key in (None, metric.key) and period in (None, kind)


def _no_such_goal(lines: Sequence[GoalLine]) -> NoSuchGoal:
    if not lines:
        return NoSuchGoal("You don't have a goal yet. Your manager can set one with `/goal`.")
    return NoSuchGoal(
        "You don't have that goal. You have goals on {metrics}, by {periods}.",
        metrics=tuple(dict.fromkeys(Words(line.metric.singular) for line in lines)),
        periods=tuple(dict.fromkeys(PERIODS[line.period.kind] for line in lines)),
    )


def goal_changes(session: Session, member_id: int, lines: Sequence[GoalLine], date: dt.date) -> tuple[Change, ...]:
    """How each of a member's goals moved since the last morning before `date`, where there was one."""
    before = {
        (row.metric_id, row.period, row.period_start): row
        for row in standings.standings_before(session, member_id=member_id, date=date)
    }
    found = []
    for line in lines:
        row = before.get((line.metric.id, line.period.kind, line.period.start))
        if row is not None and line.period.kind is not PeriodKind.DAY:
            found.append(Change(line, row.date, line.done - row.done, row.probability, Status(row.status)))
    return tuple(found)
