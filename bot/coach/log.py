"""Logging: what was said becomes entries, and the answer says where that leaves the member."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.coach.catalogue import DEAL_KEY, OPPORTUNITY_KEY, words_of
from bot.coach.deal_path import UNITS, record_logged_deal, undo_deals
from bot.coach.goals import held_goals
from bot.coach.people import local_date
from bot.coach.permissions import Action, Subject, Viewer, require
from bot.coach.standings import figures_on
from bot.failures import Failure
from bot.parsing.log_text import ParsedEntry
from bot.parsing.outcomes import outcomes_of
from bot.parsing.vocabulary import MetricWords, Vocabulary
from metrics.periods import PeriodKind, period_of
from storage import activities, catalogue, standings
from storage.tables import Activity, Member, Metric, Source, Unit, Workspace
from storage.workspaces import take_receipt

WITH_AMOUNT = frozenset({DEAL_KEY, OPPORTUNITY_KEY, "proposal"})
"""Metrics whose entries may have an amount of money beside the count."""


class NothingToUndo(Failure):
    """There is no entry of one's own that could be undone."""

    def __init__(self) -> None:
        super().__init__("There is nothing to undo: you have no entry yet.")


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


@dataclass(frozen=True)
class MetricToday:
    """Where a metric stands after logging: today's and the week's total, and its goals."""

    metric: Metric
    today: int
    ask: int | None
    """What was left to do this morning to stay on course; None when nothing was asked."""
    week: int
    goals: tuple[Progress, ...]


@dataclass(frozen=True)
class Logged:
    """The entries of one message, and where their metrics stand now."""

    batch: str
    entries: tuple[LoggedEntry, ...]
    metrics: tuple[MetricToday, ...]
    today: dt.date
    undone: bool = False


def vocabulary_of(session: Session, *, workspace: Workspace) -> Vocabulary:
    """The words that can be logged in this workspace."""
    assert workspace.id is not None
    return Vocabulary(
        metrics=tuple(
            MetricWords(
                key=metric.key,
                singular=metric.singular,
                plural=metric.plural,
                aliases=words_of(metric)[3:],
                unit="money" if metric.unit is Unit.MONEY else "count",
                outcomes=outcomes_of(metric.key, metric.outcomes),
                takes_amount=metric.key in WITH_AMOUNT,
            )
            for metric in catalogue.list_metrics(session, workspace_id=workspace.id)
        ),
        currency=workspace.currency,
        locale=workspace.locale,
    )


def log_entries(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    entries: Sequence[ParsedEntry],
    receipt: str,
    now: dt.datetime,
) -> Logged:
    """Store what the member said, once for each `receipt`, and say where that leaves them.

    The same receipt again stores nothing and answers what the first did. Raises NotAllowed for guests and people
    who have left.
    """
    assert workspace.id is not None
    assert member.id is not None
    _require_own(member, member.id)
    batch = batch_of(receipt)
    if take_receipt(session, workspace_id=workspace.id, key=f"log:{batch}", now=now):
        _store(session, workspace, member, entries, batch, now)
    return describe_batch(session, workspace=workspace, member=member, batch=batch, now=now)


def undo_batch(session: Session, *, workspace: Workspace, member: Member, batch: str, now: dt.datetime) -> Logged:
    """Undo the entries of one message; again does nothing more. Raises NotAllowed, NothingToUndo."""
    assert workspace.id is not None
    rows = activities.find_batch(session, workspace_id=workspace.id, batch=batch)
    if not rows:
        raise NothingToUndo
    for row in rows:
        _require_own(member, row.member_id)
        if row.undone_at is None:
            activities.change_activity(session, activity=row, changed_by=member.id, now=now, undone_at=now)
    undo_deals(session, deal_ids={row.deal_id for row in rows if row.deal_id is not None}, now=now)
    _forget_judgements(session, workspace, member, {(row.metric_id, row.local_date) for row in rows}, now)
    return describe_batch(session, workspace=workspace, member=member, batch=batch, now=now)


def undo_latest(session: Session, *, workspace: Workspace, member: Member, receipt: str, now: dt.datetime) -> Logged:
    """Undo the member's newest message, once for each `receipt`. Raises NothingToUndo."""
    assert workspace.id is not None
    assert member.id is not None
    if not take_receipt(session, workspace_id=workspace.id, key=f"undo:{batch_of(receipt)}", now=now):
        raise NothingToUndo
    batch = activities.latest_batch(session, workspace_id=workspace.id, member_id=member.id)
    if batch is None:
        raise NothingToUndo
    return undo_batch(session, workspace=workspace, member=member, batch=batch, now=now)


def batch_of(receipt: str) -> str:
    """The name under which the entries of this command, click or submission are kept."""
    return hashlib.sha256(receipt.encode()).hexdigest()[:24]


