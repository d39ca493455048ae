"""Leads: somebody asked, where from, and when they were first answered."""

import datetime as dt
import enum
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import viewer_of, zone_of
from bot.core.permissions import Action, Subject, require
from bot.core.text.errors import harmless
from bot.core.text.vocabulary import account_key
from bot.core.work import Work
from bot.log.entries import batch_of
from bot.pipeline.lead_figures import hours_of
from metrics.coaching.lead_response import business_minutes
from storage import leads
from storage.tables import Deal, Lead, Member

LONGEST_ACCOUNT, LONGEST_SOURCE = 200, 80
SHOWN = 8
KEPT = dt.timedelta(days=2)
"""For so long a repeated command is known as one."""


class UnknownLead(Failure):
    """There is no such lead that waits; the message says which ones do."""


class LeadHappened(enum.Enum):
    """What was done to a lead."""

    ADDED = "added"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True)
class LeadView:
    """A lead after a change; `minutes` of business hours until it was answered, or it waits so far."""

    happened: LeadHappened
    id: int
    account: str
    source: str
    minutes: float
    answered: bool


def add_lead(work: Work, *, member: Member, account: str, source: str, receipt: str) -> LeadView:
    """Store a lead that came in now and is the member's, once for each receipt. Raises NotAllowed, UnknownLead."""
    viewer = viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
    require(viewer, Action.CHANGE_DEAL, Subject(member_id=member.id))
    name = " ".join(account.split())[:LONGEST_ACCOUNT]
    if not name:
        raise UnknownLead("Who asked? Write it like `/deal lead Acme from website`.", field="account")
    if not work.once(f"lead:{batch_of(receipt)}"):
        known = leads.leads_since(work.session, member_ids=[member.id], since=work.now - KEPT)
        again = [lead for lead in known if account_key(lead.account) == account_key(name)]
        if again:
            return _view(work, member, again[-1], LeadHappened.ADDED)
        raise UnknownLead("That's already done.")
    lead = leads.add_lead(
        work.session,
        lead=Lead(
            workspace_id=work.workspace_id,
            member_id=member.id,
            account=name,
            source=" ".join(source.split())[:LONGEST_SOURCE].casefold(),
            created_at=work.now,
        ),
    )
    return _view(work, member, lead, LeadHappened.ADDED)


def answer_lead(work: Work, *, member: Member, account: str, closes: bool = False) -> LeadView:
    """Note that the member answered a lead of theirs now, or gave it up when it `closes`. Raises UnknownLead."""
    found = _waiting(work.session, member.id, account)
    if not found:
        waiting = ", ".join(harmless(lead.account, 40) for lead in _waiting(work.session, member.id, "")[:SHOWN])
        if not waiting:
            raise UnknownLead("None of your leads are waiting for an answer.")
        raise UnknownLead(
            "{name} isn't one of your waiting leads. Waiting: {waiting}.",
            name=harmless(account, 60),
            waiting=waiting,
        )
    lead = found[0]
    if closes:
        lead.closed_at = work.now
    else:
        lead.answered_at = work.now
    work.session.add(lead)
    work.session.flush()
    return _view(work, member, lead, LeadHappened.CLOSED if closes else LeadHappened.ANSWERED)


def answer_lead_by_id(work: Work, *, member: Member, lead_id: int) -> LeadView:
    """Note that this lead was answered now; again changes nothing. Raises UnknownLead, NotAllowed."""
    lead = leads.find_lead(work.session, workspace_id=work.workspace_id, lead_id=lead_id)
    if lead is None:
        raise UnknownLead("That lead isn't waiting anymore.")
    viewer = viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
    require(viewer, Action.CHANGE_DEAL, Subject(member_id=lead.member_id))
    if lead.answered_at is None:
        lead.answered_at = work.now
        work.session.add(lead)
    return _view(work, member, lead, LeadHappened.ANSWERED)


def lead_account(session: Session, *, member: Member, number: str) -> str:
    """Whom the member's lead with this number is with; empty when there is none."""
    found = leads.leads_by_id(session, ids=[int(number)]) if number.isdecimal() else ()
    return found[0].account if found and found[0].member_id == member.id else ""


def link_lead(work: Work, *, deal: Deal, on: dt.date) -> None:
    """Let the newest lead of the deal's owner on this account have led to it: it is answered and qualified then."""
    since = work.now - dt.timedelta(days=180)
    key = account_key(deal.account)
    open_leads = [
        lead
        for lead in leads.leads_since(work.session, member_ids=[deal.member_id], since=since)
        if account_key(lead.account) == key and lead.deal_id is None and lead.closed_at is None
    ]
    if open_leads:
        lead = open_leads[-1]
        lead.deal_id, lead.qualified_on = deal.id, lead.qualified_on or on
        lead.answered_at = lead.answered_at or work.now
        work.session.add(lead)


def _waiting(session: Session, member_id: int, account: str) -> list[Lead]:
    """The member's leads that wait, the oldest first; with a name, those of that name, else those that begin so."""
    waiting = leads.waiting_leads(session, member_ids=[member_id])
    key = account_key(account)
    exact = [lead for lead in waiting if account_key(lead.account) == key]
    return exact or [lead for lead in waiting if account_key(lead.account).startswith(key)]


def _view(work: Work, member: Member, lead: Lead, happened: LeadHappened) -> LeadView:
    zone, end = zone_of(member, work.workspace), lead.answered_at or lead.closed_at or work.now
    hours = hours_of(
        work.session,
        workspace=work.workspace,
        members=[member],
        starts=lead.created_at.astimezone(zone).date(),
        ends=end.astimezone(zone).date() + dt.timedelta(days=1),
    )[member.id]
    return LeadView(
        happened=happened,
        id=lead.id,
        account=lead.account,
        source=lead.source,
        minutes=business_minutes(lead.created_at, end, hours),
        answered=lead.answered_at is not None,
    )
