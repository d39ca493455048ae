"""What a rep did on their latest day: the good thing that a nudge begins with, and whether it was a personal best."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.standings.standings import GoalFigures
from storage import day_totals
from storage.tables import Member, Metric

LATEST = dt.timedelta(days=4)
"""Over a weekend and a holiday; what is older is no news."""
BEST_OF = dt.timedelta(days=182)
BEST_AT_LEAST = 3
BEST_DAYS = 10
"""Own days of a metric below which the best of them means nothing."""
UNUSUAL = 1.8
"""In usual days: only such a day is compared with all the others."""


@dataclass(frozen=True)
class LatestDay:
    """The units of each leading metric on the latest date with any, in the order of the metrics. `best` is the one of
    which it was the member's best day in half a year (None: of none).
    """

    date: dt.date
    totals: tuple[tuple[Metric, int], ...]
    best: Metric | None = None


def latest_days(
    session: Session,
    *,
    members: Sequence[Member],
    metrics: Iterable[Metric],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> dict[int, LatestDay]:
    """The latest day before `date` of each of these members who logged something lately."""
    by_id = {metric.id: metric for metric in metrics if metric.leading}
    ids = [member.id for member in members]
    days: dict[int, dict[dt.date, list[tuple[Metric, int]]]] = {}
    for member_id, metric_id, day, total in day_totals.day_totals_between(
        session, member_ids=ids, starts=date - LATEST, ends=date
    ):
        if metric_id in by_id and total > 0:
            days.setdefault(member_id, {}).setdefault(day, []).append((by_id[metric_id], total))
    latest = {
        member_id: LatestDay(last, tuple(sorted(some[last], key=lambda pair: pair[0].position)))
        for member_id, some in days.items()
        for last in [max(some)]
    }
    celebrating = {member.id for member in members if member.celebrate_on}
    bests = _bests(session, {m: day for m, day in latest.items() if m in celebrating}, figures, date)
    return {member_id: LatestDay(day.date, day.totals, bests.get(member_id)) for member_id, day in latest.items()}


def _bests(
    session: Session, latest: Mapping[int, LatestDay], figures: Sequence[GoalFigures], date: dt.date
) -> dict[int, Metric]:
    """Of which metric the latest day was the member's best. Only days far above the usual are looked up."""
    usual = {(item.member_id, item.metric.id): item.baseline for item in figures if not item.goal_only}
    by_metric: dict[int, tuple[Metric, list[int]]] = {}
    for member_id, day in latest.items():
        for metric, quantity in day.totals:
            known = usual.get((member_id, metric.id))
            if known is not None and quantity >= max(BEST_AT_LEAST, UNUSUAL * known):
                by_metric.setdefault(metric.id, (metric, []))[1].append(member_id)
    found: dict[int, Metric] = {}
    for metric_id, (metric, some) in by_metric.items():
        before = day_totals.best_days(
            session, member_ids=some, metric_id=metric_id, starts=date - BEST_OF, ends=min(latest[m].date for m in some)
        )
        for member_id in some:
            best, days = before.get(member_id, (0, 0))
            mine = {each.id: quantity for each, quantity in latest[member_id].totals}[metric_id]
            if days >= BEST_DAYS and mine > best:
                found.setdefault(member_id, metric)
    return found
