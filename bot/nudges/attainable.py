"""Whether a goal that is behind was still made from there before, by the rep's own closed periods."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from bot.core.workspace_periods import period_before
from bot.leave.calendars import load_calendars
from bot.standings.standings import GoalFigures
from metrics.attainable import PastPeriod, made_from_here
from metrics.calendar import MemberCalendar
from metrics.periods import Period, PeriodKind
from storage import day_totals, people
from storage.tables import Workspace

LOOKED_AT = {PeriodKind.WEEK: 12, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8}
"""So many closed periods of each kind are looked at; a year has too few before it."""
LEAST_PERIODS = 3
LEAST_SHARE = 0.2
"""Rarer than in one period of five it is no comfort."""


@dataclass(frozen=True)
class Attainable:
    """In `times` of their last `of` periods of this kind the rep did from the same stage on what is missing now."""

    kind: PeriodKind
    times: int
    of: int


def attainables(
    session: Session, *, workspace: Workspace, wanted: Mapping[int, GoalFigures], date: dt.date
) -> dict[int, Attainable]:
    """What the closed periods of these members say of the goal of each; left out where that is nothing good."""
    found: dict[int, Attainable] = {}
    groups: dict[tuple[int, Period], list[GoalFigures]] = {}
    for item in wanted.values():
        if item.period.kind in LOOKED_AT and item.target > item.done:
            groups.setdefault((item.metric.id, item.period), []).append(item)
    for (metric_id, period), items in groups.items():
        past = _periods_before(workspace, period)
        members = people.members_by_id(session, ids={item.member_id for item in items})
        starts = past[-1].start
        calendars = load_calendars(
            session, workspace=workspace, members=list(members.values()), starts=starts, ends=period.start
        )
        days: dict[int, dict[dt.date, int]] = {}
        for member_id, day, quantity in day_totals.days_of_metric(
            session, member_ids=sorted(members), metric_id=metric_id, starts=starts, ends=period.start
        ):
            days.setdefault(member_id, {})[day] = quantity
        for item in items:
            if item.member_id in days:
                told = _told(item, past, calendars[item.member_id], days[item.member_id])
                if told is not None:
                    found[item.member_id] = told
    return found


def _periods_before(workspace: Workspace, period: Period) -> list[Period]:
    """The closed periods before this one, the newest first."""
    found = [period]
    for _ in range(LOOKED_AT[period.kind]):
        found.append(period_before(workspace, found[-1]))
    return found[1:]


def _told(
    item: GoalFigures, periods: Sequence[Period], calendar: MemberCalendar, days: Mapping[dt.date, int]
) -> Attainable | None:
    # A period in which they began to log says nothing of a whole one.
    since = min(days)
    past = [
        PastPeriod(
            weights=calendar.weights(period.start, period.end),
            quantities=np.array([days.get(day, 0) for day in period.dates()], dtype=np.float64),
        )
        for period in periods
        if period.start > since
    ]
    of, times = made_from_here(past, worked=item.worked, remaining=item.remaining, need=item.target - item.done)
    if of < LEAST_PERIODS or times < LEAST_SHARE * of or times == 0:
        return None
    return Attainable(item.period.kind, times, of)
