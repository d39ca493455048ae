"""Deleting what is old and of no use any more, a batch in each call, so that nobody waits long for the database."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.deliveries import OPEN
from storage.tables import ActivityVersion, Audit, Delivery, DeliveryState, Episode, OutsideRecord

FINAL = tuple(state for state in DeliveryState if state not in OPEN)


def prune_deliveries(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` deliveries that have ended and were due before `before`; how many.

    One that waits to be sent or looked up stays, however old it is, and so does the alert of an episode that is not
    over: its message still follows what happens.
    """
    alerts = sa.select(col(Episode.alert_delivery_id)).where(
        col(Episode.closed_on).is_(None), col(Episode.alert_delivery_id).is_not(None)
    )
    # The order of the index on workspace, state and due instant, one state after the other.
    deleted = 0
    for state in FINAL:
        old = (
            sa.select(col(Delivery.id))
            .where(col(Delivery.state) == state, col(Delivery.due_at) < before, col(Delivery.id).not_in(alerts))
            .limit(limit - deleted)
            .with_for_update(skip_locked=True)
        )
        deleted += _count(session, sa.delete(Delivery).where(col(Delivery.id).in_(old)))
        if deleted >= limit:
            break
    return deleted


def prune_versions(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` versions of activities that were replaced before `before`; how many.

    The activities themselves, and so all totals, stay as they are.
    """
    old = (
        sa.select(col(ActivityVersion.activity_id), col(ActivityVersion.version))
        .where(col(ActivityVersion.changed_at) < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    key = sa.tuple_(col(ActivityVersion.activity_id), col(ActivityVersion.version))
    return _count(session, sa.delete(ActivityVersion).where(key.in_(old)))


def prune_audit(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` notes of who did what to whom that were made before `before`; how many."""
    old = sa.select(col(Audit.id)).where(col(Audit.at) < before).limit(limit).with_for_update(skip_locked=True)
    return _count(session, sa.delete(Audit).where(col(Audit.id).in_(old)))


def prune_records(session: Session, *, before: dt.datetime, limit: int) -> int:
    """Delete at most `limit` records of other programs of which nothing was ever made, last told of before `before`."""
    key = (col(OutsideRecord.workspace_id), col(OutsideRecord.source), col(OutsideRecord.kind))
    old = (
        sa.select(*key, col(OutsideRecord.external_id))
        .where(col(OutsideRecord.row_id).is_(None), col(OutsideRecord.changed_at) < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    whole = sa.tuple_(*key, col(OutsideRecord.external_id))
    return _count(session, sa.delete(OutsideRecord).where(whole.in_(old)))


def _count(session: Session, statement: sa.Delete) -> int:
    # The rows are not in the session: it need not look for them.
    return int(session.execute(statement, execution_options={"synchronize_session": False}).rowcount)  # type: ignore[attr-defined]
