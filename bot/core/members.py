"""Members as Slack knows them, and who asks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.permissions import Viewer
from storage import memberships, people
from storage.tables import Member, Role, Team, TeamRole, Workspace

WEST_MOST, EAST_MOST = dt.timedelta(hours=12), dt.timedelta(hours=14)
"""How far behind and ahead of UTC clocks are anywhere."""


@dataclass(frozen=True)
class SlackStatus:
    """What somebody says of themself beside their name in Slack. `until` None: they set no end."""

    text: str = ""
    emoji: str = ""
    until: dt.datetime | None = None


@dataclass(frozen=True)
class SlackUser:
    """What Slack says of one user."""

    id: str
    name: str
    email: str = ""
    timezone: str = ""
    locale: str = ""
    deleted: bool = False
    bot: bool = False
    guest: bool = False
    admin: bool = False
    workspaces: tuple[str, ...] = ()
    """The Slack teams to which they belong; nothing where Slack does not say."""
    status: SlackStatus | None = None
    """None where Slack does not say."""


class UnknownMember(Failure):
    """Pacer does not know this person yet; it asks Slack within the hour, or on `pacer users sync`."""

    def __init__(self, slack_user_id: str) -> None:
        self.slack_user_id = slack_user_id
        super().__init__("I don't know you yet. Ask an admin to run `pacer users sync`, then try again.")


class Outsider(UnknownMember):
    """A guest, or somebody of another organisation in a shared channel: Pacer does nothing for them."""

    def __init__(self, slack_user_id: str) -> None:
        self.slack_user_id = slack_user_id
        super(UnknownMember, self).__init__(
            "Pacer only works for members of this workspace, not guests or people from other companies. Nothing "
            "was saved.",
        )


class UnknownPerson(Failure):
    """Somebody is named who is no member of this workspace, or whom Pacer does not know yet."""

    def __init__(self) -> None:
        super().__init__(
            "I don't know this person. They may be an app, a guest or new here. Pick a member of your workspace."
        )


def zone_of(member: Member | None, workspace: Workspace) -> ZoneInfo:
    """The member's time zone: Slack's, else the workspace's, else UTC. Of no member: the workspace's."""
    return _zone(member.timezone if member else "", workspace)


def team_zone(team: Team, workspace: Workspace) -> ZoneInfo:
    """The zone in which a team's managers are told things: its own, else the workspace's, else UTC."""
    return _zone(team.timezone, workspace)


def _zone(first: str, workspace: Workspace) -> ZoneInfo:
    for name in (first, workspace.timezone):
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return ZoneInfo("UTC")


def local_date(member: Member | None, workspace: Workspace, now: dt.datetime) -> dt.date:
    """The date where the member is. Of no member: where the workspace is."""
    return now.astimezone(zone_of(member, workspace)).date()


def team_date(team: Team, workspace: Workspace, now: dt.datetime) -> dt.date:
    """The date on which a team's managers are told things."""
    return now.astimezone(team_zone(team, workspace)).date()


def by_local_date(members: Iterable[Member], workspace: Workspace, now: dt.datetime) -> dict[dt.date, list[Member]]:
    """The members by the date that it is where they are."""
    found: dict[dt.date, list[Member]] = {}
    for member in members:
        found.setdefault(local_date(member, workspace, now), []).append(member)
    return found


def earliest_date(at: dt.datetime) -> dt.date:
    """The earliest date that it is anywhere at the instant: a bound for queries, nobody's own date."""
    return (at - WEST_MOST).astimezone(dt.UTC).date()


def latest_date(at: dt.datetime) -> dt.date:
    """The latest date that it is anywhere at the instant: a bound, nobody's own date."""
    return (at + EAST_MOST).astimezone(dt.UTC).date()


def find_speaker(session: Session, *, workspace: Workspace, slack_user_id: str) -> Member:
    """The member who typed or clicked. Raises UnknownMember, and Outsider for guests."""
    member = people.find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
    if member is None:
        raise UnknownMember(slack_user_id)
    if member.guest:
        raise Outsider(slack_user_id)
    return member


def find_meant(session: Session, *, workspace: Workspace, slack_user_id: str) -> Member:
    """The member whom somebody else names. Raises UnknownPerson, also for guests and apps."""
    member = people.find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
    if member is None or member.guest:
        raise UnknownPerson
    return member


def known_zones(session: Session, *, workspace: Workspace) -> list[str]:
    """The time zones of the workspace and its people, and UTC; at most 100, those of most people first."""
    counts: dict[str, int] = {workspace.timezone: 0, "UTC": 0}
    for member in people.list_members(session, workspace_id=workspace.id):
        if member.timezone:
            counts[member.timezone] = counts.get(member.timezone, 0) + 1
    return sorted(counts, key=lambda zone: (-counts[zone], zone))[:100]


def viewer_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Viewer:
    """The member as somebody who asks: with the teams that they manage today."""
    managed = memberships.in_teams_on(
        session,
        workspace_id=workspace.id,
        date=local_date(member, workspace, now),
        team_role=TeamRole.MANAGER,
        member_ids=[member.id],
    )
    return Viewer(
        member_id=member.id,
        role=member.role,
        managed_team_ids=frozenset(row.team_id for row in managed),
        active=member.active,
        guest=member.guest,
    )


def take_users(
    session: Session,
    *,
    workspace: Workspace,
    users: Iterable[SlackUser],
    now: dt.datetime,
    first_admin: bool = True,
) -> int:
    """Take what Slack says of its users; how many members were added or changed.

    Bots are passed over. Somebody new is a rep, or an admin when Slack says that they administer the workspace and
    no admin is known yet. A deactivated user leaves: nothing more is sent to them, and their history stays.
    """
    known = {member.slack_user_id: member for member in _all(session, workspace.id)}
    stored = set(known)
    changed = 0
    for user in users:
        if user.bot or user.id == "USLACKBOT":
            continue
        member = known.get(user.id)
        if member is None:
            if user.deleted:
                continue
            no_admin = first_admin and not any(m.role is Role.ADMIN for m in known.values())
            member = Member(
                workspace_id=workspace.id,
                slack_user_id=user.id,
                role=Role.ADMIN if user.admin and no_admin else Role.REP,
                week_shares=workspace.week_shares,
            )
            known[user.id] = member
        changed += _follow(member, user, workspace, now) or user.id not in stored
        session.add(member)
    session.flush()
    return changed


def _follow(member: Member, user: SlackUser, workspace: Workspace, now: dt.datetime) -> bool:
    said = {
        "name": user.name or member.name,
        "email": user.email or member.email,
        "timezone": user.timezone or member.timezone,
        "locale": user.locale or member.locale,
        "guest": user.guest or bool(user.workspaces and workspace.slack_team_id not in user.workspaces),
        "active": not user.deleted,
    }
    different = {name: value for name, value in said.items() if getattr(member, name) != value}
    for name, value in different.items():
        setattr(member, name, value)
    if "active" in different:
        member.left_on = None if member.active else local_date(member, workspace, now)
        member.unreachable = ""
    return bool(different)


def _all(session: Session, workspace_id: int) -> Iterable[Member]:
    return people.list_members(session, workspace_id=workspace_id, active_only=False)


def note_answer(member: Member) -> None:
    """The member used Pacer: their nudges are not ignored."""
    if member.unanswered:
        member.unanswered = 0
