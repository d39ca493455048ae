"""Stores the invented deals and leads by the same path that real ones take."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.coach.deals.path import settle_new
from bot.demo.deals import InventedDeal, write_deals, write_leads
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
    assert workspace.id is not None
    made = [
        _store(session, workspace.id, members[deal.person.id].id or 0, deal, now)
        for deal in write_deals(now.date(), won)
    ]
    settle_new(session, made=made, now=now)
    for lead in write_leads(now):
        after = lead.answered_after
        add_lead(
            session,
            lead=Lead(
                workspace_id=workspace.id,
                member_id=members[lead.person.id].id,
                account=lead.account,
                source=lead.source,
                created_at=lead.created_at,
                answered_at=None if after is None else lead.created_at + dt.timedelta(minutes=after),
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
            deal_id=made.id or 0,
            before=before,
            after=after,
            moved_on=date,
            moved_by=member_id,
            at=dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC),
        )
        add_change(session, change=change)
        before = after
    return made
