"""Leads that files and other programs know: stored when they are new, changed to what is said when they are known."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.exchange.ids import own_id, rows_of_own_ids
from bot.exchange.items import ItemProblem, Taken, WrongItems
from bot.exchange.problems import WrongLine
from storage import leads
from storage.tables import Lead, Member, Workspace


@dataclass(frozen=True)
class LeadSaid:
    """What is said of a lead; None says nothing, and what is left out of a known lead stays."""

    external_id: str
    member: Member | None = None
    account: str | None = None
    source: str | None = None
    created_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    qualified_on: dt.date | None = None
    closed_at: dt.datetime | None = None


def store_leads(
    session: Session, *, workspace: Workspace, said: Sequence[LeadSaid], now: dt.datetime
) -> tuple[Taken, ...]:
    """Store or change leads. Raises WrongItems; then the transaction is to be given up."""
    known = _known(session, workspace.id, [each.external_id for each in said])
    found: list[tuple[Lead, str]] = []
    new: set[str] = set()
    problems: list[ItemProblem] = []
    for index, each in enumerate(said):
        lead = known.get(each.external_id)
        try:
            if lead is None:
                lead = known[each.external_id] = Lead(
                    workspace_id=workspace.id, external_id=each.external_id, created_at=each.created_at or now
                )
                new.add(each.external_id)
                _change(lead, each)
                found.append((lead, "new"))
            elif each.external_id in new:
                raise WrongLine("its external id is that of an earlier item too.", field="external_id")
            else:
                found.append((lead, "changed" if _change(lead, each) else "known"))
        except WrongLine as problem:
            problems.append(ItemProblem(index, problem.field, problem.why))
    if problems:
        raise WrongItems(problems)
    session.add_all(lead for lead, _ in found)
    session.flush()
    return tuple(Taken(lead.id, each.external_id, state) for each, (lead, state) in zip(said, found, strict=True))


def _known(session: Session, workspace_id: int, external_ids: Sequence[str]) -> dict[str, Lead]:
    known = leads.leads_by_external_id(session, workspace_id=workspace_id, external_ids=external_ids)
    own = rows_of_own_ids(external_ids)
    by_id = {lead.id: lead for lead in leads.leads_by_id(session, ids=set(own.values()))}
    for text, lead_id in own.items():
        lead = by_id.get(lead_id)
        if lead is not None and own_id(lead.id, lead.created_at) == text:
            known.setdefault(text, lead)
    return known


def _change(lead: Lead, said: LeadSaid) -> bool:
    wanted = {
        "member_id": said.member.id if said.member is not None else None,
        "account": said.account,
        "source": said.source,
        "created_at": said.created_at,
        "answered_at": said.answered_at,
        "qualified_on": said.qualified_on,
        "closed_at": said.closed_at,
    }
    changes = {name: value for name, value in wanted.items() if value is not None and getattr(lead, name) != value}
    created_at, answered_at = said.created_at or lead.created_at, said.answered_at or lead.answered_at
    if answered_at is not None and answered_at < created_at:
        raise WrongLine("it was answered before it came in.", field="answered_at")
    for name, value in changes.items():
        setattr(lead, name, value)
    return bool(changes)
