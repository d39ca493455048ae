"""Whether a workspace notes leave by Slack's status, and which statuses count."""

import datetime as dt

from sqlmodel import Session

from bot.core.changes import refresh_checklists
from bot.core.permissions import Action, Subject, Viewer, require
from bot.leave.slack_status import USUAL_MARKS, read_marks
from storage import statuses
from storage.tables import Workspace
from storage.workspaces import record_audit


def require_choosing(viewer: Viewer | None) -> None:
    """Raise NotAllowed unless `viewer` may choose whether leave is noted by status; None is the operator."""
    if viewer is not None:
        require(viewer, Action.CHANGE_TEAMS, Subject())


def choose_status_leave(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, on: bool, marks: str, now: dt.datetime
) -> tuple[str, ...]:
    """Note leave by status, or leave it alone; the emoji and words that count from now on.

    `marks` has them with commas between; empty: the usual ones. What is noted already stays. `viewer` None is the
    operator. Raises NotAllowed, WrongMarks.
    """
    require_choosing(viewer)
    chosen = read_marks(marks)
    if on and not workspace.status_leave:
        statuses.forget_statuses(session, workspace_id=workspace.id, heard_before=now + dt.timedelta(days=1))
    workspace.status_leave = on
    workspace.status_marks = "" if chosen == USUAL_MARKS else ", ".join(chosen)
    session.add(workspace)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer is not None else None,
        action="set up",
        detail=f"leave by slack status {'on' if on else 'off'}",
    )
    refresh_checklists(session, workspace_id=workspace.id)
    return chosen or USUAL_MARKS
