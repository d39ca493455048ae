"""What a morning nudge says: what is good, the goals, at most two things to do, and why."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from bot.coach.figures.standings import GoalFigures, figures_on
from bot.coach.nudges.heads_up import ToldFirst, told_in_nudge
from bot.coach.nudges.latest_day import LatestDay, latest_days
from bot.coach.nudges.lever import levers_of
from bot.coach.nudges.look_back import LookBack, look_backs
from bot.coach.nudges.priorities import PrioritySubject, priorities_for, subjects_of
from bot.coach.nudges.silence import still_missing
from bot.coach.people.calendars import load_calendars
from metrics.actions import Action, Candidate, choose_actions, good_day, is_much
from metrics.episodes import Status
from metrics.periods import Period, PeriodKind
from metrics.priorities import MOST_ACTIONS, Priority, PriorityItem, fill_day
from storage import activities, catalogue, people, standings
from storage.tables import Delivery, Member, Metric, Workspace

GOOD_DAYS_LOOKBACK = dt.timedelta(days=90)
GOOD_DAYS_PORTION = 1000


@dataclass(frozen=True)
class GoalLine:
    """One goal in a message. Quantities in units of the metric."""

    metric: Metric
    period: Period
    done: int
    target: int
    gap: float
    ask: int
    status: Status
    probability: float
    low: float
    high: float

    @property
    def left(self) -> int:
        """What is missing to the target."""
        return max(0, self.target - self.done)


@dataclass(frozen=True)
class ActionLine:
    """One thing to do today, with its reason."""

    metric: Metric
    action: Action
    lever: int | None = None
    """Of so many of the member's own one deal comes; None where the figures cannot tell."""


@dataclass(frozen=True)
class FirstThing:
    """A lead without an answer or a deal that nobody touched, the longest wait of several, and what it is called."""

    item: PriorityItem
    subject: PrioritySubject


@dataclass(frozen=True)
class Nudge:
    """A rep's morning. `day` of `days` counts the working days of the longest period, from one.

    `opening` numbers the member's nudges, so that each can begin in other words than the one before. `missing` are
    working days of which nothing is known, `latest` is their latest day with entries, `look_back` what to say of a bad
    period that is over. `asks_less`: their nudges seem to be of no use to them, and it is asked whether to come less.
    """

    member: Member
    date: dt.date
    day: int
    days: int
    goals: tuple[GoalLine, ...]
    actions: tuple[ActionLine, ...]
    opening: int = 0
    missing: tuple[dt.date, ...] = ()
    latest: LatestDay | None = None
    look_back: LookBack | None = None
    asks_less: bool = False
    told_first: tuple[ToldFirst, ...] = ()
    """What the managers hear of next."""
    first: tuple[FirstThing, ...] = ()
    """What cannot wait: before the actions, and counted among the two things to do."""

    @property
    def calm(self) -> bool:
        """Whether every goal is reached or on plan: there is nothing to do that was not to be done anyway."""
        return all(line.status in (Status.REACHED, Status.ON_TRACK) for line in self.goals)


def nudges_for(
    session: Session, *, workspace: Workspace, rows: Sequence[Delivery], now: dt.datetime
) -> dict[int, Nudge | None]:
    """The content of these planned nudges by delivery id, true at `now`; None where nothing is left to say."""
    members = people.members_by_id(session, ids={row.member_id for row in rows if row.member_id is not None})
    found: dict[int, Nudge | None] = {}
    by_date: dict[dt.date, list[Delivery]] = {}
    for row in rows:
        if row.local_date is not None:
            by_date.setdefault(row.local_date, []).append(row)
    for date, some in by_date.items():
        asked = [members[row.member_id] for row in some if row.member_id in members]
        lines = goal_lines(session, workspace=workspace, members=asked, date=date, now=now)
        story = _story(session, workspace, asked, some, lines, date, now)
        for row in some:
            member = members.get(row.member_id or 0)
            found[row.id or 0] = None if member is None else _nudge(member, row, lines, story, date)
    return found


@dataclass(frozen=True)
class GoalLines:
    """The goals of some members on one date."""

    lines: Mapping[int, tuple[GoalLine, ...]]
    actions: Mapping[int, tuple[ActionLine, ...]]
    days: Mapping[int, tuple[int, int]]
    figures: Sequence[GoalFigures] = field(default=(), repr=False)


@dataclass(frozen=True)
class _Story:
    """What a morning says besides the goals, of some members."""

    missing: Mapping[int, tuple[dt.date, ...]]
    latest: Mapping[int, LatestDay]
    look_backs: Mapping[int, LookBack]
    levers: Mapping[tuple[int, int], int]
    told_first: Mapping[int, tuple[ToldFirst, ...]]
    priorities: Mapping[int, tuple[PriorityItem, ...]]
    subjects: Mapping[tuple[Priority, int], PrioritySubject]


def _story(
    session: Session,
    workspace: Workspace,
    members: Sequence[Member],
    rows: Sequence[Delivery],
    lines: GoalLines,
    date: dt.date,
    now: dt.datetime,
) -> _Story:
    assert workspace.id is not None
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id) if m.id is not None}
    wanted: dict[int, set[int]] = {}
    for member_id, actions in lines.actions.items():
        for line in actions:
            wanted.setdefault(line.metric.id or 0, set()).add(member_id)
    priorities = priorities_for(session, workspace=workspace, members=members, now=now)
    return _Story(
        missing=still_missing(session, workspace=workspace, members=members, rows=rows, date=date),
        latest=latest_days(session, members=members, metrics=metrics.values(), figures=lines.figures, date=date),
        look_backs=look_backs(session, workspace=workspace, figures=lines.figures, date=date),
        levers=levers_of(session, wanted=wanted, metrics=metrics, date=date),
        told_first=told_in_nudge(session, workspace=workspace, members=members, date=date),
        priorities=priorities,
        subjects=subjects_of(
            session, workspace=workspace, items=[item for items in priorities.values() for item in items]
        )
        if priorities
        else {},
    )


