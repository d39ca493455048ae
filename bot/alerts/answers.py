"""What managers answer to an alert; each answer changes the message for everybody who has it."""

import datetime as dt
import enum
import json
import secrets
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.message_kinds import ASSIGNMENT
from bot.core.outbox import assignment_key, remind_again
from bot.core.permissions import Action, Subject, Viewer, require
from bot.people.alert_readers import assignable
from storage import deliveries, memberships, refreshes
from storage.audits import DISMISSED
from storage.episodes import find_episode
from storage.tables import Delivery, Episode, Member, TeamRole, Workspace
from storage.workspaces import record_audit

ASSIGNMENT_HOLDS = dt.timedelta(days=2)
LONGEST_WORDS = 300
"""Characters that a manager may write about why an alert was not useful."""


_BETWEEN = ": "


class UnknownEpisode(Failure):
    """A button speaks of an alert that is not there."""

    def __init__(self) -> None:
        super().__init__("This alert was deleted.")


class NoManager(Failure):
    """Somebody was chosen who does not manage this team."""

    def __init__(self) -> None:
        super().__init__("Choose one of this team's managers, or an admin.", field="who")


class Dismissal(enum.Enum):
    """Why an alert was not useful."""

    KNOWN = "known"
    LOG = "log"
    GOAL = "goal"
    EARLY = "early"
    SPECIAL = "special"


def acknowledge(
    session: Session, *, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int], now: dt.datetime
) -> None:
    """Note that somebody follows up on these episodes; who did so first stays. Raises NotAllowed, UnknownEpisode."""
    for episode in answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids):
        if episode.acknowledged_by is None:
            episode.acknowledged_by, episode.acknowledged_at = viewer.member_id, now
            _answered(session, workspace, viewer, episode, "alert acknowledge", now)


def snooze(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    episode_ids: Sequence[int],
    until: dt.date,
    now: dt.datetime,
) -> None:
    """Say nothing more of these episodes before `until`. Raises NotAllowed, UnknownEpisode."""
    for episode in answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids):
        episode.snoozed_until = until
        _answered(session, workspace, viewer, episode, "alert snooze", now)


def plan_talk(
    session: Session, *, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int], now: dt.datetime
) -> None:
    """Note that a 1:1 about these episodes is planned. Raises NotAllowed, UnknownEpisode."""
    for episode in answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids):
        episode.talk_planned_at = now
        if episode.acknowledged_by is None:
            episode.acknowledged_by, episode.acknowledged_at = viewer.member_id, now
        _answered(session, workspace, viewer, episode, "alert 1:1 planned", now)


def dismiss(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    episode_ids: Sequence[int],
    reason: Dismissal,
    words: str = "",
    now: dt.datetime,
) -> None:
    """Note that the alert about these goals of a rep was not useful, and why; `words` are kept in the audit alone.

    Raises NotAllowed, UnknownEpisode.
    """
    said = " ".join(words.split())[:LONGEST_WORDS]
    for at, episode in enumerate(answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids)):
        episode.dismissed_by, episode.dismissed_at, episode.dismiss_reason = viewer.member_id, now, reason.value
        # Of several goals of a rep it was written once.
        detail = f"{reason.value}{_BETWEEN}{'' if at else said}"
        _answered(session, workspace, viewer, episode, DISMISSED, now, detail=detail)


def shown_in_assignment(session: Session, row: Delivery) -> set[int]:
    """Whose figures a message about an assignment shows."""
    episode = find_episode(session, workspace_id=row.workspace_id, episode_id=json.loads(row.content)["episode"])
    return {episode.member_id} if episode is not None else set()


def words_of(detail: str) -> str:
    """What a manager wrote beside the reason, from the note of a dismissal; empty where they wrote nothing."""
    return detail.partition(_BETWEEN)[2]


def assign(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    episode_ids: Sequence[int],
    to: int,
    date: dt.date,
    now: dt.datetime,
) -> None:
    """Ask another manager of the team, or an admin, to follow up on these goals of a rep; they get one message.

    Raises NotAllowed, UnknownEpisode, and NoManager for anybody else.
    """
    episodes = answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids)
    able = assignees(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids, date=date)
    chosen = {member.id: member for member in able}
    if to not in chosen:
        raise NoManager
    for episode in episodes:
        episode.assigned_to = to
        _answered(session, workspace, viewer, episode, "alert assign", now)
    if to != viewer.member_id:
        _tell(session, workspace, chosen[to], episodes, viewer, now)


def assignees(
    session: Session, *, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int], date: dt.date
) -> list[Member]:
    """Who can be asked to follow up on these goals of a rep. Raises NotAllowed, UnknownEpisode."""
    episodes = answerable(session, workspace=workspace, viewer=viewer, episode_ids=episode_ids)
    of_reps = {episode.member_id for episode in episodes}
    team_ids = {team_id for episode in episodes for team_id in _teams_of(session, workspace, episode)}
    found: dict[int, Member] = {}
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        if team.id in team_ids:
            for member in assignable(session, workspace=workspace, team=team, date=date):
                # Nobody follows up on their own goal.
                if member.id not in of_reps:
                    found.setdefault(member.id, member)
    return list(found.values())


def answerable(session: Session, *, workspace: Workspace, viewer: Viewer, episode_ids: Sequence[int]) -> list[Episode]:
    """These episodes, if `viewer` may answer all of them. Raises NotAllowed, UnknownEpisode."""
    found = []
    for episode_id in episode_ids:
        episode = find_episode(session, workspace_id=workspace.id, episode_id=episode_id)
        if episode is None:
            raise UnknownEpisode
        subject = Subject(member_id=episode.member_id, team_ids=_teams_of(session, workspace, episode))
        require(viewer, Action.ANSWER_ALERT, subject)
        found.append(episode)
    return found


def _teams_of(session: Session, workspace: Workspace, episode: Episode) -> frozenset[int]:
    teams = memberships.in_teams_on(
        session,
        workspace_id=workspace.id,
        date=episode.opened_on,
        team_role=TeamRole.REP,
        member_ids=[episode.member_id],
    )
    return frozenset(row.team_id for row in teams)


def _tell(
    session: Session,
    workspace: Workspace,
    member: Member,
    episodes: Sequence[Episode],
    viewer: Viewer,
    now: dt.datetime,
) -> None:
    first, ids = episodes[0], [episode.id for episode in episodes]
    deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=ASSIGNMENT,
                recipient=member.slack_user_id,
                key=assignment_key(first),
                member_id=member.id,
                content=json.dumps({"episode": first.id, "episodes": ids, "by": viewer.member_id}),
                due_at=now,
                expires_at=now + ASSIGNMENT_HOLDS,
                token=secrets.token_hex(16),
            )
        ],
    )


def _answered(
    session: Session,
    workspace: Workspace,
    viewer: Viewer,
    episode: Episode,
    action: str,
    now: dt.datetime,
    *,
    detail: str = "",
) -> None:
    session.add(episode)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id,
        action=action,
        subject_id=episode.member_id,
        detail=detail,
    )
    if episode.alert_delivery_id is not None:
        refreshes.request_refresh(session, delivery_id=episode.alert_delivery_id, at=None)
        remind_again(session, workspace=workspace, alert_id=episode.alert_delivery_id, at=now)
