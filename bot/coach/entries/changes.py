"""What follows when an entry of the past is added, changed or taken back."""

import datetime as dt
from collections.abc import Collection

from sqlmodel import Session

from bot.coach.nudges.morning import NUDGE
from bot.coach.people.members import local_date
from storage import deliveries, standings
from storage.tables import Member, Workspace

TOGETHER = dt.timedelta(seconds=20)
"""A message that was sent is updated so long after the first change, so that several changes are one update."""


def follow_change(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    touched: Collection[tuple[int, dt.date]],
    now: dt.datetime,
) -> None:
    """Let everything that was concluded from the member's entries follow a change of (metric, date).

    Today's entries change nothing that was concluded: a morning looks at the days before it. An earlier one is
    forgotten by the histories after it, and the nudge of today and the alerts that show the member are said again as
    they are now.
    """
    assert workspace.id is not None
    assert member.id is not None
    today = local_date(member, workspace, now)
    late = {(metric_id, date) for metric_id, date in touched if date < today}
    if not late:
        return
    for metric_id in {metric_id for metric_id, _ in late}:
        first = min(date for metric, date in late if metric == metric_id)
        standings.forget_history(session, member_id=member.id, metric_id=metric_id, after=first)
    alerts = {
        episode.alert_delivery_id
        for episode in standings.open_episodes(session, workspace_id=workspace.id, member_ids=[member.id])
        if episode.alert_delivery_id is not None
    }
    deliveries.request_refreshes(
        session,
        workspace_id=workspace.id,
        nudge=(NUDGE, member.slack_user_id, today.isoformat()),
        delivery_ids=alerts,
        at=now + TOGETHER,
    )
