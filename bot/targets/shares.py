"""What a goal asks of one member in a period, and how much of it by a morning."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.core.members import earliest_date, local_date
from bot.targets.inheriting import HeldGoal, TargetSpan
from metrics.calendar import MemberCalendar
from metrics.expectation import GoalShare, HeldTarget, share_day_goal, share_goal
from metrics.history import RECENT_HALF_LIVES
from metrics.late_entries import COMPLETE, Completeness, shift_late_days
from metrics.periods import Period, PeriodKind
from storage.tables import Workspace


def share_of(
    goal: HeldGoal,
    period: Period,
    calendar: MemberCalendar,
    workspace: Workspace,
    *,
    morning: dt.date | None = None,
) -> GoalShare:
    """The member's share of a goal in a period; a day goal's may be of any period.

    `morning` is the one that is looked at, where a workspace that is not live yet looks ahead.
    """
    held = [
        HeldTarget(start, end, float(span.target), inherited=goal.inherited)
        for span in goal.spans
        if (start := max(period.start, _begins(goal, span, workspace, morning) or period.start))
        < (end := min(period.end, span.ends or period.end))
    ]
    if goal.period is PeriodKind.DAY:
        return share_day_goal(period, calendar, held)
    return share_goal(period, calendar, held, leave=goal.leave)


def _begins(goal: HeldGoal, span: TargetSpan, workspace: Workspace, morning: dt.date | None) -> dt.date | None:
    """From when a span is asked of the member; None for as long as can be.

    Who was put into a team while the workspace was set up begins on the day after it went live: on their first morning
    nobody is behind. Before it is live, that is the morning which is looked at.
    """
    live = workspace.went_live_at
    first = None if workspace.live else morning
    if live is not None:
        first = local_date(None, workspace, live) + dt.timedelta(days=1)
    if first is None or span.starts is None or not goal.inherited:
        return span.starts
    met = earliest_date(workspace.created_at)
    return first if met <= span.starts < first else span.starts


@dataclass(frozen=True, eq=False)
class ShareOnMorning:
    """A share as it stands on the morning of `date`, in units and standard working days."""

    share: GoalShare
    date: dt.date
    completeness: Completeness = COMPLETE

    @cached_property
    def worked(self) -> float:
        """Days worked before the morning."""
        return self.share.worked(self.date)

    @cached_property
    def remaining(self) -> float:
        """Days from the morning on."""
        return self.share.remaining(self.date)

    @cached_property
    def today(self) -> float:
        """The weight of the day itself."""
        return float(self.share.weights[self.share.period.days_before(self.date)])

    @cached_property
    def expected(self) -> float:
        """Units expected by the morning."""
        return self.share.expected_by(self.date)

    @cached_property
    def late(self) -> float:
        """Days of the last three whose entries are not in yet, as this team usually logs."""
        if self.completeness is COMPLETE:
            return 0.0
        at = self.share.period.days_before(self.date)
        return shift_late_days(self.share.weights, at, self.completeness)[1] - self.remaining

    @cached_property
    def late_lately(self) -> tuple[float, ...]:
        """The same of the recent days, for each of RECENT_HALF_LIVES; they reach across the period's start."""
        if self.completeness is COMPLETE:
            return (0.0,) * len(RECENT_HALF_LIVES)
        days = len(self.completeness.shares)
        weights = self.share.calendar.weights(self.date - dt.timedelta(days=days), self.date)[::-1]
        later = np.cumsum(weights) - weights
        missing = weights * (1.0 - np.array(self.completeness.shares))
        return tuple(float((missing * 0.5 ** (later / half_life)).sum()) for half_life in RECENT_HALF_LIVES)

    @cached_property
    def counts_all(self) -> bool:
        """Whether every entry of the period counts: the goal was held from its first day on."""
        first = self.share.parts[0].held.start if self.share.parts else self.share.period.end
        return first <= self.share.period.start and len(self.share.parts) == 1

    def active_days(self, since: dt.date) -> float:
        """Days worked since the goal was set; without end when that was before the period."""
        if since <= self.share.period.start:
            return float("inf")
        before = slice((since - self.share.period.start).days, self.share.period.days_before(self.date))
        return float(self.share.weights[before].sum())


class ShareBook:
    """Shares of many members on one morning, worked out once for all who have the same goal and calendar."""

    def __init__(self, workspace: Workspace, date: dt.date, completeness: Mapping[int, Completeness]) -> None:
        """`completeness` by team."""
        self._workspace, self._date, self._completeness = workspace, date, completeness
        self._known: dict[tuple[object, ...], ShareOnMorning] = {}

    def look_up(self, goal: HeldGoal, period: Period, calendar: MemberCalendar, team_id: int | None) -> ShareOnMorning:
        """The share of a member with this calendar, who is a rep of this team."""
        completeness = self._completeness.get(team_id, COMPLETE) if team_id is not None else COMPLETE
        key = (goal.period, goal.spans, goal.inherited, goal.leave, period, calendar, completeness)
        found = self._known.get(key)
        if found is None:
            share = share_of(goal, period, calendar, self._workspace, morning=self._date)
            found = self._known[key] = ShareOnMorning(share, self._date, completeness)
        return found
