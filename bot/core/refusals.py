"""Attempts at what somebody may not do, in Slack or through the API: each is noted, so that an admin can see it."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.permissions import NotAllowed
from storage import audits, people
from storage.tables import Member, Workspace
from storage.workspaces import record_audit, take_receipt

REFUSED = "refused"


@dataclass(frozen=True)
class Attempt:
    """Something that was refused: who tried it (None: another program, which `detail` names), on whom, and what."""

    at: dt.datetime
    day: dt.date
    """The day of it where the workspace is."""
    actor: Member | None
    subject: Member | None
    detail: str


def note_refusal(
    session: Session, *, workspace: Workspace, slack_user_id: str, refusal: NotAllowed, now: dt.datetime
) -> None:
    """Note who tried what on whom. In a transaction of its own: that of the attempt is rolled back."""
    actor = people.find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
    teams = ", ".join(str(team_id) for team_id in sorted(refusal.subject.team_ids))
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=actor.id if actor is not None else None,
        action=REFUSED,
        subject_id=refusal.subject.member_id,
        detail=f"{refusal.action.value}; teams: {teams or 'none'}",
    )


def note_api_refusal(
    session: Session, *, workspace_id: int, who: str, what: str, now: dt.datetime, subject_id: int | None = None
) -> None:
    """Note what a token was refused, on whom if anybody. In a transaction of its own where that of the request is
    rolled back.
    """
    record_audit(
        session,
        workspace_id=workspace_id,
        at=now,
        actor_id=None,
        action=REFUSED,
        subject_id=subject_id,
        detail=f"{who}: {what}",
    )


def note_stranger(session: Session, *, workspace_id: int, who: str, what: str, now: dt.datetime) -> None:
    """Note an attempt at the API without a valid token, once an hour for each address: anybody can make thousands."""
    key = f"refused:{hashlib.sha256(f'{who}: {what}'.encode()).hexdigest()[:40]}:{now:%Y-%m-%d %H}"
    if take_receipt(session, workspace_id=workspace_id, key=key, now=now):
        note_api_refusal(session, workspace_id=workspace_id, who=who, what=what, now=now)


def attempts(session: Session, *, workspace: Workspace, limit: int) -> Sequence[Attempt]:
    """The newest attempts that were refused, the newest first; for admins."""
    noted = audits.notes_of(session, workspace_id=workspace.id, action=REFUSED, limit=limit)
    ids = {who for note in noted for who in (note.actor_id, note.subject_id) if who is not None}
    members = people.members_by_id(session, ids=ids)
    return [
        Attempt(
            at=note.at,
            day=local_date(None, workspace, note.at),
            actor=members.get(note.actor_id or 0),
            subject=members.get(note.subject_id or 0),
            detail=note.detail,
        )
        for note in noted
    ]
