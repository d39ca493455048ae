"""What a closed week, month, quarter or year was like for a team: what moved, who improved, who reached their goals."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.alerts.usefulness import Usefulness, proposed_threshold, usefulness_of
from bot.core.work import Work
from bot.core.workspace_periods import period_before
from bot.goals.team_realism import TeamGoal, goals_that_do_not_fit
from bot.leave.calendars import load_calendars
from bot.people.sales_roles import list_sales_roles
from bot.people.teams import reps_of
from bot.pipeline.conversion import WeakStage, team_conversion
from bot.standings.marks import mark_words, what_came
from bot.standings.standings import GoalFigures, figures_on
from bot.standings.team_totals import TeamTotalNow, totals_in_review
from bot.targets.inheriting import dates_of
from bot.teams.leading import Leading, leading_warning
from metrics.calendar import MemberCalendar
from metrics.chances import Odds, Trust
from metrics.coaching.movement import Movement, Quantities, judge_movement
from metrics.marks import Mark
from metrics.periods import Period, PeriodKind
from storage import catalogue, day_totals, goals, standings
from storage.tables import Member, Metric, SalesRole, Standing, Team, Unit, Workspace

BEFORE = {PeriodKind.WEEK: 4, PeriodKind.MONTH: 3, PeriodKind.QUARTER: 2, PeriodKind.YEAR: 1}
"""With how many periods before it one is compared."""
SHOWN_WEEKS = 8
LAST_QUARTER = dt.timedelta(days=92)
FEWEST_DOUBTED = 5
"""Goals that Pacer called unlikely below which it says nothing of how they ended."""
IMPROVED_SHOWN = 3
INCOMPLETE = 0.3
"""So much more of the days silent than usual: what was logged is not what was done."""


@dataclass(frozen=True)
class Moved:
    """The team's total of a metric in the period, and what was usual for so many working days before it."""

    metric: Metric
    movement: Movement
    weeks: tuple[tuple[dt.date, int], ...]
    """The totals of the last weeks by their first day, the newest last."""


@dataclass(frozen=True)
class Improved:
    """A rep who did clearly more than they usually do."""

    member: Member
    metric: Metric
    movement: Movement


@dataclass(frozen=True)
class Attained:
    """How many of those who had the goal in the closed period reached it, and each one's share of it. A goal of a sales
    `role` is counted by itself.
    """

    metric: Metric
    period: Period
    shares: tuple[tuple[Member, float], ...]
    role: SalesRole | None = None

    @property
    def role_id(self) -> int | None:
        """The sales role's id, None where it is no role's."""
        return self.role.id if self.role is not None else None

    @property
    def reached(self) -> int:
        """How many."""
        return sum(share >= 1 for _, share in self.shares)

    @property
    def of(self) -> int:
        """Of how many."""
        return len(self.shares)


@dataclass(frozen=True)
class Running:
    """A goal that still runs: how many of those who hold it, as a sales `role`'s or not, are likely to reach it."""

    metric: Metric
    period: Period
    likely: int
    of: int
    role: SalesRole | None = None


@dataclass(frozen=True)
class TeamReview:
    """A team's closed period. `proposals` are goals that do not fit, with ones that would; `threshold` is proposed
    where alerts were of little use.
    """

    team: Team
    period: Period
    date: dt.date
    moved: tuple[Moved, ...]
    improved: tuple[Improved, ...]
    attained: tuple[Attained, ...]
    campaigns: tuple[Attained, ...]
    """The goals by dates of their own that ended in the period."""
    running: tuple[Running, ...]
    proposals: tuple[TeamGoal, ...]
    weak: tuple[WeakStage, ...]
    members: Mapping[int, Member]
    alerts: Usefulness
    threshold: float | None
    silent_days: int
    work_days: int
    incomplete: bool
    """Working days of all reps in the period, on how many of them a rep logged nothing in any metric, and whether that
    is so much more than usual that the log says little of the work.
    """
    leading: Leading | None = None
    """What leads to an outcome and has fallen for many of the reps; only in the review of a week."""
    totals: tuple[TeamTotalNow, ...] = ()
    """The team's goals as one total: those that ended with the period, and those that run on."""
    doubted: Mark | None = None
    """Of goals that Pacer called unlikely half-way, in the quarter up to now, how many there were and how many were
    reached; only in the review of a month, and of enough to tell.
    """

    @property
    def says_something(self) -> bool:
        """Whether anything was logged, or any goal ended or runs."""
        return any(each.movement.done or each.movement.usual for each in self.moved) or bool(
            self.attained or self.campaigns or self.totals
        )


