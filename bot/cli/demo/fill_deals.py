"""Stores the invented deals and leads by the same path that real ones take."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.cli.demo.deals import InventedDeal, InventedLead, write_deals, write_leads, write_leads_of
from bot.core.members import local_date
from bot.pipeline.settlement import settle_new
from storage.deals import LOST, WON, add_change, add_deal
from storage.leads import add_lead
from storage.tables import Deal, Lead, Member, StageChange, Workspace


def fill_deals(
    session: Session,
    *,
    workspace: Workspace,
    members: Mapping[str, Member],
    won: Sequence[InventedDeal],
    now: dt.datetime,
) -> None:
    """Store the deals, the won ones of the history among them, and the leads; `members` by Slack id."""
    deals = list(write_deals(local_date(None, workspace, now), won))
    made = [_store(session, workspace.id, members[deal.person.id].id, deal, now) for deal in deals]
    settle_new(session, made=made, now=now)
    for deal, lead in zip(made, write_leads_of(deals), strict=True):
        if lead is not None:
            _store_lead(session, workspace.id, members, lead, deal)
    for lead in write_leads(now):
        _store_lead(session, workspace.id, members, lead, None)


def _store_lead(
    session: Session, workspace_id: int, members: Mapping[str, Member], lead: InventedLead, deal: Deal | None
) -> None:
    after = lead.answered_after
    add_lead(
        session,
        lead=Lead(
            workspace_id=workspace_id,
            member_id=members[lead.person.id].id,
            account=lead.account,
            source=lead.source,
            created_at=lead.created_at,
            answered_at=None if after is None else lead.created_at + dt.timedelta(minutes=after),
            deal_id=deal.id if deal is not None else None,
            qualified_on=deal.opened_on if deal is not None else None,
        ),
    )


def _store(session: Session, workspace_id: int, member_id: int, deal: InventedDeal, now: dt.datetime) -> Deal:
    stage, since = deal.moves[-1]
    made = add_deal(
        session,
        deal=Deal(
            workspace_id=workspace_id,
            member_id=member_id,
            account=deal.account,
            amount_minor=deal.amount_minor,
            stage=stage,
            opened_on=deal.moves[0][1],
            stage_since=since,
            touched_on=since,
            won_on=since if stage == WON else None,
            lost_on=since if stage == LOST else None,
            lost_reason=deal.reason,
            lesson=deal.lesson,
            handed_to=deal.handed_to if stage == WON else "",
            created_at=now,
        ),
    )
    before = ""
    for after, date in deal.moves:
        change = StageChange(
            workspace_id=workspace_id,
            deal_id=made.id,
            before=before,
            after=after,
            moved_on=date,
            moved_by=member_id,
            at=dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC),
        )
        add_change(session, change=change)
        before = after
    return made
