"""Where members stand on a date, goal by goal, and what each of them could best do about it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.leave.calendars import load_calendars
from bot.standings.leading_steps import Way, ways_of
from bot.standings.standings import GoalFigures, figures_on
from bot.standings.todays_ask import AsksOfMember, todays_asks
from metrics.actions import IN_NEED, Action, Candidate, choose_actions
from metrics.episodes import Rule, Status
from metrics.periods import Period, PeriodKind
from metrics.priorities import LOG_LOOKBACK, missing_from_log
from storage import catalogue, day_totals, standings
from storage.episodes import open_episodes
from storage.standings import JudgedGoal
from storage.tables import Member, Metric, Workspace

LONGEST_COUNTED = 31
"""Days of a period of which the nudge says how far it is gone; a longer one only where there is no other."""
SILENT = Status.NO_DATA.value
PORTION = 1000
"""Members asked about in one query."""


@dataclass(frozen=True)
class GoalLine:
    """One goal in a message. Quantities in units of the metric."""

    metric: Metric
    period: Period
    done: int
    target: int
    gap: float
    status: Status
    probability: float
    low: float
    high: float
    ramp: float = 1.0
    """The share of the goal that is asked of a member who gets started: 1 for all of it."""
    stated: float = 0.0
    """What is asked in full, where that is more."""
    flagged: bool = False
    """Whether it is at risk and the member was told so: an episode is open."""

    @property
    def planned(self) -> float:
        """What should be done by now."""
        return self.done - self.gap

    @property
    def on_ramp(self) -> bool:
        """Whether less is asked than of others, because they get started."""
        return self.ramp < 0.995

    @property
    def left(self) -> int:
        """What is missing to the target."""
        return max(0, self.target - self.done)


@dataclass(frozen=True)
class Lever:
    """One deal comes of `each` of a metric, by the member's own figures or (`own` False) by those of their team."""

    each: int
    own: bool = True


@dataclass(frozen=True)
class ActionLine:
    """One thing to do today, with its reason. `today` is what is logged of it already, `goal` what it is for."""

    metric: Metric
    action: Action
    lever: Lever | None = None
    """What it leads to; None where the figures cannot tell."""
    goal: GoalLine | None = None
    today: int = 0

    @property
    def left(self) -> int:
        """How much of it is still to do today."""
        return max(0, self.action.number - self.today)

    @property
    def done(self) -> bool:
        """Whether it is done for today."""
        return self.left == 0


@dataclass(frozen=True)
class GoalLines:
    """The goals of some members on one date."""

    lines: Mapping[int, tuple[GoalLine, ...]]
    actions: Mapping[int, tuple[ActionLine, ...]]
    days: Mapping[int, tuple[int, int]]
    figures: Sequence[GoalFigures] = field(default=(), repr=False)


