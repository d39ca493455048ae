"""`/api/v1/deals`: opportunities that another program knows."""

from collections.abc import Sequence

from bot.exchange.activity_items import active_member, minor_units, past_date, past_instant
from bot.exchange.api.activities import said_of
from bot.exchange.api.models import DealBatch, DealItem, StoredDeal, TakenBatch, decimal_of
from bot.exchange.api.operations import Answer, Call, Operation
from bot.exchange.api.problems import Problem
from bot.exchange.deal_changes import DealRules
from bot.exchange.deals import DealSaid, store_deals
from bot.exchange.files.exports import known_as, plain_amount
from bot.exchange.items import read_items
from bot.exchange.stage_names import StageWords
from bot.exchange.values import require_own_currency
from bot.exchange.who import Directory
from storage import deals, people

RULES = DealRules(opens_today=True, strict_order=True)
"""A program that sends a deal here says how it stands now, and can be told what is wrong."""


def post_deals(call: Call, batch: DealBatch) -> Answer:
    """Store or change deals, all or none."""
    directory, words = Directory(call.session, call.workspace), StageWords(call.session, call.workspace)
    said = read_items(batch.items, lambda item: _said(item, call, directory, words))
    return said_of(
        store_deals(
            call.session, workspace=call.workspace, said=said, first_stage=words.first, now=call.now, rules=RULES
        )
    )


def get_deal(call: Call, _body: None) -> Answer:
    """One deal with an external id."""
    deal = deals.find_deal(call.session, workspace_id=call.workspace_id, deal_id=call.key or 0)
    if deal is None or deal.external_id is None:
        raise Problem(404, "No deal with this ID has an external ID.")
    stored = StoredDeal(
        id=deal.id,
        external_id=deal.external_id,
        member=known_as(people.members_by_id(call.session, ids=[deal.member_id])[deal.member_id]),
        account=deal.account,
        amount=plain_amount(deal.amount_minor, call.workspace),
        stage=deal.stage,
        opened_on=deal.opened_on,
        closed_on=deal.won_on or deal.lost_on,
        lost_reason=deal.lost_reason,
    )
    return Answer(200, stored)


def _said(item: DealItem, call: Call, directory: Directory, words: StageWords) -> DealSaid:
    member = active_member(directory, item.member) if item.member is not None else None
    today, amount = call.today_of(member), decimal_of(item.amount)
    require_own_currency(item.currency or "", call.workspace)
    return DealSaid(
        external_id=item.external_id,
        member=member,
        account=item.account,
        amount_minor=minor_units(amount, call.workspace, field="amount") if amount is not None else None,
        stage=words.find(item.stage) if item.stage is not None else None,
        opened_on=past_date(item.opened_on, today, field="opened_on") if item.opened_on else None,
        closed_on=past_date(item.closed_on, today, field="closed_on") if item.closed_on else None,
        lost_reason=item.lost_reason,
        at=min(past_instant(item.updated_at, call.now, field="updated_at") or call.now, call.now),
    )


OPERATIONS: Sequence[Operation] = (
    Operation(
        method="POST",
        path="/api/v1/deals",
        name="putDeals",
        summary="Store deals, or change those with a known external id: all of the items, or none.",
        answer=post_deals,
        says=TakenBatch,
        takes=DealBatch,
        scope="deals",
        statuses=(200, 201),
    ),
    Operation(
        method="GET",
        path="/api/v1/deals/{id}",
        name="getDeal",
        summary="A deal with an external id, as it stands.",
        answer=get_deal,
        says=StoredDeal,
        scope="deals",
        statuses=(200, 404),
    ),
)
