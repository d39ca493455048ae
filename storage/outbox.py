"""What the sender does with planned deliveries: claim them, let time pass, note what came of each. No Slack here."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.deliveries import OPEN
from storage.tables import Delivery, DeliveryState

CLAIM_DOUBT = dt.timedelta(seconds=1)
"""A clock is set back by less than this all the time, a little at once; that makes no claim look wrong."""


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


# Asked of each batch, and built once: that takes longer than running it.
_TO_CLAIM = (
    select(Delivery)
    .where(
        Delivery.workspace_id == sa.bindparam("workspace_id"),
        Delivery.state == DeliveryState.PLANNED,
        col(Delivery.next_attempt_at) <= sa.bindparam("now"),
        sa.or_(col(Delivery.expires_at).is_(None), col(Delivery.expires_at) > sa.bindparam("now")),
    )
    .order_by(col(Delivery.due_at), col(Delivery.id))
    .limit(sa.bindparam("most"))
)
_CLAIM = _TO_CLAIM.with_for_update(skip_locked=True)


def next_to_claim(session: Session, *, workspace_id: int, now: dt.datetime, limit: int) -> Sequence[Delivery]:
    """Up to `limit` planned deliveries that `claim` would take now, in its order; nothing is claimed."""
    return session.exec(_TO_CLAIM, params=_asked(workspace_id, now, limit)).all()


def claim(
    session: Session,
    *,
    workspace_id: int,
    holder: str,
    now: dt.datetime,
    seconds: float,
    limit: int,
    here: dt.datetime | None = None,
    attempted_at: dt.datetime | None = None,
) -> Sequence[Delivery]:
    """Take up to `limit` planned deliveries that are due at `now`, for `seconds`; nobody else takes them meanwhile.

    `here` is the database's clock (`Database.now`), by which the claim ends; `attempted_at` is Slack's, by which the
    message is looked for. Each is `now` where it is not known. The caller commits before anything is sent, so that a
    crash leaves a trace of what may have been sent.
    """
    rows = session.exec(_CLAIM, params=_asked(workspace_id, now, limit)).all()
    for row in rows:
        row.state = DeliveryState.SENDING
        row.claimed_by, row.claimed_until = holder, (here or now) + dt.timedelta(seconds=seconds)
        row.attempted_at = attempted_at or now
        row.attempts += 1
        session.add(row)
    session.flush()
    return rows


def _asked(workspace_id: int, now: dt.datetime, limit: int) -> dict[str, Any]:
    return {"workspace_id": workspace_id, "now": now, "most": limit}


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


def update_many(session: Session, *, rows: Sequence[dict[str, Any]]) -> set[int]:
    """Give columns of several deliveries new values; each row has its `id` and the same other columns.

    The ids of those that are there: one that was deleted meanwhile is passed over.
    """
    if not rows:
        return set()
    ids = [row["id"] for row in rows]
    there = set(
        session.exec(
            select(col(Delivery.id)).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.id)).with_for_update()
        )
    )
    found = [row for row in rows if row["id"] in there]
    if found:
        session.execute(sa.update(Delivery), found)
    return there


LONGEST_LOOKUP = dt.timedelta(minutes=10)
"""No look-up is put off for so long: one that is was put off before a clock was set back."""


def lapse(
    session: Session,
    *,
    workspace_id: int,
    now: dt.datetime,
    lookup_after: dt.timedelta,
    claim_seconds: float,
    here: dt.datetime | None = None,
) -> int:
    """Let time pass: what was claimed and not finished becomes unknown, what is too late expires. How many changed.

    Claims end by the database's clock, `here` (`now` where it is not known). One that ends further ahead than
    `claim_seconds` was made before that clock was set back, and has ended.
    """
    clock = here or now
    dropped = session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state) == DeliveryState.SENDING,
            sa.or_(
                col(Delivery.claimed_until) <= clock,
                col(Delivery.claimed_until) > clock + dt.timedelta(seconds=claim_seconds) + CLAIM_DOUBT,
            ),
        )
        .values(state=DeliveryState.UNKNOWN, next_attempt_at=now + lookup_after, error="process ended while sending")
    )
    session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.state) == DeliveryState.UNKNOWN,
            col(Delivery.next_attempt_at) > now + LONGEST_LOOKUP,
        )
        .values(next_attempt_at=now + lookup_after)
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


def cancel_open(session: Session, *, why: str) -> None:
    """Let nothing that waits be sent any more."""
    session.execute(
        sa.update(Delivery).where(col(Delivery.state).in_(OPEN)).values(state=DeliveryState.CANCELLED, error=why)
    )
