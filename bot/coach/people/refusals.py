"""Attempts at what somebody may not do: each is noted, so that it can be seen."""

import datetime as dt

from sqlmodel import Session

from bot.coach.people.permissions import NotAllowed
from storage.people import find_member
from storage.tables import Workspace
from storage.workspaces import record_audit

REFUSED = "refused"


def note_refusal(
    session: Session, *, workspace: Workspace, slack_user_id: str, refusal: NotAllowed, now: dt.datetime
) -> None:
    """Note who tried what on whom. In a transaction of its own: that of the attempt is rolled back."""
    assert workspace.id is not None
    actor = find_member(session, workspace_id=workspace.id, slack_user_id=slack_user_id)
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
