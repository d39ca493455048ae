"""The one path from a deal to the outcome metrics: what a deal says is what its activities say.

Opportunities created, pipeline, deals won and revenue come from deals and from nothing else. Whatever is changed of a
deal, `settle` makes its activities equal to what is due, and the day totals follow them.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.core.changes import follow_changes
from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from bot.core.work import Work
from bot.pipeline.stages import ensure_stages
from storage import activities, catalogue, deals, stages
from storage.deals import WON
from storage.tables import Activity, Deal, Metric, Refund, Source, StageChange, Unit, Workspace
from storage.workspaces import find_workspace

UNITS = {
    OPPORTUNITY_KEY: Unit.COUNT,
    PIPELINE_KEY: Unit.MONEY,
    DEAL_KEY: Unit.COUNT,
    REVENUE_KEY: Unit.MONEY,
}
"""The metrics that deals write, and their units: a metric of the same name that counts something else is left alone."""


@dataclass(frozen=True)
class Due:
    """One entry that a deal makes; `tag` is the same for it whatever is changed."""

    tag: str
    metric_key: str
    date: dt.date
    quantity: int


def entries_due(deal: Deal, refunds: Sequence[Refund]) -> tuple[Due, ...]:
    """What the deal's activities must be.

    The opportunity and its present amount count on the day on which it was opened, a won deal and its amount on the day
    on which it was won, and each refund of a won deal as a negative entry on its own day. A deal that is won no longer
    has won nothing; one that was recorded by mistake made nothing.
    """
    if deal.undone_at is not None:
        return ()
    due: list[Due] = []
    if deal.opened_on is not None:
        due.append(Due("opportunity", OPPORTUNITY_KEY, deal.opened_on, deal.quantity))
        due.append(Due("pipeline", PIPELINE_KEY, deal.opened_on, deal.amount_minor))
    if deal.stage == WON and deal.won_on is not None:
        due.append(Due("won", DEAL_KEY, deal.won_on, deal.quantity))
        due.append(Due("revenue", REVENUE_KEY, deal.won_on, deal.amount_minor))
        due.extend(
            Due(f"refund-{refund.id}", REVENUE_KEY, refund.refunded_on, -refund.amount_minor)
            for refund in refunds
            if refund.undone_at is None
        )
    return tuple(each for each in due if each.quantity != 0)


def settle(session: Session, *, deal: Deal, changed_by: int | None, now: dt.datetime) -> None:
    """Make the deal's activities equal to what is due, after any change of the deal or its refunds."""
    metrics = _metrics(session, deal.workspace_id)
    stored = {_tag_of(row, metrics): row for row in deals.entries_of(session, deal_id=deal.id)}
    due = {
        each.tag: each
        for each in entries_due(deal, deals.refunds_of(session, deal_id=deal.id))
        if each.metric_key in metrics
    }
    touched: set[tuple[int, int, dt.date]] = set()
    for tag, row in stored.items():
        if tag not in due and row.undone_at is None:
            touched.add((row.member_id, row.metric_id, row.local_date))
            activities.change_activity(session, activity=row, changed_by=changed_by, now=now, undone_at=now)
    new = []
    for tag, each in due.items():
        if tag not in stored:
            new.append(_entry(deal, each, metrics, now))
            continue
        row = stored[tag]
        changes = _changes(row, deal, each)
        if changes:
            touched.add((row.member_id, row.metric_id, row.local_date))
            activities.change_activity(session, activity=row, changed_by=changed_by, now=now, **changes)
            touched.add((row.member_id, row.metric_id, row.local_date))
    if new:
        activities.add_activities(session, activities=new)
        touched |= {(row.member_id, row.metric_id, row.local_date) for row in new}
    _follow(session, touched, now)


def settle_new(session: Session, *, made: Sequence[Deal], now: dt.datetime) -> None:
    """Write the activities of deals that were just stored, all of one workspace: what `settle` does, for many."""
    if not made:
        return
    metrics = _metrics(session, made[0].workspace_id)
    # As rows: of a long file, making objects of them took longer than storing them.
    new = [
        _columns(deal, each, metrics, now)
        for deal in made
        for each in entries_due(deal, ())
        if each.metric_key in metrics
    ]
    activities.add_activity_rows(session, rows=new)
    _follow(session, {(row["member_id"], row["metric_id"], row["local_date"]) for row in new}, now)


