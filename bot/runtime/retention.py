"""Deletes what is old and of no use any more, in small portions between which everybody else gets a turn."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlmodel import Session

from bot.core.settings import Keep
from storage.engine import Database
from storage.retention import prune_audit, prune_deliveries, prune_records, prune_versions
from storage.sent_files import prune_sent_files
from storage.workspaces import forget_receipts

log = structlog.get_logger(__name__)

PORTION = 500
RECEIPTS = dt.timedelta(days=2)
"""Slack sends nothing again after so long."""


class Prune(Protocol):
    """Deletes at most `limit` rows that ended before `before`; how many."""

    def __call__(self, session: Session, *, before: dt.datetime, limit: int) -> int: ...


@dataclass(frozen=True)
class Pruned:
    """How many rows were deleted."""

    deliveries: int
    versions: int
    audit: int


def prune(database: Database, *, now: dt.datetime, keep: Keep) -> Pruned:
    """Delete receipts, ended deliveries, replaced versions of entries and notes of who did what, all older than kept.

    Entries, totals, goals, mornings and episodes stay. Stopped in the middle it goes on the next day.
    """
    _all(database, forget_receipts, now - RECEIPTS)
    _all(database, prune_sent_files, now - RECEIPTS)
    pruned = Pruned(
        deliveries=_all(database, prune_deliveries, now - keep.deliveries),
        versions=_all(database, prune_versions, now - keep.versions),
        audit=_all(database, prune_audit, now - keep.audit),
    )
    _all(database, prune_records, now - keep.audit)
    log.info("old rows deleted", deliveries=pruned.deliveries, versions=pruned.versions, audit=pruned.audit)
    return pruned


def _all(database: Database, delete: Prune, before: dt.datetime) -> int:
    total = 0
    while True:
        with database.writing() as session:
            deleted = delete(session, before=before, limit=PORTION)
        total += deleted
        if deleted < PORTION:
            return total
