"""What a managers' alert says: who may miss a goal with the evidence, and a note where it is the team or the goal."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.alerts.rows import AlertRow, AtRisk, flagged_as, people_of, rows_of, urgency_of, was_answered
from bot.core.content import Content
from bot.core.failures import Failure
from bot.core.looks import note_looks
from bot.core.members import team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.work import Work
from bot.goals.team_realism import TeamGoal, team_goals
from bot.people.alert_readers import Instead
from metrics.periods import PeriodKind
from metrics.priorities import is_about_the_team, list_for_managers, most_named
from storage import deliveries, memberships, people, refreshes
from storage.episodes import episodes_of_alert, open_episodes
from storage.tables import Delivery, Episode, Member, Metric, Team, TeamRole, Workspace

MOST_IN_FULL = 40
"""Rows that the list of all shows."""


class UnknownAlert(Failure):
    """A button speaks of an alert that is not there."""

    def __init__(self) -> None:
        super().__init__("This alert was deleted.")


class AlertContent(Content):
    """Which alert a message is, or a copy of which (`of`, a delivery's id), and how many it names at most.

    `instead` says why it does not stand in the channel.
    """

    most: int = 0
    of: int | None = None
    instead: Instead | None = None


class ReminderContent(Content):
    """The alert (a delivery's id) in whose thread a reminder stands, and the episodes of which it reminds."""

    alert: int
    episodes: tuple[int, ...]


@dataclass(frozen=True)
class TeamNote:
    """A goal that more than half of the team is behind on: it is about the team or the goal, and names nobody.

    `goal` is what the team's goal asks; None where each has one of their own.
    """

    metric: Metric
    period: PeriodKind
    period_start: dt.date
    behind: int
    goal: TeamGoal | None
    ends: dt.date | None = None
    """Of a goal by dates of its own: the date after the last of them."""


@dataclass(frozen=True)
class Alert:
    """A managers' message: one team and morning.

    `rows` are named, one for each rep, `hidden` are behind "show all"; `notes` are about goals that most of the team
    is behind on. `people` are all that the rows speak of, by id.
    """

    delivery_id: int
    team: Team
    rows: tuple[AlertRow, ...]
    hidden: tuple[AlertRow, ...]
    notes: tuple[TeamNote, ...]
    team_size: int
    people: dict[int, Member]
    date: dt.date
    instead: Instead | None = None
    possibly_repeated: bool = False
    thread_ts: str = ""
    """A reminder's: the alert that it replies to."""

    @property
    def behind(self) -> int:
        """How many reps are unlikely to reach a goal now."""
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
        planned = AlertContent.of_row(row)
        primary = planned.of or row.id
        if primary not in known:
            known[primary] = _of_delivery(session, workspace, primary, now)
        alert = known[primary]
        if alert is not None and not row.ts and not any(each.open for each in (*alert.rows, *alert.hidden)):
            alert = None  # it is over for all of them before anybody was told
        found[row.id] = alert and replace(alert, possibly_repeated=row.possibly_repeated, instead=planned.instead)
    return found


def reminders_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Alert | None]:
    """The rows to remind of, by the reminder's delivery id; None when all were answered or are over by now.

    Of a reminder that was sent already `hidden` are those of its rows of which it is not true any more.
    """
    found: dict[int, Alert | None] = {}
    for row in rows:
        planned = ReminderContent.of_row(row)
        above = deliveries.get(session, workspace_id=row.workspace_id, delivery_id=planned.alert)
        found[row.id], sent = None, bool(row.ts)
        if above is None or not above.ts:
            continue
        primary = AlertContent.of_row(above).of or planned.alert
        alert = _of_delivery(session, workspace, primary, now)
        if alert is None:
            continue
        asked = [
            replace(row, goals=goals)
            for row in (*alert.rows, *alert.hidden)
            if (goals := tuple(goal for goal in row.goals if goal.episode.id in planned.episodes))
        ]
        still = [
            replace(row, goals=goals)
            for row in asked
            if (goals := tuple(goal for goal in row.at_risk if not was_answered(goal.episode)))
        ]
        most, waiting = most_named(alert.team_size), {row.member.id for row in still}
        past = [row for row in asked if row.member.id not in waiting][:most] if sent else []
        if still or past:
            found[row.id] = replace(alert, rows=tuple(still[:most]), hidden=tuple(past), notes=(), thread_ts=above.ts)
    return found


def whole_alert(session: Session, *, workspace: Workspace, viewer: Viewer, delivery_id: int, now: dt.datetime) -> Alert:
    """Every rep of an alert, for who may see them; a look at each, and noted. Raises NotAllowed, UnknownAlert."""
    alert = _of_delivery(session, workspace, delivery_id, now)
    if alert is None:
        raise UnknownAlert
    require(viewer, Action.ANSWER_ALERT, Subject(team_ids=frozenset({alert.team.id})))
    whole = replace(alert, rows=(*alert.rows, *alert.hidden)[:MOST_IN_FULL], hidden=(), notes=())
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
    work = Work(session, workspace, now)
    date = local_date_of(team, workspace, now)
    earlier = _told_before(session, workspace, row, episodes)
    named = {who for episode in (*episodes, *earlier) for who in people_of(episode)}
    members = people.members_by_id(session, ids=named)
    size = len(
        memberships.in_teams_on(session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_id=team.id)
    )
    found = rows_of(work, team=team, episodes=episodes, earlier=earlier, members=members, date=date)
    most = AlertContent.of_row(row).most or most_named(size)
    noted = _noted(found, size)
    rows, hidden = _chosen(found, noted, most)
    return Alert(
        delivery_id=delivery_id,
        team=team,
        rows=rows,
        hidden=hidden,
        notes=_notes(work, team, found, noted, date),
        team_size=size,
        people=members,
        date=date,
    )


def _told_before(
    session: Session, workspace: Workspace, row: Delivery, episodes: Sequence[Episode]
) -> Sequence[Episode]:
    """Of the reps of an alert what else is open, of which the managers were told before it."""
    ids = {episode.member_id for episode in episodes if episode.closed_on is None}
    found = open_episodes(session, workspace_id=workspace.id, member_ids=ids) if ids else ()
    told = min((episode.alerted_at for episode in episodes if episode.alerted_at is not None), default=None)
    return [
        each
        for each in found
        if each.alert_delivery_id not in (None, row.id)
        and each.alerted_at is not None
        and told is not None
        and each.alerted_at < told
    ]


_Goal = tuple[int, PeriodKind]


def _noted(rows: Sequence[AlertRow], size: int) -> set[_Goal]:
    """The goals that more than half of the team is behind on, among those that this alert tells of."""
    counted = Counter(_key(goal) for row in rows for goal in row.at_risk if goal.told_before is None)
    return {key for key, behind in counted.items() if is_about_the_team(behind, size)}


def _key(goal: AtRisk) -> _Goal:
    return goal.metric.id, goal.episode.period


def _chosen(
    rows: Sequence[AlertRow], noted: Collection[_Goal], most: int
) -> tuple[tuple[AlertRow, ...], tuple[AlertRow, ...]]:
    """Whom the message names, and who is behind "show all": who is behind only on what is noted of the whole team,
    and whoever is too many.
    """
    # Of a rep who is named, what is noted of the team is not said again.
    own = {
        row.member.id: replace(row, goals=goals)
        for row in rows
        if (goals := tuple(goal for goal in row.goals if not (goal.behind and _key(goal) in noted)))
    }
    behind = {row.member.id: row for row in own.values() if row.behind}
    first = [replace(flagged_as(row.at_risk[0]), member=row.member.id) for row in behind.values()]
    listed = list_for_managers(first, most)
    over = [row for row in rows if not row.behind]
    shown, more = over[:most], over[most:]
    named = (*(behind[each.member] for each in listed.listed), *shown)
    left = {each.member for each in listed.more} | {
        row.member.id for row in rows if row.behind and row.member.id not in behind
    }
    hidden = sorted((row for row in rows if row.member.id in left), key=lambda row: urgency_of(row.at_risk[0]))
    return named, (*hidden, *more)


def _notes(
    work: Work, team: Team, rows: Sequence[AlertRow], noted: Collection[_Goal], date: dt.date
) -> tuple[TeamNote, ...]:
    if not noted:
        return ()
    of_team = team_goals(work, team=team, date=date)
    found = []
    for metric_id, period in sorted(noted, key=lambda key: (key[1].value, key[0])):
        goals = [goal for row in rows for goal in row.at_risk if _key(goal) == (metric_id, period)]
        of_metric = [goal for goal in of_team if goal.metric.id == metric_id]
        exact = [goal for goal in of_metric if goal.period is period]
        found.append(
            TeamNote(
                metric=goals[0].metric,
                period=period,
                period_start=goals[0].episode.period_start,
                behind=len(goals),
                goal=next(iter([*exact, *of_metric]), None),
                ends=goals[0].ends,
            )
        )
    return tuple(found)
