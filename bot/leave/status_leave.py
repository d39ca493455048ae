"""Leave by Slack's status: noted while it says "away", withdrawn when it does not, never against the member's word."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.content import Content
from bot.core.members import SlackStatus, SlackUser, local_date, take_users, zone_of
from bot.leave.away import Leave, NothingToCancel, cancel_leave, noted_leave, take_leave
from bot.leave.comings_and_goings import follow_people, known_before
from bot.leave.slack_status import AHEAD, NOON, STATUS, USUAL_MARKS, leave_of_status, means_away, read_marks
from storage import deliveries, people
from storage.tables import Delivery, Member, Workspace
from storage.workspaces import record_audit

STATUS_LEAVE = "status leave"
_DAY = dt.timedelta(days=1)


class DaysNoted(Content):
    """The leave that was noted: each from its first date to the one after its last."""

    days: tuple[tuple[dt.date, dt.date], ...]


@dataclass(frozen=True)
class StatusLeave:
    """What was noted of a member's status, and still is."""

    member: Member
    noted: tuple[Leave, ...]


def hear_of_users(
    session: Session, *, workspace: Workspace, users: Sequence[SlackUser], now: dt.datetime, first_admin: bool = False
) -> int:
    """Take what Slack says of its users, their status too; how many members were added or changed.

    What follows where somebody left, came back or moved to another country follows here.
    """
    before = known_before(session, workspace=workspace, users=users)
    changed = take_users(session, workspace=workspace, users=users, now=now, first_admin=first_admin)
    follow_people(session, workspace=workspace, before=before, now=now)
    if workspace.status_leave:
        said = {user.id: user.status for user in users if user.status is not None}
        for member in people.list_members(session, workspace_id=workspace.id):
            if member.slack_user_id in said:
                follow_status(session, workspace=workspace, member=member, status=said[member.slack_user_id], now=now)
    return changed


def follow_status(
    session: Session, *, workspace: Workspace, member: Member, status: SlackStatus, now: dt.datetime
) -> tuple[Leave, ...]:
    """Let leave by status be what this status says, from now on; what was noted newly.

    The same status again changes nothing, so that what the member took back stays taken back. Days of which the
    member said something themself stay as they are.
    """
    member.status_heard_at = now
    session.add(member)
    if not workspace.status_leave or not member.status_leave_on or member.guest or not member.active:
        member.status_heard = ""
        return ()
    digest = _digest(status)
    if digest == member.status_heard:
        return ()
    member.status_heard = digest
    _withdraw(session, workspace, member, now)
    if not means_away(status, marks_of(workspace)):
        return ()
    noted = tuple(
        leave
        for asked in leave_of_status(status, now=now, zone=zone_of(member, workspace))
        for leave in take_leave(session, workspace=workspace, member=member, asked=asked, now=now).changed
    )
    if noted:
        _plan_word(session, workspace, member, noted, now)
    return noted


def marks_of(workspace: Workspace) -> tuple[str, ...]:
    """The emoji and words that count here."""
    return read_marks(workspace.status_marks) or USUAL_MARKS


def stop_following(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> None:
    """The member does not want their status to be used: what is noted of it from today on is withdrawn."""
    member.status_leave_on, member.status_heard = False, ""
    session.add(member)
    _withdraw(session, workspace, member, now)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=member.id,
        action="settings",
        subject_id=member.id,
        detail="slack status: not used",
    )


def status_leaves_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, StatusLeave | None]:
    """The content of these messages by delivery id; None where nothing of it is noted any more."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, StatusLeave | None] = {}
    for row in rows:
        member = members.get(row.member_id or 0)
        noted = DaysNoted.of_row(row).days
        still = [
            leave
            for leave in (() if member is None else noted_leave(session, workspace=workspace, member=member, now=now))
            if leave.source == STATUS and any(leave.starts < ends and starts < leave.ends for starts, ends in noted)
        ]
        found[row.id] = StatusLeave(member, tuple(still)) if member is not None and still else None
    return found


def _withdraw(session: Session, workspace: Workspace, member: Member, now: dt.datetime) -> None:
    """Take back what is noted by status: from today on in the morning, from tomorrow on later."""
    today = local_date(member, workspace, now)
    first = today if now.astimezone(zone_of(member, workspace)).time() < NOON else today + _DAY
    days = Leave(first, first + AHEAD + _DAY, source=STATUS)
    try:
        cancel_leave(session, workspace=workspace, member=member, days=days, now=now)
    except NothingToCancel:
        return


def _plan_word(
    session: Session, workspace: Workspace, member: Member, noted: Sequence[Leave], now: dt.datetime
) -> None:
    """The member reads of it on their next working morning: nothing is sent meanwhile."""
    today, zone = local_date(member, workspace, now), zone_of(member, workspace)
    tomorrow = dt.datetime.combine(today + _DAY, dt.time(), tzinfo=zone)
    days = tuple((leave.starts, leave.ends) for leave in noted)
    row = deliveries.new_row(
        workspace_id=workspace.id,
        kind=STATUS_LEAVE,
        recipient=member.slack_user_id,
        key=f"{member.status_heard[:16]}:{days[0][0]}",
        member_id=member.id,
        local_date=today,
        content=DaysNoted(days=days).stored(),
        due_at=tomorrow.astimezone(dt.UTC) if any(leave.starts == today for leave in noted) else now,
        expires_at=None,
        token=secrets.token_hex(16),
    )
    deliveries.plan(session, rows=[row])


def _digest(status: SlackStatus) -> str:
    until = status.until.isoformat() if status.until is not None else ""
    return hashlib.sha256(f"{status.emoji}\n{status.text}\n{until}".encode()).hexdigest()
