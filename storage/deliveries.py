"""The outbox: deliveries are planned, claimed, and end in a final state. Nothing here talks to Slack."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore
from storage.tables import Delivery, DeliveryState

OPEN = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN)


def new_row(
    *,
    workspace_id: int,
    kind: str,
    recipient: str,
    key: str,
    token: str,
    due_at: dt.datetime,
    expires_at: dt.datetime | None,
    member_id: int | None = None,
    team_id: int | None = None,
    local_date: dt.date | None = None,
    content: str = "{}",
) -> dict[str, Any]:
    """A planned delivery as a row of columns."""
    return {
        "workspace_id": workspace_id,
        "kind": kind,
        "recipient": recipient,
        "key": key,
        "member_id": member_id,
        "team_id": team_id,
        "local_date": local_date,
        "content": content,
        "state": DeliveryState.PLANNED,
        "due_at": due_at,
        "expires_at": expires_at,
        "next_attempt_at": due_at,
        "attempts": 0,
        "lookups": 0,
        "claimed_by": "",
        "token": token,
        "possibly_repeated": False,
        "channel": "",
        "ts": "",
        "error": "",
    }


def plan(session: Session, *, rows: Sequence[dict[str, Any]]) -> int:
    """Plan deliveries; one whose kind, recipient and key are planned already stays as it is. How many were new."""
    return insert_or_ignore(session, Delivery, rows)


def find(session: Session, *, workspace_id: int, kind: str, recipient: str, key: str) -> Delivery | None:
    """The delivery with this key."""
    return session.exec(
        select(Delivery).where(
            Delivery.workspace_id == workspace_id,
            Delivery.kind == kind,
            Delivery.recipient == recipient,
            Delivery.key == key,
        )
    ).first()


def of_kind(session: Session, *, workspace_id: int, kind: str, key: str) -> Sequence[Delivery]:
    """The deliveries of this kind and key, to whomever they go."""
    return session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.kind == kind, Delivery.key == key)
        .order_by(col(Delivery.id))
    ).all()


def get(session: Session, *, workspace_id: int, delivery_id: int) -> Delivery | None:
    """The delivery with this id."""
    return session.exec(
        select(Delivery).where(Delivery.workspace_id == workspace_id, Delivery.id == delivery_id)
    ).first()


def find_by_message(session: Session, *, workspace_id: int, channel: str, ts: str) -> Delivery | None:
    """The delivery that became this message; None when it is not one of Pacer's."""
    return session.exec(
        select(Delivery).where(Delivery.workspace_id == workspace_id, Delivery.channel == channel, Delivery.ts == ts)
    ).first()


def due_rows(session: Session, *, workspace_id: int, now: dt.datetime) -> Sequence[Delivery]:
    """The planned deliveries that are due and not expired, the first due first; nothing is claimed."""
    return session.exec(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.state == DeliveryState.PLANNED,
            col(Delivery.due_at) <= now,
            sa.or_(col(Delivery.expires_at).is_(None), col(Delivery.expires_at) > now),
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
    ).all()


def claim(
    session: Session, *, workspace_id: int, holder: str, now: dt.datetime, seconds: float, limit: int
) -> Sequence[Delivery]:
    """Take up to `limit` planned deliveries that are due, for `seconds`; no other process takes them meanwhile.

    The caller commits before anything is sent, so that a crash leaves a trace of what may have been sent.
    """
    rows = session.exec(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.state == DeliveryState.PLANNED,
            col(Delivery.next_attempt_at) <= now,
            sa.or_(col(Delivery.expires_at).is_(None), col(Delivery.expires_at) > now),
        )
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.state = DeliveryState.SENDING
        row.claimed_by, row.claimed_until = holder, now + dt.timedelta(seconds=seconds)
        row.attempted_at = now
        row.attempts += 1
        session.add(row)
    session.flush()
    return rows


def claim_unknown(
    session: Session, *, workspace_id: int, holder: str, now: dt.datetime, seconds: float
) -> Delivery | None:
    """Take one delivery of unknown outcome whose look-up is due."""
    row = session.exec(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.state == DeliveryState.UNKNOWN,
            col(Delivery.next_attempt_at) <= now,
        )
        .order_by(col(Delivery.next_attempt_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is not None:
        # Another process may look it up when this one dies over it.
        row.claimed_by, row.next_attempt_at = holder, now + dt.timedelta(seconds=seconds)
        session.add(row)
        session.flush()
    return row


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


def copies_of(session: Session, *, delivery_id: int) -> Sequence[Delivery]:
    """The delivery and its copies: what was planned for others about the same team under the same key."""
    this = session.get(Delivery, delivery_id)
    if this is None or this.team_id is None:
        return [this] if this is not None else []
    return session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == this.workspace_id, Delivery.team_id == this.team_id, Delivery.key == this.key)
        .order_by(col(Delivery.id))
    ).all()


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


def update(session: Session, *, delivery_id: int, **values: Any) -> None:
    """Give columns of a delivery new values."""
    session.execute(sa.update(Delivery).where(col(Delivery.id) == delivery_id).values(**values))