def describe_batch(session: Session, *, workspace: Workspace, member: Member, batch: str, now: dt.datetime) -> Logged:
    """The entries of one message as they are stored, and where their metrics stand now."""
    assert workspace.id is not None
    metrics = {m.id: m for m in catalogue.list_metrics(session, workspace_id=workspace.id, retired=True)}
    rows = activities.find_batch(session, workspace_id=workspace.id, batch=batch)
    today = local_date(member, workspace, now)
    touched = list(dict.fromkeys(row.metric_id for row in rows))
    counted = {row.deal_id for row in rows if row.deal_id is not None and not _is_money(metrics[row.metric_id])}
    return Logged(
        batch=batch,
        entries=tuple(
            LoggedEntry(
                metric=metrics[row.metric_id],
                quantity=row.quantity,
                date=row.local_date,
                account=row.account,
                note=row.note,
                outcome=row.outcome,
                amount_minor=row.amount_minor,
                deal_id=row.deal_id,
                amount_of=row.deal_id if row.deal_id in counted and _is_money(metrics[row.metric_id]) else None,
            )
            for row in rows
        ),
        metrics=_stand(session, workspace, member, [metrics[metric_id] for metric_id in touched], today),
        today=today,
        undone=bool(rows) and all(row.undone_at is not None for row in rows),
    )


def _store(
    session: Session,
    workspace: Workspace,
    member: Member,
    entries: Sequence[ParsedEntry],
    batch: str,
    now: dt.datetime,
) -> None:
    assert workspace.id is not None
    assert member.id is not None
    metrics = {m.key: m for m in catalogue.list_metrics(session, workspace_id=workspace.id)}
    plain: list[Activity] = []
    for entry in entries:
        metric = metrics[entry.metric_key]
        if UNITS.get(metric.key) is metric.unit:
            plain.extend(
                record_logged_deal(session, workspace=workspace, member=member, entry=entry, batch=batch, now=now)
            )
            continue
        assert metric.id is not None
        plain.append(
            Activity(
                workspace_id=workspace.id,
                member_id=member.id,
                metric_id=metric.id,
                quantity=entry.quantity,
                local_date=entry.date,
                account=entry.account or "",
                note=entry.note or "",
                outcome=entry.outcome or "",
                amount_minor=entry.amount_minor or 0,
                source=Source.SLACK,
                batch=batch,
                logged_at=now,
            )
        )
    activities.add_activities(session, activities=plain)
    _forget_judgements(session, workspace, member, {(row.metric_id, row.local_date) for row in plain}, now)


def _is_money(metric: Metric) -> bool:
    return metric.unit is Unit.MONEY


def _forget_judgements(
    session: Session, workspace: Workspace, member: Member, touched: set[tuple[int, dt.date]], now: dt.datetime
) -> None:
    # What was concluded from the history before a late entry was known is concluded again when next needed.
    assert member.id is not None
    today = local_date(member, workspace, now)
    for metric_id, date in touched:
        if date < today:
            standings.forget_history(session, member_id=member.id, metric_id=metric_id, after=date)


def _require_own(member: Member, owner_id: int) -> None:
    assert member.id is not None
    viewer = Viewer(member_id=member.id, role=member.role, active=member.active, guest=member.guest)
    require(viewer, Action.LOG, Subject(member_id=owner_id))


def _stand(
    session: Session, workspace: Workspace, member: Member, metrics: Sequence[Metric], today: dt.date
) -> tuple[MetricToday, ...]:
    assert member.id is not None
    goals = held_goals(session, workspace=workspace, member_ids=[member.id], date=today)[member.id] if metrics else []
    asks = _asks(session, workspace, member, today) if goals else {}
    found = []
    for metric in metrics:
        assert metric.id is not None
        sums = {
            kind: _sum(session, workspace, member.id, metric.id, kind, today)
            for kind in {PeriodKind.DAY, PeriodKind.WEEK, *(g.period for g in goals if g.metric_id == metric.id)}
        }
        own_asks = [ask for (metric_id, _), ask in asks.items() if metric_id == metric.id]
        found.append(
            MetricToday(
                metric=metric,
                today=sums[PeriodKind.DAY].done,
                ask=max(own_asks) if own_asks else None,
                week=sums[PeriodKind.WEEK].done,
                goals=tuple(
                    Progress(goal.period, sums[goal.period].starts, sums[goal.period].done, goal.target)
                    for goal in goals
                    if goal.metric_id == metric.id
                ),
            )
        )
    return tuple(found)


def _asks(session: Session, workspace: Workspace, member: Member, today: dt.date) -> dict[tuple[int, PeriodKind], int]:
    """What this morning asked for; computed now where no morning was taken (before it, or on the first day)."""
    assert member.id is not None
    stored = standings.asks_on(session, member_id=member.id, date=today)
    if stored:
        return stored
    figures = figures_on(session, workspace=workspace, members=[member], date=today)
    return {(item.goal.metric_id, item.goal.period): item.ask for item in figures if item.weight_today > 0}


def _sum(
    session: Session, workspace: Workspace, member_id: int, metric_id: int, kind: PeriodKind, today: dt.date
) -> Progress:
    period = period_of(
        kind, today, week_start=workspace.week_start, fiscal_year_start_month=workspace.fiscal_year_start_month
    )
    total = activities.total_between(
        session, member_id=member_id, metric_id=metric_id, starts=period.start, ends=period.end
    )
    return Progress(kind, period.start, total.quantity, 0)