def review_team(
    session: Session, *, workspace: Workspace, team: Team, period: Period, date: dt.date, now: dt.datetime
) -> TeamReview:
    """Review the period of a team, which ended on `date` or before. The reps are those of `date`."""
    members = reps_of(session, workspace=workspace, team=team, date=date)
    figures = figures_on(session, workspace=workspace, members=members, date=date)
    figures = [item for item in figures if item.period.kind is not PeriodKind.DAY]
    work = _Work(session, workspace, members, period)
    metrics = sorted({f.metric.id: f.metric for f in figures}.values(), key=lambda m: (m.position, m.id))
    moved = tuple(work.moved(metric) for metric in metrics)
    roles: dict[int | None, SalesRole] = {role.id: role for role in list_sales_roles(session, workspace=workspace)}
    attained = tuple(_attained(session, workspace, members, period, roles))
    silent_days, work_days, incomplete = work.silence()
    ended = {(each.metric.id, each.period.kind, each.role_id): (each.reached, each.of) for each in attained}
    misfits = goals_that_do_not_fit(
        Work(session, workspace, now), team=team, figures=figures, date=date, ended={} if incomplete else ended
    )
    return TeamReview(
        team=team,
        period=period,
        date=date,
        moved=moved,
        improved=tuple(work.improved(metrics)),
        attained=attained,
        campaigns=tuple(_campaigns(session, workspace, members, period, roles)),
        running=tuple(_running(figures, period, roles)),
        proposals=tuple(misfits),
        weak=team_conversion(session, workspace=workspace, team=team, now=now).weak if members else (),
        members={member.id: member for member in members},
        alerts=usefulness_of(
            session, workspace=workspace, team=team, since=now - (period.end - period.start), until=now
        ),
        threshold=proposed_threshold(session, workspace=workspace, team=team, now=now),
        silent_days=silent_days,
        work_days=work_days,
        incomplete=incomplete,
        leading=leading_warning(session, workspace=workspace, members=members, figures=figures, date=date)
        if period.kind is PeriodKind.WEEK
        else None,
        totals=totals_in_review(Work(session, workspace, now), team=team, closed=period, date=date),
        doubted=_doubted(session, workspace, members, date) if period.kind is PeriodKind.MONTH else None,
    )


def _doubted(session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date) -> Mark | None:
    came = what_came(
        session, workspace=workspace, member_ids=[m.id for m in members], since=date - LAST_QUARTER, today=date
    )
    marks = mark_words(came, Trust(workspace.odds_trust, workspace.odds_usual)).marks
    some = [marks[odds] for odds in (Odds.VERY_UNLIKELY, Odds.UNLIKELY)]
    found = Mark(sum(each.said for each in some), sum(each.reached for each in some))
    return found if found.said >= FEWEST_DOUBTED else None


