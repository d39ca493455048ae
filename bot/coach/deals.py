"""Won deals, and the one path from a deal to the outcome metrics."""

import datetime as dt
from collections.abc import Collection, Mapping

from sqlmodel import Session

from bot.coach.catalogue import DEAL_KEY, REVENUE_KEY
from bot.parsing.log_text import ParsedEntry
from storage import deals
from storage.tables import Activity, Deal, Member, Metric, Source, Workspace


def record_won_deal(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    entry: ParsedEntry,
    metrics: Mapping[str, Metric],
    batch: str,
    now: dt.datetime,
) -> list[Activity]:
    """Store the won deals of one entry; the activities of the outcome metrics that they make, not yet stored.

    An entry of several deals with one amount is one deal row: the amount is of all of them together.
    """
    assert workspace.id is not None
    assert member.id is not None
    deal = deals.add_deal(
        session,
        deal=Deal(
            workspace_id=workspace.id,
            member_id=member.id,
            account=entry.account or "",
            amount_minor=entry.amount_minor or 0,
            stage="won",
            won_on=entry.date,
            created_at=now,
        ),
    )
    outcomes = [(metrics[DEAL_KEY].id, entry.quantity), (metrics[REVENUE_KEY].id, entry.amount_minor or 0)]
    return [
        Activity(
            workspace_id=workspace.id,
            member_id=member.id,
            metric_id=metric_id,
            quantity=quantity,
            local_date=entry.date,
            account=entry.account or "",
            note=entry.note or "",
            outcome=entry.outcome or "",
            source=Source.DEAL,
            batch=batch,
            deal_id=deal.id,
            logged_at=now,
        )
        for metric_id, quantity in outcomes
        if metric_id is not None and quantity != 0
    ]


def undo_deals(session: Session, *, deal_ids: Collection[int], now: dt.datetime) -> None:
    """Mark deals as undone, as their activities are."""
    for deal in deals.deals_by_id(session, ids=deal_ids):
        deals.undo_deal(session, deal=deal, now=now)
