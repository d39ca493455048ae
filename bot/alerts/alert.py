"""What a managers' alert says: the rows with their evidence, or one note where it is the team or the goal."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.alerts.facts import Facts, facts_of, flagged_by, worse_since_told
from bot.alerts.heads_up import rep_told_at
from bot.core.failures import Failure
from bot.core.looks import note_looks
from bot.core.members import team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.goals.team_realism import TeamGoal, team_goals
from bot.people.alert_readers import Instead
from metrics.periods import PeriodKind
from metrics.priorities import Flagged, list_for_managers, most_named
from storage import catalogue, deliveries, memberships, people, refreshes
from storage.episodes import episodes_of_alert
from storage.tables import Delivery, Episode, Member, Metric, Team, TeamRole, Workspace

MOST_IN_FULL = 40
"""Rows that the list of all shows."""


class UnknownAlert(Failure):
    """A button speaks of an alert that is not there."""

    def __init__(self) -> None:
        super().__init__("This alert is not there any more.")


@dataclass(frozen=True)
class AlertRow:
    """One rep in an alert; `worse` says that it became much less likely since the managers were told."""

    episode: Episode
    member: Member
    facts: Facts | None
    rep_not_told: bool
    worse: bool = False
    acknowledged_on: dt.date | None = None
    """The day of it where the team is; None as long as nobody has."""

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return self.episode.closed_on is None

    @property
    def corrected(self) -> bool:
        """Whether the log was corrected since the last morning judged it."""
        return self.open and self.episode.corrected_at is not None

    @property
    def put_right(self) -> bool:
        """Whether the corrected log says that the goal is not unlikely. It goes on until a morning has judged it."""
        return self.corrected and self.facts is not None and self.facts.put_right

    @property
    def behind(self) -> bool:
        """Whether the goal is unlikely to be reached, as far as is known now."""
        return self.open and not self.put_right


@dataclass(frozen=True)
class Alert:
    """A managers' message: one team, metric and kind of period.

    `rows` are named, `hidden` are behind "show all"; where `about` is given it is the team or the goal, and nobody is
    named. `people` are all that the rows speak of, by id.
    """

    delivery_id: int
    team: Team
    metric: Metric
    period: PeriodKind
    period_start: dt.date
    rows: tuple[AlertRow, ...]
    hidden: tuple[AlertRow, ...]
    about: TeamGoal | None
    team_size: int
    people: dict[int, Member]
    date: dt.date
    instead: Instead | None = None
    possibly_repeated: bool = False
    thread_ts: str = ""
    """A reminder's: the alert that it replies to."""

    @property
    def behind(self) -> int:
        """How many are unlikely to reach their goal now."""
        return sum(row.behind for row in (*self.rows, *self.hidden))


def local_date_of(team: Team, workspace: Workspace, now: dt.datetime) -> dt.date:
    """The date where the team is."""
    return team_date(team, workspace, now)


def alerts_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Alert | None]:
    """The content of these alerts by delivery id, true at `now`; None where nothing is left to say."""
    found: dict[int, Alert | None] = {}
    known: dict[int, Alert | None] = {}
    for row in rows:
        said = json.loads(row.content)
        primary = said.get("of") or row.id
        if primary not in known:
            known[primary] = _of_delivery(session, workspace, primary, now)
        alert = known[primary]
        if alert is not None and not row.ts and not any(each.open for each in (*alert.rows, *alert.hidden)):
            alert = None  # it is over for all of them before anybody was told
        instead = Instead(said["instead"]) if said.get("instead") else None
        found[row.id] = alert and replace(alert, possibly_repeated=row.possibly_repeated, instead=instead)
    return found


def reminders_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Alert | None]:
    """The rows to remind of, by the reminder's delivery id; None when all were answered or are over by now.

    Of a reminder that was sent already `hidden` are those of its rows of which it is not true any more.
    """
    found: dict[int, Alert | None] = {}
    for row in rows:
        said = json.loads(row.content)
        above = deliveries.get(session, workspace_id=row.workspace_id, delivery_id=said["alert"])
        found[row.id] = None
        if above is None or not above.ts:
            continue
        primary = json.loads(above.content).get("of") or said["alert"]
        alert = _of_delivery(session, workspace, primary, now)
        if alert is None:
            continue
        asked = [each for each in (*alert.rows, *alert.hidden) if each.episode.id in said["episodes"]]
        still = [each for each in asked if each.behind and not was_answered(each.episode)]
        most = most_named(alert.team_size)
        past = [each for each in asked if each not in still][:most] if row.ts else []
        if still or past:
            found[row.id] = replace(alert, rows=tuple(still[:most]), hidden=tuple(past), about=None, thread_ts=above.ts)
    return found


def was_answered(episode: Episode) -> bool:
    """Whether a manager said what becomes of it, so that nobody need be reminded."""
    return any((episode.acknowledged_by, episode.talk_planned_at, episode.dismissed_by))