def goal_lines(
    session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date, now: dt.datetime
) -> GoalLines:
    """Where these members stand on `date`, with the entries of that date that are there already.

    What to do is chosen by what was known before that date: what is done of it today ticks it off and chooses nothing
    else.
    """
    ids = [member.id for member in members]
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    morning = standings.judged_on(session, member_ids=ids, date=date)
    silent = {key[0] for key, judged in morning.items() if judged.status == SILENT}
    settled = _settled(session, workspace, members, silent, date)
    figures = figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
    flagged = {
        (row.member_id, row.metric_id, row.period, row.period_start)
        for row in open_episodes(session, workspace_id=workspace.id, member_ids=ids)
    }
    today = _done_on(session, ids, date)
    holding: dict[int, set[int]] = {}
    for item in figures:
        holding.setdefault(item.member_id, set()).add(item.goal.goal_id)
    asks = todays_asks(
        session, workspace=workspace, members=members, metrics=metrics.values(), date=date, goals=holding
    )
    weeks = {(item.member_id, item.goal.metric_id): item for item in figures if item.period.kind is PeriodKind.WEEK}
    lines: dict[int, dict[tuple[str, PeriodKind], GoalLine]] = {}
    goals: dict[int, list[_Goal]] = {}
    for item in figures:
        # A day's goal stands as its week does.
        judged = weeks.get((item.member_id, item.goal.metric_id), item) if item.goal.period is PeriodKind.DAY else item
        known = morning.get((item.member_id, item.goal.metric_id, judged.period.kind))
        status = known.status if known is not None else None
        if status == SILENT and item.member_id in settled:
            status = None
        is_flagged = (item.member_id, item.goal.metric_id, judged.period.kind, judged.period.start) in flagged
        line = _line(item, judged, status, flagged=is_flagged)
        # Of a day's goal two figures are told; what is to be done is for the day.
        lines.setdefault(item.member_id, {})[item.metric.key, item.period.kind] = line
        if not item.of_days:
            done = today.get((item.member_id, item.goal.metric_id), 0)
            goals.setdefault(item.member_id, []).append(_Goal(item, judged, known, is_flagged, done))
    candidates = _candidates(session, workspace, members, goals, asks, metrics, now)
    by_key = {metric.key: metric for metric in metrics.values()}
    chosen = {
        member_id: tuple(
            ActionLine(
                metric=by_key[action.metric],
                action=action,
                goal=lines[member_id].get((action.goal, action.period)),
                today=today.get((member_id, by_key[action.metric].id), 0),
            )
            for action in some
        )
        for member_id, some in choose_actions(candidates).items()
    }
    return GoalLines(
        lines={member_id: tuple(some.values()) for member_id, some in lines.items()},
        actions=chosen,
        days=_working_days(session, workspace, members, figures, date),
        figures=figures,
    )


@dataclass(frozen=True)
class _Goal:
    """A goal as a source of things to do; `judged` is what its chance is of, `morning` what the morning found of that,
    `today` what is logged of its metric on the date itself.
    """

    item: GoalFigures
    judged: GoalFigures
    morning: JudgedGoal | None
    flagged: bool
    today: int

    @property
    def probability(self) -> float:
        """How likely it was before today's entries, where the morning knew the others."""
        known = self.morning
        if known is not None and known.probability is not None and known.done == self.judged.done - self.today:
            return known.probability
        return self.judged.probability


def _done_on(session: Session, member_ids: Sequence[int], date: dt.date) -> dict[tuple[int, int], int]:
    """The units of each metric that these members have logged for `date`, by member and metric."""
    found = {}
    for at in range(0, len(member_ids), PORTION):
        for member_id, metric_id, _, total in day_totals.day_totals_between(
            session, member_ids=member_ids[at : at + PORTION], starts=date, ends=date + dt.timedelta(days=1)
        ):
            found[member_id, metric_id] = max(0, total)
    return found


def _candidates(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    goals: Mapping[int, Sequence[_Goal]],
    asks: Mapping[int, AsksOfMember],
    metrics: Mapping[int, Metric],
    now: dt.datetime,
) -> dict[int, list[Candidate]]:
    """What could be done for each goal, by member."""
    in_need = {
        member_id: [
            goal.item
            for goal in some
            if not goal.item.metric.leading
            and (goal.flagged or goal.probability < IN_NEED)
            and goal.item.done < goal.item.target
        ]
        for member_id, some in goals.items()
    }
    figures = {member_id: [goal.item for goal in some] for member_id, some in goals.items()}
    ways = ways_of(
        session,
        workspace=workspace,
        members=members,
        at_risk={member_id: some for member_id, some in in_need.items() if some},
        figures=figures,
        asks=asks,
        metrics=metrics,
        now=now,
    )
    found: dict[int, list[Candidate]] = {}
    for member_id, some in goals.items():
        for goal in some:
            item = goal.item
            ask = asks[member_id].get((item.goal.metric_id, item.period.kind))
            way = ways.get((member_id, item.metric.key))
            if way is not None:
                found.setdefault(member_id, []).append(_candidate(goal, way.ask, way.planned, way))
            elif ask is not None:
                found.setdefault(member_id, []).append(_candidate(goal, ask.number or 0, ask.planned))
    return found


