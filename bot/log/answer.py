"""Where entries leave a member: what was said, today's and the week's total, and the goals."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.permissions import require_own
from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from bot.core.work import Work
from bot.pipeline.offers import Offer
from bot.standings.today import MetricToday, Progress, stand_today
from metrics.unusual import LEAST, is_unusual
from storage import activities, day_totals
from storage.tables import Activity, Member, Metric, Unit

AMOUNT_OF = {DEAL_KEY: REVENUE_KEY, OPPORTUNITY_KEY: PIPELINE_KEY}
"""What deals count, and the amount that each is told with."""
LATELY = dt.timedelta(days=92)


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
    void: bool = False
    """Whether it did not take place, so that it does not count."""
    double: bool = False
    """Whether another source has the same entry, so that this one does not count."""


@dataclass(frozen=True)
class Moment:
    """A goal of this metric that has just been reached."""

    metric: Metric
    goal: Progress


@dataclass(frozen=True)
class Unusual:
    """An entry of so many units, and the member's best day of its metric in the last three months."""

    metric: Metric
    quantity: int
    best_day: int


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
    unusual: Unusual | None = None
    """An entry to ask about, because it is far beyond what they do in a day."""
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


def describe_batch(work: Work, *, member: Member, batch: str) -> Logged:
    """The member's entries of one message as they are stored, and where their metrics stand now. Raises NotAllowed."""
    rows = activities.find_batch(work.session, workspace_id=work.workspace_id, batch=batch)
    for row in rows:
        require_own(member, row.member_id)
    return describe(work, member=member, batch=batch, rows=rows)


def describe(work: Work, *, member: Member, batch: str, rows: Sequence[Activity], changed: bool = False) -> Logged:
    """These entries of one message, and where their metrics stand now. Where some are undone, only the others."""
    kept = [row for row in rows if row.undone_at is None]
    metrics = metrics_by_id(work)
    today = work.today_of(member)
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
        work.session, work.workspace, member, [metrics[metric_id] for metric_id in touched], today, earlier=said.earlier
    )
    return replace(said, metrics=stand, unusual=None if said.undone else _unusual(work, member, said.entries))


def _unusual(work: Work, member: Member, entries: Sequence[LoggedEntry]) -> Unusual | None:
    """The largest entry that is worth a question. Most are small, and cost no look at the days before."""
    some = [entry for entry in entries if entry.metric.unit is Unit.COUNT and entry.quantity >= LEAST]
    for entry in sorted(some, key=lambda entry: -entry.quantity):
        known = day_totals.best_days(
            work.session,
            member_ids=[member.id],
            metric_id=entry.metric.id,
            starts=entry.date - LATELY,
            ends=entry.date,
        )
        best, days = known.get(member.id, (0, 0))
        if is_unusual(entry.quantity, best_day=best, days=days):
            return Unusual(entry.metric, entry.quantity, best)
    return None


def metrics_by_id(work: Work) -> dict[int, Metric]:
    """All metrics of the workspace, retired ones too."""
    return {metric.id: metric for metric in work.metrics(retired=True)}


def entries_of(rows: Sequence[Activity], metrics: Mapping[int, Metric]) -> tuple[LoggedEntry, ...]:
    """Stored entries as they are told; the amount of a deal among them belongs to the deal."""
    deals = {row.deal_id for row in rows if row.deal_id is not None and metrics[row.metric_id].unit is Unit.COUNT}
    return tuple(_entry(row, metrics[row.metric_id], deals) for row in rows)


def _entry(row: Activity, metric: Metric, deals: Collection[int]) -> LoggedEntry:
    of_deal = metric.unit is Unit.MONEY and row.deal_id in deals
    return LoggedEntry(
        id=row.id,
        metric=metric,
        quantity=row.quantity,
        date=row.local_date,
        account=row.account,
        note=row.note,
        outcome=row.outcome,
        amount_minor=row.amount_minor,
        deal_id=row.deal_id,
        amount_of=row.deal_id if of_deal else None,
        void=row.void,
        double=row.same_as is not None,
    )
