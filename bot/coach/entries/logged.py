"""Where entries leave a member: what was said, today's and the week's total, and the goals."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.coach.deals.offers import Offer
from bot.coach.entries.asked import AsksOfMember, ask_of_metric, target_of, todays_asks
from bot.coach.goals.held import held_goals
from bot.coach.goals.inheriting import HeldGoal
from bot.coach.people.members import local_date
from bot.coach.people.permissions import require_own
from bot.coach.setup.catalogue import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from metrics.periods import Period, PeriodKind, period_of
from storage import activities, catalogue, day_totals
from storage.tables import Activity, Member, Metric, Unit, Workspace

AMOUNT_OF = {DEAL_KEY: REVENUE_KEY, OPPORTUNITY_KEY: PIPELINE_KEY}
"""What deals count, and the amount that each is told with."""


@dataclass(frozen=True)
class Progress:
    """A goal of the metric just logged: done so far in its period."""

    period: PeriodKind
    starts: dt.date
    done: int
    target: int


@dataclass(frozen=True)
class LoggedEntry:
    """One stored entry."""

    id: int
    metric: Metric
    quantity: int
    date: dt.date
    account: str
    note: str
    outcome: str
    amount_minor: int = 0
    """Beside a count: what a proposal offers."""
    deal_id: int | None = None
    amount_of: int | None = None
    """The deal whose amount this is: said together with the deal, not as an entry of its own."""
    double: bool = False
    """Whether another source has the same entry, so that this one does not count."""


@dataclass(frozen=True)
class MetricToday:
    """Where a metric stands after logging: today's and the week's total, and its goals."""

    metric: Metric
    today: int
    ask: int | None
    """What is asked of the member today; None when nothing is, as of every outcome."""
    week: int | None
    """None where the earlier day is of another week."""
    goals: tuple[Progress, ...]
    earlier: int | None = None
    """The total of the earlier day that all entries are of; None where they are today's or of several days."""


@dataclass(frozen=True)
class Moment:
    """A goal of this metric that has just been reached."""

    metric: Metric
    goal: Progress


@dataclass(frozen=True)
class Logged:
    """The entries of one message, and where their metrics stand now."""

    batch: str
    entries: tuple[LoggedEntry, ...]
    metrics: tuple[MetricToday, ...]
    today: dt.date
    undone: bool = False
    changed: bool = False
    """Whether an entry was given other values just now."""
    offer: Offer | None = None
    """What to ask about an open deal after it."""
    moment: Moment | None = None
    """A goal that it has reached, where that is to be said."""
    told_too: tuple[LoggedEntry, ...] = ()
    """Entries that another program has told since the member last logged, and that count once."""

    @property
    def earlier(self) -> dt.date | None:
        """The day of all entries where it is one day, and not today."""
        dates = {entry.date for entry in self.entries}
        return dates.pop() if len(dates) == 1 and self.today not in dates else None

    @property
    def told(self) -> tuple[LoggedEntry, ...]:
        """The entries without those that are said together with another one."""
        return tuple(entry for entry in self.entries if entry.amount_of is None)

    def amounts(self, entry: LoggedEntry) -> tuple[LoggedEntry, ...]:
        """What is said together with `entry`: the revenue of a deal, the pipeline of an opportunity."""
        amount = AMOUNT_OF.get(entry.metric.key)
        return tuple(
            each
            for each in self.entries
            if entry.deal_id is not None and each.amount_of == entry.deal_id and each.metric.key == amount
        )


def describe_batch(session: Session, *, workspace: Workspace, member: Member, batch: str, now: dt.datetime) -> Logged:
    """The member's entries of one message as they are stored, and where their metrics stand now. Raises NotAllowed."""
    assert workspace.id is not None
    rows = activities.find_batch(session, workspace_id=workspace.id, batch=batch)
    for row in rows:
        require_own(member, row.member_id)
    return describe(session, workspace=workspace, member=member, batch=batch, rows=rows, now=now)


def describe(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    batch: str,
    rows: Sequence[Activity],
    now: dt.datetime,
    changed: bool = False,
) -> Logged:
    """These entries of one message, and where their metrics stand now. Where some are undone, only the others."""
    assert workspace.id is not None
    kept = [row for row in rows if row.undone_at is None]
    metrics = metrics_by_id(session, workspace)
    today = local_date(member, workspace, now)
    touched = list(dict.fromkeys(row.metric_id for row in rows))
    said = Logged(
        batch=batch,
        entries=entries_of(kept or rows, metrics),
        metrics=(),
        today=today,
        undone=bool(rows) and not kept,
        changed=changed,
    )
    stand = stand_today(
        session, workspace, member, [metrics[metric_id] for metric_id in touched], today, earlier=said.earlier
    )
    return replace(said, metrics=stand)


