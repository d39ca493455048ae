"""What was done for each account."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Activity, Deal, Membership


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


def known_accounts(
    session: Session, *, workspace_id: int, member_id: int, names: Collection[str], date: dt.date
) -> set[str]:
    """Those of these folded names by which this member, or who is in a team with them on `date`, named an account in
    an entry or a deal, as it was written. One statement, for at most some hundreds of names.
    """
    own_teams = sa.select(col(Membership.team_id)).where(
        col(Membership.member_id) == member_id,
        col(Membership.starts) <= date,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
    )
    mates = sa.select(col(Membership.member_id)).where(
        col(Membership.team_id).in_(own_teams),
        col(Membership.starts) <= date,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
    )
    wanted = sorted(set(names))
    entries, deals = (
        sa.select(col(table.account)).where(
            col(table.workspace_id) == workspace_id,
            sa.or_(col(table.member_id) == member_id, col(table.member_id).in_(mates)),
            sa.func.lower(col(table.account)).in_(wanted),
            col(table.undone_at).is_(None),
        )
        for table in (Activity, Deal)
    )
    return {str(account) for account in session.execute(sa.union(entries, deals)).scalars()}
