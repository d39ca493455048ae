"""One piece of work after the other, by the one process that holds the lease: send, look up, say again, ask."""

import datetime as dt
import random
import threading
from collections.abc import Callable, Mapping

import sqlalchemy as sa
import structlog

from bot.clock import Clock
from bot.delivery.attempts import LOOKUP_AFTER
from bot.delivery.channels import ask_about_channel
from bot.delivery.composing import Composer
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.lookups import look_one_up
from bot.delivery.paces import load_pace
from bot.delivery.refreshing import refresh_one
from bot.delivery.rendering import Kind
from bot.delivery.sending import POST, Sender
from bot.delivery.statuses import ask_for_status
from bot.delivery.user_groups import ask_about_groups
from bot.health.figures import Figures
from storage import outbox
from storage.engine import Database
from storage.tables import Workspace
from storage.troubles import sentence_of
from storage.workspaces import find_workspace, hold_lease, release_lease

log = structlog.get_logger(__name__)

LEASE_SECONDS = 8.0
"""With the second in which another process looks again, who sends is replaced within ten seconds."""
BATCH = 20
AFTER_FAILURE_SECONDS = 3.0
TOKEN_CHECK = dt.timedelta(seconds=30)


class Worker:
    """Sends the deliveries of the workspace while it holds the lease; any number may run, one sends."""

    def __init__(
        self,
        *,
        database: Database,
        gateway: Gateway,
        kinds: Mapping[str, Kind],
        clock: Clock,
        holder: str,
        limiter: Limiter | None = None,
        batch: int = BATCH,
        threads: int = 4,
        chance: random.Random | None = None,
        checkpoint: Callable[[str], None] = lambda _name: None,
        figures: Figures | None = None,
    ) -> None:
        self._database, self._gateway, self._kinds, self._clock = database, gateway, kinds, clock
        self._holder = holder
        self._limiter = limiter or Limiter()
        self._figures = figures or Figures()
        self._composer = Composer(database, kinds)
        self._sender = Sender(
            database=database,
            gateway=gateway,
            composer=self._composer,
            limiter=self._limiter,
            clock=clock,
            holder=holder,
            batch=batch,
            threads=threads,
            chance=chance or random.Random(),
            checkpoint=checkpoint,
            figures=self._figures,
        )
        self._token_checked_at: dt.datetime | None = None
        self._lease_until: dt.datetime | None = None
        self._turn = threading.Lock()

    def run(self, stop: threading.Event, wake: threading.Event, idle_seconds: float = 1.0) -> None:
        """Send until `stop`; looks again when `wake` is set, at the latest after `idle_seconds`."""
        while not stop.is_set():
            try:
                more = self.run_once()
            except Exception as failure:
                # The database may be away for a moment. Whatever it is, who waits for a nudge is not helped by a
                # sender that has ended; the health check sees that it does not move.
                if why := sentence_of(failure):
                    # It moves, and goes on when the database does: to start Pacer again would not help.
                    self._figures.pulse.beat("sender")
                    log.error("sender waits for the database", why=why, error=type(failure).__name__)
                else:
                    log.exception("sender failed", error=type(failure).__name__)
                stop.wait(AFTER_FAILURE_SECONDS)
                continue
            self._figures.pulse.beat("sender")
            if not more:
                self._clock.wait(wake, idle_seconds)
                wake.clear()
        self.close()

    def drain(self) -> None:
        """Send everything that can be sent now."""
        while self.run_once():
            pass

    def close(self) -> None:
        """Give the lease up and end the threads."""
        self._sender.close()
        try:
            with self._database.writing() as session:
                workspace = find_workspace(session)
                if workspace is not None and workspace.id is not None:
                    release_lease(session, workspace_id=workspace.id, name="sender", holder=self._holder)
        except sa.exc.SQLAlchemyError as error:
            # The lease ends by itself.
            log.warning("lease not given up", why=sentence_of(error), error=type(error).__name__)

    def run_once(self) -> bool:
        """Do one piece of work; whether there may be more."""
        with self._turn:
            now = self._clock.now()
            workspace = self._workspace_to_serve(now)
            if workspace is None:
                return False
            assert workspace.id is not None
            return (
                self._sender.send_batch(workspace.id, now)
                or self._look_one_up(workspace.id, now)
                or refresh_one(
                    self._database, self._gateway, self._limiter, self._composer, workspace_id=workspace.id, now=now
                )
                or ask_about_channel(self._database, self._gateway, self._limiter, workspace_id=workspace.id, now=now)
                or ask_about_groups(self._database, self._gateway, self._limiter, workspace_id=workspace.id, now=now)
                or (
                    workspace.status_leave
                    and ask_for_status(self._database, self._gateway, self._limiter, workspace_id=workspace.id, now=now)
                )
            )

    def _look_one_up(self, workspace_id: int, now: dt.datetime) -> bool:
        found = look_one_up(
            self._database,
            self._gateway,
            self._limiter,
            kinds=self._kinds,
            workspace_id=workspace_id,
            holder=self._holder,
            now=now,
        )
        if found is None:
            return False
        self._sender.store([found], workspace_id)
        return True

    def _workspace_to_serve(self, now: dt.datetime) -> Workspace | None:
        with self._database.reading() as session:
            workspace = find_workspace(session)
        if workspace is None or workspace.id is None or workspace.paused:
            return None
        if self._lease_until is None or now > self._lease_until - dt.timedelta(seconds=LEASE_SECONDS / 2):
            with self._database.writing() as session:
                held = hold_lease(
                    session,
                    workspace_id=workspace.id,
                    name="sender",
                    holder=self._holder,
                    now=now,
                    seconds=LEASE_SECONDS,
                )
                outbox.lapse(session, workspace_id=workspace.id, now=now, lookup_after=LOOKUP_AFTER)
                if held and self._lease_until is None:
                    known = load_pace(session, workspace_id=workspace.id, method=POST)
                    if known is not None:
                        self._limiter.learn_from(POST, known)
            self._lease_until = now + dt.timedelta(seconds=LEASE_SECONDS) if held else None
        if self._lease_until is None:
            return None
        return workspace if not workspace.sending_stopped or self._token_works_again(workspace, now) else None

    def _token_works_again(self, workspace: Workspace, now: dt.datetime) -> bool:
        if self._token_checked_at is not None and now - self._token_checked_at < TOKEN_CHECK:
            return False
        self._token_checked_at = now
        if not self._gateway.token_works():
            return False
        with self._database.writing() as session:
            found = find_workspace(session)
            assert found is not None
            found.sending_stopped = ""
            session.add(found)
        log.info("sending goes on", workspace=workspace.id)
        return True
