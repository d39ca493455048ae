"""Goals that a team has as one total, and the deals that more than one of its reps logged."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from metrics.periods import PeriodKind
from storage.dialect import portions
from storage.tables import Activity, Deal, TeamTotal


def totals_on(
    session: Session, *, workspace_id: int, date: dt.date, team_ids: Collection[int] | None = None
) -> Sequence[TeamTotal]:
    """The totals in force on `date`, of these teams, or of all, by team and metric."""
    query = select(TeamTotal).where(
        TeamTotal.workspace_id == workspace_id,
        TeamTotal.starts <= date,
        sa.or_(col(TeamTotal.ends).is_(None), col(TeamTotal.ends) > date),
    )
    if team_ids is not None:
        query = query.where(col(TeamTotal.team_id).in_(sorted(team_ids)))
    return session.exec(query.order_by(col(TeamTotal.team_id), col(TeamTotal.metric_id), col(TeamTotal.id))).all()


def totals_from(session: Session, *, workspace_id: int, date: dt.date) -> Sequence[TeamTotal]:
    """The totals in force on `date` or some day after it, in the order in which they begin."""
    return session.exec(
        select(TeamTotal)
        .where(TeamTotal.workspace_id == workspace_id, _lasts(date))
        .order_by(col(TeamTotal.team_id), col(TeamTotal.metric_id), col(TeamTotal.starts), col(TeamTotal.id))
    ).all()


def totals_lasting(
    session: Session, *, team_id: int, metric_id: int, period: PeriodKind, date: dt.date
) -> Sequence[TeamTotal]:
    """What the team has of the metric and period on `date` or is planned to have later, by its start."""
    return session.exec(
        select(TeamTotal)
        .where(
            TeamTotal.team_id == team_id,
            TeamTotal.metric_id == metric_id,
            TeamTotal.period == period,
            _lasts(date),
        )
        .order_by(col(TeamTotal.starts), col(TeamTotal.id))
    ).all()


def totals_set(
    session: Session, *, workspace_id: int, team_id: int, metric_id: int | None, limit: int
) -> Sequence[TeamTotal]:
    """What the team was ever given as one total, the newest first; of one metric, or (None) of all."""
    query = select(TeamTotal).where(TeamTotal.workspace_id == workspace_id, TeamTotal.team_id == team_id)
    if metric_id is not None:
        query = query.where(TeamTotal.metric_id == metric_id)
    return session.exec(query.order_by(col(TeamTotal.set_at).desc(), col(TeamTotal.id).desc()).limit(limit)).all()


def totals_by_id(session: Session, *, workspace_id: int, ids: Collection[int]) -> dict[int, TeamTotal]:
    """These totals by id, whether they hold still or not."""
    query = select(TeamTotal).where(TeamTotal.workspace_id == workspace_id, col(TeamTotal.id).in_(sorted(ids)))
    return {row.id: row for row in session.exec(query)}


def set_total(session: Session, *, total: TeamTotal) -> TeamTotal | None:
    """Let `total` hold from its start on; what held before ends there, what is planned for later stays. Answers the one
    that it replaces, or None.
    """
    lasting = totals_lasting(
        session, team_id=total.team_id, metric_id=total.metric_id, period=total.period, date=total.starts
    )
    planned = [row for row in lasting if row.starts > total.starts]
    replaced = [row for row in lasting if row.starts <= total.starts]
    _end(session, replaced, total.starts)
    if planned and (total.ends is None or total.ends > planned[0].starts):
        total.ends = planned[0].starts
    session.add(total)
    session.flush()
    return replaced[0] if replaced else None


def end_total(session: Session, *, team_id: int, metric_id: int, period: PeriodKind, ends: dt.date) -> TeamTotal | None:
    """End what holds on `ends`, with what was to hold later; the ended one."""
    rows = totals_lasting(session, team_id=team_id, metric_id=metric_id, period=period, date=ends)
    _end(session, rows, ends)
    return rows[0] if rows else None


@dataclass(frozen=True)
class DealEntry:
    """An entry that a deal wrote: whose, when, how much, and which deal it says it is."""

    member_id: int
    date: dt.date
    quantity: int
    account: str
    amount_minor: int


def deal_entries(
    session: Session, *, member_ids: Collection[int], metric_id: int, starts: dt.date, ends: dt.date
) -> Iterator[DealEntry]:
    """The entries that count of these members' deals with a named account, in [starts, ends), by date."""
    for some in portions(member_ids):
        rows = session.execute(
            sa.select(
                col(Activity.member_id),
                col(Activity.local_date),
                col(Activity.quantity),
                col(Deal.account),
                col(Deal.amount_minor),
            )
            .join(Deal, col(Deal.id) == col(Activity.deal_id))
            .where(
                col(Activity.member_id).in_(some),
                col(Activity.metric_id) == metric_id,
                col(Activity.local_date) >= starts,
                col(Activity.local_date) < ends,
                col(Activity.undone_at).is_(None),
                col(Activity.same_as).is_(None),
                col(Activity.void).is_(False),
                col(Deal.account) != "",
            )
            .order_by(col(Activity.local_date), col(Activity.id))
        )
        for row in rows:
            yield DealEntry(row[0], row[1], int(row[2]), row[3], int(row[4]))


def _lasts(date: dt.date) -> sa.ColumnElement[bool]:
    return sa.or_(
        col(TeamTotal.ends).is_(None), sa.and_(col(TeamTotal.ends) > date, col(TeamTotal.ends) > col(TeamTotal.starts))
    )


def _end(session: Session, rows: Sequence[TeamTotal], ends: dt.date) -> None:
    for row in rows:
        row.ends = max(row.starts, ends)
        session.add(row)
    session.flush()
