"""Tells the admins, once for each local date, that nudges were not sent in time."""

import datetime as dt
import secrets
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.members import earliest_date, local_date
from bot.core.message_kinds import NUDGE
from bot.nudges.cohorts import zones
from storage import backlog, deliveries, people
from storage.backlog import Lateness
from storage.tables import Delivery, Workspace

LATE_NOTICE = "late notice"
LATE_AFTER = dt.timedelta(minutes=30)
"""A nudge that was due and is not sent after so long is late."""
COUNTED_AFTER = dt.timedelta(minutes=5)
"""When the notice is written, most of what waited is known to be sent or not."""
USEFUL = dt.timedelta(days=2)


def plan_late_notices(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """Plan a notice to each admin for each local date with late nudges; False: there is never more to ask for.

    What it says is counted when it is sent. Where Slack itself is the trouble,
    nothing can be sent, and the health check says it (bot/runtime/health_checks.py).
    """
    if workspace.paused:
        return False
    # On the date of going live the mornings before it are noted as expired, and nobody missed them.
    begun = workspace.went_live_at or workspace.created_at
    late = backlog.late_dates(
        session,
        workspace_id=workspace.id,
        kind=NUDGE,
        now=now,
        allowed=LATE_AFTER,
        from_date=earliest_date(begun) + dt.timedelta(days=1),
    )
    if late:
        here = local_date(None, workspace, begun)
        last = max(
            (begun.astimezone(zone).date() for zone in zones(session, workspace=workspace).values()), default=here
        )
        late = [date for date in late if date > last]
    admins = people.reachable_admins(session, workspace_id=workspace.id) if late else []
    rows = [
        deliveries.new_row(
            workspace_id=workspace.id,
            kind=LATE_NOTICE,
            recipient=admin.slack_user_id,
            key=date.isoformat(),
            member_id=admin.id,
            local_date=date,
            due_at=now + COUNTED_AFTER,
            expires_at=now + USEFUL,
            token=secrets.token_hex(16),
        )
        for date in late
        for admin in admins
    ]
    deliveries.plan(session, rows=rows)
    return False


def late_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """When the next nudge of those that wait is late, unless it is sent before. One that is yet to be planned comes of
    a morning, which is watched.
    """
    at = backlog.next_late_at(session, workspace_id=workspace.id, kind=NUDGE, now=now, allowed=LATE_AFTER)
    return [at] if at is not None else []


def no_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """Of a round that comes at no local time."""
    return set()


def lateness_of(session: Session, *, row: Delivery, now: dt.datetime) -> Lateness:
    """What the notice `row` is about, as it is now."""
    assert row.local_date is not None
    return backlog.lateness_of(
        session, workspace_id=row.workspace_id, kind=NUDGE, date=row.local_date, now=now, allowed=LATE_AFTER
    )
