"""Members, teams, memberships and time off: reading and changing them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_ignore, insert_or_replace
from storage.tables import (
    DayOff,
    Delivery,
    Member,
    MemberAlias,
    Membership,
    Morning,
    QuietDay,
    Role,
    Team,
    TeamRole,
    TimeOff,
)

# Statements of each command are built once: that takes longer than running them.
_BY_SLACK_ID = select(Member).where(
    col(Member.workspace_id) == sa.bindparam("workspace_id"),
    col(Member.slack_user_id) == sa.bindparam("slack_user_id"),
)
_AS_REP = sa.select(
    col(Membership.member_id), col(Membership.team_id), col(Membership.starts), col(Membership.ends)
).where(
    col(Membership.workspace_id) == sa.bindparam("workspace_id"),
    col(Membership.team_role) == TeamRole.REP,
    col(Membership.starts) <= sa.bindparam("until"),
    sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > sa.bindparam("after")),
    col(Membership.member_id).in_(sa.bindparam("member_ids", expanding=True)),
)


def find_member(session: Session, *, workspace_id: int, slack_user_id: str) -> Member | None:
    """The member with this Slack user id; None when Pacer does not know them."""
    return session.exec(_BY_SLACK_ID, params={"workspace_id": workspace_id, "slack_user_id": slack_user_id}).first()


def find_member_by_email(session: Session, *, workspace_id: int, email: str) -> Member | None:
    """The member with this e-mail address in any case; None when there is none."""
    return session.exec(
        select(Member).where(Member.workspace_id == workspace_id, sa.func.lower(Member.email) == email.lower())
    ).first()


def list_aliases(session: Session, *, workspace_id: int) -> Sequence[MemberAlias]:
    """The other names by which the workspace's members are known."""
    return session.exec(
        select(MemberAlias).where(MemberAlias.workspace_id == workspace_id).order_by(col(MemberAlias.alias))
    ).all()


def set_alias(session: Session, *, workspace_id: int, member_id: int, alias: str) -> None:
    """Make the folded `alias` a name of this member, and of nobody else."""
    insert_or_replace(
        session,
        MemberAlias,
        [{"workspace_id": workspace_id, "alias": alias, "member_id": member_id}],
        key=("workspace_id", "alias"),
    )


def list_members(session: Session, *, workspace_id: int, active_only: bool = True) -> Sequence[Member]:
    """The workspace's members by name."""
    query = select(Member).where(Member.workspace_id == workspace_id).order_by(col(Member.name), col(Member.id))
    return session.exec(query.where(col(Member.active)) if active_only else query).all()


def reachable_admins(session: Session, *, workspace_id: int) -> Sequence[Member]:
    """The workspace's active admins, but for those whom Slack no longer takes messages for."""
    return session.exec(
        select(Member).where(
            Member.workspace_id == workspace_id,
            Member.role == Role.ADMIN,
            col(Member.active),
            Member.unreachable == "",
        )
    ).all()


def members_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Member]:
    """The members with these ids."""
    found: dict[int, Member] = {}
    for some in _portions(ids):
        for member in session.exec(select(Member).where(col(Member.id).in_(some))):
            assert member.id is not None
            found[member.id] = member
    return found


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


def reps_without_welcome(
    session: Session, *, workspace_id: int, kind: str, date: dt.date, joined_after: dt.date, limit: int
) -> Sequence[Member]:
    """Active reps of a team since a date after `joined_after`, who never got a delivery of this kind nor a nudge."""
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


def find_team(session: Session, *, workspace_id: int, name: str) -> Team | None:
    """The team of this name, in any case."""
    return session.exec(
        select(Team).where(Team.workspace_id == workspace_id, sa.func.lower(Team.name) == name.lower())
    ).first()


def list_teams(session: Session, *, workspace_id: int) -> Sequence[Team]:
    """The workspace's teams by name."""
    return session.exec(select(Team).where(Team.workspace_id == workspace_id).order_by(col(Team.name))).all()


def channel_to_ask_about(session: Session, *, workspace_id: int, before: dt.datetime) -> Team | None:
    """A team whose alert channel Slack was not asked about since `before`; None when all are known."""
    return session.exec(
        select(Team)
        .where(
            Team.workspace_id == workspace_id,
            Team.alert_channel != "",
            sa.or_(col(Team.channel_seen_at).is_(None), col(Team.channel_seen_at) < before),
        )
        .order_by(col(Team.id))
        .limit(1)
    ).first()


def note_audience(session: Session, *, team_id: int, channel: str, audience: str, at: dt.datetime) -> None:
    """Note who reads the team's alert channel, unless it is another channel by now."""
    session.execute(
        sa.update(Team)
        .where(col(Team.id) == team_id, col(Team.alert_channel) == channel)
        .values(channel_audience=audience, channel_seen_at=at)
    )


def find_team_by_id(session: Session, *, workspace_id: int, team_id: int) -> Team | None:
    """The team with this id in this workspace."""
    return session.exec(select(Team).where(Team.workspace_id == workspace_id, Team.id == team_id)).first()


def ids_of_managers(session: Session, *, workspace_id: int) -> set[int]:
    """Who manages, or managed, any team."""
    return set(
        session.execute(
            sa.select(col(Membership.member_id))
            .where(col(Membership.workspace_id) == workspace_id, col(Membership.team_role) == TeamRole.MANAGER)
            .distinct()
        ).scalars()
    )


