"""What waits in the outbox, and what became of a day's messages: for the figures and the health check."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.deliveries import OPEN
from storage.dialect import table_of
from storage.tables import Delivery, DeliveryState, Member, Morning

NEAR = dt.timedelta(days=2)
"""No local date begins or ends further from its date in UTC."""


@dataclass(frozen=True)
class Lateness:
    """What became of the messages of one local date that were not sent in time: how many of them."""

    sent_late: int
    waiting: int
    missed: int
    """Too late to be sent at all."""

    @property
    def any(self) -> bool:
        """Whether anything was late."""
        return bool(self.sent_late or self.waiting or self.missed)


def count_planned(session: Session, *, workspace_id: int) -> int:
    """How many deliveries wait to be sent."""
    return int(
        session.execute(
            sa.select(sa.func.count()).where(
                col(Delivery.workspace_id) == workspace_id, col(Delivery.state) == DeliveryState.PLANNED
            )
        ).scalar_one()
    )


def open_by_kind(session: Session, *, workspace_id: int) -> dict[tuple[str, DeliveryState], int]:
    """How many deliveries of each kind are planned, being sent, or of unknown outcome."""
    return _by_kind(session, workspace_id, col(Delivery.state).in_(OPEN))


def recent_by_kind(session: Session, *, workspace_id: int, since: dt.datetime) -> dict[tuple[str, DeliveryState], int]:
    """How many deliveries of each kind that were due at `since` or later are in each state."""
    # The states are named so that the index on state and due instant serves.
    return _by_kind(
        session, workspace_id, sa.and_(col(Delivery.state).in_(list(DeliveryState)), col(Delivery.due_at) >= since)
    )


def count_late(session: Session, *, workspace_id: int, kind: str, due_before: dt.datetime) -> int:
    """How many open deliveries of this kind were due before `due_before`."""
    return int(
        session.execute(
            sa.select(sa.func.count()).where(
                col(Delivery.workspace_id) == workspace_id,
                col(Delivery.state).in_(OPEN),
                col(Delivery.kind) == kind,
                col(Delivery.due_at) < due_before,
            )
        ).scalar_one()
    )


def late_dates(
    session: Session, *, workspace_id: int, kind: str, now: dt.datetime, allowed: dt.timedelta, from_date: dt.date
) -> list[dt.date]:
    """Local dates around `now`, from `from_date` on, with messages that are overdue by more than `allowed` or missed.

    Missed are those that expired before they were sent, and mornings that were taken when it was too late for them.
    """
    overdue = session.execute(
        sa.select(col(Delivery.local_date))
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.kind) == kind,
            col(Delivery.state).in_([*OPEN, DeliveryState.EXPIRED]),
            col(Delivery.due_at) < now - allowed,
            col(Delivery.due_at) > now - NEAR,
            col(Delivery.local_date) >= from_date,
        )
        .distinct()
    )
    first = max(from_date, (now - NEAR).date())
    missed = session.execute(
        _missed_mornings(workspace_id, first, (now + NEAR).date()).with_only_columns(col(Morning.date)).distinct()
    )
    return sorted({row[0] for row in overdue} | {row[0] for row in missed})


def next_late_at(
    session: Session, *, workspace_id: int, kind: str, now: dt.datetime, allowed: dt.timedelta
) -> dt.datetime | None:
    """The first instant from `now` on at which one more of the messages that are there is overdue by more than
    `allowed`, if it is not sent before; None when there is none.
    """
    due_at: dt.datetime | None = session.execute(
        sa.select(sa.func.min(col(Delivery.due_at), type_=table_of(Delivery).c.due_at.type)).where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.kind) == kind,
            col(Delivery.state).in_([*OPEN, DeliveryState.EXPIRED]),
            col(Delivery.due_at) >= now - allowed,
        )
    ).scalar()
    return None if due_at is None else due_at + allowed + dt.timedelta.resolution


def lateness_of(
    session: Session, *, workspace_id: int, kind: str, date: dt.date, now: dt.datetime, allowed: dt.timedelta
) -> Lateness:
    """What became by `now` of the messages of this kind for the local date."""
    noon = dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC)
    rows = session.execute(
        sa.select(col(Delivery.state), col(Delivery.due_at), col(Delivery.sent_at)).where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.kind) == kind,
            col(Delivery.state).in_([*OPEN, DeliveryState.EXPIRED, DeliveryState.SENT]),
            col(Delivery.due_at).between(noon - NEAR, noon + NEAR),
            col(Delivery.local_date) == date,
        )
    ).all()
    missed = session.execute(_missed_mornings(workspace_id, date, date).with_only_columns(sa.func.count())).scalar_one()
    return Lateness(
        sent_late=sum(1 for _, due_at, sent_at in rows if sent_at is not None and sent_at - due_at > allowed),
        waiting=sum(1 for state, due_at, _ in rows if state in OPEN and now - due_at > allowed),
        missed=sum(1 for state, _, _ in rows if state is DeliveryState.EXPIRED) + int(missed),
    )


def _missed_mornings(workspace_id: int, first: dt.date, last: dt.date) -> sa.Select[dt.date]:
    # By way of the members, so that each is a look-up by the morning's key.
    return (
        sa.select(col(Morning.date))
        .join(Member, col(Member.id) == col(Morning.member_id))
        .where(
            col(Member.workspace_id) == workspace_id,
            col(Morning.date).between(first, last),
            col(Morning.outcome) == "expired",
        )
    )


def _by_kind(
    session: Session, workspace_id: int, condition: sa.ColumnElement[bool]
) -> dict[tuple[str, DeliveryState], int]:
    rows = session.execute(
        sa.select(col(Delivery.kind), col(Delivery.state), sa.func.count())
        .where(col(Delivery.workspace_id) == workspace_id, condition)
        .group_by(col(Delivery.kind), col(Delivery.state))
    )
    return {(row[0], row[1]): row[2] for row in rows}
