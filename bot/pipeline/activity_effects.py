"""Which activities have led to deals, where the figures can tell."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.text.vocabulary import account_key
from bot.pipeline.funnel import LOOKBACK, touched_accounts
from metrics.conversion import StageCount, believe
from metrics.weakest_stage import TO_MEMBER
from storage import catalogue
from storage.deals import WON, closed_deals
from storage.tables import Deal, Member, Metric, Workspace

LEAST_DEALS = 10
"""Closed deals with an activity, and without it, below which nothing is said of what led to deals."""


@dataclass(frozen=True)
class ActivityEffect:
    """Closed deals on whose account the activity was logged before they closed, and those without it.

    `certainty` is the probability that deals with it are won more often. It is no proof that it is the cause.
    """

    metric: Metric
    with_it: StageCount
    without_it: StageCount
    certainty: float


def effects_of(
    session: Session, workspace: Workspace, members: Sequence[Member], today: dt.date
) -> tuple[ActivityEffect, ...]:
    """Which activities deals on the same account were won more often with."""
    ids = [member.id for member in members]
    closed = [deal for deal in closed_deals(session, member_ids=ids, since=today - LOOKBACK) if deal.account]
    if len(closed) < 2 * LEAST_DEALS:
        return ()
    leading = [m for m in catalogue.list_metrics(session, workspace_id=workspace.id) if m.leading]
    touched = touched_accounts(
        session, metrics=leading, member_ids=ids, starts=today - 2 * LOOKBACK, ends=today + dt.timedelta(days=1)
    )
    found = []
    for metric in leading:
        effect = _effect(metric, closed, touched, today)
        if effect is not None and effect.certainty >= TO_MEMBER:
            found.append(effect)
    return tuple(sorted(found, key=lambda each: -each.certainty))


def _effect(
    metric: Metric, closed: Sequence[Deal], touched: Mapping[str, Mapping[str, dt.date]], today: dt.date
) -> ActivityEffect | None:
    with_it, without_it = [0, 0], [0, 0]
    for deal in closed:
        on = deal.won_on if deal.stage == WON else deal.lost_on
        first = touched.get(account_key(deal.account), {}).get(metric.key)
        had = with_it if first is not None and first <= (on or today) else without_it
        had[0] += 1
        had[1] += deal.stage == WON
    if with_it[0] < LEAST_DEALS or without_it[0] < LEAST_DEALS:
        return None
    own, rest = StageCount(*with_it), StageCount(*without_it)
    rate = rest.advanced / rest.entrants
    certainty = 1.0 - believe(own, rate).below(rate)
    return ActivityEffect(metric, own, rest, certainty)
