"""Members and the names they go by: reading and changing them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import insert_or_replace, portions, table_of
from storage.tables import Member, MemberAlias, Role

# Of each command, and built once: that takes longer than running it.
_BY_SLACK_ID = select(Member).where(
    col(Member.workspace_id) == sa.bindparam("workspace_id"),
    col(Member.slack_user_id) == sa.bindparam("slack_user_id"),
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


def list_admins(session: Session, *, workspace_id: int) -> Sequence[Member]:
    """The workspace's active admins, guests among them, by name."""
    return session.exec(
        select(Member)
        .where(Member.workspace_id == workspace_id, Member.role == Role.ADMIN, col(Member.active))
        .order_by(col(Member.name), col(Member.id))
    ).all()


def lock_member(session: Session, *, member_id: int) -> None:
    """Have whoever does the same for this member wait until the transaction ends (on SQLite, writers wait anyway)."""
    session.execute(sa.select(col(Member.id)).where(col(Member.id) == member_id).with_for_update())


def members_by_id(session: Session, *, ids: Collection[int]) -> dict[int, Member]:
    """The members with these ids."""
    found: dict[int, Member] = {}
    for some in portions(ids):
        for member in session.exec(select(Member).where(col(Member.id).in_(some))):
            found[member.id] = member
    return found


def stored_members(session: Session, *, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """All that is stored of the members with these ids themselves, to be compared with what was stored before."""
    table = table_of(Member)
    return {
        row.id: tuple(row)
        for some in portions(ids)
        for row in session.execute(sa.select(table).where(table.c.id.in_(some)))
    }


def update_members(session: Session, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give columns of several members new values; each row has its `id` and the same other columns."""
    if rows:
        session.execute(sa.update(Member), list(rows))