def metrics_by_id(session: Session, workspace: Workspace) -> dict[int, Metric]:
    """All metrics of the workspace, retired ones too."""
    assert workspace.id is not None
    return {
        metric.id: metric
        for metric in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)
        if metric.id is not None
    }


def entries_of(rows: Sequence[Activity], metrics: Mapping[int, Metric]) -> tuple[LoggedEntry, ...]:
    """Stored entries as they are told; the amount of a deal among them belongs to the deal."""
    deals = {row.deal_id for row in rows if row.deal_id is not None and metrics[row.metric_id].unit is Unit.COUNT}
    return tuple(_entry(row, metrics[row.metric_id], deals) for row in rows)


def _entry(row: Activity, metric: Metric, deals: Collection[int]) -> LoggedEntry:
    of_deal = metric.unit is Unit.MONEY and row.deal_id in deals
    return LoggedEntry(
        id=row.id or 0,
        metric=metric,
        quantity=row.quantity,
        date=row.local_date,
        account=row.account,
        note=row.note,
        outcome=row.outcome,
        amount_minor=row.amount_minor,
        deal_id=row.deal_id,
        amount_of=row.deal_id if of_deal else None,
        double=row.same_as is not None,
    )


def stand_today(
    session: Session,
    workspace: Workspace,
    member: Member,
    metrics: Sequence[Metric],
    today: dt.date,
    *,
    earlier: dt.date | None = None,
) -> tuple[MetricToday, ...]:
    """Where the member stands on these metrics on their date `today`, in the same order.

    With an `earlier` date also its total, and of the goals only those whose period holds it.
    """
    assert member.id is not None
    if not metrics:
        return ()
    ids = [metric.id for metric in metrics if metric.id is not None]
    goals = [
        goal
        for goal in held_goals(session, workspace=workspace, member_ids=[member.id], date=today)[member.id]
        if goal.metric_id in ids and _holds(workspace, goal.period, today, earlier)
    ]
    spans = {kind: _span(workspace, kind, today) for kind in _kinds(goals)}
    days = day_totals.days_of_member(
        session,
        member_id=member.id,
        metric_ids=ids,
        starts=min([span.start for span in spans.values()] + ([] if earlier is None else [earlier])),
        ends=max(span.end for span in spans.values()),
    )
    asks: AsksOfMember = {}
    if goals:
        asks = todays_asks(
            session,
            workspace=workspace,
            members=[member],
            metrics=metrics,
            date=today,
            goals={member.id: {goal.goal_id for goal in goals}},
        )[member.id]
    return tuple(
        _today(
            metric,
            [goal for goal in goals if goal.metric_id == metric.id],
            {kind: _sum(days, metric.id, span) for kind, span in spans.items()},
            _holds(workspace, PeriodKind.WEEK, today, earlier),
            spans,
            asks,
            ask_of_metric(metric, asks),
            None if earlier is None else _sum(days, metric.id, _span(workspace, PeriodKind.DAY, earlier)),
        )
        for metric in metrics
    )


def _today(
    metric: Metric,
    goals: Sequence[HeldGoal],
    sums: Mapping[PeriodKind, int],
    of_week: bool,
    spans: Mapping[PeriodKind, Period],
    asks: AsksOfMember,
    ask: int | None,
    earlier: int | None,
) -> MetricToday:
    return MetricToday(
        metric=metric,
        today=sums[PeriodKind.DAY],
        ask=ask,
        week=sums[PeriodKind.WEEK] if of_week else None,
        goals=tuple(
            Progress(goal.period, spans[goal.period].start, sums[goal.period], target_of(goal, asks)) for goal in goals
        ),
        earlier=earlier,
    )


def _holds(workspace: Workspace, kind: PeriodKind, today: dt.date, earlier: dt.date | None) -> bool:
    return earlier is None or earlier in _span(workspace, kind, today)


def _kinds(goals: Sequence[HeldGoal]) -> set[PeriodKind]:
    return {PeriodKind.DAY, PeriodKind.WEEK, *(goal.period for goal in goals)}


def _span(workspace: Workspace, kind: PeriodKind, today: dt.date) -> Period:
    return period_of(
        kind, today, week_start=workspace.week_start, fiscal_year_start_month=workspace.fiscal_year_start_month
    )


def _sum(days: Sequence[tuple[int, dt.date, int]], metric_id: int | None, span: Period) -> int:
    return sum(total for metric, date, total in days if metric == metric_id and span.start <= date < span.end)
