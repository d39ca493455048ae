"""Messages that were sent and are to be rendered again, because what they say has changed."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Delivery, DeliveryState


def claim_refresh(session: Session, *, workspace_id: int, now: dt.datetime, seconds: float) -> Delivery | None:
    """Take one sent message that is to be rendered again; it comes back after `seconds` unless `refreshed`."""
    row = session.exec(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.state == DeliveryState.SENT,
            col(Delivery.refresh_at) <= now,
        )
        .order_by(col(Delivery.refresh_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is not None:
        row.refresh_at = now + dt.timedelta(seconds=seconds)
        session.add(row)
        session.flush()
    return row


def refreshed(session: Session, *, delivery_id: int, claimed: dt.datetime | None) -> None:
    """The message shows what is true now, unless something changed again since it was claimed."""
    session.execute(
        sa.update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.refresh_at) == claimed)
        .values(refresh_at=None)
    )


def request_refresh(session: Session, *, delivery_id: int, at: dt.datetime | None) -> None:
    """Have the message rendered again and updated in place; several requests become one update.

    Its copies are too: what was sent to others about the same team under the same key. `at` None is as soon as
    possible.
    """
    when = at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    about = session.execute(
        sa.select(col(Delivery.workspace_id), col(Delivery.team_id), col(Delivery.key)).where(
            col(Delivery.id) == delivery_id
        )
    ).one_or_none()
    if about is None:
        return
    workspace_id, team_id, key = about
    which = (
        col(Delivery.id) == delivery_id
        if team_id is None
        else sa.and_(
            col(Delivery.workspace_id) == workspace_id, col(Delivery.team_id) == team_id, col(Delivery.key) == key
        )
    )
    session.execute(sa.update(Delivery).where(which).values(refresh_at=when))


def request_refreshes(
    session: Session,
    *,
    workspace_id: int,
    kinds: Collection[str],
    recipients: Collection[str],
    key: str,
    at: dt.datetime,
) -> None:
    """Have what was sent of these kinds to these recipients under this key rendered again at `at`.

    One that is to be rendered again already keeps its instant, so that many changes are one update.
    """
    which = (
        col(Delivery.kind).in_(sorted(kinds)),
        col(Delivery.recipient).in_(sorted(recipients)),
        col(Delivery.key) == key,
    )
    _render_again(session, workspace_id, sa.and_(*which), at)


def request_refreshes_of(
    session: Session, *, workspace_id: int, delivery_ids: Collection[int], at: dt.datetime
) -> None:
    """Have these messages and their copies rendered again at `at`, once for many changes."""
    if not delivery_ids:
        return
    first = (
        sa.select(col(Delivery.team_id).label("team_id"), col(Delivery.key).label("key"))
        .where(col(Delivery.id).in_(sorted(delivery_ids)), col(Delivery.team_id).is_not(None))
        .subquery()
    )
    copies = sa.exists().where(col(Delivery.team_id) == first.c.team_id, col(Delivery.key) == first.c.key)
    _render_again(session, workspace_id, sa.or_(col(Delivery.id).in_(sorted(delivery_ids)), copies), at)


def request_refreshes_of_replies(
    session: Session, *, workspace_id: int, kind: str, to: Collection[Delivery], at: dt.datetime
) -> None:
    """Have what was sent of this kind in the threads of these messages rendered again at `at`: the key of each ends in
    the id of the message that it replies to.
    """
    if not to:
        return
    replies = [
        sa.and_(
            col(Delivery.kind) == kind, col(Delivery.recipient) == one.recipient, col(Delivery.key).like(f"%:{one.id}")
        )
        for one in to
    ]
    _render_again(session, workspace_id, sa.or_(*replies), at)


def _render_again(session: Session, workspace_id: int, which: sa.ColumnElement[bool], at: dt.datetime) -> None:
    session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state) == DeliveryState.SENT,
            col(Delivery.refresh_at).is_(None),
            which,
        )
        .values(refresh_at=at)
        .execution_options(synchronize_session=False)
    )
