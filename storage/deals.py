"""Deals."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
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


def amounts_won(session: Session, *, member_ids: Sequence[int], starts: dt.date, ends: dt.date) -> dict[int, list[int]]:
    """The amounts (minor units, above zero) of each member's deals won in [starts, ends)."""
    found: dict[int, list[int]] = {}
    for member_id, amount in session.execute(
        sa.select(col(Deal.member_id), col(Deal.amount_minor)).where(
            col(Deal.member_id).in_(member_ids),
            col(Deal.won_on) >= starts,
            col(Deal.won_on) < ends,
            col(Deal.undone_at).is_(None),
            col(Deal.amount_minor) > 0,
        )
    ):
        found.setdefault(member_id, []).append(amount)
    return found


def undo_deal(session: Session, *, deal: Deal, now: dt.datetime) -> None:
    """Mark the deal as recorded by mistake; its row stays."""
    deal.undone_at = now
    session.add(deal)
