"""When Slack last said somebody's status, and of whom it is to be asked."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import table_of
from storage.tables import Member, Membership, TeamRole


def forget_statuses(
    session: Session,
    *,
    workspace_id: int,
    heard_before: dt.datetime,
    timezone: str | None = None,
    nudge_time: dt.time | None = None,
) -> None:
    """Have Slack asked again for the statuses heard before that: of everybody, or of one zone and nudge time."""
    query = sa.update(Member).where(
        col(Member.workspace_id) == workspace_id, col(Member.status_heard_at) < heard_before
    )
    if timezone is not None:
        same = col(Member.nudge_time).is_(None) if nudge_time is None else col(Member.nudge_time) == nudge_time
        query = query.where(col(Member.timezone) == timezone, same)
    session.execute(query.values(status_heard_at=None))


def first_heard_at(
    session: Session, *, workspace_id: int, timezone: str, nudge_time: dt.time | None
) -> dt.datetime | None:
    """When the status was heard that was heard longest ago, of the members of one zone and nudge time."""
    found: dt.datetime | None = session.execute(
        sa.select(sa.func.min(col(Member.status_heard_at), type_=table_of(Member).c.status_heard_at.type)).where(
            col(Member.workspace_id) == workspace_id,
            col(Member.timezone) == timezone,
            col(Member.nudge_time).is_(None) if nudge_time is None else col(Member.nudge_time) == nudge_time,
        )
    ).scalar()
    return found


def status_to_ask_for(session: Session, *, workspace_id: int, date: dt.date) -> Member | None:
    """A rep of a team on `date` whose status may be used and was not heard; None when there is nobody."""
    rep = sa.exists().where(
        col(Membership.member_id) == col(Member.id),
        col(Membership.team_role) == TeamRole.REP,
        col(Membership.starts) <= date,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
    )
    return session.exec(
        select(Member)
        .where(
            Member.workspace_id == workspace_id,
            col(Member.active),
            sa.not_(col(Member.guest)),
            col(Member.status_leave_on),
            col(Member.status_heard_at).is_(None),
            rep,
        )
        .order_by(col(Member.id))
        .limit(1)
    ).first()
