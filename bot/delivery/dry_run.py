"""A sender that sends nothing: what would be sent is rendered and logged, and stays planned."""

import datetime as dt
import threading

import structlog

from bot.core.clock import Clock
from bot.core.kinds import Kinds, Withdrawn
from bot.core.pulse import Pulse
from bot.core.words.message import Message
from bot.core.work import Work
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)


class DrySender:
    """Stands where the worker does, and says once of each delivery that is due what would be sent.

    No delivery changes its state, so that `pacer run` without --dry-run sends whatever is still true then.
    """

    def __init__(self, *, database: Database, kinds: Kinds, clock: Clock, pulse: Pulse) -> None:
        self._database, self._kinds, self._clock, self._pulse = database, kinds, clock, pulse
        self._said: set[int] = set()

    def run(self, stop: threading.Event, wake: threading.Event, idle_seconds: float = 1.0) -> None:
        """Say what would be sent until `stop`."""
        while not stop.is_set():
            self.drain()
            self._pulse.beat("sender")
            self._clock.wait(wake, idle_seconds)
            wake.clear()

    def drain(self) -> None:
        """Say everything that is due now and was not said before."""
        now = self._clock.now()
        with self._database.reading() as session:
            workspace = find_workspace(session)
            if workspace is None or workspace.paused:
                return
            rows = [
                row
                for row in outbox.due_rows(session, workspace_id=workspace.id, now=now)
                if row.id not in self._said and row.kind in self._kinds
            ]
            work = Work(session, workspace, now)
            for kind in dict.fromkeys(row.kind for row in rows):
                some = [row for row in rows if row.kind == kind]
                rendered = self._kinds[kind].render(work, some)
                for row in some:
                    self._say(row, rendered[row.id], now)

    def _say(self, row: Delivery, said: Message | Withdrawn, now: dt.datetime) -> None:
        self._said.add(row.id)
        if isinstance(said, Withdrawn):
            log.info("would not send", kind=row.kind, to=row.recipient, why=said.reason)
            return
        log.info("would send", kind=row.kind, to=row.recipient, at=now.isoformat(), text=said.text)
