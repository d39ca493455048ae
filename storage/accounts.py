"""What was done for each account."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Activity


class FirstTouch(NamedTuple):
    """The first entry of a metric that names the account, as it was written."""

    account: str
    metric_id: int
    date: dt.date


def first_touches(
    session: Session,
    *,
    member_ids: Sequence[int],
    metric_ids: Collection[int],
    starts: dt.date,
    ends: dt.date,
) -> list[FirstTouch]:
    """For each account that these members named in [starts, ends), the first date of each of these metrics.

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(col(Activity.account), col(Activity.metric_id), sa.func.min(col(Activity.local_date)))
        .where(
            col(Activity.member_id).in_(member_ids),
            col(Activity.local_date) >= starts,
            col(Activity.local_date) < ends,
            col(Activity.metric_id).in_(sorted(metric_ids)),
            col(Activity.account) != "",
            col(Activity.undone_at).is_(None),
        )
        .group_by(col(Activity.account), col(Activity.metric_id))
    )
    return [FirstTouch(*row) for row in rows]


class LastTouch(NamedTuple):
    """The last entry of a member that names the account, as it was written."""

    member_id: int
    account: str
    date: dt.date


def last_touches(session: Session, *, member_ids: Sequence[int], starts: dt.date) -> list[LastTouch]:
    """For each of these members and each account that they named since `starts`, the date of the last entry.

    At most some thousands of members a call.
    """
    rows = session.execute(
        sa.select(col(Activity.member_id), col(Activity.account), sa.func.max(col(Activity.local_date)))
        .where(
            col(Activity.member_id).in_(member_ids),
            col(Activity.local_date) >= starts,
            col(Activity.account) != "",
            col(Activity.undone_at).is_(None),
        )
        .group_by(col(Activity.member_id), col(Activity.account))
    )
    return [LastTouch(*row) for row in rows]
