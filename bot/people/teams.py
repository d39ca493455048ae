"""Teams: making them, who is in them, and where their alerts go."""

import datetime as dt

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import earliest_date, latest_date, local_date
from bot.core.text.errors import harmless
from bot.leave.company_calendar import settle_weeks
from storage import memberships, people
from storage.tables import Member, Role, Team, TeamRole, Workspace

LATELY = dt.timedelta(days=62)
"""So long it is said that somebody left: in figures of the month and the one before they were still counted."""


class WrongTeam(Failure):
    """A team or a member is not known, or cannot be changed so; the message says what to do."""


def find_team(session: Session, *, workspace: Workspace, name: str) -> Team:
    """The team of this name. Raises WrongTeam with the names that there are."""
    team = memberships.find_team(session, workspace_id=workspace.id, name=name)
    if team is None:
        known = ", ".join(t.name for t in memberships.list_teams(session, workspace_id=workspace.id)) or "none yet"
        raise WrongTeam("No team is called {name}. Teams: {known}.", name=repr(harmless(name)), known=known)
    return team


def team_by_id(session: Session, *, workspace: Workspace, team_id: int) -> Team:
    """The team with this id. Raises WrongTeam when it is not there."""
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        if team.id == team_id:
            return team
    raise WrongTeam("That team was deleted.")


def in_teams_now(
    session: Session, *, workspace: Workspace, team_role: TeamRole, now: dt.datetime, team: Team | None = None
) -> list[memberships.TimeInTeam]:
    """The memberships in force now, each on the date where its member is; of this team when given."""
    rows = memberships.in_teams_during(
        session,
        workspace_id=workspace.id,
        first=earliest_date(now),
        last=latest_date(now),
        team_role=team_role,
        team_id=team.id if team is not None else None,
    )
    members = people.members_by_id(session, ids={row.member_id for row in rows})
    found = []
    for row in rows:
        today = local_date(members[row.member_id], workspace, now)
        if row.starts <= today and (row.ends is None or row.ends > today):
            found.append(row)
    return found


def find_person(session: Session, *, workspace: Workspace, who: str) -> Member:
    """The member with this e-mail address or Slack id. Raises WrongTeam."""
    if "@" in who:
        member = people.find_member_by_email(session, workspace_id=workspace.id, email=who)
    else:
        member = people.find_member(session, workspace_id=workspace.id, slack_user_id=who)
    if member is None:
        raise WrongTeam(
            "No member matches {who}. See `pacer users list`, or run `pacer users sync` first.",
            who=repr(harmless(who)),
        )
    return member


def add_team(session: Session, *, workspace: Workspace, name: str, alert_channel: str = "", timezone: str = "") -> Team:
    """Make a team. Raises WrongTeam when the name is taken."""
    if memberships.find_team(session, workspace_id=workspace.id, name=name) is not None:
        raise WrongTeam("There's already a team called {name}.", name=repr(harmless(name)))
    if not name.strip() or len(name) > 80:
        raise WrongTeam("A team's name has 1 to 80 characters.")
    team = Team(workspace_id=workspace.id, name=name.strip(), alert_channel=alert_channel, timezone=timezone)
    session.add(team)
    session.flush()
    return team


def set_alert_channel(session: Session, *, team: Team, channel: str) -> None:
    """Send the team's alerts to this channel from now on; what was wrong with the old one is forgotten."""
    team.alert_channel, team.channel_trouble = channel, ""
    team.channel_audience, team.channel_seen_at = "", None
    session.add(team)


def join(
    session: Session,
    *,
    workspace: Workspace,
    team: Team,
    member: Member,
    team_role: TeamRole,
    starts: dt.date,
) -> None:
    """Make the member a rep or a manager of the team from `starts` on.

    Somebody made a manager of a team gets the role manager, unless they are an admin.
    """
    memberships.join_team(
        session,
        workspace_id=workspace.id,
        team_id=team.id,
        member_id=member.id,
        team_role=team_role,
        starts=starts,
    )
    if team_role is TeamRole.REP:
        settle_weeks(session, workspace=workspace, members=[member], starts=starts)
    if team_role is TeamRole.MANAGER and member.role is Role.REP:
        member.role = Role.MANAGER
        session.add(member)


def leave(session: Session, *, team: Team, member: Member, ends: dt.date) -> bool:
    """Let the member, rep or manager, be in the team no longer from `ends` on; False where they are not in it.

    Their entries and their own goals stay.
    """
    left = [
        memberships.leave_team(session, team_id=team.id, member_id=member.id, team_role=team_role, ends=ends)
        for team_role in TeamRole
    ]
    return any(left)


def set_role(session: Session, *, member: Member, role: Role) -> None:
    """Give the member a role in the workspace."""
    member.role = role
    session.add(member)


def reps_of(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> list[Member]:
    """The active reps of the team on `date`, by name."""
    rows = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id
    )
    members = people.members_by_id(session, ids={row.member_id for row in rows})
    return sorted((m for m in members.values() if m.active), key=lambda m: (m.name, m.id))


def left_lately(session: Session, *, workspace: Workspace, team: Team, date: dt.date) -> list[Member]:
    """The reps of the team who left the company in the weeks before `date`, the last first."""
    rows = memberships.in_teams_during(
        session,
        workspace_id=workspace.id,
        first=date - LATELY,
        last=date,
        team_role=TeamRole.REP,
        team_id=team.id,
    )
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.ends is None})
    gone = [(member.left_on, member) for member in members.values() if not member.active and member.left_on is not None]
    return [member for _, member in sorted(gone, key=lambda pair: pair[0], reverse=True)]
