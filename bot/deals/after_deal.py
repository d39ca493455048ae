"""Where a member's deals and revenue stand after a deal was won, or something was given back of it."""

from dataclasses import replace

from bot.core.presets import DEAL_KEY, REVENUE_KEY
from bot.core.work import Work
from bot.log.answer import Logged, describe, metrics_by_id
from bot.log.goal_reached import moment_of
from storage import deals
from storage.tables import Deal, Member


def standing_after_win(work: Work, *, member: Member, deal: Deal) -> Logged:
    """What `/log deal` would say of a deal that the member has just won, with the goal that it has reached."""
    said = _said(work, member, deal, (DEAL_KEY, REVENUE_KEY))
    return replace(said, moment=moment_of(work, member=member, said=said))


def standing_after_refund(work: Work, *, member: Member, deal: Deal) -> Logged:
    """Where the member's revenue stands after something was given back of their deal."""
    said = _said(work, member, deal, (REVENUE_KEY,))
    return replace(said, entries=said.entries[-1:])


def _said(work: Work, member: Member, deal: Deal, keys: tuple[str, ...]) -> Logged:
    metrics = metrics_by_id(work)
    rows = [
        row
        for row in deals.entries_of(work.session, deal_id=deal.id)
        if row.undone_at is None and metrics[row.metric_id].key in keys
    ]
    return describe(work, member=member, batch="", rows=rows)
