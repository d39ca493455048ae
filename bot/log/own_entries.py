"""A member's own entries: looking at them, changing one, taking one back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.changes import follow_change
from bot.core.failures import Failure
from bot.core.permissions import require_own
from bot.core.vocabulary import is_void
from bot.core.work import Work
from bot.log.answer import Logged, LoggedEntry, describe, entries_of, metrics_by_id
from bot.log.duplicates import free_doubles
from bot.log.entries import PartOfDeal, batch_of, parts_of_deals, require_unmoved, store_entries, undo_rows
from bot.log.text.command import ParsedEntry
from bot.pipeline.settlement import UNITS
from storage import activities, entries
from storage.tables import Activity, Member, Unit

PAGE = 10
LATEST, LATEST_READ = 3, 12
"""So many messages are shown where the latest entries are, of so many entries."""
RECENT = dt.timedelta(days=31)
SAME = ("metric_id", "quantity", "local_date", "account")
"""What makes an entry the same as one of another source."""


class UnknownEntry(Failure):
    """A button speaks of an entry that is not there."""

    def __init__(self) -> None:
        super().__init__("That entry was deleted. `/log list` shows the rest.")


@dataclass(frozen=True)
class EntryPage:
    """Some of a member's entries, newest first; `first` is the place of the first one, 0 the newest of all."""

    entries: tuple[LoggedEntry, ...]
    """With the amounts of deals, which are told with their deal."""
    today: dt.date
    first: int
    more: bool
    of_deals: frozenset[int] = frozenset()
    """Those that are changed with their deal only, by id: it moved since."""


def list_entries(work: Work, *, member: Member, first: int) -> EntryPage:
    """A page of the member's own entries from `first` on. Raises NotAllowed."""
    require_own(member, member.id)
    metrics = metrics_by_id(work)
    money = {metric_id for metric_id, metric in metrics.items() if metric.unit is Unit.MONEY}
    first = max(0, first)
    rows = entries.newest_entries(
        work.session, member_id=member.id, besides_amounts_of=money, first=first, limit=PAGE + 1
    )
    shown = list(rows[:PAGE])
    of_deals = entries.entries_of_deals(
        work.session, deal_ids={row.deal_id for row in shown if row.deal_id is not None}
    )
    known = {row.id for row in shown}
    amounts = [row for row in of_deals if row.id not in known and row.metric_id in money]
    return EntryPage(
        entries=entries_of([*shown, *amounts], metrics),
        today=work.today_of(member),
        first=first,
        more=len(rows) > PAGE,
        of_deals=parts_of_deals(shown, of_deals),
    )


def latest_said(work: Work, *, member: Member) -> tuple[Logged, ...]:
    """The member's latest entries, those of one message together, the newest first. Raises NotAllowed.

    What is changed with its deal only, and what another program told, has no message and so no batch to take back.
    """
    require_own(member, member.id)
    metrics = metrics_by_id(work)
    money = {metric_id for metric_id, metric in metrics.items() if metric.unit is Unit.MONEY}
    rows = entries.newest_entries(
        work.session, member_id=member.id, besides_amounts_of=money, first=0, limit=LATEST_READ
    )
    of_deals = entries.entries_of_deals(work.session, deal_ids={row.deal_id for row in rows if row.deal_id is not None})
    moved = parts_of_deals(rows, of_deals)
    batches: dict[str, list[Activity]] = {}
    for row in rows:
        if row.batch and row.id not in moved:
            batches.setdefault(row.batch, []).append(row)
    today = work.today_of(member)
    found = []
    for batch, some in list(batches.items())[:LATEST]:
        amounts = [row for row in of_deals if row.batch == batch and row.metric_id in money and row not in some]
        found.append(Logged(batch, entries_of([*some, *amounts], metrics), (), today))
    return tuple(found)


def usual_metric(work: Work, *, member: Member, today: dt.date) -> str:
    """The key of the metric that the member logged last, for a form to begin with; empty when none was of late."""
    metric_id = entries.latest_metric(work.session, member_id=member.id, since=today - RECENT)
    metric = metrics_by_id(work).get(metric_id or 0)
    return metric.key if metric is not None and metric.retired_at is None else ""


