"""One piece of work after the other, by the one process that holds the lease: send, look up, say again, ask."""

import datetime as dt
import random
import threading
import time
from collections.abc import Callable

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.kinds import Kinds
from bot.core.supervisor import note_failure, thread_called
from bot.delivery.attempts import CLAIM_SECONDS, LOOKUP_AFTER
from bot.delivery.channels import ask_about_channel
from bot.delivery.composing import Composer
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.lookups import look_one_up
from bot.delivery.paces import load_pace
from bot.delivery.refreshing import refresh_one
from bot.delivery.sending import POST, Sender
from bot.delivery.statuses import ask_for_status
from bot.delivery.user_groups import ask_about_groups
from storage import outbox
from storage.database_errors import sentence_of
from storage.engine import Database
from storage.tables import Workspace
from storage.workspaces import find_workspace, hold_lease, release_lease

log = structlog.get_logger(__name__)

SENDER, SENDING = thread_called("sender"), "sending"
LEASE_SECONDS = 8.0
"""With the second in which another process looks again, who sends is replaced within ten seconds."""
LEASE = dt.timedelta(seconds=LEASE_SECONDS)
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
        kinds: Kinds,
        clock: Clock,
        holder: str,
        limiter: Limiter | None = None,
        batch: int = BATCH,
        threads: int = 4,
        chance: random.Random | None = None,
        checkpoint: Callable[[str], None] = lambda _name: None,
        figures: Figures | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._gateway, self._kinds, self._clock = database, gateway, kinds, clock
        self._holder = holder
        self._limiter = limiter or Limiter()
        self._figures, self._seconds = figures or Figures(), seconds
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
            still_here=self._keep_lease,
        )
        self._rests_until: dict[str, float] = {}
        self._renewed_at = 0.0
        self._token_checked_at: dt.datetime | None = None
        self._lease_until: dt.datetime | None = None
        self._turn = threading.Lock()

    def run(self, stop: threading.Event, wake: threading.Event, idle_seconds: float = 1.0) -> None:
        """Send until `stop`; looks again when `wake` is set, at the latest after `idle_seconds`."""
        while not stop.is_set():
            try:
                more = self.run_once()
            except Exception as failure:  # noqa: BLE001
                # The database may be away for a moment. Whatever it is, who waits for a nudge is not helped by a
                # sender that has ended; the health check sees that it does not move.
                note_failure(self._figures, SENDER, failure)
                if sentence_of(failure):
                    # It moves, and goes on when the database does: to start Pacer again would not help.
                    self._figures.pulse.beat("sender")
                stop.wait(AFTER_FAILURE_SECONDS)
                continue
            self._figures.pulse.beat("sender")
            self._figures.failures.went_well(SENDER)
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
                if workspace is not None:
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
            parts, id_ = (self._database, self._gateway, self._limiter), workspace.id
            pieces: dict[str, Callable[[], bool]] = {
                SENDING: lambda: self._sender.send_batch(id_, now),
                "looking up": lambda: self._look_one_up(id_, now),
                "saying again": lambda: refresh_one(*parts, self._composer, workspace_id=id_, now=now),
                "asking about channels": lambda: ask_about_channel(*parts, workspace_id=id_, now=now),
                "asking about user groups": lambda: ask_about_groups(*parts, workspace_id=id_, now=now),
                "asking for statuses": lambda: (
                    workspace.status_leave and ask_for_status(*parts, workspace_id=id_, now=now)
                ),
            }
            return any(self._do(name, piece, id_) for name, piece in pieces.items())

    def _do(self, name: str, piece: Callable[[], bool], workspace_id: int) -> bool:
        """Do one piece of work; whether there may be more. One that fails rests, and the others have their turn."""
        if self._rests_until.get(name, 0.0) > self._seconds():
            return False
        try:
            more = piece() if name == SENDING else self._sender.meanwhile(piece, workspace_id)
        except (OperationalError, InterfaceError):
            raise  # the database is away, for the other pieces too
        except Exception as failure:  # noqa: BLE001
            note_failure(self._figures, name, failure)
            self._rests_until[name] = self._seconds() + AFTER_FAILURE_SECONDS
            return False
        self._figures.failures.went_well(name)
        return more

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
            here = self._database.now(session)
        if workspace is None or workspace.paused:
            return None
        until = self._lease_until
        # Renewed when half of it is over, and when the database's clock was set back: by that it would end far ahead.
        if until is None or not until - LEASE <= here <= until - LEASE / 2:
            self._renew_lease(workspace.id, now)
        if self._lease_until is None:
            return None
        return workspace if not workspace.sending_stopped or self._token_works_again(workspace, now) else None

    def _renew_lease(self, workspace_id: int, now: dt.datetime) -> None:
        """Take the lease or keep it, and let time pass for what was claimed. It goes by the database's clock."""
        self._renewed_at = self._seconds()
        with self._database.writing() as session:
            here = self._database.now(session)
            held = hold_lease(
                session,
                workspace_id=workspace_id,
                name="sender",
                holder=self._holder,
                now=here,
                seconds=LEASE_SECONDS,
            )
            outbox.lapse(
                session,
                workspace_id=workspace_id,
                now=now,
                lookup_after=LOOKUP_AFTER,
                claim_seconds=CLAIM_SECONDS,
                here=here,
            )
            if held and self._lease_until is None:
                known = load_pace(session, workspace_id=workspace_id, method=POST)
                if known is not None:
                    self._limiter.learn_from(POST, known)
        self._lease_until = here + LEASE if held else None

    def _keep_lease(self, workspace_id: int) -> None:
        """Keep the lease while a batch takes long: a sender that waits for Slack is alive."""
        if self._seconds() - self._renewed_at < LEASE_SECONDS / 4:
            return
        try:
            self._renew_lease(workspace_id, self._clock.now())
        except SQLAlchemyError as error:
            # What was posted is to be stored all the same.
            note_failure(self._figures, SENDER, error)

    def _token_works_again(self, workspace: Workspace, now: dt.datetime) -> bool:
        checked = self._token_checked_at
        if checked is not None and checked <= now < checked + TOKEN_CHECK:
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
