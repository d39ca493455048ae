"""What a customer is worth over time, from the deals of the last year."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.coach.deals.funnel import LOOKBACK, account_key
from metrics.coaching.lifetime_value import Assumptions, LifetimeValue, value_customer
from storage import deals


def customer_value(
    session: Session, *, member_ids: Sequence[int], margin_share: float, assumptions: Assumptions, today: dt.date
) -> tuple[LifetimeValue, int] | None:
    """(the lifetime value, the number of customers it rests on); None where nobody bought within the last year.

    A customer is an account that a deal was won with; what one brings a year is the mean of what they paid in the last
    one, refunds taken off, times `margin_share` (0 … 1). `assumptions` are a year's.
    """
    won = [
        deal
        for deal in deals.closed_deals(session, member_ids=member_ids, since=today - LOOKBACK)
        if deal.stage == deals.WON and deal.account
    ]
    customers = {account_key(deal.account) for deal in won}
    if not customers:
        return None
    paid = sum(deal.amount_minor - deal.refunded_minor for deal in won)
    return value_customer(round(margin_share * paid / len(customers)), assumptions), len(customers)
