"""What files say was given back of won deals: made equal to what is stored."""

import collections
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.exchange.problems import WrongLine
from bot.pipeline.settlement import settle
from storage import deals
from storage.deals import WON
from storage.tables import Deal, Refund


@dataclass(frozen=True)
class RefundSaid:
    """That something was given back of a won deal, in minor units above zero."""

    on: dt.date
    amount_minor: int


def require_refundable(
    refunds: Sequence[RefundSaid], *, stage: str | None, amount_minor: int, won_on: dt.date | None
) -> None:
    """Raise WrongLine unless so much can have been given back of such a deal, on these days."""
    if refunds and stage != WON:
        raise WrongLine("something was given back of it, and it is not won.", field="refunds")
    if sum(refund.amount_minor for refund in refunds) > amount_minor:
        raise WrongLine("more was given back of it than its amount.", field="refunds")
    if won_on is not None and any(refund.on < won_on for refund in refunds):
        raise WrongLine(f"something was given back before it was won on {won_on}.", field="refunds")


def set_refunds(session: Session, *, deal: Deal, refunds: Sequence[RefundSaid], now: dt.datetime) -> bool:
    """Let these be the deal's refunds, and its outcomes follow; whether that changed anything.

    Those that are there already stay as they are, with who recorded them.
    """
    if deal.undone_at is not None:
        return False
    wanted = collections.Counter((refund.on, refund.amount_minor) for refund in refunds)
    gone = []
    for row in deals.refunds_of(session, deal_id=deal.id):
        key = (row.refunded_on, row.amount_minor)
        if wanted[key] > 0:
            wanted[key] -= 1
        else:
            gone.append(row)
    missing = list(wanted.elements())
    if not gone and not missing:
        return False
    for row in gone:
        row.undone_at = now
        session.add(row)
    for on, amount in missing:
        refund = Refund(workspace_id=deal.workspace_id, deal_id=deal.id, amount_minor=amount, refunded_on=on, at=now)
        deals.add_refund(session, refund=refund)
    deal.refunded_minor = sum(refund.amount_minor for refund in refunds)
    session.add(deal)
    session.flush()
    settle(session, deal=deal, changed_by=None, now=now)
    return True
