"""Episodes of goals at risk, who was told of them, and the memory of the state machine that opens and closes them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_replace
from storage.standings import GoalKey
from storage.tables import Episode, Watch


def watches_of(session: Session, *, member_ids: Collection[int]) -> dict[GoalKey, str]:
    """The state machine's memory of these members' goals, as it was stored."""
    rows = session.execute(
        sa.select(col(Watch.member_id), col(Watch.metric_id), col(Watch.period), col(Watch.state)).where(
            col(Watch.member_id).in_(sorted(member_ids))
        )
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def store_watches(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store the state machine's memory given as rows of columns."""
    insert_or_replace(session, Watch, rows, key=("member_id", "metric_id", "period"))


def open_episodes(
    session: Session, *, workspace_id: int, member_ids: Collection[int] | None = None
) -> Sequence[Episode]:
    """The episodes that are open, of these members or of all."""
    query = select(Episode).where(Episode.workspace_id == workspace_id, col(Episode.closed_on).is_(None))
    if member_ids is not None:
        query = query.where(col(Episode.member_id).in_(sorted(member_ids)))
    return session.exec(query.order_by(col(Episode.id))).all()


def episodes_unsaid(session: Session, *, workspace_id: int) -> Sequence[Episode]:
    """The open episodes of which the managers are to be told or reminded."""
    return session.exec(
        select(Episode)
        .where(
            Episode.workspace_id == workspace_id,
            col(Episode.closed_on).is_(None),
            sa.or_(
                sa.and_(col(Episode.escalated_on).is_not(None), col(Episode.alert_delivery_id).is_(None)),
                col(Episode.remind_on).is_not(None),
            ),
        )
        .order_by(col(Episode.id))
    ).all()


def escalated_on(
    session: Session, *, workspace_id: int, member_ids: Collection[int], date: dt.date
) -> Sequence[Episode]:
    """The open episodes of these members of which the managers hear since the morning of `date`."""
    return session.exec(
        select(Episode)
        .where(
            Episode.workspace_id == workspace_id,
            col(Episode.member_id).in_(sorted(member_ids)),
            col(Episode.closed_on).is_(None),
            Episode.escalated_on == date,
        )
        .order_by(col(Episode.id))
    ).all()


def episodes_of_alert(session: Session, *, delivery_ids: Collection[int]) -> Sequence[Episode]:
    """The episodes that have a row in these alerts."""
    return session.exec(
        select(Episode).where(col(Episode.alert_delivery_id).in_(sorted(delivery_ids))).order_by(col(Episode.id))
    ).all()


def episodes_followed_by(session: Session, *, workspace_id: int, member_id: int) -> Sequence[Episode]:
    """The open episodes that this manager was asked to look after, or said to follow up where nobody else was asked."""
    own = sa.and_(col(Episode.acknowledged_by) == member_id, col(Episode.assigned_to).is_(None))
    return session.exec(
        select(Episode)
        .where(
            Episode.workspace_id == workspace_id,
            sa.or_(col(Episode.assigned_to) == member_id, own),
            col(Episode.closed_on).is_(None),
        )
        .order_by(col(Episode.id))
    ).all()


def closed_episodes_told(
    session: Session, *, workspace_id: int, member_ids: Collection[int], since: dt.date
) -> Sequence[Episode]:
    """The closed episodes of these members of which managers were told, of periods that began on `since` or later."""
    return session.exec(
        select(Episode)
        .where(
            Episode.workspace_id == workspace_id,
            col(Episode.member_id).in_(sorted(member_ids)),
            col(Episode.closed_on).is_not(None),
            col(Episode.alert_delivery_id).is_not(None),
            col(Episode.period_start) >= since,
        )
        .order_by(col(Episode.id))
    ).all()


def find_episode(session: Session, *, workspace_id: int, episode_id: int) -> Episode | None:
    """The episode with this id in this workspace."""
    return session.exec(select(Episode).where(Episode.workspace_id == workspace_id, Episode.id == episode_id)).first()


def episodes_alerted(
    session: Session, *, workspace_id: int, member_ids: Collection[int], since: dt.datetime, until: dt.datetime
) -> Sequence[Episode]:
    """The episodes of these members of which managers were told in [since, until)."""
    return session.exec(
        select(Episode)
        .where(
            Episode.workspace_id == workspace_id,
            col(Episode.member_id).in_(sorted(member_ids)),
            col(Episode.alerted_at) >= since,
            col(Episode.alerted_at) < until,
        )
        .order_by(col(Episode.id))
    ).all()