class _Work:
    """What the reps did in the period and in those before it."""

    def __init__(self, session: Session, workspace: Workspace, members: Sequence[Member], period: Period) -> None:
        self._session, self._members, self._period = session, members, period
        starts = [period]
        for _ in range(BEFORE.get(period.kind, 1)):
            starts.append(period_before(workspace, starts[-1]))
        self._before = Period(starts[-1].start, period.start)
        self._weeks_from = period.end - SHOWN_WEEKS * dt.timedelta(days=7)
        first = min(self._before.start, self._weeks_from)
        self._calendars = load_calendars(session, workspace=workspace, members=members, starts=first, ends=period.end)
        self._days: dict[int, dict[int, dict[dt.date, int]]] = {}
        self._first = first

    def moved(self, metric: Metric) -> Moved:
        """The whole team's movement of a metric."""
        parts = [self._of(member, metric) for member in self._members]
        total = Quantities(
            done=sum(part.done for part in parts),
            days=sum(part.days for part in parts),
            before=sum(part.before for part in parts),
            days_before=sum(part.days_before for part in parts),
        )
        weeks = []
        for at in range(SHOWN_WEEKS):
            start = self._weeks_from + at * dt.timedelta(days=7)
            end = start + dt.timedelta(days=7)
            weeks.append((start, sum(self._sum(member, metric, start, end) for member in self._members)))
        return Moved(metric, judge_movement(total, money=metric.unit is Unit.MONEY), tuple(weeks))

    def improved(self, metrics: Sequence[Metric]) -> list[Improved]:
        """Who did clearly more of what a rep controls; one metric each, the clearest first."""
        found: dict[int, Improved] = {}
        for metric in metrics:
            # Luck decides about outcomes: more deals in a week are no progress.
            if metric.unit is Unit.MONEY or not metric.leading:
                continue
            for member in self._members:
                movement = judge_movement(self._of(member, metric), money=False)
                known = found.get(member.id)
                if movement.clearly_up and (known is None or movement.share > known.movement.share):
                    found[member.id] = Improved(member, metric, movement)
        return sorted(found.values(), key=lambda each: -each.movement.share)[:IMPROVED_SHOWN]

    def silence(self) -> tuple[int, int, bool]:
        """Days on which a rep worked and logged nothing, all on which they worked, and whether so many of them are
        silent, beyond what is usual for this team, that the log cannot be complete.
        """
        silent, worked = self._silent_days(self._period)
        silent_before, worked_before = self._silent_days(self._before)
        usual = silent_before / worked_before if worked_before else 0.0
        return silent, worked, worked > 0 and silent / worked > usual + INCOMPLETE

    def _silent_days(self, period: Period) -> tuple[int, int]:
        ids = [member.id for member in self._members]
        logged = standings.logged_dates(self._session, member_ids=ids, starts=period.start, ends=period.end)
        silent = worked = 0
        for member_id in ids:
            for day in self._calendars[member_id].describe(period.start, period.end):
                if day.weight > 0:
                    worked += 1
                    silent += day.date not in logged.get(member_id, set())
        return silent, worked

    def _of(self, member: Member, metric: Metric) -> Quantities:
        calendar: MemberCalendar = self._calendars[member.id]
        return Quantities(
            done=self._sum(member, metric, self._period.start, self._period.end),
            days=float(calendar.weights(self._period.start, self._period.end).sum()),
            before=self._sum(member, metric, self._before.start, self._before.end),
            days_before=float(calendar.weights(self._before.start, self._before.end).sum()),
        )

    def _sum(self, member: Member, metric: Metric, start: dt.date, end: dt.date) -> int:
        days = self._of_metric(metric).get(member.id, {})
        return sum(quantity for date, quantity in days.items() if start <= date < end)

    def _of_metric(self, metric: Metric) -> dict[int, dict[dt.date, int]]:
        metric_id = metric.id
        if metric_id not in self._days:
            found: dict[int, dict[dt.date, int]] = {}
            for member_id, date, quantity in day_totals.days_of_metric(
                self._session,
                member_ids=[member.id for member in self._members],
                metric_id=metric_id,
                starts=self._first,
                ends=self._period.end,
            ):
                found.setdefault(member_id, {})[date] = quantity
            self._days[metric_id] = found
        return self._days[metric_id]


