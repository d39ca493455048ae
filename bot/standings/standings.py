"""Where members stand against their goals on a morning: entries, calendars and histories become figures."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.core.workspace_periods import period_in
from bot.leave.calendars import load_calendars
from bot.standings.cases import Forecasting, Judged, Judging, judge
from bot.standings.fits import habits_of, load_learned
from bot.standings.profiles import Holder
from bot.targets.holding import held_goals, teams_of
from bot.targets.inheriting import HeldGoal
from bot.targets.shares import ShareBook, ShareOnMorning
from metrics.blend import Blend
from metrics.calendar import MemberCalendar
from metrics.history import SHOWN, Known
from metrics.money import DealSize
from metrics.periods import Period, PeriodKind
from storage import catalogue, memberships, people
from storage.tables import Member, Metric, TeamRole, Workspace

LOOKBACK = dt.timedelta(days=800)
"""Histories reach back so far from the start of the longest period."""


@dataclass(frozen=True)
class GoalFigures:
    """One goal of one member on one morning. Quantities in units of the metric, days in standard working days.

    `period` is what is judged. A day goal has two figures: of the day, for what to do, and of its week (the sum of its
    days), for how it stands; `of_days` marks the second. `target` is effective, after leave, ramp and proration, and
    whole; `past` and `ahead` are the days worked and remaining as the forecast takes them, `known` what it starts from,
    `known_at_start` the same on the period's first morning; `history` over `history_days` is the discounted history at
    its start, `peer_rate`, `peers_done` and `peers_expected` what the team contributed. Of revenue, all of these are in
    deals of `deal_size`.
    """

    member_id: int
    goal: HeldGoal
    metric: Metric
    period: Period
    share: ShareOnMorning
    blend: Blend
    done: int
    target: int
    worked: float
    remaining: float
    past: float
    ahead: float
    weight_today: float
    active_days: float
    expected: float
    required: float
    ask: int
    baseline: float
    rate: float
    probability: float
    low: float
    median: float
    high: float
    goal_only: bool
    history: float
    history_days: float
    known: Known
    judged: Judged
    deal_size: DealSize | None
    peer_rate: float
    peers_done: float
    peers_expected: float

    @property
    def gap(self) -> float:
        """Done beyond what was expected by now, in units; below zero is behind."""
        return self.done - self.expected

    @property
    def known_at_start(self) -> Known:
        """What the forecast of the period's first morning started from."""
        return Known(self.judged.at_start, self.known.place)

    @property
    def of_days(self) -> bool:
        """Whether this is the week of a day goal."""
        return self.goal.period is PeriodKind.DAY and self.period.kind is not PeriodKind.DAY


def figures_on(
    session: Session,
    *,
    workspace: Workspace,
    members: Sequence[Member],
    date: dt.date,
    with_today: bool = False,
    keep_histories: bool = False,
) -> list[GoalFigures]:
    """The figures of each goal of these members on the morning of `date`.

    Entries dated before `date` count, and those of `date` itself when `with_today`. The peers of the members' teams
    are judged along, because a team's bad week is not one member's; only the members asked for are answered.
    `keep_histories` stores the discounted histories that had to be computed (the session must be a writing one).
    """
    everybody = _with_peers(session, workspace, members, date)
    ids = [member.id for member in everybody]
    goals = held_goals(session, workspace=workspace, member_ids=ids, date=date)
    judged = sorted(
        set(_judged_periods(workspace, goals, date)), key=lambda pair: (pair[0], pair[1].kind.value, pair[1].start)
    )
    if not judged:
        return []
    calendars = load_calendars(
        session,
        workspace=workspace,
        members=everybody,
        starts=min(span.start for _, span in judged) - LOOKBACK,
        ends=max(span.end for _, span in judged),
    )
    morning = _Morning(
        session=session,
        workspace=workspace,
        date=date,
        until=date + dt.timedelta(days=1) if with_today else date,
        keep_histories=keep_histories,
        goals=goals,
        calendars=calendars,
        teams=teams_of(session, workspace=workspace, member_ids=ids, date=date),
        # A goal on a metric that was switched off is judged on.
        metrics={m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)},
        book=ShareBook(workspace, date, habits_of(session, workspace=workspace)),
    )
    learned = load_learned(session, workspace=workspace)
    asked = {member.id for member in members}
    found: list[GoalFigures] = []
    for metric_id, span in judged:
        forecasting = learned.of(morning.metrics[metric_id], span.kind)
        found.extend(morning.judge(metric_id, span, forecasting, asked))
    return found


