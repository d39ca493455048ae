"""What is to be seen of a member: one set of figures, for the member and for whoever else may see them.

Every look of somebody else is noted, and the member is told who looked.
"""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.looks import note_looks
from bot.core.members import local_date
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.leave.away import Leave
from bot.leave.calendars import week_of
from bot.leave.upcoming import leave_ahead
from bot.people.goal_owners import subject_of
from bot.standings.progress import Progress, progress_of
from storage import memberships, people
from storage.tables import Member, Role, TeamRole, Workspace

AWAY_AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class MemberView:
    """A member's figures and what goes with them, on the member's own local date."""

    member: Member
    progress: Progress
    nudges_on: bool
    week: tuple[float, ...]
    """The shares of Monday … Sunday that they work."""
    away: tuple[Leave, ...]
    """Leave in the next sixty days, today's included, in order."""


@dataclass(frozen=True)
class Watchers:
    """Who else may see a member's figures, by name."""

    managers: tuple[str, ...]
    admins: tuple[str, ...]


def view_of_member(
    session: Session, *, workspace: Workspace, viewer: Viewer, member: Member, now: dt.datetime
) -> MemberView:
    """The member's figures at `now`, the same whoever asks. Raises NotAllowed.

    Somebody else's look is noted (the session must be a writing one).
    """
    today = local_date(member, workspace, now)
    require_sight(session, workspace=workspace, viewer=viewer, member=member, now=now)
    away = leave_ahead(session, workspace=workspace, member=member, now=now)
    return MemberView(
        member=member,
        progress=progress_of(session, workspace=workspace, member=member, now=now),
        nudges_on=member.nudges_on,
        week=week_of(member),
        away=tuple(leave for leave in away if leave.starts < today + AWAY_AHEAD),
    )


def require_sight(session: Session, *, workspace: Workspace, viewer: Viewer, member: Member, now: dt.datetime) -> None:
    """Raise NotAllowed unless the viewer may see the member's figures; somebody else's look is noted."""
    today = local_date(member, workspace, now)
    require(viewer, Action.SEE, subject_of(session, workspace=workspace, about=member, date=today))
    if viewer.member_id != member.id:
        note_looks(session, workspace=workspace, viewer=viewer, members=[member], now=now)


def watchers_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Watchers:
    """Everybody else whom the rules of permission let see the member's figures."""
    subject = subject_of(session, workspace=workspace, about=member, date=local_date(member, workspace, now))
    managed: dict[int, set[int]] = {}
    for row in memberships.in_teams_on(
        session, workspace_id=workspace.id, date=local_date(member, workspace, now), team_role=TeamRole.MANAGER
    ):
        managed.setdefault(row.member_id, set()).add(row.team_id)
    seeing = [
        other
        for other in people.list_members(session, workspace_id=workspace.id)
        if other.id != member.id and _sees(other, managed.get(other.id, set()), subject)
    ]
    return Watchers(
        managers=tuple(other.name for other in seeing if other.role is not Role.ADMIN),
        admins=tuple(other.name for other in seeing if other.role is Role.ADMIN),
    )


def _sees(other: Member, managed: set[int], subject: Subject) -> bool:
    viewer = Viewer(other.id, other.role, frozenset(managed), active=other.active, guest=other.guest)
    return may(viewer, Action.SEE, subject)