def update_many(session: Session, *, rows: Sequence[dict[str, Any]]) -> None:
    """Give columns of several deliveries new values; each row has its `id` and the same other columns."""
    if rows:
        session.execute(sa.update(Delivery), list(rows))


def lapse(session: Session, *, workspace_id: int, now: dt.datetime, lookup_after: dt.timedelta) -> int:
    """Let time pass: what was claimed and not finished becomes unknown, what is too late expires. How many changed."""
    dropped = session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state) == DeliveryState.SENDING,
            col(Delivery.claimed_until) <= now,
        )
        .values(state=DeliveryState.UNKNOWN, next_attempt_at=now + lookup_after, error="process ended while sending")
    )
    late = session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state) == DeliveryState.PLANNED,
            col(Delivery.expires_at) <= now,
        )
        .values(state=DeliveryState.EXPIRED)
    )
    return int(dropped.rowcount + late.rowcount)  # type: ignore[attr-defined]


def doubt(session: Session, *, workspace_id: int, now: dt.datetime) -> int:
    """Let each open delivery that is due count as perhaps sent, to be looked up first. How many changed."""
    changed = session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state).in_([DeliveryState.PLANNED, DeliveryState.SENDING]),
            col(Delivery.due_at) <= now,
        )
        .values(state=DeliveryState.UNKNOWN, next_attempt_at=now, lookups=0, error="restored from a backup")
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def last_id(session: Session, *, workspace_id: int) -> int:
    """The highest id of a delivery; 0 when there is none."""
    found = session.execute(
        sa.select(sa.func.max(col(Delivery.id))).where(col(Delivery.workspace_id) == workspace_id)
    ).scalar()
    return int(found or 0)


def distrust(session: Session, *, workspace_id: int, kind: str, after_id: int, cancel: bool) -> None:
    """Cancel the planned deliveries of this kind with higher ids than `after_id`, or mark them as perhaps repeated."""
    values: dict[str, Any] = {"possibly_repeated": True}
    if cancel:
        values = {"state": DeliveryState.CANCELLED, "error": "restored from a backup: may have been sent before"}
    session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.kind) == kind,
            col(Delivery.id) > after_id,
            col(Delivery.state) == DeliveryState.PLANNED,
        )
        .values(**values)
    )


def next_due(session: Session, *, workspace_id: int, now: dt.datetime) -> dt.datetime | None:
    """The first instant after `now` at which an open delivery is due."""
    found: dt.datetime | None = session.execute(
        sa.select(sa.func.min(col(Delivery.next_attempt_at), type_=Delivery.__table__.c.next_attempt_at.type)).where(  # type: ignore[attr-defined]
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state).in_([DeliveryState.PLANNED, DeliveryState.UNKNOWN]),
            col(Delivery.next_attempt_at) > now,
        )
    ).scalar()
    return found


def count_planned(session: Session, *, workspace_id: int) -> int:
    """How many deliveries wait to be sent."""
    return int(
        session.execute(
            sa.select(sa.func.count()).where(
                col(Delivery.workspace_id) == workspace_id, col(Delivery.state) == DeliveryState.PLANNED
            )
        ).scalar_one()
    )


def count_by_state(session: Session, *, workspace_id: int) -> dict[tuple[str, DeliveryState], int]:
    """How many deliveries of each kind are in each state."""
    rows = session.execute(
        sa.select(col(Delivery.kind), col(Delivery.state), sa.func.count())
        .where(col(Delivery.workspace_id) == workspace_id)
        .group_by(col(Delivery.kind), col(Delivery.state))
    )
    return {(row[0], row[1]): row[2] for row in rows}


def count_to_members(
    session: Session,
    *,
    member_ids: Collection[int],
    dates: Collection[dt.date],
    kinds: Collection[str],
    besides: Collection[int],
) -> dict[tuple[int, dt.date], int]:
    """How many deliveries of these kinds were sent, or may have been, to each of these members on these local dates.

    Those with an id in `besides` are left out.
    """
    query = (
        sa.select(col(Delivery.member_id), col(Delivery.local_date), sa.func.count())
        .where(
            col(Delivery.member_id).in_(sorted(member_ids)),
            col(Delivery.local_date).in_(sorted(dates)),
            col(Delivery.kind).in_(sorted(kinds)),
            col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN]),
            col(Delivery.id).not_in(sorted(besides)),
        )
        .group_by(col(Delivery.member_id), col(Delivery.local_date))
    )
    return {(row[0], row[1]): int(row[2]) for row in session.execute(query)}


def first_sent_since(
    session: Session, *, workspace_id: int, kind: str, member_id: int, date: dt.date
) -> dt.datetime | None:
    """When the member's first delivery of this kind for `date` or a later date was sent; None when none was."""
    row = session.exec(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.kind == kind,
            Delivery.member_id == member_id,
            col(Delivery.local_date) >= date,
            Delivery.state == DeliveryState.SENT,
        )
        .order_by(col(Delivery.local_date))
        .limit(1)
    ).first()
    return row.sent_at if row is not None else None


def cancel_open(session: Session, *, why: str) -> None:
    """Let nothing that waits be sent any more."""
    session.execute(
        sa.update(Delivery).where(col(Delivery.state).in_(OPEN)).values(state=DeliveryState.CANCELLED, error=why)
    )
