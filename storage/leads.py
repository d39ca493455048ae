"""Leads: who asked, where from, and when they were first answered."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from storage.tables import Lead

PORTION = 5000
"""Members named in one statement: both databases bound the number of its parameters."""


def add_lead(session: Session, *, lead: Lead) -> Lead:
    """Store a lead; it has its id afterwards."""
    session.add(lead)
    session.flush()
    return lead


def find_lead(session: Session, *, workspace_id: int, lead_id: int) -> Lead | None:
    """The lead with this id."""
    return session.exec(select(Lead).where(Lead.workspace_id == workspace_id, Lead.id == lead_id)).first()


def list_leads(session: Session, *, workspace_id: int) -> Sequence[Lead]:
    """All leads in the order in which they were stored."""
    return session.exec(select(Lead).where(Lead.workspace_id == workspace_id).order_by(col(Lead.id))).all()


def leads_by_id(session: Session, *, ids: Collection[int]) -> Sequence[Lead]:
    """The leads with these ids."""
    if not ids:
        return []
    return session.exec(select(Lead).where(col(Lead.id).in_(sorted(ids)))).all()


def waiting_leads(session: Session, *, member_ids: Collection[int]) -> list[Lead]:
    """The leads of these members that nobody answered or gave up, the oldest first."""
    found: list[Lead] = []
    ordered = sorted(member_ids)
    for at in range(0, len(ordered), PORTION):
        found.extend(
            session.exec(
                select(Lead)
                .where(
                    col(Lead.member_id).in_(ordered[at : at + PORTION]),
                    col(Lead.answered_at).is_(None),
                    col(Lead.closed_at).is_(None),
                )
                .order_by(col(Lead.created_at), col(Lead.id))
            )
        )
    return found


def leads_since(session: Session, *, member_ids: Collection[int], since: dt.datetime) -> list[Lead]:
    """The leads of these members that came in at `since` or later, the oldest first."""
    found: list[Lead] = []
    ordered = sorted(member_ids)
    for at in range(0, len(ordered), PORTION):
        found.extend(
            session.exec(
                select(Lead)
                .where(col(Lead.member_id).in_(ordered[at : at + PORTION]), col(Lead.created_at) >= since)
                .order_by(col(Lead.created_at), col(Lead.id))
            )
        )
    return found
