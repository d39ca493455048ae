"""Where members stand on a date, goal by goal, and what each of them could best do about it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.leave.calendars import load_calendars
from bot.standings.standings import GoalFigures, figures_on
from bot.standings.todays_ask import Ask, todays_asks
from metrics.actions import Action, Candidate, choose_actions
from metrics.episodes import Rule, Status
from metrics.periods import Period, PeriodKind
from metrics.priorities import LOG_LOOKBACK, missing_from_log
from storage import catalogue, standings
from storage.tables import Member, Metric, Workspace

LONGEST_COUNTED = 31
"""Days of a period of which the nudge says how far it is gone; a longer one only where there is no other."""
SILENT = Status.NO_DATA.value


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
    """One thing to do today, with its reason."""

    metric: Metric
    action: Action
    lever: Lever | None = None
    """What it leads to; None where the figures cannot tell."""


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
    """Where these members stand on `date`, with the entries of that date that are there already."""
    ids = [member.id for member in members]
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    morning = standings.statuses_on(session, member_ids=ids, date=date)
    settled = _settled(
        session, workspace, members, {key[0] for key, status in morning.items() if status == SILENT}, date
    )
    figures = figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
    holding: dict[int, set[int]] = {}
    for item in figures:
        holding.setdefault(item.member_id, set()).add(item.goal.goal_id)
    asks = todays_asks(
        session, workspace=workspace, members=members, metrics=metrics.values(), date=date, goals=holding
    )
    weeks = {(item.member_id, item.goal.metric_id): item for item in figures if item.period.kind is PeriodKind.WEEK}
    lines: dict[int, list[GoalLine]] = {}
    candidates: dict[int, list[Candidate]] = {}
    for item in figures:
        # A day's goal stands as its week does.
        judged = weeks.get((item.member_id, item.goal.metric_id), item) if item.goal.period is PeriodKind.DAY else item
        known = morning.get((item.member_id, item.goal.metric_id, judged.period.kind))
        if known == SILENT and item.member_id in settled:
            known = None
        lines.setdefault(item.member_id, []).append(_line(item, judged, known))
        if not item.of_days:
            ask = asks[item.member_id].get((item.goal.metric_id, item.period.kind))
            if ask is not None:
                candidates.setdefault(item.member_id, []).append(_candidate(item, judged, ask))
    by_key = {metric.key: metric for metric in metrics.values()}
    chosen = {
        member_id: tuple(ActionLine(by_key[action.metric], action) for action in some)
        for member_id, some in choose_actions(candidates).items()
    }
    return GoalLines(
        lines={member_id: tuple(some) for member_id, some in lines.items()},
        actions=chosen,
        days=_working_days(session, workspace, members, figures, date),
        figures=figures,
    )


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


def _line(item: GoalFigures, judged: GoalFigures, morning: str | None) -> GoalLine:
    status = Status(morning) if morning is not None else _status(judged)
    if item.done >= item.target:
        status = Status.REACHED
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
    )


def _status(item: GoalFigures) -> Status:
    # Asked on a day without a morning (a day off, a new goal): no episode can be told from one look.
    if item.worked < 1:
        return Status.TOO_EARLY
    return Status.WATCH if item.probability < Rule().watches else Status.ON_TRACK


def _candidate(item: GoalFigures, judged: GoalFigures, ask: Ask) -> Candidate:
    return Candidate(
        metric=item.metric.key,
        leading=item.metric.leading,
        importance=item.metric.action_weight,
        done=item.done,
        target=item.target,
        worked=item.worked,
        remaining=item.remaining,
        today=item.weight_today,
        ask=ask.number or 0,
        planned=ask.planned,
        gap=item.gap,
        baseline=item.baseline,
        rate=item.rate,
        probability=judged.probability,
        day_goal=item.goal.period is PeriodKind.DAY,
        new=item.goal_only,
        known=item.known,
        blend=item.blend,
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
