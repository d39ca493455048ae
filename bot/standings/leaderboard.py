"""A team's leaderboard, where the team chose one: who does most of what a rep controls, on a working day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.members import local_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.leave.calendars import load_calendars
from bot.people.sales_roles import roles_of
from bot.targets.holding import held_goals, teams_of
from storage import catalogue, day_totals, memberships, people
from storage.tables import Member, Metric, SalesRole, Team, TeamRole, Workspace
from storage.workspaces import record_audit

OFF, OWN, TOP, NAMED = "off", "own", "top", "named"
MODES = (OFF, OWN, TOP, NAMED)
SPAN = dt.timedelta(days=28)
"""Four weeks: one good day makes nobody the first."""
LEAST_DAYS = 5.0
"""Working days in these weeks, and since joining the team, below which nobody is ranked."""
LEAST_REPS = 3
METRICS = 2
SHOWN = 3


class NoBoard(Failure):
    """There is no leaderboard to be seen; the message says why."""


class WrongMode(Failure):
    """There is no such kind of leaderboard."""


@dataclass(frozen=True)
class BoardRow:
    """One place: units a standard working day. `name` is empty where somebody hides theirs."""

    place: int
    rate: float
    name: str
    own: bool


@dataclass(frozen=True)
class MetricBoard:
    """One metric: the rows that are shown, of so many ranked reps. `own_place` None where the viewer is not ranked."""

    metric: Metric
    rows: tuple[BoardRow, ...]
    ranked: int
    own_place: int | None


@dataclass(frozen=True)
class Board:
    """A team's leaderboard as one of its reps may see it, over the dates from `starts` to yesterday: of the reps of
    their sales `role`, or of those without any.
    """

    team: Team
    role: SalesRole | None
    mode: str
    starts: dt.date
    metrics: tuple[MetricBoard, ...]


def board_for(session: Session, workspace: Workspace, member: Member, now: dt.datetime) -> Board:
    """The leaderboard of the team that the member is a rep of. Raises NoBoard.

    Of the reps of one team and one sales role alone, per working day so that part time and leave cost nobody a place,
    and of no goal. Who is new is not ranked.
    """
    today = local_date(member, workspace, now)
    team = _team_of(session, workspace, member.id, today)
    if team is None or team.leaderboard == OFF:
        raise NoBoard("Your team doesn't use a leaderboard. Your manager can ask for one.")
    role, reps = _like(session, workspace, member.id, _reps(session, workspace, team, today), today)
    days = _days(session, workspace, reps, today)
    found = []
    for metric in _metrics(session, workspace, member.id, today):
        rates = _rates(session, metric, days, today)
        if len(rates) >= LEAST_REPS:
            found.append(_metric_board(metric, rates, reps, member.id, team.leaderboard))
    if not found:
        raise NoBoard(
            "Too few people to compare yet. A leaderboard needs three reps in one sales role with a week of work."
        )
    return Board(team, role, team.leaderboard, today - SPAN, tuple(found))


def set_leaderboard(
    session: Session, *, workspace: Workspace, viewer: Viewer | None, team: Team, mode: str, now: dt.datetime
) -> None:
    """Let the team have this kind of leaderboard: off, own, top or named. `viewer` None is the operator.

    Those who set the team's goals may. Raises NotAllowed, WrongMode.
    """
    if viewer is not None:
        require(viewer, Action.SET_GOAL, Subject(team_ids=frozenset({team.id})))
    if mode not in MODES:
        raise WrongMode("A leaderboard is off, own, top or named.")
    team.leaderboard = mode
    session.add(team)
    record_audit(
        session,
        workspace_id=workspace.id,
        at=now,
        actor_id=viewer.member_id if viewer else None,
        action="leaderboard",
        detail=f"{team.name} {mode}",
    )


def _team_of(session: Session, workspace: Workspace, member_id: int, today: dt.date) -> Team | None:
    team_id = teams_of(session, workspace=workspace, member_ids=[member_id], date=today).get(member_id)
    return next((t for t in memberships.list_teams(session, workspace_id=workspace.id) if t.id == team_id), None)


def _reps(session: Session, workspace: Workspace, team: Team, today: dt.date) -> dict[int, tuple[Member, dt.date]]:
    """The team's active reps with the date since which they are."""
    since = {
        row.member_id: row.starts
        for row in memberships.in_teams_on(
            session, workspace_id=workspace.id, date=today, team_role=TeamRole.REP, team_id=team.id
        )
    }
    members = people.members_by_id(session, ids=since)
    return {member_id: (each, since[member_id]) for member_id, each in members.items() if each.active}