def own_entry(work: Work, *, member: Member, activity_id: int) -> tuple[LoggedEntry, int]:
    """One of the member's own entries, and the amount (minor units) told with it, 0 without one.

    Raises UnknownEntry, PartOfDeal.
    """
    told = entries_of(_rows(work, member, activity_id), metrics_by_id(work))
    entry = next(each for each in told if each.id == activity_id)
    return entry, entry.amount_minor or sum(each.quantity for each in told if each.id != activity_id)


def change_entry(work: Work, *, member: Member, activity_id: int, entry: ParsedEntry) -> Logged:
    """Give an entry of the member's own other values; how it was is kept. Raises UnknownEntry, PartOfDeal."""
    rows = _rows(work, member, activity_id)
    row = next(each for each in rows if each.id == activity_id)
    metrics = metrics_by_id(work)
    before = metrics[row.metric_id]
    after = next(metric for metric in metrics.values() if metric.key == entry.metric_key)
    batch = row.batch or batch_of(f"entry {row.id}")
    if any(UNITS.get(metric.key) is metric.unit for metric in (before, after)):
        # A deal is not rewritten: the old one was a mistake, and the new one is the deal.
        undo_rows(work, member=member, rows=rows)
        stored = store_entries(work, member=member, entries=[entry], batch=batch)
        return describe(work, member=member, batch=batch, rows=stored, changed=True)
    wanted = {
        "metric_id": after.id,
        "quantity": entry.quantity,
        "amount_minor": entry.amount_minor or 0,
        "local_date": entry.date,
        "account": entry.account or "",
        "note": entry.note or "",
        "outcome": entry.outcome or "",
        "void": is_void(after, entry.outcome or ""),
        "batch": batch,
    }
    changes = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    touched = {(row.metric_id, row.local_date)}
    if any(name in changes for name in SAME):
        free_doubles(work.session, row, changed_by=member.id, now=work.now)
        if row.same_as is not None:
            changes["same_as"] = None
    if changes:
        activities.change_activity(work.session, activity=row, changed_by=member.id, now=work.now, **changes)
        touched.add((row.metric_id, row.local_date))
        follow_change(work.session, workspace=work.workspace, member=member, touched=touched, now=work.now)
    return describe(work, member=member, batch=batch, rows=[row], changed=True)


def delete_entry(work: Work, *, member: Member, activity_id: int) -> Logged:
    """Take one entry back, a deal's with its amount; its rows stay. Raises UnknownEntry, PartOfDeal."""
    rows = _rows(work, member, activity_id)
    undo_rows(work, member=member, rows=rows)
    return describe(work, member=member, batch=rows[0].batch, rows=rows)


def restore_entry(work: Work, *, member: Member, activity_id: int) -> Logged:
    """Let an entry that was taken back count again. Raises NotAllowed, UnknownEntry, and PartOfDeal for a deal's."""
    row = entries.find_entry(work.session, workspace_id=work.workspace_id, activity_id=activity_id)
    if row is None:
        raise UnknownEntry
    require_own(member, row.member_id)
    if row.deal_id is not None:
        raise PartOfDeal
    if row.undone_at is not None:
        activities.change_activity(work.session, activity=row, changed_by=member.id, now=work.now, undone_at=None)
        touched = {(row.metric_id, row.local_date)}
        follow_change(work.session, workspace=work.workspace, member=member, touched=touched, now=work.now)
    return describe(work, member=member, batch=row.batch, rows=[row])


def tell_apart(work: Work, *, member: Member, activity_id: int) -> Logged:
    """Count an entry although another program told the same: these are two. Raises UnknownEntry, PartOfDeal."""
    rows = _rows(work, member, activity_id)
    for row in rows:
        if row.same_as is not None:
            activities.change_activity(
                work.session, activity=row, changed_by=member.id, now=work.now, same_as=None, told_apart=True
            )
    touched = {(row.metric_id, row.local_date) for row in rows}
    follow_change(work.session, workspace=work.workspace, member=member, touched=touched, now=work.now)
    return describe(work, member=member, batch=rows[0].batch, rows=rows)


def _rows(work: Work, member: Member, activity_id: int) -> Sequence[Activity]:
    """The entry's row, and those of the deal that was logged with it."""
    row = entries.find_entry(work.session, workspace_id=work.workspace_id, activity_id=activity_id)
    if row is None:
        raise UnknownEntry
    require_own(member, row.member_id)
    if row.undone_at is not None:
        raise UnknownEntry
    if row.deal_id is None:
        return [row]
    require_unmoved(work.session, [row])
    return entries.entries_of_deals(work.session, deal_ids=[row.deal_id])