def record_move(
    session: Session, *, deal: Deal, before: str, on: dt.date, moved_by: int | None, now: dt.datetime
) -> None:
    """Keep that the deal moved to the stage in which it stands now."""
    deals.add_change(
        session,
        change=StageChange(
            workspace_id=deal.workspace_id,
            deal_id=deal.id,
            before=before,
            after=deal.stage,
            moved_on=on,
            moved_by=moved_by,
            at=now,
        ),
    )


def undo_deals(session: Session, *, deal_ids: Collection[int], now: dt.datetime) -> None:
    """Mark deals as recorded by mistake, with all that they made."""
    for deal in deals.deals_by_id(session, ids=deal_ids):
        if deal.undone_at is None:
            deals.undo_deal(session, deal=deal, now=now)
        settle(session, deal=deal, changed_by=deal.member_id, now=now)


def _follow(session: Session, touched: Collection[tuple[int, int, dt.date]], now: dt.datetime) -> None:
    workspace = find_workspace(session)
    assert workspace is not None
    follow_changes(session, workspace=workspace, touched=touched, now=now)


def first_stage(session: Session, workspace: Workspace) -> str:
    """The key of the stage in which a deal is opened."""
    ensure_stages(session, workspace=workspace)
    return stages.list_stages(session, workspace_id=workspace.id)[0].key


def entries_of_new(work: Work, deal: Deal, *, batch: str = "", note: str = "", outcome: str = "") -> list[Activity]:
    """The entries that a deal makes which was just stored; not stored yet."""
    metrics = _metrics(work.session, work.workspace_id)
    return [
        _entry(deal, due, metrics, work.now, batch=batch, note=note, outcome=outcome)
        for due in entries_due(deal, ())
        if due.metric_key in metrics
    ]


def _metrics(session: Session, workspace_id: int) -> dict[str, Metric]:
    """The outcome metrics that there are, retired ones too: their history stays true."""
    return {
        metric.key: metric
        for metric in catalogue.list_metrics(session, workspace_id=workspace_id, retired=True)
        if UNITS.get(metric.key) is metric.unit
    }


def _entry(
    deal: Deal,
    due: Due,
    metrics: Mapping[str, Metric],
    now: dt.datetime,
    *,
    batch: str = "",
    note: str = "",
    outcome: str = "",
) -> Activity:
    return Activity(**_columns(deal, due, metrics, now, batch=batch, note=note, outcome=outcome))


def _columns(
    deal: Deal,
    due: Due,
    metrics: Mapping[str, Metric],
    now: dt.datetime,
    *,
    batch: str = "",
    note: str = "",
    outcome: str = "",
) -> dict[str, Any]:
    return {
        "workspace_id": deal.workspace_id,
        "member_id": deal.member_id,
        "metric_id": metrics[due.metric_key].id,
        "quantity": due.quantity,
        "local_date": due.date,
        "account": deal.account,
        "note": note,
        "outcome": outcome,
        "source": Source.DEAL,
        "external_id": f"{deal.id}:{due.tag}",
        "batch": batch,
        "deal_id": deal.id,
        "logged_at": now,
        "version": 1,
    }


def _changes(row: Activity, deal: Deal, due: Due) -> dict[str, object]:
    wanted = {
        "quantity": due.quantity,
        "local_date": due.date,
        "account": deal.account,
        "member_id": deal.member_id,
        "undone_at": None,
    }
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _tag_of(row: Activity, metrics: Mapping[str, Metric]) -> str:
    if row.external_id is not None:
        return row.external_id.partition(":")[2]
    # Entries older than the tags: a deal had its count and its amount.
    is_count = DEAL_KEY in metrics and row.metric_id == metrics[DEAL_KEY].id
    return "won" if is_count else "revenue"