@dataclass(frozen=True)
class _Morning:
    """What is known of everybody on one morning."""

    session: Session
    workspace: Workspace
    date: dt.date
    until: dt.date
    keep_histories: bool
    goals: Mapping[int, Sequence[HeldGoal]]
    calendars: Mapping[int, MemberCalendar]
    teams: Mapping[int, int]
    metrics: Mapping[int, Metric]
    book: ShareBook

    def judge(self, metric_id: int, span: Period, forecasting: Forecasting, asked: set[int]) -> Iterator[GoalFigures]:
        """The figures of everybody with a goal on this metric and kind of period, of those who are asked for."""
        metric = self.metrics[metric_id]
        holders = list(self._holders(metric_id, span))
        if not holders:
            return
        judged = judge(
            Judging(
                session=self.session,
                workspace=self.workspace,
                metric=metric,
                metrics=self.metrics,
                holders=holders,
                span=span,
                date=self.date,
                until=min(self.until, span.end),
                forecasting=forecasting,
                keep_histories=self.keep_histories,
            )
        )
        for at, holder in enumerate(holders):
            if holder.member_id in asked:
                yield _figures(at, holder, judged, metric, forecasting.blend)

    def _holders(self, metric_id: int, span: Period) -> Iterator[Holder]:
        for member_id, held in self.goals.items():
            for goal in held:
                if goal.metric_id == metric_id and span in _periods_of(self.workspace, goal, held, self.date):
                    calendar, team = self.calendars[member_id], self.teams.get(member_id)
                    share = self.book.look_up(goal, span, calendar, team)
                    # Nothing is asked of who is away for all of it, or in the first month of a ramp: no goal then.
                    if share.share.whole_target > 0:
                        yield Holder(member_id, team, goal, calendar, share)


def _judged_periods(
    workspace: Workspace, goals: Mapping[int, Sequence[HeldGoal]], date: dt.date
) -> Iterator[tuple[int, Period]]:
    return (
        (goal.metric_id, span)
        for held in goals.values()
        for goal in held
        for span in _periods_of(workspace, goal, held, date)
    )


def _periods_of(workspace: Workspace, goal: HeldGoal, held: Sequence[HeldGoal], date: dt.date) -> tuple[Period, ...]:
    if goal.dates is not None:
        return (goal.dates,)
    return tuple(period_in(workspace, kind, date) for kind in _kinds_of(goal, held))


def _kinds_of(goal: HeldGoal, held: Sequence[HeldGoal]) -> tuple[PeriodKind, ...]:
    """The periods in which a goal is judged: its own, and for a day goal its week too, unless that has a goal."""
    if goal.period is not PeriodKind.DAY:
        return (goal.period,)
    own_week = any((each.metric_id, each.period) == (goal.metric_id, PeriodKind.WEEK) for each in held)
    return (PeriodKind.DAY,) if own_week else (PeriodKind.DAY, PeriodKind.WEEK)


def _figures(at: int, holder: Holder, judged: Judged, metric: Metric, blend: Blend) -> GoalFigures:
    share, found = holder.share, judged.assessment
    past, ahead = judged.days
    return GoalFigures(
        member_id=holder.member_id,
        goal=holder.goal,
        metric=metric,
        period=share.share.period,
        share=share,
        blend=blend,
        done=judged.done[at],
        target=share.share.whole_target,
        worked=share.worked,
        remaining=share.remaining,
        past=float(past[at]),
        ahead=float(ahead[at]),
        weight_today=share.today,
        active_days=share.active_days(holder.goal.starts),
        expected=float(found.expected[at]),
        required=float(found.required[at]),
        ask=int(found.ask[at]),
        baseline=float(found.baseline[at]),
        rate=float(found.rate[at]),
        probability=float(found.probability[at]),
        low=float(found.low[at]),
        median=float(found.median[at]),
        high=float(found.high[at]),
        goal_only=bool(found.goal_only[at]),
        history=float(judged.cases.histories.amounts[SHOWN, at]),
        history_days=float(judged.cases.histories.days[SHOWN, at]),
        known=Known(found.usual, at),
        judged=judged,
        deal_size=judged.sizes[at] if judged.sizes is not None else None,
        peer_rate=float(found.peer_rate[at]),
        peers_done=float(found.peers_done[at]),
        peers_expected=float(found.peers_expected[at]),
    )


def _with_peers(session: Session, workspace: Workspace, members: Sequence[Member], date: dt.date) -> list[Member]:
    ids = [member.id for member in members]
    own_teams = set(teams_of(session, workspace=workspace, member_ids=ids, date=date).values())
    peers = {
        row.member_id
        for row in memberships.in_teams_on(
            session, workspace_id=workspace.id, date=date, team_role=TeamRole.REP, team_ids=own_teams
        )
    }
    others = people.members_by_id(session, ids=peers - set(ids))
    return [*members, *(member for member in others.values() if member.active)]
