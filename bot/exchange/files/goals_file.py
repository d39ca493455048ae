"""The goals of the teams that somebody sets goals for, as the file that `pacer import goals` takes."""

import datetime as dt
import io
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.csv_rows import write_table
from bot.core.members import local_date, viewer_of
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.requested_files import plan_file
from bot.core.work import Work
from bot.exchange.files.exports import KINDS, goal_rows
from bot.goals.drafts import sets_goals
from storage import memberships, people
from storage.goals import Owner
from storage.tables import Delivery, Member, Role, TeamRole, Workspace
from storage.workspaces import record_audit

GOALS_FILE = "goals file"


@dataclass(frozen=True)
class GoalsFile:
    """The file, on which local date it was true, how many lines it has, and whether it has everybody's goals."""

    content: bytes
    date: dt.date
    lines: int
    of_all: bool


def ask_for_goals_file(
    session: Session, *, workspace: Workspace, viewer: Viewer, member: Member, receipt: str, now: dt.datetime
) -> None:
    """Plan to send the file to the member who asks. Raises NotAllowed for who sets nobody's goals."""
    if not sets_goals(Work(session, workspace, now), viewer=viewer):
        require(viewer, Action.SET_GOAL, Subject())
    plan_file(session, workspace=workspace, kind=GOALS_FILE, member=member, about=Content(), receipt=receipt, now=now)
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=member.id, action="export", detail="goals")


def goals_file_for(session: Session, *, workspace: Workspace, row: Delivery, now: dt.datetime) -> GoalsFile | None:
    """The file of a planned delivery, true at `now`; None where who asked sets nobody's goals any more.

    It has what `pacer export goals` writes of the teams that they manage, of the sales roles in these and of their
    reps; of an admin all of it.
    """
    member = people.members_by_id(session, ids={row.member_id or 0}).get(row.member_id or 0)
    if member is None:
        return None
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    if not sets_goals(Work(session, workspace, now), viewer=viewer):
        return None
    date = local_date(member, workspace, now)
    seen = _Seen(session, workspace, viewer, date)
    out = io.StringIO(newline="")
    lines = write_table(out, KINDS["goals"].columns, goal_rows(session, workspace, only=seen.may_see))
    # The mark by which spreadsheets know UTF-8; the import passes over it.
    return GoalsFile(("\ufeff" + out.getvalue()).encode(), date, lines, of_all=viewer.role is Role.ADMIN)


class _Seen:
    """Whose goals somebody may see on a date."""

    def __init__(self, session: Session, workspace: Workspace, viewer: Viewer, date: dt.date) -> None:
        self._viewer = viewer
        self._teams: dict[int, set[int]] = {}
        for row in memberships.in_teams_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP):
            self._teams.setdefault(row.member_id, set()).add(row.team_id)

    def may_see(self, owner: Owner) -> bool:
        if owner.member_id is not None:
            subject = Subject(owner.member_id, frozenset(self._teams.get(owner.member_id, ())))
        else:
            subject = Subject(team_ids=frozenset({owner.team_id} if owner.team_id is not None else ()))
        return may(self._viewer, Action.SEE, subject)
