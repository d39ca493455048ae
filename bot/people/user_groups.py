"""A team's reps taken from a user group of Slack, once, and again when somebody asks for it.

A team is not kept in step by itself: a group is made for mentions, and whoever changes it does not think of goals and
messages. Who came with the group leaves the team with it; who was picked by hand stays.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.core.content import Content
from bot.core.members import earliest_date, local_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.text.errors import harmless
from bot.leave.company_calendar import settle_weeks
from bot.people.teams import WrongTeam, team_by_id
from storage import deliveries, memberships, people, user_groups
from storage.tables import Delivery, Member, Team, TeamRole, UserGroup, Workspace
from storage.workspaces import find_workspace, record_audit

FOLLOWED = "group followed"
"""The kind of the message that says what came of bringing a team up to date."""


@dataclass(frozen=True)
class Followed:
    """What bringing a team up to date changed, by member id; `passed_over` are guests, apps, and who is not known."""

    joined: tuple[int, ...]
    left: tuple[int, ...]
    passed_over: int


class GroupChange(Content):
    """Who joined (members' ids) and left the team of this name, as its user group has it; no handle: Slack has no such
    group any more.
    """

    team: str
    handle: str = ""
    joined: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    passed_over: int = 0


@dataclass(frozen=True)
class FollowedGroup:
    """The same with names, those of people who are known."""

    team: str
    handle: str
    joined: tuple[str, ...]
    left: tuple[str, ...]
    passed_over: int


def followed_for(session: Session, *, rows: Sequence[Delivery]) -> dict[int, FollowedGroup]:
    """What these messages are of, by the row's id."""
    planned = {row.id: GroupChange.of_row(row) for row in rows}
    ids = {member_id for change in planned.values() for member_id in (*change.joined, *change.left)}
    members = people.members_by_id(session, ids=ids)

    def names(some: Sequence[int]) -> tuple[str, ...]:
        return tuple(members[member_id].name if member_id in members else "?" for member_id in some)

    return {
        row_id: FollowedGroup(change.team, change.handle, names(change.joined), names(change.left), change.passed_over)
        for row_id, change in planned.items()
    }


def find_group(session: Session, *, workspace: Workspace, handle: str) -> UserGroup:
    """The group with this handle or Slack id. Raises WrongTeam with the handles that there are."""
    wanted = handle.strip().removeprefix("@").casefold()
    known = user_groups.list_groups(session, workspace_id=workspace.id)
    for group in known:
        if wanted in (group.handle.casefold(), group.slack_id.casefold()):
            return group
    raise WrongTeam(
        "No user group is called {handle}. Groups: {known}.",
        handle=repr(harmless(handle)),
        known=", ".join(f"@{group.handle}" for group in known) or "none",
    )


def follow_group(
    session: Session, *, workspace: Workspace, team: Team, group: UserGroup, now: dt.datetime, actor_id: int | None
) -> Followed:
    """Make who is in the group a rep of the team, from today on where they are, and let go who came with it before."""
    ids = group.people.split()
    found = [people.find_member(session, workspace_id=workspace.id, slack_user_id=who) for who in ids]
    wanted = {member.id: member for member in found if member is not None and member.active and not member.guest}
    # Of those who have left by their own date, leaving again changes nothing.
    date = earliest_date(now)
    before = memberships.came_with_group(session, team_id=team.id, user_group=group.slack_id, date=date)
    if team.user_group and team.user_group != group.slack_id:
        before |= memberships.came_with_group(session, team_id=team.id, user_group=team.user_group, date=date)
    joined = [member_id for member_id, member in wanted.items() if _join(session, workspace, team, member, group, now)]
    gone = people.members_by_id(session, ids=before - wanted.keys())
    left = [member_id for member_id, member in gone.items() if _leave(session, workspace, team, member, now)]
    team.user_group, team.group_wanted = group.slack_id, False
    session.add(team)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=actor_id,
        action="user group",
        detail=f"{team.name} as @{group.handle}: {len(joined)} joined, {len(left)} left",
    )
    return Followed(tuple(joined), tuple(left), len(ids) - len(wanted))


