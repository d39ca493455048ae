"""The streak that a nudge may begin with: on the morning after a goal was reached so many days or weeks in a row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.leave.calendars import load_calendars
from bot.standings.standings import GoalFigures
from bot.standings.streaks import GoalStreak, streaks_of
from metrics.calendar import MemberCalendar
from metrics.periods import PeriodKind
from metrics.streaks import Outcome
from storage import day_totals
from storage.tables import Member, Metric, Workspace

TOLD = {PeriodKind.DAY: (3, 5, 10, 20), PeriodKind.WEEK: (3, 4, 8, 12)}
"""Of these lengths it is told, once each: every morning it would be a burden, and below three it is chance."""
BACK = {PeriodKind.DAY: dt.timedelta(days=35), PeriodKind.WEEK: dt.timedelta(days=98)}
"""So far back tells the longest of them from longer ones, over a holiday of a week."""
REACHED = (Outcome.REACHED, Outcome.REPAIRED)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class StreakSaid:
    """So many days or weeks in a row a goal was reached, up to the morning."""

    metric: Metric
    period: PeriodKind
    length: int


@dataclass(frozen=True)
class _Candidate:
    """A goal of a day or a week whose last stretch may have made a streak."""

    member: Member
    item: GoalFigures
    calendar: MemberCalendar


def streaks_said(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> dict[int, StreakSaid]:
    """The streak that the nudge of `date` tells of, by member: the longest that is worth a word this morning.

    Only of what a rep controls, only for those who want to hear of such things, and only when the day or week that made
    it is the last one that was worked: nothing is said of a streak that stands still or could break.
    """
    candidates = _candidates(session, workspace, members, figures, date)
    totals = _totals(session, candidates, date)
    found: dict[int, StreakSaid] = {}
    for each in candidates:
        item = each.item
        mine = totals.get((item.member_id, item.goal.metric_id), {})
        if _length(mine, each, date) not in TOLD[item.period.kind]:
            continue
        # What was said so far is by totals; now by entries, with what was logged too late.
        exact = streaks_of(
            session, workspace=workspace, member=each.member, metrics=[item.metric], today=date, back=BACK
        )
        streak = next((one for one in exact if one.period is item.period.kind), None)
        length = _told_length(streak, date) if streak is not None else None
        known = found.get(item.member_id)
        if length is not None and (known is None or length > known.length):
            found[item.member_id] = StreakSaid(item.metric, item.period.kind, length)
    return found


def _candidates(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> list[_Candidate]:
    """The goals of a day or a week of which something may be told this morning."""
    wanting = {member.id: member for member in members if member.celebrate_on}
    some = [
        item
        for item in figures
        if item.member_id in wanting
        and item.metric.leading
        and item.period.kind in TOLD
        and item.goal.period is item.period.kind
    ]
    if not some:
        return []
    concerned = [wanting[member_id] for member_id in sorted({item.member_id for item in some})]
    calendars = load_calendars(
        session, workspace=workspace, members=concerned, starts=date - max(BACK.values()), ends=date + 7 * _DAY
    )
    return [
        _Candidate(wanting[item.member_id], item, calendars[item.member_id])
        for item in some
        if item.period.kind is PeriodKind.DAY
        or calendars[item.member_id].weight_between(item.period.start, date) <= 0  # its first working morning
    ]


def _totals(
    session: Session, candidates: Sequence[_Candidate], date: dt.date
) -> dict[tuple[int, int], dict[dt.date, int]]:
    """The days of these goals' metrics, by member and metric."""
    wanted: dict[tuple[int, PeriodKind], set[int]] = {}
    for each in candidates:
        wanted.setdefault((each.item.goal.metric_id, each.item.period.kind), set()).add(each.item.member_id)
    found: dict[tuple[int, int], dict[dt.date, int]] = {}
    for (metric_id, kind), members in wanted.items():
        days = day_totals.days_of_metric(
            session, member_ids=sorted(members), metric_id=metric_id, starts=date - BACK[kind], ends=date
        )
        for member_id, day, quantity in days:
            found.setdefault((member_id, metric_id), {})[day] = quantity
    return found


def _length(days: Mapping[dt.date, int], each: _Candidate, date: dt.date) -> int:
    """How many days or weeks before `date` in a row have what this one's goal asks, for the part that was worked."""
    kind, item = each.item.period.kind, each.item
    width = 1 if kind is PeriodKind.DAY else 7
    whole = each.calendar.weight_between(item.period.start, item.period.end)
    length, start = 0, item.period.start
    while start > date - BACK[kind]:
        start -= width * _DAY
        worked = each.calendar.weight_between(start, start + width * _DAY)
        if worked <= 0:
            continue
        done = sum(days.get(start + n * _DAY, 0) for n in range(width))
        if whole <= 0 or done < int(item.target * min(1.0, worked / whole)):
            break
        length += 1
    return length


def _told_length(found: GoalStreak, date: dt.date) -> int | None:
    """The length without the stretch that runs on `date`; None where it is none that is told, or did not just grow."""
    counted = [
        (stretch, outcome)
        for stretch, outcome in found.streak.outcomes
        if outcome not in (Outcome.OFF, Outcome.NO_GOAL)
    ]
    past = [outcome for stretch, outcome in counted if stretch.period.end <= date]
    running = sum(outcome in REACHED for stretch, outcome in counted if stretch.period.end > date)
    length = found.streak.length - running
    return length if past and past[-1] in REACHED and length in TOLD[found.period] else None
