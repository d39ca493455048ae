"""What managers answer to an alert; each answer changes the message for everybody who has it."""

import datetime as dt
import enum
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.rows import AlertRow, rows_of
from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.message_kinds import ASSIGNMENT
from bot.core.outbox import assignment_key, remind_again
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.people.alert_readers import assignable
from storage import deliveries, memberships, people, refreshes
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


class AssignedEpisodes(Content):
    """Which episodes of a rep somebody is asked to follow up on, and who asks (a member's id)."""

    episode: int | None = None
    """What an earlier version stored: the one that it was asked for."""
    episodes: tuple[int, ...] = ()
    by: int

    @property
    def ids(self) -> tuple[int, ...]:
        """Of all of them."""
        return self.episodes or (() if self.episode is None else (self.episode,))


@dataclass(frozen=True)
class Assignment:
    """The rep's goals that somebody is asked to follow up on, who asks, and the date where the rep is."""

    row: AlertRow
    by: Member
    today: dt.date


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


def assignments_for(work: Work, *, rows: Sequence[Delivery]) -> dict[int, Assignment | None]:
    """What these messages are of, by the row's id; None where the episode is over or somebody else looks after it."""
    return {row.id: _assignment(work, row) for row in rows}


def _assignment(work: Work, row: Delivery) -> Assignment | None:
    planned = AssignedEpisodes.of_row(row)
    asked = [
        find_episode(work.session, workspace_id=work.workspace_id, episode_id=episode_id) for episode_id in planned.ids
    ]
    episodes = [
        each for each in asked if each is not None and each.closed_on is None and each.assigned_to == row.member_id
    ]
    if not episodes:
        return None
    members = people.members_by_id(work.session, ids={episodes[0].member_id, planned.by})
    rep = members[episodes[0].member_id]
    today = work.today_of(rep)
    (found,) = rows_of(work, episodes=episodes, members={rep.id: rep}, date=today)
    return Assignment(found, members[planned.by], today)


def shown_in_assignment(session: Session, row: Delivery) -> set[int]:
    """Whose figures a message about an assignment shows."""
    asked = (
        find_episode(session, workspace_id=row.workspace_id, episode_id=episode_id)
        for episode_id in AssignedEpisodes.of_row(row).ids
    )
    return {episode.member_id for episode in asked if episode is not None}


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
                content=AssignedEpisodes(episodes=ids, by=viewer.member_id).stored(),
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