def want_group(session: Session, *, workspace: Workspace, viewer: Viewer, team_id: int, now: dt.datetime) -> UserGroup:
    """Have Slack asked who is in the team's group, and the team brought up to date with the answer.

    Raises NotAllowed, WrongTeam.
    """
    require(viewer, Action.CHANGE_TEAMS, Subject())
    team = team_by_id(session, workspace=workspace, team_id=team_id)
    group = user_groups.find_group(session, workspace_id=workspace.id, slack_id=team.user_group)
    if group is None:
        raise WrongTeam("That Slack user group was deleted. Choose the people again.")
    team.group_wanted = True
    session.add(team)
    ask_again(session, workspace=workspace)
    return group


def ask_again(session: Session, *, workspace: Workspace) -> None:
    """Have Slack asked for its user groups as soon as may be."""
    workspace.groups_seen_at = None
    session.add(workspace)


def note_asked(session: Session, *, now: dt.datetime) -> None:
    """Note when Slack was asked, so that it is not asked all the time."""
    workspace = find_workspace(session)
    if workspace is not None:
        workspace.groups_seen_at = now
        session.add(workspace)


def note_trouble(session: Session, *, workspace: Workspace, trouble: str, now: dt.datetime) -> None:
    """Note that Slack does not say who is in its groups: what was known of them holds no more."""
    workspace.groups_seen_at, workspace.groups_trouble = now, trouble[:64]
    session.add(workspace)
    user_groups.replace_groups(session, workspace_id=workspace.id, rows=[])


def take_groups(
    session: Session, *, workspace: Workspace, rows: Sequence[Mapping[str, Any]], now: dt.datetime
) -> list[Team]:
    """Keep these groups, and bring the teams up to date that wait for it; which. The admins are told what changed."""
    user_groups.replace_groups(session, workspace_id=workspace.id, rows=rows)
    workspace.groups_seen_at, workspace.groups_trouble = now, ""
    session.add(workspace)
    waiting = [team for team in memberships.list_teams(session, workspace_id=workspace.id) if team.group_wanted]
    for team in waiting:
        group = user_groups.find_group(session, workspace_id=workspace.id, slack_id=team.user_group)
        if group is None:
            team.group_wanted, team.user_group = False, ""
            session.add(team)
            _tell_admins(session, workspace, team, "", Followed((), (), 0), now)
            continue
        followed = follow_group(session, workspace=workspace, team=team, group=group, now=now, actor_id=None)
        _tell_admins(session, workspace, team, group.handle, followed, now)
    return waiting


def _join(
    session: Session, workspace: Workspace, team: Team, member: Member, group: UserGroup, now: dt.datetime
) -> bool:
    starts = local_date(member, workspace, now)
    joined = memberships.join_team(
        session,
        workspace_id=workspace.id,
        team_id=team.id,
        member_id=member.id,
        team_role=TeamRole.REP,
        starts=starts,
        user_group=group.slack_id,
    )
    if joined:
        settle_weeks(session, workspace=workspace, members=[member], starts=starts)
    return joined


def _leave(session: Session, workspace: Workspace, team: Team, member: Member, now: dt.datetime) -> bool:
    return memberships.leave_team(
        session,
        team_id=team.id,
        member_id=member.id,
        team_role=TeamRole.REP,
        ends=local_date(member, workspace, now),
    )


def _tell_admins(
    session: Session, workspace: Workspace, team: Team, handle: str, followed: Followed, now: dt.datetime
) -> None:
    content = GroupChange(
        team=team.name,
        handle=handle,
        joined=followed.joined,
        left=followed.left,
        passed_over=followed.passed_over,
    )
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=FOLLOWED,
                recipient=admin.slack_user_id,
                key=f"{team.id}:{now.isoformat()}",
                member_id=admin.id,
                team_id=team.id,
                due_at=now,
                expires_at=now + dt.timedelta(hours=12),
                token=secrets.token_hex(16),
                content=content.stored(),
            )
            for admin in people.reachable_admins(session, workspace_id=workspace.id)
        ],
    )