def _like(
    session: Session,
    workspace: Workspace,
    member_id: int,
    reps: Mapping[int, tuple[Member, dt.date]],
    today: dt.date,
) -> tuple[SalesRole | None, dict[int, tuple[Member, dt.date]]]:
    """The member's sales role, and those of the reps who are of the same."""
    roles = roles_of(session, workspace=workspace, member_ids=sorted({*reps, member_id}), date=today)
    mine = roles.get(member_id)
    return mine, {rep_id: rep for rep_id, rep in reps.items() if roles.get(rep_id) == mine}


def _days(
    session: Session, workspace: Workspace, reps: Mapping[int, tuple[Member, dt.date]], today: dt.date
) -> dict[int, tuple[dt.date, float]]:
    """From when on each rep counts, and the working days since; those with too few are left out."""
    calendars = load_calendars(
        session, workspace=workspace, members=[rep for rep, _ in reps.values()], starts=today - SPAN, ends=today
    )
    found = {}
    for member_id, (_, since) in reps.items():
        starts = max(since, today - SPAN)
        worked = calendars[member_id].weight_between(starts, today)
        if worked >= LEAST_DAYS:
            found[member_id] = (starts, worked)
    return found


def _metrics(session: Session, workspace: Workspace, member_id: int, today: dt.date) -> Sequence[Metric]:
    """What the member has goals on and controls; of outcomes luck decides."""
    goals = held_goals(session, workspace=workspace, member_ids=[member_id], date=today)[member_id]
    wanted = {goal.metric_id for goal in goals}
    listed = catalogue.list_metrics(session, workspace_id=workspace.id)
    return [metric for metric in listed if metric.id in wanted and metric.leading][:METRICS]


def _rates(
    session: Session, metric: Metric, days: Mapping[int, tuple[dt.date, float]], today: dt.date
) -> dict[int, float]:
    sums: dict[int, int] = dict.fromkeys(days, 0)
    for member_id, day, quantity in day_totals.days_of_metric(
        session, member_ids=sorted(days), metric_id=metric.id, starts=today - SPAN, ends=today
    ):
        if day >= days[member_id][0]:
            sums[member_id] += quantity
    return {member_id: sums[member_id] / worked for member_id, (_, worked) in days.items()}


def _metric_board(
    metric: Metric,
    rates: Mapping[int, float],
    reps: Mapping[int, tuple[Member, dt.date]],
    own: int,
    mode: str,
) -> MetricBoard:
    # As people read them: who reads as equal shares a place.
    shown = {member_id: round(rate, 1) for member_id, rate in rates.items()}
    places = {member_id: 1 + sum(other > rate for other in shown.values()) for member_id, rate in shown.items()}
    ordered = sorted(shown, key=lambda member_id: (places[member_id], reps[member_id][0].name))
    rows = [
        BoardRow(
            place=places[member_id],
            rate=shown[member_id],
            name=reps[member_id][0].name if reps[member_id][0].board_name_on or member_id == own else "",
            own=member_id == own,
        )
        for member_id in ordered
    ]
    kept = {OWN: [row for row in rows if row.own], TOP: [row for row in rows if row.place <= SHOWN or row.own]}
    return MetricBoard(metric, tuple(kept.get(mode, rows)), len(rows), places.get(own))