def _settled(
    session: Session, workspace: Workspace, members: Sequence[Member], silent: Collection[int], date: dt.date
) -> set[int]:
    """Of those whose log was incomplete this morning, those who have added what was missing since."""
    who = [member for member in members if member.id in silent]
    if not who:
        return set()
    starts = date - dt.timedelta(days=LOG_LOOKBACK)
    logged = standings.logged_dates(session, member_ids=silent, starts=starts, ends=date)
    calendars = load_calendars(session, workspace=workspace, members=who, starts=starts, ends=date)
    return {
        member_id
        for member_id, calendar in calendars.items()
        if not missing_from_log(calendar, logged.get(member_id, set()), date)
    }


def _line(item: GoalFigures, judged: GoalFigures, morning: str | None, *, flagged: bool) -> GoalLine:
    status = Status(morning) if morning is not None else _status(judged)
    if item.done >= item.target:
        status = Status.REACHED
    elif status in (Status.AT_RISK, Status.WATCH) and judged.gap >= 0 and judged.probability > Rule().closes:
        # Today's entries put it right: nobody is called behind whose bar has passed its mark. Whether the episode is
        # over is for the next mornings.
        status = Status.ON_TRACK
    return GoalLine(
        metric=item.metric,
        period=item.period,
        done=item.done,
        target=item.target,
        gap=item.gap,
        status=status,
        probability=item.probability,
        low=item.low,
        high=item.high,
        ramp=item.share.share.ramp_share,
        stated=item.share.share.stated,
        flagged=flagged and item.done < item.target,
    )


def _status(item: GoalFigures) -> Status:
    # Asked on a day without a morning (a day off, a new goal): no episode can be told from one look.
    if item.worked < 1:
        return Status.TOO_EARLY
    return Status.WATCH if item.probability < Rule().watches else Status.ON_TRACK


def _candidate(goal: _Goal, ask: int, planned: int, way: Way | None = None) -> Candidate:
    item, before = goal.item, goal.today
    return Candidate(
        metric=item.metric.key,
        leading=item.metric.leading,
        importance=item.metric.action_weight,
        done=max(0, item.done - before),
        target=item.target,
        worked=item.worked,
        remaining=item.remaining,
        today=item.weight_today,
        ask=ask,
        planned=planned,
        gap=item.gap - before,
        baseline=item.baseline,
        rate=item.rate,
        probability=goal.probability,
        day_goal=item.goal.period is PeriodKind.DAY,
        new=item.goal_only,
        known=item.known,
        blend=item.blend,
        period=item.period.kind,
        open=goal.flagged,
        through=way.metric.key if way is not None else "",
        usual=way.usual if way is not None else None,
    )


def _tells_more(period: Period, known: Period) -> bool:
    """Whether the day within `period` says more of a morning: a month more than a week, and either than a year."""
    long = period.days > LONGEST_COUNTED
    if long != (known.days > LONGEST_COUNTED):
        return not long
    return period.days < known.days if long else period.days > known.days


def _working_days(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    figures: Sequence[GoalFigures],
    date: dt.date,
) -> dict[int, tuple[int, int]]:
    longest: dict[int, Period] = {}
    for item in figures:
        known = longest.get(item.member_id)
        if known is None or _tells_more(item.period, known):
            longest[item.member_id] = item.period
    if not longest:
        return {}
    starts, ends = min(p.start for p in longest.values()), max(p.end for p in longest.values())
    calendars = load_calendars(session, workspace=workspace, members=members, starts=starts, ends=ends)
    found = {}
    for member_id, period in longest.items():
        weights = calendars[member_id].weights(period.start, period.end) > 0
        at = (date - period.start).days
        found[member_id] = (int(weights[: at + 1].sum()), int(weights.sum()))
    return found
