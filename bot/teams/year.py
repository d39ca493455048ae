"""A year of a rep or a team, per metric: where each shines and struggles, as a ground for next year's goals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.looks import note_looks
from bot.core.members import local_date, team_date
from bot.core.permissions import Action, Subject, Viewer, require
from bot.core.workspace_periods import period_in, periods_in
from bot.leave.calendars import load_calendars
from bot.people.goal_owners import subject_of
from bot.people.teams import reps_of
from bot.pipeline.conversion import WeakStage, team_conversion
from bot.teams.view import NoTeam
from metrics.coaching.year import Month, YearInMetric, judge_year
from metrics.periods import Period, PeriodKind
from storage import catalogue, day_totals, memberships, standings
from storage.tables import Member, Metric, Team, Workspace


@dataclass(frozen=True)
class MetricYear:
    """A rep's year in one metric. `reached` of `goals` months (those that had a goal of the month) reached it."""

    metric: Metric
    year: YearInMetric
    reached: int
    goals: int


@dataclass(frozen=True)
class RepYear:
    """A rep's year, metric by metric, and the stage at which they lose the most deals, where that is certain."""

    member: Member
    metrics: tuple[MetricYear, ...]
    weak: WeakStage | None


@dataclass(frozen=True)
class TeamYear:
    """The year of each rep of a team, by name."""

    team: Team
    period: Period
    reps: tuple[RepYear, ...]


def year_of(
    session: Session,
    *,
    workspace: Workspace,
    viewer: Viewer,
    team: Team | None,
    member: Member | None,
    now: dt.datetime,
) -> TeamYear:
    """The running year up to today, or the last one in its first month; of one rep where given. Raises NotAllowed,
    NoTeam.

    It is a look at each of them (the session must be a writing one).
    """
    if member is not None:
        today = local_date(member, workspace, now)
        subject = subject_of(session, workspace=workspace, about=member, date=today)
        require(viewer, Action.SEE, subject)
        team = next(
            (t for t in memberships.list_teams(session, workspace_id=workspace.id) if t.id in subject.team_ids), None
        )
    if team is None:
        raise NoTeam("This person isn't a rep on any team. Name a rep, or a team.")
    if member is None:
        require(viewer, Action.SEE, Subject(team_ids=frozenset({team.id})))
    date = team_date(team, workspace, now)
    found = team_year(session, workspace=workspace, team=team, year=_year_to_show(workspace, date), date=date, now=now)
    reps = tuple(rep for rep in found.reps if member is None or rep.member.id == member.id)
    note_looks(session, workspace=workspace, viewer=viewer, members=[rep.member for rep in reps], now=now)
    return TeamYear(team, found.period, reps)


def team_year(
    session: Session,
    *,
    workspace: Workspace,
    team: Team,
    year: Period,
    date: dt.date,
    now: dt.datetime | None = None,
) -> TeamYear:
    """The year of those who are reps of the team on `date`; of a running year the dates before `date`."""
    members = reps_of(session, workspace=workspace, team=team, date=date)
    ends = min(year.end, date)
    months = [
        Period(month.start, min(month.end, ends), month.kind)
        for month in periods_in(workspace, PeriodKind.MONTH, year.start, ends)
    ]
    work = _Year(session, workspace, members, year, months)
    weak = team_conversion(session, workspace=workspace, team=team, now=now).weak if now is not None else ()
    by_member = {each.member_id: each for each in weak}
    metrics = work.metrics()
    reps = tuple(
        RepYear(
            member=member,
            metrics=tuple(found for metric in metrics if (found := work.judge(member, metric)) is not None),
            weak=by_member.get(member.id),
        )
        for member in members
    )
    return TeamYear(team, year, reps)


def _year_to_show(workspace: Workspace, date: dt.date) -> Period:
    """The running year; in its first month the one before."""
    back = date - dt.timedelta(days=31)
    running, before = (period_in(workspace, PeriodKind.YEAR, day) for day in (date, back))
    return before if before.start < running.start else running


class _Year:
    """The months of a year of some reps: what each did, and in how many working days."""

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        members: Sequence[Member],
        year: Period,
        months: Sequence[Period],
    ) -> None:
        self._session, self._workspace, self._members = session, workspace, members
        self._year, self._months = year, months
        calendars = load_calendars(session, workspace=workspace, members=members, starts=year.start, ends=year.end)
        self._days = {
            member_id: [float(calendar.weights(month.start, month.end).sum()) for month in months]
            for member_id, calendar in calendars.items()
        }
        self._done: dict[int, dict[int, list[int]]] = {}

    def metrics(self) -> list[Metric]:
        """The metrics in which anybody did anything."""
        every = catalogue.list_metrics(self._session, workspace_id=self._workspace.id)
        return [metric for metric in every if any(map(any, self._of(metric).values()))]

    def judge(self, member: Member, metric: Metric) -> MetricYear | None:
        """A rep's year in a metric; None where they did nothing of it and had no goal."""
        done, mine = self._of(metric), member.id
        own = [Month(d, w) for d, w in zip(done.get(mine, [0] * len(self._months)), self._days[mine], strict=True)]
        others = [
            Month(
                sum(some[at] for who, some in done.items() if who != mine),
                sum(days[at] for who, days in self._days.items() if who != mine),
            )
            for at in range(len(self._months))
        ]
        reached, goals = self._reached(mine, metric, own)
        if not any(month.done for month in own) and not goals:
            return None
        return MetricYear(metric, judge_year(own, others), reached, goals)

    def _reached(self, member_id: int, metric: Metric, own: Sequence[Month]) -> tuple[int, int]:
        reached = goals = 0
        for month, done in zip(self._months, own, strict=True):
            last = standings.standing_of(
                self._session,
                member_id=member_id,
                metric_id=metric.id,
                period=PeriodKind.MONTH,
                until=month.end - dt.timedelta(days=1),
            )
            if last is not None and last.period_start == month.start:
                goals += 1
                reached += done.done >= last.target
        return reached, goals

    def _of(self, metric: Metric) -> dict[int, list[int]]:
        """By member what they did in each month."""
        metric_id = metric.id
        if metric_id not in self._done:
            found: dict[int, list[int]] = {}
            for member_id, date, quantity in day_totals.days_of_metric(
                self._session,
                member_ids=[member.id for member in self._members],
                metric_id=metric_id,
                starts=self._year.start,
                ends=self._months[-1].end,
            ):
                at = next(n for n, month in enumerate(self._months) if date in month)
                found.setdefault(member_id, [0] * len(self._months))[at] += quantity
            self._done[metric_id] = found
        return self._done[metric_id]
