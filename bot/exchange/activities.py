"""Activities from outside: entries that a file or another program brings, each once under its identity."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.core.changes import follow_changes
from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, PIPELINE_KEY, REVENUE_KEY
from bot.exchange.facts import UNDATED, read_facts
from bot.exchange.identity import ACTIVITY, RecordId, record_id
from bot.exchange.ids import own_id, rows_of_own_ids
from bot.exchange.items import CHANGED, KNOWN, NEW, Taken
from bot.exchange.problems import WrongLine
from bot.exchange.record_source import Told
from bot.exchange.records import Records
from bot.log.duplicates import BY_HAND, mark_double_columns, mark_doubles
from storage import activities, entries, sources
from storage.outside import Record
from storage.tables import Activity, Metric, Source, Unit, Workspace

LARGEST = 1_000_000
OF_DEALS = frozenset({DEAL_KEY, REVENUE_KEY, OPPORTUNITY_KEY, PIPELINE_KEY})
"""Metrics that deals write, and nothing else."""
OF_A_FILE = "file"
"""Of a record that a webhook told too: what a file or the API said of it."""
KEYS = ("member_id", "metric_id", "quantity", "local_date", "account", "note", "outcome", "void")
"""What a correction may change."""


@dataclass(frozen=True)
class NewActivity(Told):
    """An entry to be stored; `quantity` counts, or is minor units. `external_id` makes it once."""

    member_id: int
    metric_id: int
    quantity: int
    date: dt.date
    account: str = ""
    note: str = ""
    outcome: str = ""
    external_id: str | None = None
    void: bool = False
    """Whether its outcome says that it didn't take place: it is kept and does not count."""

    @property
    def values(self) -> tuple[object, ...]:
        """What it says, in the order of KEYS."""
        return (
            self.member_id,
            self.metric_id,
            self.quantity,
            self.date,
            self.account,
            self.note,
            self.outcome,
            self.void,
        )


def store_activities(
    session: Session, *, workspace: Workspace, rows: Sequence[NewActivity], source: Source, now: dt.datetime
) -> list[Taken]:
    """Store the entries that are new, and change those whose program says something else of them than before.

    What a member corrected or took back here stays while the program says the same. The ids are sound.
    """
    return _Store(session, workspace, source, now).take(rows)


