"""Pausing: no message of a team, or of the whole workspace, until somebody lets them go on."""

import datetime as dt

from sqlmodel import Session

from bot.core.changes import refresh_checklists
from bot.core.permissions import Action, Subject, Viewer, require
from storage.tables import Team, Workspace
from storage.workspaces import record_audit


def set_paused(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    team: Team | None,
    paused: bool,
    now: dt.datetime,
) -> None:
    """Pause the messages of a team, or (None) of everybody, or let them go on. `viewer` None is the operator.

    What was missed meanwhile is not made up for. Raises NotAllowed.
    """
    if viewer is not None:
        require(viewer, Action.CHANGE_TEAMS, Subject())
    if team is None:
        workspace.paused = paused
        session.add(workspace)
    else:
        team.paused = paused
        session.add(team)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer else None,
        action="pause" if paused else "resume",
        detail=team.name if team else "everybody",
    )
    refresh_checklists(session, workspace_id=workspace.id)
