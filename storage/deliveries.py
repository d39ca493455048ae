"""What is to be said later: planning it once, and finding it again."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, portions
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


def keys_planned(session: Session, *, workspace_id: int, kind: str, keys: Collection[str]) -> set[str]:
    """Which of these keys have a delivery of this kind, whatever came of it."""
    rows = session.execute(
        sa.select(col(Delivery.key)).where(
            col(Delivery.workspace_id) == workspace_id, col(Delivery.kind) == kind, col(Delivery.key).in_(keys)
        )
    )
    return {row[0] for row in rows}


def planned_on(session: Session, *, workspace_id: int, kind: str, keys: Mapping[int, str]) -> set[int]:
    """Which of these members have a delivery of this kind with the key given for them, whatever came of it."""
    found: set[int] = set()
    for some in portions(keys):
        rows = session.execute(
            sa.select(col(Delivery.member_id), col(Delivery.key)).where(
                col(Delivery.workspace_id) == workspace_id,
                col(Delivery.kind) == kind,
                col(Delivery.key).in_({keys[each] for each in some}),
                col(Delivery.member_id).in_(some),
            )
        )
        found |= {row[0] for row in rows if keys.get(row[0]) == row[1]}
    return found


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


def waits_since(session: Session, *, workspace_id: int, kinds: Collection[str], member_id: int, date: dt.date) -> bool:
    """Whether a delivery of these kinds to the member, for `date` or a later date, is open."""
    found = session.execute(
        sa.select(col(Delivery.id))
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.kind).in_(sorted(kinds)),
            col(Delivery.member_id) == member_id,
            col(Delivery.local_date) >= date,
            col(Delivery.state).in_(OPEN),
        )
        .limit(1)
    )
    return found.first() is not None


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


def cancel_planned(session: Session, *, member_id: int, error: str) -> None:
    """Let nothing that is planned for this member be sent."""
    session.execute(
        sa.update(Delivery)
        .where(col(Delivery.member_id) == member_id, col(Delivery.state) == DeliveryState.PLANNED)
        .values(state=DeliveryState.CANCELLED, error=error),
        execution_options={"synchronize_session": False},
    )
