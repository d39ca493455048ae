"""A team at a glance: where each rep stands, who needs help most first."""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.looks import note_looks
from bot.core.members import by_local_date, local_date, team_date
from bot.core.permissions import Action, Subject, Viewer, may, require
from bot.core.work import Work
from bot.leave.calendars import load_calendars
from bot.people.teams import left_lately, reps_of
from bot.standings.goal_lines import GoalLine, goal_lines
from bot.standings.team_totals import TeamTotalNow, totals_now
from bot.teams.weeks import TeamWeeks, weeks_of_team
from metrics.calendar import DayReason, MemberCalendar
from metrics.episodes import Rule, Status
from metrics.periods import PeriodKind
from storage import memberships, people, standings
from storage.tables import Delivery, Member, Metric, Team, TeamRole, Workspace
from storage.workspaces import find_workspace

TREND_DAYS = 7
TREND = 0.1
"""A probability that moved by less than this, since a week ago or since its period began, is steady."""

_NEED = (
    Status.AT_RISK,
    Status.WATCH,
    Status.NO_DATA,
    Status.TOO_EARLY,
    Status.ON_TRACK,
    Status.REACHED,
)
"""Who needs help most first."""
JUDGED = frozenset({Status.AT_RISK, Status.WATCH, Status.ON_TRACK})


class NoTeam(Failure):
    """There is no team to show; the message says what to do."""


class Trend(enum.Enum):
    """How a goal's chance moved since a week ago, or since its period began if that is later."""

    UP = "up"
    STEADY = "steady"
    DOWN = "down"


@dataclass(frozen=True)
class Cell:
    """One goal of one rep, with the figures that the rep sees; the trend is None where there is nothing to compare."""

    line: GoalLine
    trend: Trend | None

    @property
    def standing(self) -> Status:
        """How it stands now, as its chance is said. A morning's status waits for a second morning, and whoever looks
        at the team wants to know who needs help today.
        """
        line = self.line
        if line.status not in JUDGED or line.period.kind is PeriodKind.DAY:
            return line.status
        rule = Rule()
        if line.probability < rule.opens:
            return Status.AT_RISK
        return Status.WATCH if line.probability < rule.watches else Status.ON_TRACK


@dataclass(frozen=True)
class RepRow:
    """One rep. `status` is that of the goal that is furthest behind, None without a goal."""

    member: Member
    cells: tuple[Cell, ...]
    status: Status | None
    away: bool
    nudges_off: bool

    @property
    def furthest(self) -> Cell | None:
        """The goal that the state is of: the furthest behind, of several the least likely."""
        of_state = [cell for cell in self.cells if cell.standing is self.status]
        return min(of_state, key=lambda cell: cell.line.probability, default=None)

    @property
    def worst(self) -> float:
        """The least chance of a goal that is not reached yet; 1 where all are, or there is none."""
        return min((c.line.probability for c in self.cells if c.line.status is not Status.REACHED), default=1.0)


@dataclass(frozen=True)
class Column:
    """A metric and a kind of period that somebody of the team has a goal on."""

    metric: Metric
    period: PeriodKind
    starts: dt.date
    ends: dt.date


@dataclass(frozen=True)
class TeamView:
    """A team on its local date. `columns` are all its goals; `metric_key` and `period` what was asked for, if anything.

    `teams` are all that the viewer may look at.
    """

    team: Team
    date: dt.date
    rows: tuple[RepRow, ...]
    columns: tuple[Column, ...]
    metric_key: str | None
    period: PeriodKind | None
    teams: tuple[Team, ...]
    left: tuple[Member, ...] = ()
    """Who left the company lately, and is in none of the figures any more."""
    weeks: TeamWeeks | None = None
    """The last eight weeks, where one metric is shown."""
    totals: tuple[TeamTotalNow, ...] = ()
    """The team's goals as one total; of one metric where that was asked for."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that were asked for."""
        return tuple(
            column
            for column in self.columns
            if self.metric_key in (None, column.metric.key) and self.period in (None, column.period)
        )