def _attained(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    period: Period,
    roles: Mapping[int | None, SalesRole],
) -> list[Attained]:
    """Of the goals of just this kind of period: what each rep's last morning in it asked, and what was done."""
    last = standings.last_of_period(
        session, member_ids=[m.id for m in members], period=period.kind, period_start=period.start
    )
    return _reached(session, workspace, members, period, last, roles)


def _campaigns(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    period: Period,
    roles: Mapping[int | None, SalesRole],
) -> Iterator[Attained]:
    """The same of the goals by dates of their own of which the last lies in the period."""
    ended = goals.goals_ended(session, workspace_id=workspace.id, starts=period.start, ends=period.end)
    # What was called off before its last day did not end with it; what was changed on the way did.
    lasted = {(row.metric_id, dates_of(row)) for row in ended if row.ends == row.period_ends}
    of_dates: dict[Period, set[int]] = {}
    for row in ended:
        if (dates := dates_of(row)) is not None and (row.metric_id, dates) in lasted:
            of_dates.setdefault(dates, set()).add(row.id)
    for dates, goal_ids in sorted(of_dates.items(), key=lambda pair: (pair[0].end, pair[0].start)):
        last = standings.last_of_period(
            session, member_ids=[m.id for m in members], period=PeriodKind.CUSTOM, period_start=dates.start
        )
        asked = [standing for standing in last if standing.goal_id in goal_ids]
        yield from _reached(session, workspace, members, dates, asked, roles)


def _reached(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    period: Period,
    last: Sequence[Standing],
    roles: Mapping[int | None, SalesRole],
) -> list[Attained]:
    by_id = {member.id: member for member in members}
    targets: dict[tuple[int, int | None], dict[int, int]] = {}
    role_of = _roles_of_goals(session, last, roles)
    for standing in last:
        whose = (standing.metric_id, role_of.get(standing.goal_id))
        targets.setdefault(whose, {})[standing.member_id] = standing.target
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    found = []
    for (metric_id, role_id), of_members in targets.items():
        done = day_totals.sums_between(
            session, member_ids=sorted(of_members), metric_id=metric_id, starts=period.start, ends=period.end
        )
        shares = [(by_id[who], done.get(who, 0) / target) for who, target in of_members.items() if target > 0]
        shares.sort(key=lambda each: (-each[1], each[0].name))
        found.append(Attained(metrics[metric_id], period, tuple(shares), roles.get(role_id)))
    return sorted(found, key=lambda each: (each.metric.position, each.metric.id, _place(each.role)))


def _roles_of_goals(
    session: Session, last: Sequence[Standing], roles: Mapping[int | None, SalesRole]
) -> dict[int, int | None]:
    """The sales role whose goal it was, by the goal's id; a role that is there no more is none."""
    stored = goals.goals_by_id(session, goal_ids={standing.goal_id for standing in last})
    return {goal_id: goal.sales_role_id for goal_id, goal in stored.items() if goal.sales_role_id in roles}


def _place(role: SalesRole | None) -> int:
    return role.position + 1 if role is not None else 0


def _running(figures: Sequence[GoalFigures], period: Period, roles: Mapping[int | None, SalesRole]) -> list[Running]:
    """The goals of periods longer than the closed one, and those by dates of their own."""
    groups: dict[tuple[int, Period, int | None], list[GoalFigures]] = {}
    for item in figures:
        goes_on = item.period.days > period.days or item.period.kind is PeriodKind.CUSTOM
        if goes_on and not item.goal_only and item.worked >= 1:
            groups.setdefault((item.goal.metric_id, item.period, item.goal.owner.sales_role_id), []).append(item)
    return [
        Running(
            metric=some[0].metric,
            period=of_period,
            likely=sum(item.done >= item.target or item.probability >= 0.5 for item in some),
            of=len(some),
            role=roles.get(role_id),
        )
        for (_, of_period, role_id), some in groups.items()
    ]
