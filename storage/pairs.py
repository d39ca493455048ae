"""Pairs of reps: proposals, what the two answered, and their worksheets."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, portions
from storage.tables import Pair, PairKind, PairMoment, PairSide, PairState, Team


def claim_round(session: Session, *, team_id: int, round_on: dt.date) -> bool:
    """Take the round of proposals that begins on this date for a team; False where another process has it, or did."""
    changed = session.execute(
        sa.update(Team)
        .where(col(Team.id) == team_id, sa.or_(col(Team.paired_on).is_(None), col(Team.paired_on) < round_on))
        .values(paired_on=round_on)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def propose(
    session: Session, *, workspace_id: int, member_ids: tuple[int, int], proposed_at: dt.datetime
) -> Pair | None:
    """Store a proposal to two reps; None where one waits for an answer of either of them already."""
    pair = Pair(workspace_id=workspace_id, proposed_at=proposed_at, kind=PairKind.TALK, state=PairState.PROPOSED)
    session.add(pair)
    session.flush()
    rows = [
        {
            "pair_id": pair.id,
            "member_id": member_id,
            "workspace_id": workspace_id,
            "pending": True,
            "well": "",
            "hard": "",
            "trying": "",
            "took": "",
            "shared": False,
        }
        for member_id in sorted(member_ids)
    ]
    if sum(insert_or_ignore(session, PairSide, [row]) for row in rows) == len(rows):
        return pair
    session.execute(sa.delete(PairSide).where(col(PairSide.pair_id) == pair.id))
    session.delete(pair)
    session.flush()
    return None


def find_pair(session: Session, *, workspace_id: int, pair_id: int, lock: bool = False) -> Pair | None:
    """The pair with this id; `lock` lets nobody else answer it before this transaction ends."""
    query = select(Pair).where(Pair.workspace_id == workspace_id, Pair.id == pair_id)
    return session.exec(query.with_for_update() if lock else query).first()


def pairs_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Pair]:
    """The pairs with these ids."""
    return {row.id: row for some in portions(ids) for row in session.exec(select(Pair).where(col(Pair.id).in_(some)))}


def sides_of(session: Session, *, pair_ids: Collection[int]) -> dict[int, list[PairSide]]:
    """Both sides of each of these pairs."""
    found: dict[int, list[PairSide]] = {}
    for some in portions(pair_ids):
        rows = session.exec(
            select(PairSide)
            .where(col(PairSide.pair_id).in_(some))
            .order_by(col(PairSide.pair_id), col(PairSide.member_id))
        )
        for row in rows:
            found.setdefault(row.pair_id, []).append(row)
    return found


def pairs_of(session: Session, *, member_ids: Collection[int], since: dt.datetime) -> Sequence[Pair]:
    """The pairs that these members were proposed since an instant, the newest first."""
    found = {
        row.id: row
        for some in portions(member_ids)
        for row in session.exec(
            select(Pair)
            .join(PairSide, col(PairSide.pair_id) == col(Pair.id))
            .where(col(PairSide.member_id).in_(some), col(Pair.proposed_at) >= since)
        )
    }
    return sorted(found.values(), key=lambda pair: (pair.proposed_at, pair.id), reverse=True)


def list_pairs(session: Session, *, workspace_id: int, since: dt.datetime) -> Sequence[Pair]:
    """The workspace's pairs that were proposed since an instant, the newest first."""
    return session.exec(
        select(Pair)
        .where(Pair.workspace_id == workspace_id, Pair.proposed_at >= since)
        .order_by(col(Pair.proposed_at).desc(), col(Pair.id).desc())
    ).all()


def expire_proposals(session: Session, *, workspace_id: int, before: dt.datetime) -> int:
    """Close the proposals from before an instant that still wait for somebody's yes; how many."""
    old = sa.select(col(Pair.id)).where(
        col(Pair.workspace_id) == workspace_id,
        col(Pair.state) == PairState.PROPOSED,
        col(Pair.proposed_at) < before,
    )
    session.execute(
        sa.update(PairSide)
        .where(col(PairSide.pair_id).in_(old))
        .values(pending=False)
        .execution_options(synchronize_session=False)
    )
    changed = session.execute(
        sa.update(Pair)
        .where(col(Pair.id).in_(old))
        .values(state=PairState.EXPIRED)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return int(changed.rowcount)  # type: ignore[attr-defined]


def untold(
    session: Session,
    *,
    workspace_id: int,
    proposed_since: dt.datetime,
    agreed_since: dt.datetime,
    followed_up: tuple[dt.datetime, dt.datetime],
) -> set[int]:
    """Who may still have to be told of a pair: of a proposal since an instant that they did not answer, that both
    agreed since another, and the question how it went where they agreed between two (half-open).
    """
    first, last = followed_up
    rows = session.execute(
        sa.select(col(PairSide.member_id))
        .distinct()
        .join(Pair, col(PairSide.pair_id) == col(Pair.id))
        .where(
            col(Pair.workspace_id) == workspace_id,
            sa.or_(
                sa.and_(
                    col(Pair.state) == PairState.PROPOSED,
                    col(Pair.proposed_at) >= proposed_since,
                    col(PairSide.says_yes).is_(None),
                    col(PairSide.told).is_(None),
                ),
                sa.and_(
                    col(Pair.state) == PairState.AGREED,
                    col(Pair.agreed_at) >= agreed_since,
                    _not_told(PairMoment.AGREED),
                ),
                sa.and_(
                    col(Pair.state) == PairState.AGREED,
                    col(Pair.agreed_at) >= first,
                    col(Pair.agreed_at) < last,
                    col(PairSide.outcome).is_(None),
                    _not_told(PairMoment.FOLLOW_UP),
                ),
            ),
        )
    )
    return set(rows.scalars())


def note_told(session: Session, *, pair_id: int, member_id: int, moment: PairMoment, date: dt.date) -> bool:
    """Note that one of the two was told of this moment on their date; False where it was noted before."""
    changed = session.execute(
        sa.update(PairSide)
        .where(
            col(PairSide.pair_id) == pair_id,
            col(PairSide.member_id) == member_id,
            _not_told(moment),
        )
        .values(told=moment, told_on=date)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _not_told(moment: PairMoment) -> sa.ColumnElement[bool]:
    return sa.or_(col(PairSide.told).is_(None), col(PairSide.told) != moment)
