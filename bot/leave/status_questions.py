"""Whose Slack status is to be asked for: before their morning, those of whom nothing was heard."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.core.due import due_now, nudge_time_of
from bot.core.members import zone_of
from storage import cohorts, statuses
from storage.tables import Member, Workspace

ASKED_BEFORE = dt.timedelta(hours=1)
"""So long before the morning."""
HEARD_LATELY = dt.timedelta(hours=20)
"""What was heard since the evening before needs no question: Slack tells of every change."""


def plan_status_questions(session: Session, *, workspace: Workspace, now: dt.datetime) -> bool:
    """An hour before their morning, have Slack asked about the members of whom nothing was heard; never more to do."""
    if not workspace.status_leave or workspace.paused:
        return False
    for sample in cohorts.distinct_mornings(session, workspace_id=workspace.id):
        if due_now(now, _asked_at(sample, workspace), zone_of(sample, workspace), window=ASKED_BEFORE) is not None:
            statuses.forget_statuses(
                session,
                workspace_id=workspace.id,
                heard_before=now - HEARD_LATELY,
                timezone=sample.timezone,
                nudge_time=sample.nudge_time,
            )
    return False


def status_times(session: Session, *, workspace: Workspace) -> set[tuple[ZoneInfo, dt.time]]:
    """The zones and local times at which Slack is asked."""
    if not workspace.status_leave:
        return set()
    return {
        (zone_of(sample, workspace), _asked_at(sample, workspace))
        for sample in cohorts.distinct_mornings(session, workspace_id=workspace.id)
    }


def old_status_instants(session: Session, *, workspace: Workspace, now: dt.datetime) -> list[dt.datetime]:
    """In the hour before somebody's morning: when what was heard of one of them is too old."""
    instants: list[dt.datetime] = []
    if not workspace.status_leave:
        return instants
    for sample in cohorts.distinct_mornings(session, workspace_id=workspace.id):
        due = due_now(now, _asked_at(sample, workspace), zone_of(sample, workspace), window=ASKED_BEFORE)
        if due is None:
            continue
        heard = statuses.first_heard_at(
            session, workspace_id=workspace.id, timezone=sample.timezone, nudge_time=sample.nudge_time
        )
        if heard is not None and heard + HEARD_LATELY < due.expires_at:
            instants.append(heard + HEARD_LATELY + dt.timedelta.resolution)
    return instants


def _asked_at(member: Member, workspace: Workspace) -> dt.time:
    morning = dt.datetime.combine(dt.date(2000, 1, 2), nudge_time_of(member, workspace))
    return (morning - ASKED_BEFORE).time()
