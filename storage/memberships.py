"""Teams, and who is and was in them."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import portions
from storage.tables import Member, Membership, Team, TeamRole

# Built once: that takes longer than running it.
_AS_REP = sa.select(
    col(Membership.member_id), col(Membership.team_id), col(Membership.starts), col(Membership.ends)
).where(
    col(Membership.workspace_id) == sa.bindparam("workspace_id"),
    col(Membership.team_role) == TeamRole.REP,
    col(Membership.starts) <= sa.bindparam("until"),
    sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > sa.bindparam("after")),
    col(Membership.member_id).in_(sa.bindparam("member_ids", expanding=True)),
)


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


def note_audience(
    session: Session,
    *,
    team_id: int,
    channel: str,
    audience: str,
    at: dt.datetime,
    inside: bool | None = None,
    readers: Sequence[str] = (),
    reader_count: int = 0,
) -> None:
    """Note who reads the team's alert channel, unless it is another channel by now."""
    of_team = sa.update(Team).where(col(Team.id) == team_id, col(Team.alert_channel) == channel)
    session.execute(
        of_team.values(
            channel_seen_at=at,
            channel_inside=inside,
            channel_readers=" ".join(readers),
            channel_reader_count=reader_count,
        )
    )
    # By itself: it decides when something is due, and hardly ever changes from one hour to the next.
    session.execute(of_team.where(col(Team.channel_audience) != audience).values(channel_audience=audience))


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


def in_teams_on(
    session: Session,
    *,
    workspace_id: int,
    date: dt.date,
    team_role: TeamRole,
    member_ids: Collection[int] | None = None,
    team_id: int | None = None,
    team_ids: Collection[int] | None = None,
) -> list[TimeInTeam]:
    """The memberships in force on `date`, of these members, of this team or of these teams when given."""
    query = _times_in_teams(workspace_id, team_role).where(
        col(Membership.starts) <= date,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
        _here_after(date),
    )
    if team_id is not None:
        query = query.where(col(Membership.team_id) == team_id)
    if team_ids is not None:
        return [
            TimeInTeam(*row)
            for some in portions(team_ids)
            for row in session.execute(query.where(col(Membership.team_id).in_(some)))
        ]
    return _times(session, query, member_ids)


def in_teams_during(
    session: Session,
    *,
    workspace_id: int,
    first: dt.date,
    last: dt.date,
    team_role: TeamRole,
    team_id: int | None = None,
) -> list[TimeInTeam]:
    """The memberships in force on any of the dates from `first` to `last`, of this team when given."""
    query = _times_in_teams(workspace_id, team_role).where(
        col(Membership.starts) <= last,
        sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > first),
        _here_after(first),
    )
    if team_id is not None:
        query = query.where(col(Membership.team_id) == team_id)
    return _times(session, query, None)


def times_as_rep(
    session: Session, *, workspace_id: int, after: dt.date, until: dt.date, member_ids: Collection[int]
) -> list[TimeInTeam]:
    """The times as a rep of a team that began by `until` and had not ended by `after`, of these members."""
    asked = {"workspace_id": workspace_id, "after": after, "until": until}
    return [
        TimeInTeam(*row)
        for some in portions(member_ids)
        for row in session.execute(_AS_REP, {**asked, "member_ids": some})
    ]


def ended_as_rep(
    session: Session, *, workspace_id: int, after: dt.date, until: dt.date, member_ids: Collection[int]
) -> list[TimeInTeam]:
    """The times as a rep of a team that ended in (after, until], of these members."""
    query = _times_in_teams(workspace_id, TeamRole.REP).where(
        col(Membership.ends) > after,
        col(Membership.ends) <= until,
        col(Membership.ends) > col(Membership.starts),
    )
    return _times(session, query, member_ids)


def _here_after(date: dt.date) -> sa.ColumnElement[bool]:
    """Whoever left the company by `date` is in no team any more; their membership waits for them to come back."""
    gone = sa.exists().where(
        col(Member.id) == col(Membership.member_id),
        sa.or_(col(Member.left_on) <= date, sa.and_(sa.not_(col(Member.active)), col(Member.left_on).is_(None))),
    )
    return sa.not_(gone)


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
        for some in portions(member_ids)
        for row in session.execute(query.where(col(Membership.member_id).in_(some)))
    ]


def join_team(
    session: Session,
    *,
    workspace_id: int,
    team_id: int,
    member_id: int,
    team_role: TeamRole,
    starts: dt.date,
    user_group: str = "",
) -> bool:
    """Make the member part of the team from `starts` on; a rep leaves the team they were a rep of before.

    `user_group` is the group of Slack with which they came. False where they are in the team already: nothing changes.
    """
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
        return False
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
            user_group=user_group,
        )
    )
    session.flush()
    return True


def leave_team(session: Session, *, team_id: int, member_id: int, team_role: TeamRole, ends: dt.date) -> bool:
    """End the member's time in the team before `ends`; False where they are not in it then."""
    ended = session.execute(
        sa.update(Membership)
        .where(
            col(Membership.team_id) == team_id,
            col(Membership.member_id) == member_id,
            col(Membership.team_role) == team_role,
            sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > ends),
        )
        # Who is to start later never does.
        .values(ends=sa.case((col(Membership.starts) > ends, col(Membership.starts)), else_=ends))
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def came_with_group(session: Session, *, team_id: int, user_group: str, date: dt.date) -> set[int]:
    """The ids of the reps of the team, on `date` or later, who came with this user group."""
    return set(
        session.execute(
            sa.select(col(Membership.member_id)).where(
                col(Membership.team_id) == team_id,
                col(Membership.team_role) == TeamRole.REP,
                col(Membership.user_group) == user_group,
                sa.or_(col(Membership.ends).is_(None), col(Membership.ends) > date),
            )
        ).scalars()
    )
