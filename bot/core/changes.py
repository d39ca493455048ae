"""What follows when entries are added, changed or taken back."""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlmodel import Session

from bot.core.members import local_date
from bot.core.message_kinds import ASSIGNMENT, HEADS_UP, NUDGE
from bot.core.outbox import assignment_key, remind_again
from storage import deliveries, people, refreshes
from storage.episodes import closed_episodes_told, open_episodes
from storage.histories import forget_histories_of
from storage.tables import Episode, Member, Workspace

CHECKLIST, CHECKLIST_KEY = "setup", "checklist"

TOGETHER = dt.timedelta(seconds=20)
"""A message that was sent is updated so long after the first change, so that several changes are one update."""
SHOWN_FOR = dt.timedelta(days=100)
"""For older entries, as a first import brings them, no message is said again: only a year's goal sees them."""

LONGEST_PERIOD = dt.timedelta(days=366)


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
    they are now. An alert's row says that the log was corrected, until the next working morning has judged it.
    """
    today = local_date(member, workspace, now)
    late, _ = _bounds((member.id, metric_id, date) for metric_id, date in touched if date < today)
    if late:
        forget_histories_of(session, after=late)
        _say_again(session, workspace, [member], late, now)


def follow_changes(
    session: Session, *, workspace: Workspace, touched: Iterable[tuple[int, int, dt.date]], now: dt.datetime
) -> None:
    """The same for what files and other programs bring, of many: (member, metric, date)."""
    earliest, latest = _bounds(touched)
    members = people.members_by_id(session, ids={member_id for member_id, _ in earliest})
    today = {member_id: local_date(member, workspace, now) for member_id, member in members.items()}
    late = {key: date for key, date in earliest.items() if date < today[key[0]]}
    forget_histories_of(session, after=late)
    shown = {key: date for key, date in late.items() if latest[key] >= today[key[0]] - SHOWN_FOR}
    concerned = {member_id for member_id, _ in shown}
    _say_again(session, workspace, [members[member_id] for member_id in sorted(concerned)], shown, now)


def _bounds(
    touched: Iterable[tuple[int, int, dt.date]],
) -> tuple[dict[tuple[int, int], dt.date], dict[tuple[int, int], dt.date]]:
    """The first and the last date of each member and metric."""
    first: dict[tuple[int, int], dt.date] = {}
    last: dict[tuple[int, int], dt.date] = {}
    for member_id, metric_id, date in touched:
        key = (member_id, metric_id)
        first[key] = min(date, first.get(key, date))
        last[key] = max(date, last.get(key, date))
    return first, last


def _say_again(
    session: Session,
    workspace: Workspace,
    members: Collection[Member],
    late: dict[tuple[int, int], dt.date],
    now: dt.datetime,
) -> None:
    if not members:
        return
    alerts, assigned = set(), []
    for episode in open_episodes(session, workspace_id=workspace.id, member_ids=[member.id for member in members]):
        if episode.alert_delivery_id is None:
            continue
        alerts.add(episode.alert_delivery_id)
        assigned += [episode] if episode.assigned_to is not None else []
        if (episode.member_id, episode.metric_id) in late:
            episode.corrected_at = now
            session.add(episode)
    alerts |= _alerts_that_ended(session, workspace, late)
    _say_assignments_again(session, workspace, assigned, now)
    recipients: dict[str, list[str]] = {}
    for member in members:
        recipients.setdefault(local_date(member, workspace, now).isoformat(), []).append(member.slack_user_id)
    for key, some in recipients.items():
        refreshes.request_refreshes(
            session,
            workspace_id=workspace.id,
            kinds=(NUDGE, HEADS_UP),
            recipients=some,
            key=key,
            at=now + TOGETHER,
        )
    refreshes.request_refreshes_of(session, workspace_id=workspace.id, delivery_ids=alerts, at=now + TOGETHER)
    for alert in alerts:
        remind_again(session, workspace=workspace, alert_id=alert, at=now + TOGETHER)


def _alerts_that_ended(session: Session, workspace: Workspace, late: dict[tuple[int, int], dt.date]) -> set[int]:
    """The alerts that say how goals ended which these late entries change."""
    if not late:
        return set()
    closed = closed_episodes_told(
        session,
        workspace_id=workspace.id,
        member_ids={member_id for member_id, _ in late},
        since=min(late.values()) - LONGEST_PERIOD,
    )
    return {
        episode.alert_delivery_id
        for episode in closed
        if episode.alert_delivery_id is not None and (episode.member_id, episode.metric_id) in late
    }


def _say_assignments_again(
    session: Session, workspace: Workspace, episodes: Collection[Episode], now: dt.datetime
) -> None:
    """Whom a manager asked to look after one of these reads its figures in a message of their own."""
    managers = people.members_by_id(session, ids={episode.assigned_to or 0 for episode in episodes}) if episodes else {}
    for episode in episodes:
        manager = managers.get(episode.assigned_to or 0)
        if manager is not None:
            refreshes.request_refreshes(
                session,
                workspace_id=workspace.id,
                kinds=(ASSIGNMENT,),
                recipients=[manager.slack_user_id],
                key=assignment_key(episode),
                at=now + TOGETHER,
            )


def say_nudge_again(session: Session, *, workspace: Workspace, member: Member, date: dt.date) -> None:
    """Have the member's nudge of `date`, where it was sent, tick off at once what is done by now."""
    row = deliveries.find(
        session, workspace_id=workspace.id, kind=NUDGE, recipient=member.slack_user_id, key=date.isoformat()
    )
    if row is not None:
        refreshes.request_refresh(session, delivery_id=row.id, at=None)


def refresh_checklists(session: Session, *, workspace_id: int) -> None:
    """Have the admins' checklists say what is true now."""
    for row in deliveries.of_kind(session, workspace_id=workspace_id, kind=CHECKLIST, key=CHECKLIST_KEY):
        refreshes.request_refresh(session, delivery_id=row.id, at=None)
