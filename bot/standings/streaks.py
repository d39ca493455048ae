"""How many days or weeks in a row a member has reached a goal."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import zone_of
from bot.core.workspace_periods import periods_in
from bot.leave.calendars import load_calendars
from bot.targets.inheriting import GoalKey
from bot.targets.over_time import GoalsOverTime, goals_over_time
from bot.targets.shares import share_of
from metrics.calendar import MemberCalendar
from metrics.periods import PeriodKind
from metrics.streaks import Streak, StreakEntry, Stretch, find_streak
from storage import entries
from storage.tables import Member, Metric, Source, Workspace

LOOKBACK = {PeriodKind.DAY: dt.timedelta(days=120), PeriodKind.WEEK: dt.timedelta(days=364)}
"""A streak is counted so far back; the kinds of goal that can have one."""


@dataclass(frozen=True)
class GoalStreak:
    """The running streak of one goal, in days or weeks as the goal's `period` is."""

    metric: Metric
    period: PeriodKind
    streak: Streak


def streaks_of(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    metrics: Sequence[Metric],
    today: dt.date,
    back: Mapping[PeriodKind, dt.timedelta] = LOOKBACK,
) -> tuple[GoalStreak, ...]:
    """The streaks of two or more of the member's goals of a day or a week on these metrics, the longest first.

    Only of metrics that a rep controls: on outcomes luck dominates. They are counted `back` so far.
    """
    leading = {metric.id: metric for metric in metrics if metric.leading}
    starts, ends = today - max(back.values()), today + dt.timedelta(days=8)
    held = goals_over_time(session, workspace=workspace, member_id=member.id, starts=starts, ends=ends)
    wanted = [key for key in held.on(today) if key[0] in leading and key[1] in back]
    if not wanted:
        return ()
    calendar = load_calendars(session, workspace=workspace, members=[member], starts=starts, ends=ends)[member.id]
    entries = _entries(session, workspace, member, {metric_id for metric_id, _ in wanted}, starts, today)
    found = []
    for metric_id, kind in wanted:
        stretches = _stretches(workspace, held, (metric_id, kind), calendar, today, back[kind])
        streak = find_streak(stretches, entries.get(metric_id, ()), calendar, today)
        if streak.length >= 2:
            found.append(GoalStreak(leading[metric_id], kind, streak))
    return tuple(sorted(found, key=lambda each: -each.streak.length))


def _stretches(
    workspace: Workspace,
    held: GoalsOverTime,
    key: GoalKey,
    calendar: MemberCalendar,
    today: dt.date,
    back: dt.timedelta,
) -> list[Stretch]:
    _, kind = key
    found = []
    for period in periods_in(workspace, kind, today - back, today + dt.timedelta(days=1)):
        # The goal of a week is the one that held at its end.
        goal = held.on(min(today, period.end - dt.timedelta(days=1))).get(key)
        target = share_of(goal, period, calendar, workspace).whole_target if goal is not None else 0
        found.append(Stretch(period, float(target)))
    return found


def _entries(
    session: Session, workspace: Workspace, member: Member, metric_ids: set[int], starts: dt.date, today: dt.date
) -> dict[int, list[StreakEntry]]:
    zone = zone_of(member, workspace)
    found: dict[int, list[StreakEntry]] = {}
    for row in entries.entries_between(
        session, member_id=member.id, metric_ids=metric_ids, starts=starts, ends=today + dt.timedelta(days=1)
    ):
        # What another program knew is as true when it is imported late: only what is typed can be typed too late.
        by_hand = row.source is Source.SLACK
        logged_on = row.logged_at.astimezone(zone).date() if by_hand else row.local_date
        found.setdefault(row.metric_id, []).append(StreakEntry(row.local_date, logged_on, float(row.quantity)))
    return found
