"""Whose a goal is: a member, or each rep of a team."""

import datetime as dt

from sqlmodel import Session

from bot.coach.people.permissions import Subject
from storage import memberships
from storage.tables import Member, Team, TeamRole, Workspace


def subject_of(session: Session, *, workspace: Workspace, about: Member | Team, date: dt.date) -> Subject:
    """The member or team as somebody who is asked about: with the teams they are a rep of."""
    assert workspace.id is not None
    assert about.id is not None
    if isinstance(about, Team):
        return Subject(team_ids=frozenset({about.id}))
    teams = memberships.in_teams_on(
        session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, member_ids=[about.id]
    )
    return Subject(member_id=about.id, team_ids=frozenset(row.team_id for row in teams))
