"""What is to be seen of a member: one set of figures, for the member and for whoever else may see them.

Every look of somebody else is noted, and the member is told who looked.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.figures.progress import Progress, progress_of
from bot.coach.goals.owners import subject_of
from bot.coach.people.away import Leave
from bot.coach.people.calendars import week_of
from bot.coach.people.leave import leave_ahead
from bot.coach.people.members import local_date
from bot.coach.people.permissions import Action, Subject, Viewer, may, require
from storage import audits, memberships, people
from storage.tables import Member, Role, TeamRole, Workspace
from storage.workspaces import record_audit, take_receipt

LOOKED = "looked"
AWAY_AHEAD = dt.timedelta(days=60)
LOOKS_SHOWN = 10


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
class Look:
    """That somebody else saw a member's figures, on a local date of the member's; once a day and viewer."""

    name: str
    date: dt.date


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
    assert member.id is not None
    assert workspace.id is not None
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
        _note_look(session, workspace, viewer, member, today, now)


def looks_at(session: Session, *, workspace: Workspace, member: Member) -> tuple[Look, ...]:
    """Who else saw the member's figures lately, the newest look first; for the member themself."""
    assert workspace.id is not None
    assert member.id is not None
    noted = audits.notes_about(
        session, workspace_id=workspace.id, subject_id=member.id, action=LOOKED, limit=LOOKS_SHOWN
    )
    names = people.members_by_id(session, ids={note.actor_id for note in noted if note.actor_id is not None})
    return tuple(
        Look(names[note.actor_id].name, dt.date.fromisoformat(note.detail))
        for note in noted
        if note.actor_id is not None
    )


def watchers_of(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> Watchers:
    """Everybody else whom the rules of permission let see the member's figures."""
    assert workspace.id is not None
    subject = subject_of(session, workspace=workspace, about=member, date=local_date(member, workspace, now))
    managed: dict[int, set[int]] = {}
    for row in memberships.in_teams_on(
        session, workspace_id=workspace.id, date=local_date(member, workspace, now), team_role=TeamRole.MANAGER
    ):
        managed.setdefault(row.member_id, set()).add(row.team_id)
    seeing = [
        other
        for other in people.list_members(session, workspace_id=workspace.id)
        if other.id != member.id and _sees(other, managed.get(other.id or 0, set()), subject)
    ]
    return Watchers(
        managers=tuple(other.name for other in seeing if other.role is not Role.ADMIN),
        admins=tuple(other.name for other in seeing if other.role is Role.ADMIN),
    )


def note_looks(
    session: Session, *, workspace: Workspace, viewer: Viewer, members: Sequence[Member], now: dt.datetime
) -> None:
    """Note that the viewer saw the figures of these members, once a day each; not of their own."""
    for member in members:
        if member.id != viewer.member_id:
            _note_look(session, workspace, viewer, member, local_date(member, workspace, now), now)


def _sees(other: Member, managed: set[int], subject: Subject) -> bool:
    assert other.id is not None
    viewer = Viewer(other.id, other.role, frozenset(managed), active=other.active, guest=other.guest)
    return may(viewer, Action.SEE, subject)


def _note_look(
    session: Session, workspace: Workspace, viewer: Viewer, member: Member, today: dt.date, now: dt.datetime
) -> None:
    assert workspace.id is not None
    key = f"looked:{viewer.member_id}:{member.id}:{today}"
    if take_receipt(session, workspace_id=workspace.id, key=key, now=now):
        record_audit(
            session,
            workspace_id=workspace.id,
            at=now,
            actor_id=viewer.member_id,
            action=LOOKED,
            subject_id=member.id,
            detail=today.isoformat(),
        )
