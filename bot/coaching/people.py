"""Who coaches whom."""

from collections.abc import Sequence

from bot.core.failures import Failure
from bot.core.members import viewer_of
from bot.core.permissions import Action, NotAllowed, Subject, Viewer, may, require
from bot.core.work import Work
from bot.people.goal_owners import subject_of
from bot.people.teams import reps_of
from storage import memberships, people
from storage.tables import Member, Team, TeamRole


class WrongCoaching(Failure):
    """Something of coaching cannot be done so; the message says what to do."""


def coaching_subject(work: Work, *, member: Member) -> Subject:
    """The member as somebody who is coached, with the teams that they are a rep of today."""
    return subject_of(work.session, workspace=work.workspace, about=member, date=work.today_of(member))


def may_coach(work: Work, *, viewer: Viewer, member: Member) -> bool:
    """Whether the viewer coaches this member; nobody coaches themself."""
    return member.id != viewer.member_id and may(viewer, Action.COACH, coaching_subject(work, member=member))


def require_coach(work: Work, *, viewer: Viewer, member: Member) -> None:
    """Raise NotAllowed unless the viewer coaches this member."""
    subject = coaching_subject(work, member=member)
    if member.id == viewer.member_id:
        raise NotAllowed(Action.COACH, subject)
    require(viewer, Action.COACH, subject)


def require_own_or_coach(work: Work, *, viewer: Viewer, member: Member) -> None:
    """Raise NotAllowed unless it is the viewer's own matter, or they coach the member."""
    if member.id == viewer.member_id and viewer.active and not viewer.guest:
        return
    require_coach(work, viewer=viewer, member=member)


def teams_coached(work: Work, *, viewer: Viewer) -> list[Team]:
    """The teams that the viewer coaches, by name."""
    return [
        team
        for team in memberships.list_teams(work.session, workspace_id=work.workspace_id)
        if may(viewer, Action.COACH, Subject(team_ids=frozenset({team.id})))
    ]


def reps_coached(work: Work, *, viewer: Viewer, teams: Sequence[Team]) -> list[Member]:
    """The reps of these teams today, by name, but for the viewer."""
    found = {
        rep.id: rep
        for team in teams
        for rep in reps_of(work.session, workspace=work.workspace, team=team, date=work.today_of(None))
        if rep.id != viewer.member_id
    }
    return sorted(found.values(), key=lambda rep: (rep.name, rep.id))


def team_of_rep(work: Work, *, member: Member) -> Team | None:
    """The team that the member is a rep of today."""
    rows = memberships.in_teams_on(
        work.session,
        workspace_id=work.workspace_id,
        date=work.today_of(member),
        team_role=TeamRole.REP,
        member_ids=[member.id],
    )
    if not rows:
        return None
    return memberships.find_team_by_id(work.session, workspace_id=work.workspace_id, team_id=rows[0].team_id)


def managers_of(work: Work, *, member: Member) -> list[Member]:
    """Who manages the member's team today, by name, but for themself."""
    team = team_of_rep(work, member=member)
    if team is None:
        return []
    rows = memberships.in_teams_on(
        work.session,
        workspace_id=work.workspace_id,
        date=work.today_of(member),
        team_role=TeamRole.MANAGER,
        team_id=team.id,
    )
    found = people.members_by_id(work.session, ids={row.member_id for row in rows} - {member.id})
    return sorted((each for each in found.values() if each.active), key=lambda each: (each.name, each.id))


def find_coached(work: Work, *, member_id: int) -> Member:
    """The member with this id in this workspace. Raises WrongCoaching."""
    member = people.members_by_id(work.session, ids={member_id}).get(member_id)
    if member is None or member.workspace_id != work.workspace_id or member.guest or not member.active:
        raise WrongCoaching("That person isn't on a team anymore.")
    return member


def viewer_in(work: Work, member: Member) -> Viewer:
    """The member as somebody who asks."""
    return viewer_of(work.session, workspace=work.workspace, member=member, now=work.now)
