"""What the stored leads say: how fast they were answered, and which sources are worth the time."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.members import earliest_date, latest_date, local_date, zone_of
from bot.leave.calendars import load_calendars
from metrics.coaching.lead_quality import LeadOutcome, LeadQuality, judge_sources
from metrics.coaching.lead_response import BusinessHours, LeadResponse, LeadWait, measure_response
from storage import deals, leads
from storage.tables import Deal, Lead, Member, Workspace

LEADS_LOOKBACK = dt.timedelta(days=180)


def leads_of(session: Session, members: Sequence[Member], now: dt.datetime) -> list[Lead]:
    """The leads of these members that came in within the last half year."""
    ids = [member.id for member in members]
    return leads.leads_since(session, member_ids=ids, since=now - LEADS_LOOKBACK)


def hours_of(
    session: Session, *, workspace: Workspace, members: Sequence[Member], starts: dt.date, ends: dt.date
) -> dict[int, BusinessHours]:
    """When each of these members answers leads, true for instants on the dates [starts, ends)."""
    calendars = load_calendars(session, workspace=workspace, members=members, starts=starts, ends=ends)
    return {member.id: BusinessHours(calendars[member.id], zone_of(member, workspace)) for member in members}


def response_of(
    session: Session, workspace: Workspace, members: Sequence[Member], some: Sequence[Lead], now: dt.datetime
) -> LeadResponse:
    """How fast these leads of these members were answered."""
    first = min((lead.created_at for lead in some), default=now)
    day = dt.timedelta(days=1)
    hours = hours_of(
        session, workspace=workspace, members=members, starts=earliest_date(first) - day, ends=latest_date(now) + day
    )
    return measure_response(
        [
            LeadWait(lead.created_at, lead.answered_at, hours[lead.member_id], lead.closed_at)
            for lead in some
            if lead.member_id is not None
        ],
        now,
    )


def sources_of(
    session: Session, workspace: Workspace, members: Sequence[Member], some: Sequence[Lead], today: dt.date
) -> LeadQuality:
    """What became of these leads, by where they came from. A lead is won with the deal that came of it."""
    by_id: dict[int | None, Member] = {member.id: member for member in members}
    made: dict[int | None, Deal] = {
        deal.id: deal
        for deal in deals.deals_by_id(session, ids=[lead.deal_id for lead in some if lead.deal_id is not None])
        if deal.undone_at is None
    }
    outcomes = []
    for lead in some:
        member, deal = by_id.get(lead.member_id), made.get(lead.deal_id)
        won = deal is not None and deal.stage == deals.WON
        outcomes.append(
            LeadOutcome(
                source=lead.source,
                created_on=local_date(member, workspace, lead.created_at),
                qualified_on=lead.qualified_on or (deal.opened_on if deal is not None else None),
                won_on=deal.won_on if deal is not None and won else None,
                amount=deal.amount_minor - deal.refunded_minor if deal is not None and won else 0,
            )
        )
    return judge_sources(outcomes, today)
