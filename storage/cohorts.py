"""Whose turn it is: the members of a zone and a time of day, a portion at a time."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Delivery, Goal, Member, Membership, Morning, PastCountry, PastWeek, TeamRole, TimeOff


def distinct_mornings(session: Session, *, workspace_id: int) -> Sequence[Member]:
    """One active member for each combination of time zone and nudge time, to tell when mornings come."""
    one_of_each = (
        sa.select(sa.func.min(col(Member.id)))
        .where(col(Member.workspace_id) == workspace_id, col(Member.active), sa.not_(col(Member.guest)))
        .group_by(col(Member.timezone), col(Member.nudge_time))
    )
    return session.exec(select(Member).where(col(Member.id).in_(one_of_each))).all()


def members_without_morning(
    session: Session,
    *,
    workspace_id: int,
    timezone: str,
    nudge_time: dt.time | None,
    date: dt.date,
    limit: int,
) -> Sequence[Member]:
    """Active members of this zone and nudge time whose morning of `date` was not taken yet, at most `limit`.

    By team: members are judged with their peers, and teams that stay together are read once.
    """
    team = (
        sa.select(sa.func.max(col(Membership.team_id)))
        .where(
            col(Membership.member_id) == col(Member.id),
            col(Membership.team_role) == TeamRole.REP,
            sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
        )
        .scalar_subquery()
    )
    taken = sa.exists().where(col(Morning.member_id) == col(Member.id), col(Morning.date) == date)
    return session.exec(
        select(Member)
        .where(
            Member.workspace_id == workspace_id,
            Member.timezone == timezone,
            col(Member.nudge_time).is_(None) if nudge_time is None else Member.nudge_time == nudge_time,
            col(Member.active),
            sa.not_(col(Member.guest)),
            sa.not_(taken),
        )
        .order_by(team, col(Member.id))
        .limit(limit)
    ).all()


def zones_of_members(session: Session, *, workspace_id: int) -> list[str]:
    """The time zones of the active members; an empty one stands for the workspace's."""
    rows = session.execute(
        sa.select(col(Member.timezone))
        .where(col(Member.workspace_id) == workspace_id, col(Member.active), sa.not_(col(Member.guest)))
        .distinct()
        .order_by(col(Member.timezone))
    )
    return [row[0] for row in rows]


def members_in_zone(
    session: Session, *, workspace_id: int, timezone: str, evening: bool, offset: int, limit: int
) -> Sequence[Member]:
    """Active members of a zone who want nudges and the `evening` wrap-up (or, False, the recap), by their ids."""
    query = select(Member).where(
        Member.workspace_id == workspace_id,
        Member.timezone == timezone,
        col(Member.active),
        sa.not_(col(Member.guest)),
        col(Member.nudges_on),
    )
    query = query.where(col(Member.evening_on if evening else Member.recap_on))
    return session.exec(query.order_by(col(Member.id)).offset(offset).limit(limit)).all()


def one_of_each_calendar(session: Session, *, workspace_id: int, timezones: Collection[str]) -> Sequence[Member]:
    """One member for each combination of zone, working week, country and team among those of these zones who get
    recaps.
    """
    team = (
        sa.select(sa.func.max(col(Membership.team_id)))
        .where(
            col(Membership.member_id) == col(Member.id),
            col(Membership.team_role) == TeamRole.REP,
            col(Membership.ends).is_(None),
        )
        .correlate(Member)
        .scalar_subquery()
    )
    alike = (
        sa.select(
            col(Member.id),
            col(Member.timezone),
            col(Member.week_shares),
            col(Member.country),
            col(Member.subdivision),
            team.label("t"),
        )
        .where(_recapped(workspace_id, timezones))
        .subquery()
    )
    one_of_each = sa.select(sa.func.min(alike.c.id)).group_by(
        alike.c.timezone, alike.c.week_shares, alike.c.country, alike.c.subdivision, alike.c.t
    )
    return session.exec(select(Member).where(col(Member.id).in_(one_of_each)).order_by(col(Member.id))).all()


def with_other_days(
    session: Session, *, workspace_id: int, timezones: Collection[str], starts: dt.date, ends: dt.date
) -> Sequence[Member]:
    """Those of the same members whose days in [starts, ends) are not told by their working week: by leave, by another
    week or country before, or by leaving.
    """
    leave = sa.exists().where(
        col(TimeOff.member_id) == col(Member.id),
        col(TimeOff.cancelled_at).is_(None),
        col(TimeOff.starts) < ends,
        col(TimeOff.ends) > starts,
    )
    week = sa.exists().where(col(PastWeek.member_id) == col(Member.id), col(PastWeek.ends) > starts)
    country = sa.exists().where(col(PastCountry.member_id) == col(Member.id), col(PastCountry.ends) > starts)
    return session.exec(
        select(Member)
        .where(_recapped(workspace_id, timezones), sa.or_(leave, week, country, col(Member.left_on).is_not(None)))
        .order_by(col(Member.id))
    ).all()


def _recapped(workspace_id: int, timezones: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Member.workspace_id) == workspace_id,
        col(Member.timezone).in_(timezones),
        col(Member.active),
        sa.not_(col(Member.guest)),
        col(Member.nudges_on),
        col(Member.recap_on),
    )


def next_beginning(session: Session, *, workspace_id: int, after: dt.date) -> dt.date | None:
    """The first date after `after` on which a membership or a goal begins; None when none is known to."""
    starts = [
        session.execute(sa.select(sa.func.min(each)).where(workspace == workspace_id, each > after)).scalar_one()
        for each, workspace in (
            (col(Membership.starts), col(Membership.workspace_id)),
            (col(Goal.starts), col(Goal.workspace_id)),
        )
    ]
    return min((date for date in starts if date is not None), default=None)


def reps_without_welcome(
    session: Session,
    *,
    workspace_id: int,
    kind: str,
    date: dt.date,
    timezones: Collection[str],
    joined_after: dt.date,
    after_id: int,
    limit: int,
) -> Sequence[Member]:
    """Active reps of a team on `date` and since a date after `joined_after`, in these time zones as they are stored,
    who never got a delivery of this kind nor a nudge: the first `limit` with an id above `after_id`.
    """
    in_team = sa.exists().where(
        col(Membership.member_id) == col(Member.id),
        col(Membership.team_role) == TeamRole.REP,
        col(Membership.starts) <= date,
        col(Membership.starts) > joined_after,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
    )
    welcomed = sa.exists().where(col(Delivery.member_id) == col(Member.id), col(Delivery.kind) == kind)
    nudged = sa.exists().where(col(Morning.member_id) == col(Member.id), col(Morning.outcome) == "nudge")
    return session.exec(
        select(Member)
        .where(
            Member.workspace_id == workspace_id,
            col(Member.id) > after_id,
            col(Member.timezone).in_(timezones),
            col(Member.active),
            sa.not_(col(Member.guest)),
            col(Member.nudges_on),
            in_team,
            sa.not_(welcomed),
            sa.not_(nudged),
        )
        .order_by(col(Member.id))
        .limit(limit)
    ).all()
