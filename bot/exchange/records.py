"""Records of other programs by their identity: found and kept the same by files, webhooks and the API."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlmodel import Session

from bot.exchange.identity import EARLIER, RecordId
from storage import outside
from storage.outside import Record
from storage.tables import Workspace


class Records:
    """The records of one kind that a piece of work is about. What is put is stored by `keep`."""

    def __init__(self, session: Session, workspace: Workspace, kind: str, ids: Iterable[RecordId]) -> None:
        self._session, self._workspace, self._kind = session, workspace, kind
        self._found: dict[tuple[str, str], Record] = {}
        self._earlier: dict[str, Record] = {}
        self._changed: dict[tuple[str, str], Record] = {}
        self._gone: dict[str, list[str]] = {}
        by_source: dict[str, set[str]] = {}
        for each in ids:
            by_source.setdefault(each.source, set()).add(each.own)
        for source, owns in by_source.items():
            found = self._find(source, owns)
            self._found |= {(source, own): record for own, record in found.items()}
            if source != EARLIER:
                self._earlier |= self._find(EARLIER, owns - found.keys())

    def _find(self, source: str, owns: set[str]) -> dict[str, Record]:
        return outside.find_records(
            self._session, workspace_id=self._workspace.id, kind=self._kind, source=source, external_ids=owns
        )

    @property
    def row_ids(self) -> set[int]:
        """The rows that these records may be."""
        every = [*self._found.values(), *self._earlier.values()]
        return {record.row_id for record in every if record.row_id is not None}

    def find(self, said: RecordId, *, fits: Callable[[int], bool] = lambda _row_id: True) -> Record | None:
        """The record; one from before sources were kept is taken over where its row `fits` what is said."""
        key = (said.source, said.own)
        record = self._changed.get(key) or self._found.get(key)
        earlier = self._earlier.get(said.own)
        if record is None and earlier is not None and earlier.row_id is not None and fits(earlier.row_id):
            record = replace(earlier, source=said.source)
            del self._earlier[said.own]
            self._gone.setdefault(EARLIER, []).append(said.own)
            self._changed[key] = record
        return record

    def move(self, before: RecordId, to: RecordId) -> None:
        """Let the record have another id from now on."""
        record = self._changed.pop((before.source, before.own), None) or self._found.pop((before.source, before.own))
        self._gone.setdefault(before.source, []).append(before.own)
        self._changed[to.source, to.own] = replace(record, source=to.source, external_id=to.own)

    def put(self, record: Record) -> None:
        """Let the record be so."""
        key = (record.source, record.external_id)
        if self._found.get(key) != record:
            self._changed[key] = record

    def keep(self, now: dt.datetime) -> None:
        """Store what was put."""
        workspace_id = self._workspace.id
        for source, owns in self._gone.items():
            outside.forget_records(
                self._session, workspace_id=workspace_id, kind=self._kind, source=source, external_ids=owns
            )
        outside.keep_records(
            self._session,
            workspace_id=workspace_id,
            kind=self._kind,
            records=list(self._changed.values()),
            now=now,
        )
