"""Everything that is kept about oneself, as a file; and its removal when somebody has left."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.members import local_date, viewer_of
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.requested_files import plan_file
from storage import catalogue, memberships, people, personal
from storage.tables import Delivery, Member, Workspace
from storage.workspaces import record_audit

OWN_DATA = "own data"
HIDDEN = frozenset({"workspace_id", "token", "claimed_by"})
"""Columns that say nothing of a person."""
ONLY_WHO_ACTED = frozenset(
    {"actor_id", "changed_by", "set_by", "moved_by", "refunded_by", "decided_by", "planned_by", "agreed_by"}
    | {"closed_by", "manager_id", "author_id", "reader_id", "about_id"}
)


class StillHere(Failure):
    """Somebody who has not left cannot be erased."""


@dataclass(frozen=True)
class OwnData:
    """The file: JSON, and on which local date it was true."""

    content: bytes
    date: dt.date


def ask_for_own_data(session: Session, *, workspace: Workspace, member: Member, receipt: str, now: dt.datetime) -> None:
    """Plan to send the member everything that is kept about them. Raises NotAllowed."""
    viewer = viewer_of(session, workspace=workspace, member=member, now=now)
    require(viewer, Action.EXPORT, Subject(member_id=member.id))
    plan_file(session, workspace=workspace, kind=OWN_DATA, member=member, about=Content(), receipt=receipt, now=now)
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=member.id, action="export", subject_id=member.id)


def own_data_for(session: Session, *, workspace: Workspace, row: Delivery, now: dt.datetime) -> OwnData | None:
    """The file of a planned delivery; None where its reader has left by now."""
    member = people.members_by_id(session, ids={row.member_id or 0}).get(row.member_id or 0)
    if member is None or not member.active or member.guest:
        return None
    return own_data(session, workspace=workspace, member=member, now=now)


def own_data(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> OwnData:
    """Everything that is kept about the member: each table, each row, with people and metrics by name."""
    names = {each.id: each.name for each in people.list_members(session, workspace_id=workspace.id, active_only=False)}
    metrics = {each.id: each.key for each in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    teams = {each.id: each.name for each in memberships.list_teams(session, workspace_id=workspace.id)}
    tables = {}
    for table, rows in personal.rows_about(session, member_id=member.id):
        tables[table] = [
            {
                name: _said(name, value, names=names, metrics=metrics, teams=teams)
                for name, value in row.items()
                if name not in HIDDEN and value is not None
            }
            for row in rows
        ]
    said = {
        "about": member.name,
        "workspace": workspace.name,
        "made at": now.isoformat(),
        "currency": workspace.currency,
        "amounts": "in the smallest unit of the currency",
        "kept": tables,
    }
    content = json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()
    return OwnData(content, local_date(member, workspace, now))


def erase(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer | None,
    member: Member,
    even_if_here: bool,
    now: dt.datetime,
) -> None:
    """Remove what says who somebody was; their numbers stay, so that totals do. It is noted that it happened.

    The operator is no viewer. Raises NotAllowed, and StillHere for somebody who has not left, unless asked to.
    """
    if viewer is not None:
        require(viewer, Action.ERASE, Subject(member_id=member.id))
    if member.active and not even_if_here:
        raise StillHere(
            "{who} hasn't left: Slack says they're active. Deactivate them in Slack first, or add --even-if-here.",
            who=member.name,
        )
    personal.erase_member(session, member=member, now=now)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer is not None else None,
        action="erased",
        subject_id=member.id,
    )


def _said(
    name: str,
    value: object,
    *,
    names: dict[int, str],
    metrics: dict[int, str],
    teams: dict[int, str],
) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        return getattr(value, "value", value)
    if name.endswith("member_id") or name in ONLY_WHO_ACTED or name in {"subject_id", "assigned_to"}:
        return names.get(value, "somebody")
    if name in {"acknowledged_by", "dismissed_by"}:
        return names.get(value, "somebody")
    if name == "metric_id":
        return metrics.get(value, value)
    return teams.get(value, value) if name == "team_id" else value