def teams_to_see(session: Session, *, workspace: Workspace, viewer: Viewer) -> list[Team]:
    """The teams that the viewer may look at, by name: those that they manage, or all of an admin's."""
    return [
        team
        for team in memberships.list_teams(session, workspace_id=workspace.id)
        if may(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    ]


def find_team_to_see(
    session: Session, *, workspace: Workspace, viewer: Viewer, name: str = "", team_id: int | None = None
) -> Team:
    """The team of this name or id, else the first that the viewer may look at. Raises NotAllowed, NoTeam."""
    if team_id is not None:
        team = memberships.find_team_by_id(session, workspace_id=workspace.id, team_id=team_id)
    elif name:
        team = memberships.find_team(session, workspace_id=workspace.id, name=name)
    else:
        team = next(iter(teams_to_see(session, workspace=workspace, viewer=viewer)), None)
        if team is None:
            if not may(viewer, Action.SEE, Subject(team_ids=frozenset({0}))):
                raise NoTeam("`/team` shows managers their teams. Your own numbers are in `/progress`.")
            raise NoTeam("No teams yet. Add one with `pacer teams add`.")
    if team is None:
        known = teams_to_see(session, workspace=workspace, viewer=viewer)
        raise NoTeam("I don't know that team. Your teams: {teams}.", teams=", ".join(t.name for t in known) or "–")
    require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    return team


def view_team(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    team: Team,
    metric_key: str | None = None,
    period: PeriodKind | None = None,
    noting: bool = True,
    now: dt.datetime,
) -> TeamView:
    """Where each rep of the team stands now, today's entries included. Raises NotAllowed.

    It is a look at each of them, and noted as one (the session must be a writing one) unless it was before.
    """
    require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    date = team_date(team, workspace, now)
    members = reps_of(session, workspace=workspace, team=team, date=date)
    if noting:
        note_looks(session, workspace=workspace, viewer=viewer, members=members, now=now)
    rows = _rows(session, workspace, members, now)
    columns = _columns(rows)
    chosen = [_narrow(row, metric_key, period) for row in rows]
    view = TeamView(
        team=team,
        date=date,
        rows=tuple(sorted(chosen, key=_most_in_need)),
        columns=columns,
        metric_key=metric_key if any(c.metric.key == metric_key for c in columns) else None,
        period=period if any(c.period is period for c in columns) else None,
        teams=tuple(teams_to_see(session, workspace=workspace, viewer=viewer)),
        left=tuple(left_lately(session, workspace=workspace, team=team, date=date)),
    )
    totals = totals_now(Work(session, workspace, now), teams=[team], date=date).get(team.id, ())
    of_metric = tuple(each for each in totals if view.metric_key in (None, each.metric.key))
    view = replace(view, totals=of_metric if view.period is None else ())
    metrics = {column.metric.key: column.metric for column in view.shown}
    if len(metrics) != 1:
        return view
    (metric,) = metrics.values()
    return replace(view, weeks=weeks_of_team(session, workspace=workspace, members=members, metric=metric, today=date))


def ids_of_reps(session: Session, row: Delivery, team_id: int) -> set[int]:
    """The reps of a team that a message to a manager is about, when it was sent."""
    date = row.local_date or _date_of(session, row, team_id)
    rows = memberships.in_teams_on(
        session, workspace_id=row.workspace_id, date=date, team_role=TeamRole.REP, team_id=team_id
    )
    return {each.member_id for each in rows}


def _date_of(session: Session, row: Delivery, team_id: int) -> dt.date:
    team = memberships.find_team_by_id(session, workspace_id=row.workspace_id, team_id=team_id)
    workspace = find_workspace(session)
    assert workspace is not None
    return team_date(team, workspace, row.due_at) if team else local_date(None, workspace, row.due_at)


def find_rep(session: Session, *, workspace: Workspace, member_id: int) -> Member:
    """The member with this id in this workspace. Raises NoTeam."""
    member = people.members_by_id(session, ids={member_id}).get(member_id)
    if member is None or member.workspace_id != workspace.id:
        raise NoTeam("This person is no longer on the team.")
    return member


def _rows(session: Session, workspace: Workspace, members: Sequence[Member], now: dt.datetime) -> list[RepRow]:
    found = []
    for date, some in by_local_date(members, workspace, now).items():
        ids = [member.id for member in some]
        lines = goal_lines(session, workspace=workspace, members=some, date=date, now=now).lines
        before = standings.first_chances(
            session, member_ids=ids, since=date - dt.timedelta(days=TREND_DAYS), until=date
        )
        calendars = load_calendars(
            session, workspace=workspace, members=some, starts=date, ends=date + dt.timedelta(days=1)
        )
        for member in some:
            cells = tuple(_cell(member, line, before) for line in lines.get(member.id, ()))
            found.append(
                RepRow(
                    member=member,
                    cells=cells,
                    status=_furthest_behind(cells),
                    away=_is_away(calendars[member.id], date),
                    nudges_off=not member.nudges_on,
                )
            )
    return found


def _is_away(calendar: MemberCalendar, date: dt.date) -> bool:
    """Whether it is a day that they would work, were it no holiday and no leave."""
    (day,) = calendar.describe(date, date + dt.timedelta(days=1))
    return day.weight == 0.0 and DayReason.NOT_SCHEDULED not in day.reasons


def _cell(member: Member, line: GoalLine, before: Mapping[tuple[standings.GoalKey, dt.date], float]) -> Cell:
    then = before.get(((member.id, line.metric.id, line.period.kind), line.period.start))
    # A log that is missing is no way down.
    if then is None or line.status in (Status.REACHED, Status.NO_DATA):
        return Cell(line, None)
    change = line.probability - then
    return Cell(line, Trend.UP if change >= TREND else Trend.DOWN if change <= -TREND else Trend.STEADY)


def _furthest_behind(cells: Iterable[Cell]) -> Status | None:
    """The status of most need; a goal that has just begun says nothing beside one that can be judged."""
    every = [cell.standing for cell in cells]
    judged = [status for status in every if status is not Status.TOO_EARLY]
    return min(judged or every, key=_NEED.index, default=None)


def _columns(rows: Sequence[RepRow]) -> tuple[Column, ...]:
    found: dict[tuple[int, PeriodKind], Column] = {}
    for row in rows:
        for cell in row.cells:
            line = cell.line
            key = (line.metric.id, line.period.kind)
            found.setdefault(key, Column(line.metric, line.period.kind, line.period.start, line.period.end))
    return tuple(sorted(found.values(), key=lambda c: (c.metric.position, c.metric.id, c.starts)))


def _narrow(row: RepRow, metric_key: str | None, period: PeriodKind | None) -> RepRow:
    cells = tuple(
        cell
        for cell in row.cells
        if metric_key in (None, cell.line.metric.key) and period in (None, cell.line.period.kind)
    )
    status = _furthest_behind(cells)
    return RepRow(row.member, cells, status, row.away, row.nudges_off)


def _most_in_need(row: RepRow) -> tuple[bool, bool, int, float, str]:
    need = _NEED.index(row.status) if row.status is not None else len(_NEED)
    return (row.away, row.status is None, need, row.worst, row.member.name)
