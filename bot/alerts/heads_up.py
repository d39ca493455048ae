"""The rep hears first what the managers will hear, and can put their log right before."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.facts import Facts, facts_of
from bot.core.content import Content
from bot.core.due import Outcome
from bot.core.message_kinds import HEADS_UP
from bot.people.alert_readers import alerts_rest, reads_somebody
from bot.targets.holding import teams_of
from metrics.periods import PeriodKind
from storage import catalogue, deliveries, memberships, people
from storage.episodes import escalated_on, find_episode
from storage.tables import Delivery, Episode, Member, Metric, Workspace

TELLING = (Outcome.NUDGE.value, HEADS_UP)
HEAD_START = dt.timedelta(hours=2)
"""The rep hears it first, by so much."""


@dataclass(frozen=True)
class ToldFirst:
    """One goal of a rep that the managers will hear of, with the figures that they will read.

    `read` says whether anybody is there to read an alert; `resting_until` is the day on which the team's alerts come
    again, where they rest.
    """

    metric: Metric
    period: PeriodKind
    period_start: dt.date
    facts: Facts
    read: bool = True
    resting_until: dt.date | None = None


class EpisodesToTell(Content):
    """The episodes of which a message is, by their ids."""

    episodes: tuple[int, ...]


@dataclass(frozen=True)
class HeadsUp:
    """What a rep is told before their managers are."""

    member: Member
    goals: tuple[ToldFirst, ...]
    date: dt.date
    """The day where the rep is."""


def rep_told_at(session: Session, *, workspace: Workspace, episode: Episode) -> dt.datetime | None:
    """When the rep was sent the facts that the managers hear: in the nudge of the morning on which it was decided to
    tell them or of a later one, or in a message of its own. None when nothing could be sent.
    """
    sent = [
        deliveries.first_sent_since(
            session,
            workspace_id=workspace.id,
            kind=kind,
            member_id=episode.member_id,
            date=episode.escalated_on or episode.opened_on,
        )
        for kind in TELLING
    ]
    return min((at for at in sent if at is not None), default=None)


def told_soon(session: Session, *, workspace: Workspace, episode: Episode) -> bool:
    """Whether a message waits to be sent that tells the rep."""
    return deliveries.waits_since(
        session,
        workspace_id=workspace.id,
        kinds=TELLING,
        member_id=episode.member_id,
        date=episode.escalated_on or episode.opened_on,
    )


def had_time(session: Session, *, workspace: Workspace, episode: Episode, date: dt.date, now: dt.datetime) -> bool:
    """Whether the rep has known for two hours; who could not be told is waited for until the next review."""
    told = rep_told_at(session, workspace=workspace, episode=episode)
    if told is not None:
        return told + HEAD_START <= now
    return episode.escalated_on is not None and episode.escalated_on < date


def plan_heads_ups(
    session: Session,
    *,
    workspace: Workspace,
    episodes: Sequence[Episode],
    date: dt.date,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> int:
    """Tell the reps of these episodes by a message of its own, once a date: those who get no nudge, say."""
    by_member: dict[int, list[int]] = {}
    for episode in episodes:
        by_member.setdefault(episode.member_id, []).append(episode.id)
    members = people.members_by_id(session, ids=set(by_member))
    return deliveries.plan(
        session,
        rows=[
            deliveries.new_row(
                workspace_id=workspace.id,
                kind=HEADS_UP,
                recipient=members[member_id].slack_user_id,
                key=date.isoformat(),
                member_id=member_id,
                local_date=date,
                content=EpisodesToTell(episodes=tuple(ids)).stored(),
                due_at=now,
                expires_at=expires_at,
                token=secrets.token_hex(16),
            )
            for member_id, ids in by_member.items()
            if not members[member_id].unreachable
        ],
    )


def heads_ups_for(session: Session, *, workspace: Workspace, rows: Sequence[Delivery]) -> dict[int, HeadsUp | None]:
    """The content of these messages by delivery id; None where the episodes are over by now."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id})
    found: dict[int, HeadsUp | None] = {}
    for row in rows:
        member = members.get(row.member_id or 0)
        found[row.id] = None
        if member is None or row.local_date is None:
            continue
        said = [
            find_episode(session, workspace_id=workspace.id, episode_id=each)
            for each in EpisodesToTell.of_row(row).episodes
        ]
        still = [episode for episode in said if episode is not None and episode.closed_on is None]
        goals = _goals(session, workspace, [member], still, row.local_date).get(row.member_id or 0)
        found[row.id] = HeadsUp(member, goals, row.local_date) if goals else None
    return found


def told_in_nudge(
    session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date
) -> dict[int, tuple[ToldFirst, ...]]:
    """What the nudge of `date` says of the goals that the managers hear of next, by member."""
    ids: Collection[int] = {member.id for member in members}
    episodes = escalated_on(session, workspace_id=workspace.id, member_ids=ids, date=date)
    if not episodes:
        return {}
    concerned = {episode.member_id for episode in episodes}
    return _goals(session, workspace, [m for m in members if m.id in concerned], episodes, date)


def _goals(
    session: Session, workspace: Workspace, members: Sequence[Member], episodes: Sequence[Episode], date: dt.date
) -> dict[int, tuple[ToldFirst, ...]]:
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    facts = facts_of(session, workspace=workspace, members=members, episodes=episodes, date=date)
    hearing = _hearing(session, workspace, members, date)
    found: dict[int, tuple[ToldFirst, ...]] = {}
    for episode in episodes:
        known = facts.get(episode.id)
        # Nothing is held against who put it right since.
        if known is not None and known.need > 0:
            told = ToldFirst(
                metrics[episode.metric_id], episode.period, episode.period_start, known, *hearing[episode.member_id]
            )
            found[episode.member_id] = (*found.get(episode.member_id, ()), told)
    return found


def _hearing(
    session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date
) -> dict[int, tuple[bool, dt.date | None]]:
    """Whether anybody reads alerts about each member, and until when those of their team rest."""
    ids = [member.id for member in members]
    team_of = teams_of(session, workspace=workspace, member_ids=ids, date=date)
    found: dict[int | None, tuple[bool, dt.date | None]] = {}
    for team in memberships.list_teams(session, workspace_id=workspace.id):
        if team.id in team_of.values():
            read = not team.paused and reads_somebody(session, workspace=workspace, team=team, date=date)
            found[team.id] = (read, team.alerts_paused_until if alerts_rest(team, date) else None)
    return {member_id: found.get(team_of.get(member_id), (False, None)) for member_id in ids}
