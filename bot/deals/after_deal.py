"""Where a member's deals and revenue stand after a deal was won, or something was given back of it."""

import datetime as dt
from dataclasses import replace

from sqlmodel import Session

from bot.core.presets import DEAL_KEY, REVENUE_KEY
from bot.core.work import Work
from bot.log.answer import Logged, describe, metrics_by_id
from bot.log.goal_reached import moment_of
from storage import deals
from storage.tables import Deal, Member, Workspace


def standing_after_win(
    session: Session, *, workspace: Workspace, member: Member, deal: Deal, now: dt.datetime
) -> Logged:
    """What `/log deal` would say of a deal that the member has just won, with the goal that it has reached."""
    said = _said(session, workspace, member, deal, (DEAL_KEY, REVENUE_KEY), now)
    return replace(said, moment=moment_of(Work(session, workspace, now), member=member, said=said))


def standing_after_refund(
    session: Session, *, workspace: Workspace, member: Member, deal: Deal, now: dt.datetime
) -> Logged:
    """Where the member's revenue stands after something was given back of their deal."""
    said = _said(session, workspace, member, deal, (REVENUE_KEY,), now)
    return replace(said, entries=said.entries[-1:])


def _said(
    session: Session, workspace: Workspace, member: Member, deal: Deal, keys: tuple[str, ...], now: dt.datetime
) -> Logged:
    metrics = metrics_by_id(Work(session, workspace, now))
    rows = [
        row
        for row in deals.entries_of(session, deal_id=deal.id)
        if row.undone_at is None and metrics[row.metric_id].key in keys
    ]
    return describe(Work(session, workspace, now), member=member, batch="", rows=rows)
