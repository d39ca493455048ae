"""The workspace's metrics."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Metric

_READ = "metrics"
_ALL = (
    select(Metric)
    .where(col(Metric.workspace_id) == sa.bindparam("workspace_id"))
    .order_by(col(Metric.position), col(Metric.id))
)


def list_metrics(session: Session, *, workspace_id: int, retired: bool = False) -> Sequence[Metric]:
    """The metrics that can be logged, in the workspace's order; with the retired ones when asked.

    They are read once in a session, however often they are asked for.
    """
    read: dict[int, Sequence[Metric]] = session.info.setdefault(_READ, {})
    if workspace_id not in read:
        read[workspace_id] = session.exec(_ALL, params={"workspace_id": workspace_id}).all()
    return [metric for metric in read[workspace_id] if retired or metric.retired_at is None]


def find_metric(session: Session, *, workspace_id: int, key: str) -> Metric | None:
    """The metric with this key, retired or not."""
    return session.exec(select(Metric).where(Metric.workspace_id == workspace_id, Metric.key == key)).first()


def add_metric(session: Session, *, metric: Metric) -> Metric:
    """Add a metric after the others."""
    last = session.execute(
        sa.select(sa.func.max(Metric.position)).where(col(Metric.workspace_id) == metric.workspace_id)
    ).scalar()
    metric.position = 0 if last is None else last + 1
    session.add(metric)
    session.flush()
    session.info.pop(_READ, None)
    return metric


def retire_metric(session: Session, *, metric: Metric, now: dt.datetime) -> None:
    """Take the metric out of use; its history stays."""
    metric.retired_at = now
    session.add(metric)


def restore_metric(session: Session, *, metric: Metric) -> None:
    """Put a retired metric into use again."""
    metric.retired_at = None
    session.add(metric)