class _Store:
    def __init__(self, session: Session, workspace: Workspace, source: Source, now: dt.datetime) -> None:
        self._session, self._workspace, self._source, self._now = session, workspace, source, now
        self._touched: set[tuple[int, int, dt.date]] = set()

    def take(self, rows: Sequence[NewActivity]) -> list[Taken]:
        ids = [_identity(row) for row in rows]
        known_ids = [each for each in ids if each is not None]
        records = Records(self._session, self._workspace, ACTIVITY, known_ids)
        own = self._own([each.own for each in known_ids])
        stored = {row.id: row for row in sources.entries_by_id(self._session, ids=records.row_ids)}
        states: list[str] = []
        row_ids: list[int] = []
        new: dict[RecordId, NewActivity] = {}
        nameless: list[NewActivity] = []
        for row, each in zip(rows, ids, strict=True):
            record = records.find(each) if each is not None else None
            entry = stored.get(record.row_id or 0) if record is not None else None
            state, row_id = KNOWN, 0
            if each is None:
                nameless.append(row)
                state = NEW
            elif each in new:
                pass
            elif record is not None and entry is not None:
                state, row_id = self._follow(row, record, entry, records), entry.id
            elif each.own in own:
                row_id = own[each.own]
            else:
                new[each] = row
                state = NEW
            states.append(state)
            row_ids.append(row_id)
        self._add(new, records)
        made = self._add_nameless(nameless)
        records.keep(self._now)
        follow_changes(self._session, workspace=self._workspace, touched=self._touched, now=self._now)
        by_id = {each: record.row_id or 0 for each in new if (record := records.find(each)) is not None}
        return [
            Taken(
                by_id.get(each, row_id) if each is not None else next(made),
                each.text if each is not None else None,
                state,
            )
            for each, row_id, state in zip(ids, row_ids, states, strict=True)
        ]

    def _follow(self, row: NewActivity, record: Record, entry: Activity, records: Records) -> str:
        digest = _digest(row)
        before, said_at = said_of(record)
        if said_at is not None and (row.at or row.written_at or self._now) < said_at:
            return KNOWN
        at = self._at(row, said_at)
        records.put(replace(record, row_id=entry.id, said=_written(record, digest, at)))
        is_so = row.values == tuple(getattr(entry, name) for name in KEYS)
        # Where nobody noted what was said, an entry that was changed here is the truth.
        same = before == digest or (record.said == "" and entry.version > 1)
        if is_so or same or entry.undone_at is not None:
            return KNOWN
        self._touch(entry)
        changes: dict[str, object] = dict(zip(KEYS, row.values, strict=True))
        if entry.same_as is not None:
            changes["same_as"] = None
        activities.change_activity(self._session, activity=entry, changed_by=None, now=self._now, **changes)
        self._touch(entry)
        return CHANGED

    def _at(self, row: NewActivity, before: dt.datetime | None) -> dt.datetime:
        """Of when it is; a file that does not say so makes nothing else look old."""
        if row.at is None and row.written_at is not None:
            return before or UNDATED
        return row.at or self._now

    def _add(self, new: dict[RecordId, NewActivity], records: Records) -> None:
        if not new:
            return
        columns = [_columns(row, each.text, self._workspace.id, self._source, self._now) for each, row in new.items()]
        mark_double_columns(self._session, columns)
        activities.add_activity_rows(self._session, rows=columns)
        found = sources.ids_of_external(
            self._session,
            workspace_id=self._workspace.id,
            source=self._source,
            external_ids=[each.text for each in new],
        )
        for each, row in new.items():
            said = _written(None, _digest(row), self._at(row, None))
            records.put(Record(each.source, each.own, found[each.text], said))
            self._touched.add((row.member_id, row.metric_id, row.date))

    def _add_nameless(self, rows: Sequence[NewActivity]) -> Iterator[int]:
        made = [Activity(**_columns(row, None, self._workspace.id, self._source, self._now)) for row in rows]
        mark_doubles(self._session, made, told_by=BY_HAND)
        activities.add_activities(self._session, activities=made)
        for entry in made:
            self._touch(entry)
        return iter([entry.id for entry in made])

    def _touch(self, entry: Activity) -> None:
        self._touched.add((entry.member_id, entry.metric_id, entry.local_date))

    def _own(self, external_ids: Sequence[str]) -> dict[str, int]:
        # An export of this same database: its entries are here already, whatever brought them.
        rows = rows_of_own_ids(external_ids)
        logged = entries.logged_instants(self._session, workspace_id=self._workspace.id, ids=set(rows.values()))
        return {
            text: row_id for text, row_id in rows.items() if row_id in logged and own_id(row_id, logged[row_id]) == text
        }


def check_quantity(quantity: int, metric: Metric) -> None:
    """Raise WrongLine unless so much can be one entry."""
    if quantity <= 0:
        raise WrongLine("its quantity isn't above zero.")
    if metric.unit is Unit.COUNT and quantity > LARGEST:
        raise WrongLine(f"{quantity} {metric.plural} in one line is more than {LARGEST}.")


def _identity(row: NewActivity) -> RecordId | None:
    return None if row.external_id is None else record_id(row.external_id, kind=ACTIVITY, source=row.told_by)


def _digest(row: NewActivity) -> str:
    return hashlib.sha256("\x1f".join(map(str, row.values)).encode()).hexdigest()[:16]


def said_of(record: Record) -> tuple[str, dt.datetime | None]:
    """(what a file or the API said of it last, as one number; when anything was said of it last)."""
    if record.said.startswith("{"):
        facts = read_facts(record.said)
        return str(facts.get(OF_A_FILE) or ""), facts.newest
    digest, _, at = record.said.partition("@")
    return digest, dt.datetime.fromisoformat(at) if at else None


def _written(record: Record | None, digest: str, at: dt.datetime) -> str:
    # A webhook's record says more of itself; of a million lines nothing but this is kept.
    if record is not None and record.said.startswith("{"):
        return read_facts(record.said).told(OF_A_FILE, digest, at, again=True)[0].written()
    return f"{digest}@{at.isoformat()}"


def _columns(
    row: NewActivity, external_id: str | None, workspace_id: int, source: Source, now: dt.datetime
) -> dict[str, Any]:
    return {
        **dict(zip(KEYS, row.values, strict=True)),
        "workspace_id": workspace_id,
        "source": source,
        "external_id": external_id,
        "batch": "",
        "logged_at": now,
        "version": 1,
        "same_as": None,
    }
