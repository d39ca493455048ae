"""Deals, how they moved, and what was given back of them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Activity, Deal, Refund, StageChange

WON, LOST = "won", "lost"
"""The ends of a deal: no stages."""
PORTION = 5000
"""Members named in one statement: both databases bound the number of its parameters."""


def add_deal(session: Session, *, deal: Deal) -> Deal:
    """Store a deal; it has its id afterwards."""
    session.add(deal)
    session.flush()
    return deal


def find_deal(session: Session, *, workspace_id: int, deal_id: int) -> Deal | None:
    """The deal with this id, unless it was recorded by mistake."""
    return session.exec(
        select(Deal).where(Deal.workspace_id == workspace_id, Deal.id == deal_id, col(Deal.undone_at).is_(None))
    ).first()


def list_deals(session: Session, *, workspace_id: int) -> Sequence[Deal]:
    """All deals that were not recorded by mistake, in the order in which they were stored."""
    return session.exec(
        select(Deal).where(Deal.workspace_id == workspace_id, col(Deal.undone_at).is_(None)).order_by(col(Deal.id))
    ).all()


def deals_by_id(session: Session, *, ids: Collection[int]) -> Sequence[Deal]:
    """The deals with these ids."""
    if not ids:
        return []
    return session.exec(select(Deal).where(col(Deal.id).in_(sorted(ids)))).all()


def open_deals(session: Session, *, member_ids: Collection[int]) -> list[Deal]:
    """The deals of these members that are neither won nor lost, those untouched for longest first."""
    return _of_members(session, member_ids, col(Deal.stage).not_in((WON, LOST)))


def closed_deals(session: Session, *, member_ids: Collection[int], since: dt.date) -> list[Deal]:
    """The deals of these members won or lost on `since` or later, the newest first."""
    closed = sa.or_(
        sa.and_(col(Deal.stage) == WON, col(Deal.won_on) >= since),
        sa.and_(col(Deal.stage) == LOST, col(Deal.lost_on) >= since),
    )
    found = _of_members(session, member_ids, closed)
    return sorted(found, key=lambda deal: (deal.won_on or deal.lost_on or since, deal.id), reverse=True)


def lost_between(
    session: Session, *, member_ids: Collection[int], starts: dt.date, ends: dt.date
) -> list[tuple[Deal, str]]:
    """The deals of these members that were lost in [starts, ends), with the key of the stage that each stood in; empty
    where it was logged as lost at once.
    """
    found = sorted(
        _of_members(
            session, member_ids, sa.and_(col(Deal.stage) == LOST, col(Deal.lost_on) >= starts, col(Deal.lost_on) < ends)
        ),
        key=lambda deal: (deal.lost_on or starts, deal.id),
    )
    stage: dict[int, str] = {}
    ids = [deal.id for deal in found]
    for at in range(0, len(ids), PORTION):
        rows = session.execute(
            sa.select(col(StageChange.deal_id), col(StageChange.before))
            .where(col(StageChange.deal_id).in_(ids[at : at + PORTION]), col(StageChange.after) == LOST)
            .order_by(col(StageChange.id))
        )
        stage |= {row[0]: row[1] for row in rows}
    return [(deal, stage.get(deal.id, "")) for deal in found]


def deals_seen_since(session: Session, *, member_ids: Collection[int], since: dt.date) -> list[Deal]:
    """The deals of these members that were opened, won or lost on `since` or later, or are open."""
    return _of_members(
        session,
        member_ids,
        sa.or_(
            col(Deal.opened_on) >= since,
            col(Deal.won_on) >= since,
            col(Deal.lost_on) >= since,
            col(Deal.stage).not_in((WON, LOST)),
        ),
    )


def _of_members(session: Session, member_ids: Collection[int], which: sa.ColumnElement[bool]) -> list[Deal]:
    found: list[Deal] = []
    ordered = sorted(member_ids)
    for at in range(0, len(ordered), PORTION):
        found.extend(
            session.exec(
                select(Deal)
                .where(col(Deal.member_id).in_(ordered[at : at + PORTION]), col(Deal.undone_at).is_(None), which)
                .order_by(col(Deal.touched_on), col(Deal.id))
            )
        )
    return found


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


def add_change(session: Session, *, change: StageChange) -> None:
    """Store that a deal moved."""
    session.add(change)
    session.flush()


def add_changes(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store that many deals moved, given as rows of columns."""
    if rows:
        session.execute(sa.insert(StageChange), list(rows))


def changes_of(session: Session, *, deal_ids: Collection[int]) -> dict[int, list[StageChange]]:
    """How each of these deals moved, in the order in which it was said."""
    found: dict[int, list[StageChange]] = {}
    ordered = sorted(deal_ids)
    for at in range(0, len(ordered), PORTION):
        for row in session.exec(
            select(StageChange)
            .where(col(StageChange.deal_id).in_(ordered[at : at + PORTION]))
            .order_by(col(StageChange.deal_id), col(StageChange.id))
        ):
            found.setdefault(row.deal_id, []).append(row)
    return found


def add_refund(session: Session, *, refund: Refund) -> None:
    """Store that money was given back."""
    session.add(refund)
    session.flush()


def refunds_of(session: Session, *, deal_id: int) -> Sequence[Refund]:
    """The deal's refunds that hold, in order."""
    return session.exec(
        select(Refund).where(Refund.deal_id == deal_id, col(Refund.undone_at).is_(None)).order_by(col(Refund.id))
    ).all()


def entries_of(session: Session, *, deal_id: int) -> Sequence[Activity]:
    """The activities that the deal made, in the order in which they were made, undone ones too."""
    return session.exec(select(Activity).where(Activity.deal_id == deal_id).order_by(col(Activity.id))).all()
