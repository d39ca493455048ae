"""What follows where Slack says that somebody left, came back, or moved. docs/people.md has the whole table."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.members import SlackUser, local_date
from bot.core.places import country_of_zone
from bot.leave.away import LEFT, Leave, note_leave
from bot.leave.holidays import own_country
from storage import absences, deliveries, people, refreshes
from storage.episodes import episodes_followed_by, open_episodes
from storage.tables import Member, Workspace
from storage.workspaces import record_audit


@dataclass(frozen=True)
class Before:
    """A member as they were."""

    active: bool
    left_on: dt.date | None
    timezone: str


def known_before(session: Session, *, workspace: Workspace, users: Iterable[SlackUser]) -> Mapping[int, Before]:
    """How the members among these users are before Slack's word of them is taken, by their id."""
    said = {user.id for user in users}
    return {
        member.id: Before(member.active, member.left_on, member.timezone)
        for member in people.list_members(session, workspace_id=workspace.id, active_only=False)
        if member.slack_user_id in said
    }


def follow_people(session: Session, *, workspace: Workspace, before: Mapping[int, Before], now: dt.datetime) -> None:
    """Let everything follow the members who left, came back or moved since `before`."""
    for member_id, member in people.members_by_id(session, ids=before).items():
        was = before[member_id]
        if was.active and not member.active:
            note_departure(session, workspace=workspace, member=member, now=now)
        if member.active and not was.active and was.left_on is not None:
            _note_return(session, workspace, member, was.left_on, now)
        _note_move(session, workspace, member, was.timezone, now)


def note_departure(session: Session, *, workspace: Workspace, member: Member, now: dt.datetime) -> None:
    """The member left: nothing is planned for them any more, their episodes are over, and the alerts that were sent
    say so. What they were looking after is nobody's again. Their entries, goals and deals stay.
    """
    today = local_date(member, workspace, now)
    told = set()
    for episode in open_episodes(session, workspace_id=workspace.id, member_ids=[member.id]):
        episode.closed_on, episode.close_reason, episode.remind_on = max(today, episode.opened_on), LEFT, None
        told.add(episode.alert_delivery_id)
        session.add(episode)
    for episode in episodes_followed_by(session, workspace_id=workspace.id, member_id=member.id):
        episode.assigned_to = episode.acknowledged_by = episode.acknowledged_at = episode.talk_planned_at = None
        told.add(episode.alert_delivery_id)
        session.add(episode)
    session.flush()
    for delivery_id in sorted(each for each in told if each is not None):
        refreshes.request_refresh(session, delivery_id=delivery_id, at=None)
    deliveries.cancel_planned(session, member_id=member.id, error="they left")
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="left", subject_id=member.id)


def _note_return(session: Session, workspace: Workspace, member: Member, left_on: dt.date, now: dt.datetime) -> None:
    """Who comes back was not there meanwhile: nothing is expected of those days, and their usual day is as it was."""
    today = local_date(member, workspace, now)
    if left_on < today:
        away = Leave(left_on, today, source=LEFT)
        note_leave(session, workspace=workspace, member=member, asked=away, by=None, now=now)
    record_audit(session, workspace_id=workspace.id, at=now, actor_id=None, action="came back", subject_id=member.id)


def _note_move(session: Session, workspace: Workspace, member: Member, zone: str, now: dt.datetime) -> None:
    """Who moves to another country has its public holidays from today on; those before stay as they were."""
    before = country_of_zone(zone)
    if member.country or before == own_country(member).code:
        return
    absences.note_past_country(
        session,
        workspace_id=workspace.id,
        member_id=member.id,
        ends=local_date(member, workspace, now),
        country=before,
    )
