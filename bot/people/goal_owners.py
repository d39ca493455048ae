"""Whose a goal is: a member, each rep of a team, or those of a sales role in one team or in the workspace."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import find_meant
from bot.core.permissions import Subject
from bot.people.sales_roles import find_sales_role
from bot.people.teams import find_team
from storage import memberships, people, sales_roles
from storage.goals import Owner
from storage.tables import Member, SalesRole, Team, TeamRole, Workspace


@dataclass(frozen=True)
class RoleGroup:
    """The members of a sales role: the reps of one team who are, or everybody in the workspace."""

    role: SalesRole
    team: Team | None = None

    @property
    def name(self) -> str:
        """How people name it: SDR, or SDR in North."""
        return self.role.name if self.team is None else f"{self.role.name} · {self.team.name}"


GoalOwner = Member | Team | RoleGroup
"""Whom a goal can be set for."""


def owner_named(
    session: Session, *, workspace: Workspace, user: str | None, team: str | None, role: str | None
) -> GoalOwner:
    """Whom somebody means: a Slack user id, else a team's name, after which a sales role's may stand, else a role's.

    Raises UnknownMember, WrongTeam, WrongSalesRole.
    """
    if user is not None:
        return find_meant(session, workspace=workspace, slack_user_id=user)
    if team is None:
        return RoleGroup(find_sales_role(session, workspace=workspace, name=role or ""))
    words, workspace_id = team.split(), workspace.id
    if memberships.find_team(session, workspace_id=workspace_id, name=team) is None:
        for at in range(len(words) - 1, 0, -1):
            named = memberships.find_team(session, workspace_id=workspace_id, name=" ".join(words[:at]))
            if named is not None:
                return RoleGroup(find_sales_role(session, workspace=workspace, name=" ".join(words[at:])), named)
    return find_team(session, workspace=workspace, name=team)


def owner_id(about: GoalOwner) -> Owner:
    """The owner as goals are stored by."""
    match about:
        case Member():
            return Owner(member_id=about.id)
        case Team():
            return Owner(team_id=about.id)
        case RoleGroup():
            return Owner(team_id=about.team.id if about.team is not None else None, sales_role_id=about.role.id)


def subject_of(session: Session, *, workspace: Workspace, about: GoalOwner, date: dt.date) -> Subject:
    """Who or what is asked about: a member with the teams they are a rep of, a team; of a role in the whole workspace,
    the workspace.
    """
    if isinstance(about, RoleGroup):
        return Subject(team_ids=frozenset({about.team.id})) if about.team is not None else Subject()
    if isinstance(about, Team):
        return Subject(team_ids=frozenset({about.id}))
    teams = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=[about.id]
    )
    return Subject(member_id=about.id, team_ids=frozenset(row.team_id for row in teams))


def members_of(session: Session, *, workspace: Workspace, about: GoalOwner, date: dt.date) -> list[Member]:
    """Whom a goal of this owner would reach on `date`, by name: the active reps, or those of the role."""
    if isinstance(about, Member):
        return [about]
    team = about if isinstance(about, Team) else about.team
    ids: set[int] | None = None
    if team is not None:
        ids = {
            row.member_id
            for row in memberships.in_teams_on(
                session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id
            )
        }
    if isinstance(about, RoleGroup):
        of_role = sales_roles.members_of(session, workspace_id=workspace.id, sales_role_id=about.role.id, date=date)
        ids = of_role if ids is None else ids & of_role
    found = people.members_by_id(session, ids=ids or ()).values()
    active = [member for member in found if member.active and not member.guest]
    return sorted(active, key=lambda member: (member.name, member.id))


class WrongGoal(Failure):
    """A goal cannot be set so; the message says why and what to do."""
