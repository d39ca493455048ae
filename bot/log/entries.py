"""Logging: what was said becomes entries, and the answer says where that leaves the member."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.core.changes import follow_change, say_nudge_again
from bot.core.failures import Failure
from bot.core.permissions import require_own
from bot.core.vocabulary import is_void
from bot.core.work import Work
from bot.log.answer import Logged, describe, entries_of, metrics_by_id
from bot.log.duplicates import free_doubles, mark_doubles, told_since_last_log
from bot.log.goal_reached import reached_by, take_moment
from bot.log.logged_deal import record_logged_deal
from bot.log.text.command import ParsedEntry
from bot.pipeline.offers import offer_after
from bot.pipeline.settlement import UNITS, undo_deals
from storage import activities
from storage.entries import entries_of_deals
from storage.tables import Activity, Member, Source


class PartOfDeal(Failure):
    """An entry follows a deal that has moved since."""

    def __init__(self) -> None:
        super().__init__("This entry is part of a deal that has moved on. Edit it with `/deal`.")


class NothingToUndo(Failure):
    """There is no entry of one's own that could be undone."""

    def __init__(self) -> None:
        super().__init__("Nothing to undo. `/log list` shows your entries, to edit or delete.")


def log_entries(work: Work, *, member: Member, entries: Sequence[ParsedEntry], receipt: str) -> Logged:
    """Store what the member said, once for each `receipt`, and say where that leaves them.

    The same receipt again stores nothing and answers what the first did. Raises NotAllowed for guests and people
    who have left.
    """
    stored = store_log(work, member=member, entries=entries, receipt=receipt)
    said = tell_log(work, member=member, stored=stored)
    if said.moment is None or take_moment(work, member=member, said=said):
        return said
    return replace(said, moment=None)


@dataclass(frozen=True)
class StoredLog:
    """Entries that were stored together; not `fresh` when they were stored before, by the same receipt."""

    batch: str
    fresh: bool
    rows: tuple[Activity, ...]


def store_log(work: Work, *, member: Member, entries: Sequence[ParsedEntry], receipt: str) -> StoredLog:
    """Store what the member said, once for each `receipt`; `tell_log` says where that leaves them.

    Raises NotAllowed.
    """
    require_own(member, member.id)
    batch = batch_of(receipt)
    if not work.once(f"log:{batch}"):
        return StoredLog(
            batch, False, tuple(activities.find_batch(work.session, workspace_id=work.workspace_id, batch=batch))
        )
    rows = store_entries(work, member=member, entries=entries, batch=batch)
    return StoredLog(batch, True, tuple(rows))


def tell_log(work: Work, *, member: Member, stored: StoredLog) -> Logged:
    """Where the entries leave the member. A session that only reads will do; its transaction may be a later one than
    the one that stored them. Whether the member had a moment today already is left to `take_moment`.
    """
    for row in stored.rows:
        require_own(member, row.member_id)
    said = describe(work, member=member, batch=stored.batch, rows=stored.rows)
    if not stored.fresh:
        return said
    of_deals = [(entry.metric.key, entry.account, entry.deal_id) for entry in said.told]
    too = told_since_last_log(work.session, member=member, batch=stored.batch, now=work.now, today=said.today)
    return replace(
        said,
        offer=offer_after(work.session, member=member, said=of_deals),
        moment=reached_by(member, said),
        told_too=entries_of(too, metrics_by_id(work)) if too else (),
    )


def undo_batch(work: Work, *, member: Member, batch: str) -> Logged:
    """Undo the entries of one message; again does nothing more. Raises NotAllowed, NothingToUndo."""
    rows = activities.find_batch(work.session, workspace_id=work.workspace_id, batch=batch)
    if not rows:
        raise NothingToUndo
    undo_rows(work, member=member, rows=rows)
    return describe(work, member=member, batch=batch, rows=rows)