def _nudge(member: Member, row: Delivery, lines: GoalLines, story: _Story, date: dt.date) -> Nudge | None:
    assert member.id is not None
    goals = lines.lines.get(member.id, ())
    if not goals or (member.snoozed_until is not None and member.snoozed_until > date):
        return None
    planned = json.loads(row.content)
    day, days = lines.days[member.id]
    look_back = story.look_backs.get(member.id)
    missing = story.missing.get(member.id, ())
    # What cannot wait counts among the two things to do; so does the one thing to try after a bad period.
    waiting = story.priorities.get(member.id, ())
    asked = (PriorityItem(Priority.INCOMPLETE_LOG, dates=missing),) if missing else ()
    # A silent day is always asked about, before a manager hears of it: it takes the second place, never none.
    room = MOST_ACTIONS - (look_back is not None and look_back.step_metric is not None)
    first, _ = fill_day((*waiting[: max(0, room - len(asked))], *asked), ())
    room -= len(first)
    actions = [
        replace(line, lever=story.levers.get((member.id, line.metric.id or 0)))
        for line in lines.actions.get(member.id, ())[: max(0, room)]
    ]
    return Nudge(
        member=member,
        date=date,
        day=day,
        days=days,
        goals=goals,
        actions=tuple(actions),
        opening=planned.get("opening", 0),
        missing=missing if any(item.priority is Priority.INCOMPLETE_LOG for item in first) else (),
        latest=story.latest.get(member.id),
        look_back=look_back,
        asks_less=bool(planned.get("less")) and member.unanswered > 0,
        told_first=story.told_first.get(member.id, ()),
        first=tuple(
            FirstThing(item, story.subjects[item.priority, item.subjects[0]])
            for item in first
            if item.subjects and (item.priority, item.subjects[0]) in story.subjects
        ),
    )


def goal_lines(
    session: Session, *, workspace: Workspace, members: Sequence[Member], date: dt.date, now: dt.datetime
) -> GoalLines:
    """Where these members stand on `date`, with the entries of that date that are there already."""
    assert workspace.id is not None
    ids = [member.id for member in members if member.id is not None]
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    morning = standings.statuses_on(session, member_ids=ids, date=date)
    figures = figures_on(session, workspace=workspace, members=members, date=date, with_today=True)
    weeks = {(item.member_id, item.goal.metric_id): item for item in figures if item.period.kind is PeriodKind.WEEK}
    lines: dict[int, list[GoalLine]] = {}
    candidates: dict[int, list[Candidate]] = {}
    for item in figures:
        # A day's goal stands as its week does.
        judged = weeks.get((item.member_id, item.goal.metric_id), item) if item.goal.period is PeriodKind.DAY else item
        known = morning.get((item.member_id, item.goal.metric_id, judged.period.kind))
        lines.setdefault(item.member_id, []).append(_line(item, judged, known))
        if not item.of_days:
            candidates.setdefault(item.member_id, []).append(_candidate(item, judged))
    candidates = _with_good_days(session, candidates, date, metrics)
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
        ask=item.ask,
        status=status,
        probability=item.probability,
        low=item.low,
        high=item.high,
    )


def _status(item: GoalFigures) -> Status:
    # Asked on a day without a morning (a day off, a new goal): no episode can be told from one look.
    if item.worked < 1:
        return Status.TOO_EARLY
    return Status.WATCH if item.probability < 0.4 else Status.ON_TRACK


def _candidate(item: GoalFigures, judged: GoalFigures) -> Candidate:
    return Candidate(
        metric=item.metric.key,
        leading=item.metric.leading,
        importance=item.metric.action_weight,
        done=item.done,
        target=item.target,
        worked=item.worked,
        remaining=item.remaining,
        today=item.weight_today,
        ask=item.ask,
        gap=item.gap,
        baseline=item.baseline,
        rate=item.rate,
        probability=judged.probability,
        day_goal=item.goal.period is PeriodKind.DAY,
        new=item.goal_only,
    )


def _with_good_days(
    session: Session,
    candidates: Mapping[int, Sequence[Candidate]],
    date: dt.date,
    metrics: Mapping[int | None, Metric],
) -> dict[int, list[Candidate]]:
    """The candidates, those that ask for much with the member's own good day beside it."""
    good: dict[tuple[int, str], float | None] = {}
    for metric in metrics.values():
        members = [m for m, some in candidates.items() if any(c.metric == metric.key and is_much(c) for c in some)]
        days: dict[int, list[float]] = {}
        for at in range(0, len(members), GOOD_DAYS_PORTION):
            for member_id, _, quantity in activities.days_of_metric(
                session,
                member_ids=members[at : at + GOOD_DAYS_PORTION],
                metric_id=metric.id or 0,
                starts=date - GOOD_DAYS_LOOKBACK,
                ends=date,
            ):
                days.setdefault(member_id, []).append(float(quantity))
        good.update({(m, metric.key): good_day([q for q in own if q > 0]) for m, own in days.items()})
    return {
        member_id: [
            replace(item, good_day=found) if (found := good.get((member_id, item.metric))) is not None else item
            for item in some
        ]
        for member_id, some in candidates.items()
    }


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
        if known is None or item.period.days > known.days:
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
