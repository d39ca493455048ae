"""What a customer is worth over time: the last year's deals, and what the workspace assumes of its customers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.failures import Failure
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.text.vocabulary import account_key
from bot.core.work import Work
from bot.pipeline.funnel import LOOKBACK
from metrics.coaching.lifetime_value import Assumptions, LifetimeValue, value_customer
from storage import deals
from storage.tables import Workspace

LEAST_CUSTOMERS = 5
"""Customers below which a mean says nothing of the next one."""
MOST_YEARS, MOST_DISCOUNT = 30, 100
YEAR = "year"
USUAL = "usual figures of the trade, not this workspace's own"


class WrongAssumption(Failure):
    """A figure makes no sense; the message says what to write."""


@dataclass(frozen=True)
class CustomerValue:
    """What a customer is worth, of `customers` who bought within the last year; None while they are too few.

    `paid` is what one paid in that year (minor units, refunds taken off), of which `margin` percent stays. `unnamed`
    deals were won without an account: nobody knows whose they are, and they are left out. `stated` says whether the
    assumptions are the workspace's own.
    """

    worth: LifetimeValue | None
    customers: int
    paid: int
    unnamed: int
    margin: int
    stated: bool


def customer_value(work: Work, *, member_ids: Sequence[int], today: dt.date) -> CustomerValue:
    """What a customer of these members is worth, by the workspace's assumptions.

    A customer is an account with which a deal was won in the last year. The margin of a year is the mean of what they
    paid in it, refunds taken off, times the share that stays; metrics/coaching/lifetime_value.py has the formula.
    """
    won = [
        deal
        for deal in deals.closed_deals(work.session, member_ids=member_ids, since=today - LOOKBACK)
        if deal.stage == deals.WON
    ]
    named = [deal for deal in won if account_key(deal.account)]
    customers = len({account_key(deal.account) for deal in named})
    paid = sum(deal.amount_minor - deal.refunded_minor for deal in named)
    each = round(paid / customers) if customers else 0
    worth = None
    if customers >= LEAST_CUSTOMERS:
        margin = round(paid * work.workspace.customer_margin / (100 * customers))
        worth = value_customer(margin, assumptions_of(work.workspace))
    return CustomerValue(
        worth=worth,
        customers=customers,
        paid=each,
        unnamed=len(won) - len(named),
        margin=work.workspace.customer_margin,
        stated=bool(work.workspace.customer_source),
    )


def assumptions_of(workspace: Workspace) -> Assumptions:
    """What is assumed of a customer in this workspace."""
    return Assumptions(
        retention=workspace.customer_kept / 100,
        horizon=workspace.customer_years,
        discount=workspace.customer_discount / 100,
        period=YEAR,
        source=workspace.customer_source or USUAL,
    )


def require_assuming(viewer: Viewer | None) -> None:
    """Raise NotAllowed unless `viewer` may state what is assumed of a customer; None is the operator."""
    if viewer is not None:
        require(viewer, Action.CHANGE_METRICS, Subject())


def assume(
    work: Work, *, viewer: Viewer | None, margin: int, kept: int, years: int, discount: int, source: str
) -> None:
    """State what is assumed of a customer; shares in percent. `viewer` None is the operator.

    Raises NotAllowed, WrongAssumption.
    """
    require_assuming(viewer)
    source = " ".join(source.split())
    for said, most, field in (
        (margin, 100, "margin"),
        (kept, 100, "kept"),
        (years, MOST_YEARS, "years"),
        (discount, MOST_DISCOUNT, "discount"),
    ):
        if not 0 <= said <= most:
            raise WrongAssumption("Write a whole number from 0 to {most}.", field=field, most=most)
    if not source or len(source) > 200:
        raise WrongAssumption(
            "Add where these numbers come from, in up to 200 characters, like last year's renewals.", field="source"
        )
    work.workspace.customer_margin, work.workspace.customer_kept = margin, kept
    work.workspace.customer_years, work.workspace.customer_discount = years, discount
    work.workspace.customer_source = source
    work.session.add(work.workspace)
    work.audit(
        actor_id=viewer.member_id if viewer else None,
        action="customer value",
        detail=f"margin {margin} %, kept {kept} %, {years} years, discount {discount} %: {source}",
    )
