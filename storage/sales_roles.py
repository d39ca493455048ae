"""Sales roles, and who is of which one when."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import portions
from storage.tables import SalesRole, SalesRoleTime

ALWAYS = dt.date.min
"""When somebody's first role starts: it says what they are, not what they became."""
CORRECTED_WITHIN = dt.timedelta(days=1)
"""So soon after a role was given another one puts it right: the member never was of the first."""


class TimeInRole(NamedTuple):
    """When a member is of a sales role, half-open; `ends` None while it goes on."""

    member_id: int
    sales_role_id: int
    starts: dt.date
    ends: dt.date | None


def list_roles(session: Session, *, workspace_id: int, retired: bool = False) -> Sequence[SalesRole]:
    """The workspace's sales roles in their order; those out of use too where `retired`."""
    query = select(SalesRole).where(SalesRole.workspace_id == workspace_id)
    if not retired:
        query = query.where(col(SalesRole.retired_at).is_(None))
    return session.exec(query.order_by(col(SalesRole.position), col(SalesRole.id))).all()


def add_role(session: Session, *, role: SalesRole) -> SalesRole:
    """Store a role; it has its id afterwards."""
    session.add(role)
    session.flush()
    return role


def roles_on(session: Session, *, workspace_id: int, date: dt.date, member_ids: Collection[int]) -> dict[int, int]:
    """The role that each of these members is of on `date`; members without one are left out."""
    times = times_in_roles(session, workspace_id=workspace_id, after=date, until=date, member_ids=member_ids)
    return {time.member_id: time.sales_role_id for time in times}


def members_of(session: Session, *, workspace_id: int, sales_role_id: int, date: dt.date) -> set[int]:
    """Who is of the role on `date`."""
    rows = session.execute(
        sa.select(col(SalesRoleTime.member_id)).where(
            col(SalesRoleTime.workspace_id) == workspace_id,
            col(SalesRoleTime.sales_role_id) == sales_role_id,
            col(SalesRoleTime.starts) <= date,
            sa.or_(col(SalesRoleTime.ends).is_(None), col(SalesRoleTime.ends) > date),
        )
    )
    return set(rows.scalars())


def times_in_roles(
    session: Session, *, workspace_id: int, after: dt.date, until: dt.date, member_ids: Collection[int]
) -> list[TimeInRole]:
    """The times that began by `until` and had not ended by `after`, of these members, the oldest first."""
    query = (
        sa.select(
            col(SalesRoleTime.member_id),
            col(SalesRoleTime.sales_role_id),
            col(SalesRoleTime.starts),
            col(SalesRoleTime.ends),
        )
        .where(
            col(SalesRoleTime.workspace_id) == workspace_id,
            col(SalesRoleTime.starts) <= until,
            sa.or_(col(SalesRoleTime.ends).is_(None), col(SalesRoleTime.ends) > after),
        )
        .order_by(col(SalesRoleTime.starts))
    )
    return [
        TimeInRole(*row)
        for some in portions(member_ids)
        for row in session.execute(query.where(col(SalesRoleTime.member_id).in_(some)))
    ]


def put_into_role(
    session: Session, *, workspace_id: int, member_id: int, sales_role_id: int | None, starts: dt.date, now: dt.datetime
) -> bool:
    """Let the member be of this role from `starts` on, or (None) of none; whether that changed anything.

    The first role they get counts from ever, and one that was given within a day is put right.
    """
    rows = session.exec(
        select(SalesRoleTime).where(SalesRoleTime.member_id == member_id).order_by(col(SalesRoleTime.starts))
    ).all()
    for row in [row for row in rows if row.starts > starts]:
        session.delete(row)
    earlier = [row for row in rows if row.starts <= starts]
    last = earlier[-1] if earlier else None
    running = last is not None and (last.ends is None or last.ends > starts)
    if (last.sales_role_id if last is not None and running else None) == sales_role_id:
        if last is not None and running:
            last.ends = None
        session.flush()
        return len(earlier) != len(rows)
    if last is not None and running:
        if now - last.set_at < CORRECTED_WITHIN or last.starts == starts:
            starts = last.starts
            session.delete(last)
        else:
            last.ends = starts
    session.flush()
    if sales_role_id is not None:
        session.add(
            SalesRoleTime(
                workspace_id=workspace_id,
                member_id=member_id,
                sales_role_id=sales_role_id,
                starts=starts if earlier else ALWAYS,
                set_at=now,
            )
        )
        session.flush()
    return True


def empty_role(session: Session, *, sales_role_id: int, ends: dt.date) -> None:
    """Let nobody be of the role from `ends` on."""
    for row in session.exec(
        select(SalesRoleTime).where(
            SalesRoleTime.sales_role_id == sales_role_id,
            sa.or_(col(SalesRoleTime.ends).is_(None), col(SalesRoleTime.ends) > ends),
        )
    ):
        row.ends = max(row.starts, ends)
        session.add(row)
    session.flush()
