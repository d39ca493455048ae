"""Entries as they are stored and changed, and the day totals that follow. Nothing else changes day_total."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_add
from storage.tables import Activity, ActivityVersion, DayTotal


def add_activities(session: Session, *, activities: Sequence[Activity]) -> None:
    """Store entries of one transaction and add them to their day totals."""
    session.add_all(activities)
    session.flush()
    _add_to_totals(session, ((activity, 1) for activity in activities if activity.counts))


def add_activity_rows(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store many entries given as rows of columns (all with the same columns) and add them to their day totals."""
    if not rows:
        return
    session.execute(sa.insert(Activity), list(rows))
    sums: dict[tuple[int, int, dt.date], list[int]] = {}
    for row in rows:
        if row.get("same_as") is not None or row.get("void"):
            continue
        at = sums.setdefault((row["member_id"], row["metric_id"], row["local_date"]), [0, 0])
        at[0] += row["quantity"]
        at[1] += 1
    _upsert_totals(session, sums, workspace_id=rows[0]["workspace_id"])


def change_activity(
    session: Session,
    *,
    activity: Activity,
    changed_by: int | None,
    now: dt.datetime,
    **changes: Any,
) -> None:
    """Give columns of an entry new values; how it was stays in activity_version, and the totals follow.

    An entry is undone by `undone_at=now` and brought back by `undone_at=None`; it does not count either while
    `same_as` is another one.
    """
    session.add(
        ActivityVersion(
            activity_id=_stored_id(activity),
            version=activity.version,
            workspace_id=activity.workspace_id,
            metric_id=activity.metric_id,
            quantity=activity.quantity,
            local_date=activity.local_date,
            account=activity.account,
            note=activity.note,
            outcome=activity.outcome,
            amount_minor=activity.amount_minor,
            undone_at=activity.undone_at,
            same_as=activity.same_as,
            changed_by=changed_by,
            changed_at=now,
        )
    )
    if activity.counts:
        _add_to_totals(session, [(activity, -1)])
    for name, value in changes.items():
        setattr(activity, name, value)
    activity.version += 1
    session.add(activity)
    session.flush()
    if activity.counts:
        _add_to_totals(session, [(activity, 1)])


def find_batch(session: Session, *, workspace_id: int, batch: str) -> Sequence[Activity]:
    """The entries that were said in one breath, undone ones too."""
    return session.exec(
        select(Activity)
        .where(Activity.workspace_id == workspace_id, Activity.batch == batch)
        .order_by(col(Activity.id))
    ).all()


def latest_batch(session: Session, *, workspace_id: int, member_id: int) -> str | None:
    """The batch of the member's newest entry made in Slack that is not undone; None when there is none."""
    return session.execute(
        sa.select(col(Activity.batch))
        .where(
            col(Activity.workspace_id) == workspace_id,
            col(Activity.member_id) == member_id,
            col(Activity.undone_at).is_(None),
            col(Activity.batch) != "",
        )
        .order_by(col(Activity.id).desc())
        .limit(1)
    ).scalar()


def _add_to_totals(session: Session, changes: Iterable[tuple[Activity, int]]) -> None:
    sums: dict[tuple[int, int, dt.date], list[int]] = {}
    workspace_id = 0
    for activity, sign in changes:
        workspace_id = activity.workspace_id
        at = sums.setdefault((activity.member_id, activity.metric_id, activity.local_date), [0, 0])
        at[0] += sign * activity.quantity
        at[1] += sign
    _upsert_totals(session, sums, workspace_id=workspace_id)


def _upsert_totals(
    session: Session, sums: Mapping[tuple[int, int, dt.date], Sequence[int]], *, workspace_id: int
) -> None:
    insert_or_add(
        session,
        DayTotal,
        [
            {
                "member_id": member_id,
                "metric_id": metric_id,
                "local_date": date,
                "workspace_id": workspace_id,
                "total": quantity,
                "entries": entries,
            }
            # A fixed order, so that two processes never wait for each other's rows in a circle.
            for (member_id, metric_id, date), (quantity, entries) in sorted(sums.items())
        ],
        key=("member_id", "metric_id", "local_date"),
        added=("total", "entries"),
    )


def _stored_id(activity: Activity) -> int:
    return activity.id