def whole_alert(session: Session, *, workspace: Workspace, viewer: Viewer, delivery_id: int, now: dt.datetime) -> Alert:
    """Every rep of an alert, for who may see them; a look at each, and noted. Raises NotAllowed, UnknownAlert."""
    alert = _of_delivery(session, workspace, delivery_id, now)
    if alert is None:
        raise UnknownAlert
    require(viewer, Action.ANSWER_ALERT, Subject(team_ids=frozenset({alert.team.id})))
    whole = replace(alert, rows=(*alert.rows, *alert.hidden)[:MOST_IN_FULL], hidden=(), about=None)
    note_looks(session, workspace=workspace, viewer=viewer, members=[row.member for row in whole.rows], now=now)
    return whole


def show_again(session: Session, *, workspace: Workspace, channel: str, ts: str) -> None:
    """Have the message that was clicked, and its copies, show what is true now."""
    clicked = deliveries.find_by_message(session, workspace_id=workspace.id, channel=channel, ts=ts)
    if clicked is not None:
        refreshes.request_refresh(session, delivery_id=clicked.id, at=None)


def _of_delivery(session: Session, workspace: Workspace, delivery_id: int, now: dt.datetime) -> Alert | None:
    row = deliveries.get(session, workspace_id=workspace.id, delivery_id=delivery_id)
    team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=(row.team_id or 0) if row else 0)
    episodes = episodes_of_alert(session, delivery_ids=[delivery_id])
    if row is None or not episodes or team is None:
        return None
    date = local_date_of(team, workspace, now)
    named = {who for episode in episodes for who in _people_of(episode)}
    members = people.members_by_id(session, ids=named)
    metric = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}[
        episodes[0].metric_id
    ]
    size = len(
        memberships.in_teams_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id)
    )
    found = _rows(session, workspace, team, episodes, members, date)
    most = json.loads(row.content).get("most") or most_named(size)
    rows, hidden, about_the_team = _chosen(found, size, most)
    return Alert(
        delivery_id=delivery_id,
        team=team,
        metric=metric,
        period=episodes[0].period,
        period_start=episodes[0].period_start,
        rows=rows,
        hidden=hidden,
        about=_note(Work(session, workspace, now), team, episodes[0], date) if about_the_team else None,
        team_size=size,
        people=members,
        date=date,
    )


def _people_of(episode: Episode) -> set[int]:
    mentioned = (episode.member_id, episode.acknowledged_by, episode.assigned_to, episode.dismissed_by)
    return {who for who in mentioned if who is not None}


def _rows(
    session: Session,
    workspace: Workspace,
    team: Team,
    episodes: Sequence[Episode],
    members: dict[int, Member],
    date: dt.date,
) -> list[AlertRow]:
    reps = [members[member_id] for member_id in {episode.member_id for episode in episodes}]
    facts = facts_of(session, workspace=workspace, members=reps, episodes=episodes, date=date)
    worse = worse_since_told(session, workspace=workspace, members=members, episodes=episodes, facts=facts)
    return [
        AlertRow(
            episode=episode,
            member=members[episode.member_id],
            facts=facts.get(episode.id),
            rep_not_told=rep_told_at(session, workspace=workspace, episode=episode) is None,
            worse=episode.id in worse,
            acknowledged_on=team_date(team, workspace, episode.acknowledged_at) if episode.acknowledged_at else None,
        )
        for episode in episodes
    ]


def _chosen(rows: Sequence[AlertRow], size: int, most: int) -> tuple[tuple[AlertRow, ...], tuple[AlertRow, ...], bool]:
    """Whom the message names, who is behind "show all", and whether it is about the team instead."""
    by_id = {row.episode.id: row for row in rows}
    listed = list_for_managers([_flagged(row) for row in rows if row.behind], size, most)
    over = [row for row in rows if not row.behind]
    shown, more = over[:most], over[most:]
    if listed.about_the_team:
        return (), (*(by_id[each.member] for each in listed.more), *over), True
    return (
        (*(by_id[each.member] for each in listed.listed), *shown),
        (*(by_id[each.member] for each in listed.more), *more),
        False,
    )


def _flagged(row: AlertRow) -> Flagged:
    # Told apart by the episode: a member has one row in an alert, and a row is what is looked for.
    if row.facts is None:
        return Flagged(row.episode.id, 1.0, 0.0, 0.0)
    return flagged_by(row.episode, row.facts)


def _note(work: Work, team: Team, episode: Episode, date: dt.date) -> TeamGoal | None:
    found = team_goals(work, team=team, date=date)
    of_metric = [goal for goal in found if goal.metric.id == episode.metric_id]
    exact = [goal for goal in of_metric if goal.period is episode.period]
    return next(iter([*exact, *of_metric]), None)
