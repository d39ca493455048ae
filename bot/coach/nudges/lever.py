"""The lever: what a rep's own demos or proposals have led to, so that a number to do has a reason."""

import datetime as dt
from collections.abc import Collection, Mapping

from sqlmodel import Session

from bot.coach.setup.catalogue import DEAL_KEY
from storage import day_totals
from storage.tables import Metric

SPAN = dt.timedelta(days=180)
LAG = dt.timedelta(days=30)
"""A deal comes so long after what led to it: deals are counted up to today, the rest up to a month before."""
LEAST_DEALS, LEAST_DONE = 5, 20
"""Below these a ratio of one person is luck."""
MOST_APART = 50
"""Of more than that many to a deal nobody feels a lever."""
HEAVY = 2.0
"""Only metrics that count at least so much when actions are chosen: a demo is close to a deal, a call is not."""


def levers_of(
    session: Session, *, wanted: Mapping[int, Collection[int]], metrics: Mapping[int, Metric], date: dt.date
) -> dict[tuple[int, int], int]:
    """Of how many of these metrics one deal comes, by member and metric; left out where the figures cannot tell.

    `wanted` are members by metric. A ratio of sums in half a year: which demo led to which deal is not known.
    """
    deal = next((metric for metric in metrics.values() if metric.key == DEAL_KEY), None)
    some = {
        metric_id: sorted(members)
        for metric_id, members in wanted.items()
        if members and metrics[metric_id].action_weight >= HEAVY
    }
    if deal is None or deal.id is None or not some:
        return {}
    who = sorted({member_id for members in some.values() for member_id in members})
    deals = day_totals.sums_between(session, member_ids=who, metric_id=deal.id, starts=date - SPAN, ends=date)
    sellers = {member_id for member_id, number in deals.items() if number >= LEAST_DEALS}
    found: dict[tuple[int, int], int] = {}
    for metric_id, members in some.items():
        asked = [member_id for member_id in members if member_id in sellers]
        if not asked:
            continue
        done = day_totals.sums_between(
            session, member_ids=asked, metric_id=metric_id, starts=date - SPAN - LAG, ends=date - LAG
        )
        for member_id, number in done.items():
            each = round(number / deals[member_id])
            if number >= LEAST_DONE and 1 < each <= MOST_APART:
                found[(member_id, metric_id)] = each
    return found
