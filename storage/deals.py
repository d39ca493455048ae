"""Deals."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from storage.tables import Deal


def add_deal(session: Session, *, deal: Deal) -> Deal:
    """Store a deal; it has its id afterwards."""
    session.add(deal)
    session.flush()
    return deal


def deals_by_id(session: Session, *, ids: Collection[int]) -> Sequence[Deal]:
    """The deals with these ids."""
    if not ids:
        return []
    return session.exec(select(Deal).where(col(Deal.id).in_(sorted(ids)))).all()


def undo_deal(session: Session, *, deal: Deal, now: dt.datetime) -> None:
    """Mark the deal as recorded by mistake; its row stays."""
    deal.undone_at = now
    session.add(deal)
