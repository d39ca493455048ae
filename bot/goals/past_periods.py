"""What was done in periods that are over: the best one, and the last one as the ground for a percentage."""

import bisect
import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.core.members import local_date
from bot.core.work import Work
from bot.core.workspace_periods import period_before, periods_in
from bot.goals.editing import known_metric
from bot.leave.calendars import load_calendars
from bot.people.goal_owners import GoalOwner, WrongGoal, members_of
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage import day_totals
from storage.tables import Member, Workspace

LOOKBACK = dt.timedelta(days=2 * 366)
FULL_ENOUGH = 0.5
"""A period of which somebody worked less than this share is no measure of what they can do."""


@dataclass(frozen=True)
class PastPeriod:
    """What a member did in a period that is over: its total, and units a standard working day."""

    period: Period
    total: int
    a_day: float


@dataclass(frozen=True)
class OverLast:
    """A target that is so many percent over the last period: `base` is what was done then (of a team, by a rep on
    average; for a day goal, a working day of that week).
    """

    target: int
    base: float
    period: Period


def today_of(subject: GoalOwner, workspace: Workspace, now: dt.datetime) -> dt.date:
    """The date where the member is; a team's or role's is the workspace's."""
    if isinstance(subject, Member):
        return local_date(subject, workspace, now)
    return local_date(None, workspace, now)


def past_periods(
    work: Work,
    *,
    metric_id: int,
    kind: PeriodKind,
    calendars: Mapping[int, MemberCalendar],
    before: dt.date,
    most: int | None = None,
) -> dict[int, tuple[PastPeriod, ...]]:
    """Each member's whole periods before `before`, from their first entry within two years on, the newest last; of the
    last `most` where that is less.

    Those of which they worked less than half are left out; who has none is too.
    """
    current = work.period(kind, before)
    starts = _starts(work.workspace, kind, current)[-most if most is not None else 0 :]
    totals: dict[int, dict[dt.date, int]] = {}
    for member_id, date, quantity in day_totals.days_of_metric(
        work.session, member_ids=sorted(calendars), metric_id=metric_id, starts=starts[0], ends=current.start
    ):
        of_member = totals.setdefault(member_id, {})
        start = starts[bisect.bisect_right(starts, date) - 1]
        of_member[start] = of_member.get(start, 0) + quantity
    return {
        member_id: tuple(_told(work.workspace, kind, calendars[member_id], of_member, current.start))
        for member_id, of_member in totals.items()
    }


def _starts(workspace: Workspace, kind: PeriodKind, current: Period) -> list[dt.date]:
    """The first days of the periods of two years, up to the one before `current`."""
    return [period.start for period in periods_in(workspace, kind, current.start - LOOKBACK, current.start)]


def _told(
    workspace: Workspace, kind: PeriodKind, calendar: MemberCalendar, totals: Mapping[dt.date, int], before: dt.date
) -> Iterator[PastPeriod]:
    whole = calendar.without_leave().without_employment()
    for period in periods_in(workspace, kind, min(totals), before):
        worked = float(calendar.weights(period.start, period.end).sum())
        of_days = float(whole.weights(period.start, period.end).sum())
        if worked > 0 and worked >= FULL_ENOUGH * of_days:
            total = totals.get(period.start, 0)
            yield PastPeriod(period, total, total / worked)


def target_over_last(
    work: Work, *, subject: GoalOwner, metric_key: str, period: PeriodKind, percent: Decimal, starts: dt.date
) -> OverLast:
    """The target `percent` above (below zero: under) what was done in the last whole period before the goal starts.

    Raises WrongGoal when nothing was done then, or nothing would be left to do.
    """
    metric = known_metric(work, key=metric_key)
    today = today_of(subject, work.workspace, work.now)
    judged = PeriodKind.WEEK if period is PeriodKind.DAY else period
    last = period_before(work.workspace, work.period(judged, min(starts, today)))
    members = members_of(work.session, workspace=work.workspace, about=subject, date=today)
    ids = [member.id for member in members]
    sums = day_totals.sums_between(work.session, member_ids=ids, metric_id=metric.id, starts=last.start, ends=last.end)
    done = {member_id: total for member_id, total in sums.items() if total > 0}
    if not done:
        raise WrongGoal(
            "Nothing was logged from {first} to {last}, so a percentage won't work. Write a number instead.",
            field="target",
            first=last.start,
            last=last.end - dt.timedelta(days=1),
        )
    base = sum(done.values()) / len(done)
    if period is PeriodKind.DAY:
        calendars = load_calendars(
            work.session, workspace=work.workspace, members=members, starts=last.start, ends=last.end
        )
        days = sum(float(calendars[member_id].weights(last.start, last.end).sum()) for member_id in done)
        base = sum(done.values()) / max(days, 1.0)
    target = math.ceil(base * float(100 + percent) / 100 - 1e-9)
    if target <= 0:
        raise WrongGoal("That leaves nothing to do. To end a goal, write `off` instead of a number.", field="target")
    return OverLast(target, base, last)