class TimeInTeam(NamedTuple):
    """A member's time in a team, half-open; `ends` None while it goes on. A plain row: a morning reads thousands."""

    member_id: int
    team_id: int
    starts: dt.date
    ends: dt.date | None


def memberships_on(
    session: Session,
    *,
    workspace_id: int,
    date: dt.date,
    team_role: TeamRole,
    member_ids: Collection[int] | None = None,
    team_id: int | None = None,
) -> list[TimeInTeam]:
    """The memberships in force on `date`, of these members or of this team when given."""
    query = _times_in_teams(workspace_id, team_role).where(
        col(Membership.starts) <= date,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
    )
    if team_id is not None:
        query = query.where(col(Membership.team_id) == team_id)
    return _times(session, query, member_ids)


def times_as_rep(
    session: Session, *, workspace_id: int, after: dt.date, until: dt.date, member_ids: Collection[int]
) -> list[TimeInTeam]:
    """The times as a rep of a team that began by `until` and had not ended by `after`, of these members."""
    asked = {"workspace_id": workspace_id, "after": after, "until": until}
    return [
        TimeInTeam(*row)
        for some in _portions(member_ids)
        for row in session.execute(_AS_REP, {**asked, "member_ids": some})
    ]


def memberships_ended(
    session: Session, *, workspace_id: int, after: dt.date, until: dt.date, member_ids: Collection[int]
) -> list[TimeInTeam]:
    """The times as a rep of a team that ended in (after, until], of these members."""
    query = _times_in_teams(workspace_id, TeamRole.REP).where(
        col(Membership.ends) > after,
        col(Membership.ends) <= until,
        col(Membership.ends) > col(Membership.starts),
    )
    return _times(session, query, member_ids)


def _times_in_teams(workspace_id: int, team_role: TeamRole) -> sa.Select[int, int, dt.date, dt.date | None]:
    return sa.select(
        col(Membership.member_id), col(Membership.team_id), col(Membership.starts), col(Membership.ends)
    ).where(col(Membership.workspace_id) == workspace_id, col(Membership.team_role) == team_role)


def _times(
    session: Session,
    query: sa.Select[int, int, dt.date, dt.date | None],
    member_ids: Collection[int] | None,
) -> list[TimeInTeam]:
    if member_ids is None:
        return [TimeInTeam(*row) for row in session.execute(query)]
    return [
        TimeInTeam(*row)
        for some in _portions(member_ids)
        for row in session.execute(query.where(col(Membership.member_id).in_(some)))
    ]


def join_team(
    session: Session, *, workspace_id: int, team_id: int, member_id: int, team_role: TeamRole, starts: dt.date
) -> None:
    """Make the member part of the team from `starts` on; a rep leaves the team they were a rep of before."""
    current = [
        row
        for row in session.exec(
            select(Membership).where(
                Membership.member_id == member_id,
                Membership.team_role == team_role,
                sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > starts),
            )
        )
        if team_role is TeamRole.REP or row.team_id == team_id
    ]
    if any(row.team_id == team_id for row in current):
        return
    for row in current:
        row.ends = starts
        session.add(row)
    session.add(
        Membership(
            workspace_id=workspace_id,
            team_id=team_id,
            member_id=member_id,
            team_role=team_role,
            starts=starts,
        )
    )
    session.flush()


def time_off_between(
    session: Session,
    *,
    workspace_id: int,
    starts: dt.date,
    ends: dt.date,
    member_ids: Collection[int] | None = None,
) -> Sequence[TimeOff]:
    """Leave that is not cancelled and touches [starts, ends)."""
    query = select(TimeOff).where(
        TimeOff.workspace_id == workspace_id,
        col(TimeOff.cancelled_at).is_(None),
        col(TimeOff.starts) < ends,
        col(TimeOff.ends) > starts,
    )
    if member_ids is None:
        return session.exec(query).all()
    return [
        row for some in _portions(member_ids) for row in session.exec(query.where(col(TimeOff.member_id).in_(some)))
    ]


def cancel_time_off(session: Session, *, row: TimeOff, now: dt.datetime) -> None:
    """Mark leave as cancelled; the row stays."""
    row.cancelled_at = now
    session.add(row)
    session.flush()


def note_quiet_days(
    session: Session, *, workspace_id: int, member_id: int, dates: Collection[dt.date], now: dt.datetime
) -> None:
    """Note that the member had nothing to log on these dates; saying so twice changes nothing."""
    rows = [{"member_id": member_id, "date": date, "workspace_id": workspace_id, "said_at": now} for date in dates]
    insert_or_ignore(session, QuietDay, rows)


def update_members(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give columns of several members new values; each row has its `id` and the same other columns."""
    if rows:
        session.execute(sa.update(Member), list(rows))


def add_time_off(session: Session, *, time_off: TimeOff) -> TimeOff:
    """Store leave; it has its id afterwards."""
    session.add(time_off)
    session.flush()
    return time_off


def own_holidays(session: Session, *, workspace_id: int) -> Sequence[DayOff]:
    """The workspace's own days off."""
    return session.exec(select(DayOff).where(DayOff.workspace_id == workspace_id)).all()


def _portions(ids: Collection[int], size: int = 5000) -> list[list[int]]:
    # Both databases bound the number of parameters of a statement.
    ordered = sorted(ids)
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]
