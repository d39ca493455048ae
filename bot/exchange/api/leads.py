"""`/api/v1/leads`: people who asked, as another program knows them."""

from collections.abc import Sequence

from bot.exchange.activity_items import active_member, past_date, past_instant
from bot.exchange.api.activities import said_of
from bot.exchange.api.models import LeadBatch, LeadItem, StoredLead, TakenBatch
from bot.exchange.api.operations import Answer, Call, Operation
from bot.exchange.api.problems import Problem
from bot.exchange.files.exports import known_as
from bot.exchange.items import read_items
from bot.exchange.leads import LeadSaid, store_leads
from bot.exchange.who import Directory
from storage import leads, people


def post_leads(call: Call, batch: LeadBatch) -> Answer:
    """Store or change leads, all or none."""
    directory = Directory(call.session, call.workspace)
    said = read_items(batch.items, lambda item: _said(item, call, directory))
    return said_of(store_leads(call.session, workspace=call.workspace, said=said, now=call.now))


def get_lead(call: Call, _body: None) -> Answer:
    """One lead with an external id."""
    lead = leads.find_lead(call.session, workspace_id=call.workspace_id, lead_id=call.key or 0)
    if lead is None or lead.external_id is None:
        raise Problem(404, "No lead with this ID has an external ID.")
    member = people.members_by_id(call.session, ids=[lead.member_id])[lead.member_id] if lead.member_id else None
    stored = StoredLead(
        id=lead.id,
        external_id=lead.external_id,
        member=known_as(member) if member is not None else None,
        account=lead.account,
        source=lead.source,
        created_at=lead.created_at,
        answered_at=lead.answered_at,
        qualified_on=lead.qualified_on,
        closed_at=lead.closed_at,
    )
    return Answer(200, stored)


def _said(item: LeadItem, call: Call, directory: Directory) -> LeadSaid:
    member = active_member(directory, item.member) if item.member is not None else None
    today = call.today_of(member)
    return LeadSaid(
        external_id=item.external_id,
        member=member,
        account=item.account,
        source=item.source,
        created_at=past_instant(item.created_at, call.now, field="created_at"),
        answered_at=past_instant(item.answered_at, call.now, field="answered_at"),
        qualified_on=past_date(item.qualified_on, today, field="qualified_on") if item.qualified_on else None,
        closed_at=past_instant(item.closed_at, call.now, field="closed_at"),
        at=min(past_instant(item.updated_at, call.now, field="updated_at") or call.now, call.now),
    )


OPERATIONS: Sequence[Operation] = (
    Operation(
        method="POST",
        path="/api/v1/leads",
        name="putLeads",
        summary="Store leads, or change those with a known external id: all of the items, or none.",
        answer=post_leads,
        says=TakenBatch,
        takes=LeadBatch,
        scope="leads",
        statuses=(200, 201),
    ),
    Operation(
        method="GET",
        path="/api/v1/leads/{id}",
        name="getLead",
        summary="A lead with an external id, as it stands.",
        answer=get_lead,
        says=StoredLead,
        scope="leads",
        statuses=(200, 404),
    ),
)