def redo_batch(work: Work, *, member: Member, batch: str) -> Logged:
    """Let the entries that were undone together last count again; again does nothing more.

    Raises NotAllowed, NothingToUndo, and PartOfDeal where one is of a deal, which is not brought back with it.
    """
    rows = activities.find_batch(work.session, workspace_id=work.workspace_id, batch=batch)
    if not rows:
        raise NothingToUndo
    for row in rows:
        require_own(member, row.member_id)
    undone = [row for row in rows if row.undone_at is not None]
    last = max((row.undone_at for row in undone if row.undone_at is not None), default=None)
    together = [row for row in undone if row.undone_at == last]
    if any(row.deal_id is not None for row in together):
        raise PartOfDeal
    for row in together:
        activities.change_activity(work.session, activity=row, changed_by=member.id, now=work.now, undone_at=None)
    _follow(work, member, together)
    if any(row.local_date == work.today_of(member) for row in together):
        say_nudge_again(work.session, workspace=work.workspace, member=member, date=work.today_of(member))
    return describe(work, member=member, batch=batch, rows=rows)


def undo_latest(work: Work, *, member: Member, receipt: str) -> Logged:
    """Undo the member's newest message, once for each `receipt`. Raises NothingToUndo."""
    if not work.once(f"undo:{batch_of(receipt)}"):
        raise NothingToUndo
    batch = activities.latest_batch(work.session, workspace_id=work.workspace_id, member_id=member.id)
    if batch is None:
        raise NothingToUndo
    return undo_batch(work, member=member, batch=batch)


def batch_of(receipt: str) -> str:
    """The name under which the entries of this command, click or submission are kept."""
    return hashlib.sha256(receipt.encode()).hexdigest()[:24]


def store_entries(work: Work, *, member: Member, entries: Sequence[ParsedEntry], batch: str) -> list[Activity]:
    """Store entries of the member's own, with what follows from them; the rows."""
    metrics = {m.key: m for m in work.metrics()}
    rows: list[Activity] = []
    for entry in entries:
        metric = metrics[entry.metric_key]
        if UNITS.get(metric.key) is metric.unit:
            rows.extend(record_logged_deal(work, member=member, entry=entry, batch=batch))
            continue
        rows.append(
            Activity(
                workspace_id=work.workspace_id,
                member_id=member.id,
                metric_id=metric.id,
                quantity=entry.quantity,
                amount_minor=entry.amount_minor or 0,
                local_date=entry.date,
                account=entry.account or "",
                note=entry.note or "",
                outcome=entry.outcome or "",
                void=is_void(metric, entry.outcome or ""),
                source=Source.SLACK,
                batch=batch,
                logged_at=work.now,
            )
        )
    mark_doubles(work.session, rows)
    activities.add_activities(work.session, activities=rows)
    _follow(work, member, rows)
    return rows


def undo_rows(work: Work, *, member: Member, rows: Sequence[Activity]) -> None:
    """Undo entries of the member's own that are not undone yet, with what follows from it.

    Raises NotAllowed, and PartOfDeal where a deal has moved since.
    """
    for row in rows:
        require_own(member, row.member_id)
    live = [row for row in rows if row.undone_at is None]
    require_unmoved(work.session, live)
    for row in live:
        activities.change_activity(work.session, activity=row, changed_by=member.id, now=work.now, undone_at=work.now)
        free_doubles(work.session, row, changed_by=member.id, now=work.now)
    undo_deals(work.session, deal_ids={row.deal_id for row in live if row.deal_id is not None}, now=work.now)
    _follow(work, member, live)
    if any(row.local_date == work.today_of(member) for row in live):
        say_nudge_again(work.session, workspace=work.workspace, member=member, date=work.today_of(member))


def require_unmoved(session: Session, rows: Sequence[Activity]) -> None:
    """Raise PartOfDeal where an entry is of a deal that has more to it than what was said with the entry."""
    deal_ids = {row.deal_id for row in rows if row.deal_id is not None}
    if parts_of_deals(rows, entries_of_deals(session, deal_ids=deal_ids)):
        raise PartOfDeal


def parts_of_deals(rows: Sequence[Activity], of_deals: Sequence[Activity]) -> frozenset[int]:
    """Those of `rows`, by id, that are changed with their deal only; `of_deals` are all entries of their deals."""
    batches: dict[int | None, set[str]] = {}
    for each in of_deals:
        batches.setdefault(each.deal_id, set()).add(each.batch or "")
    return frozenset(
        row.id
        for row in rows
        if row.deal_id is not None and row.deal_id in batches and (not row.batch or batches[row.deal_id] != {row.batch})
    )


def _follow(work: Work, member: Member, rows: Sequence[Activity]) -> None:
    touched = {(row.metric_id, row.local_date) for row in rows}
    follow_change(work.session, workspace=work.workspace, member=member, touched=touched, now=work.now)
