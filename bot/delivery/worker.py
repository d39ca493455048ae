"""Sends what is planned, exactly once: claim and commit, render, post, commit what came of it."""

import datetime as dt
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import structlog
from sqlmodel import Session

from bot.clock import Clock
from bot.coach.nudges.restraint import HeldBack, hold_back
from bot.delivery.channels import ask_about_channel
from bot.delivery.gateway import Gateway, Posted
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import after_failure, note_refusal
from bot.delivery.paces import load_pace, store_pace
from bot.delivery.rendering import Kind, Withdrawn
from bot.delivery.statuses import ask_for_status
from bot.delivery.troubles import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.health.figures import Figures
from bot.messages.message import Message
from storage import outbox, refreshes
from storage.engine import Database
from storage.tables import Delivery, DeliveryState, Workspace
from storage.workspaces import find_workspace, hold_lease, release_lease

log = structlog.get_logger(__name__)

LEASE_SECONDS = 8.0
"""With the second in which another process looks again, who sends is replaced within ten seconds."""
CLAIM_SECONDS = 60.0
BATCH = 20
AFTER_FAILURE_SECONDS = 3.0
UNKNOWN_KIND = dt.timedelta(minutes=1)
"""So long a delivery of a kind that only a newer Pacer knows is left to that one."""
LOOKUP_AFTER = dt.timedelta(seconds=60)
LOOKUPS = 2
"""So often Slack is asked before a message counts as not arrived."""
TOKEN_CHECK = dt.timedelta(seconds=30)
POST = "chat.postMessage"


@dataclass(frozen=True)
class _Sent:
    """What came of one attempt: the columns to change."""

    delivery: Delivery
    values: Mapping[str, Any]
    throttled: bool = False


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
        self._holder, self._batch, self._checkpoint = holder, batch, checkpoint
        self._limiter = limiter or Limiter()
        self._figures = figures or Figures()
        self._chance = chance or random.Random()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="send") if threads > 1 else None
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
        if self._pool is not None:
            self._pool.shutdown()
        with self._database.writing() as session:
            workspace = find_workspace(session)
            if workspace is not None and workspace.id is not None:
                release_lease(session, workspace_id=workspace.id, name="sender", holder=self._holder)

    def run_once(self) -> bool:
        """Do one piece of work; whether there may be more."""
        with self._turn:
            now = self._clock.now()
            workspace = self._workspace_to_serve(now)
            if workspace is None:
                return False
            assert workspace.id is not None
            return (
                self._send_batch(workspace.id, now)
                or self._look_one_up(workspace.id, now)
                or self._refresh_one(workspace.id, now)
                or ask_about_channel(self._database, self._gateway, self._limiter, workspace_id=workspace.id, now=now)
                or (
                    workspace.status_leave
                    and ask_for_status(self._database, self._gateway, self._limiter, workspace_id=workspace.id, now=now)
                )
            )

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

    def _send_batch(self, workspace_id: int, now: dt.datetime) -> bool:
        affordable = self._limiter.affordable(POST, now)
        if affordable < 1:
            return False
        with self._database.writing() as session:
            claimed = outbox.claim(
                session,
                workspace_id=workspace_id,
                holder=self._holder,
                now=now,
                seconds=CLAIM_SECONDS,
                limit=min(self._batch, affordable),
            )
            if claimed:
                self._keep_pace(session, workspace_id, now, spending=len(claimed))
        if not claimed:
            return False
        self._checkpoint("claimed")
        messages, not_sent = self._messages_of(claimed, now)
        attempts = self._attempt_all(messages)
        self._checkpoint("answered")
        self._store([*not_sent, *attempts], workspace_id)
        self._checkpoint("committed")
        return True

    def _keep_pace(self, session: Session, workspace_id: int, now: dt.datetime, *, spending: int) -> None:
        pace = self._limiter.pace_to_keep(POST, now, spending=spending)
        if pace is not None:
            store_pace(session, workspace_id=workspace_id, method=POST, pace=pace)

    def _messages_of(
        self, claimed: Sequence[Delivery], now: dt.datetime
    ) -> tuple[list[tuple[Delivery, Message]], list[_Sent]]:
        """The messages to post, and what came of the deliveries that have none."""
        known = [row for row in claimed if row.kind in self._kinds]
        not_sent = [_Sent(row, _put_back(row, now + UNKNOWN_KIND)) for row in claimed if row.kind not in self._kinds]
        known, held = self._without_held_back(known, now)
        not_sent += held
        try:
            found: Mapping[int, Message | Withdrawn | Exception] = self._render(known, now)
        except Exception:  # whatever is wrong with one of them must not keep the others from being sent
            log.exception("a batch could not be written; one by one")
            found = {row.id or 0: self._render_alone(row, now) for row in known}
        messages = []
        for row in known:
            match found[row.id or 0]:
                case Message() as message:
                    messages.append((row, message))
                case Withdrawn(reason):
                    not_sent.append(_Sent(row, {"state": DeliveryState.CANCELLED, "error": reason}))
                case failure:
                    error = f"could not be written ({type(failure).__name__})"
                    not_sent.append(_Sent(row, {"state": DeliveryState.FAILED, "error": error}))
        return messages, not_sent

    def _without_held_back(self, rows: Sequence[Delivery], now: dt.datetime) -> tuple[list[Delivery], list[_Sent]]:
        """The deliveries that may be sent now, and what came of those to reps that may not."""
        to_reps = frozenset(name for name, kind in self._kinds.items() if kind.to_rep)
        waiting = frozenset(name for name, kind in self._kinds.items() if kind.waits)
        with self._database.reading() as session:
            workspace = find_workspace(session)
            assert workspace is not None
            held = hold_back(session, workspace=workspace, rows=rows, counted=to_reps, waiting=waiting, now=now)
        return [row for row in rows if row.id not in held], [
            _Sent(row, _held(row, held[row.id])) for row in rows if row.id in held
        ]

    def _render_alone(self, row: Delivery, now: dt.datetime) -> Message | Withdrawn | Exception:
        try:
            return self._render([row], now)[row.id or 0]
        except Exception as failure:
            # One that cannot be written must not hold up all that come after it.
            log.exception("delivery could not be written", delivery=row.id, kind=row.kind)
            return failure

    def _render(self, claimed: Sequence[Delivery], now: dt.datetime) -> dict[int, Message | Withdrawn]:
        found: dict[int, Message | Withdrawn] = {}
        with self._database.reading() as session:
            for kind in dict.fromkeys(row.kind for row in claimed):
                rows = [row for row in claimed if row.kind == kind]
                found.update(self._kinds[kind].render(session, rows, now))
        return found

    def _attempt_all(self, ready: Sequence[tuple[Delivery, Message]]) -> list[_Sent]:
        """Post in order, as the limiter admits; what it does not admit now is put back."""
        results: list[_Sent | Any] = []
        for row, message in ready:
            now = self._clock.now()
            wait = self._limiter.delay(POST, row.recipient, now)
            if wait > 0:
                results.append(_Sent(row, _put_back(row, now + dt.timedelta(seconds=wait))))
                continue
            self._limiter.take(POST, row.recipient, now)
            results.append(
                self._attempt(row, message) if self._pool is None else self._pool.submit(self._attempt, row, message)
            )
        return [found if isinstance(found, _Sent) else found.result() for found in results]

    def _attempt(self, row: Delivery, message: Message) -> _Sent:
        try:
            posted = self._gateway.post(row.channel or row.recipient, message, row.token)
        except Throttled as throttled:
            now = self._clock.now()
            self._limiter.method(POST).refused(now, throttled.seconds)
            return _Sent(row, _put_back(row, now + dt.timedelta(seconds=throttled.seconds)), throttled=True)
        except (Refused, TokenRevoked, OutcomeUnknown, NotDone) as failure:
            return _Sent(row, after_failure(row, failure, self._clock.now(), self._chance, lookup_after=LOOKUP_AFTER))
        self._checkpoint("posted")
        return _Sent(
            row,
            {
                "state": DeliveryState.SENT,
                "channel": posted.channel,
                "ts": posted.ts,
                "sent_at": self._clock.now(),
                "error": "",
            },
        )

    def _store(self, results: Sequence[_Sent], workspace_id: int) -> None:
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for result in results:
            values = {"id": result.delivery.id, "claimed_until": None, **result.values}
            by_columns.setdefault(tuple(sorted(values)), []).append(values)
        with self._database.writing() as session:
            for rows in by_columns.values():
                outbox.update_many(session, rows=rows)
            if any(result.throttled for result in results):
                self._keep_pace(session, workspace_id, self._clock.now(), spending=0)
            for result in results:
                if result.values["state"] in (DeliveryState.FAILED, DeliveryState.PLANNED) and result.values["error"]:
                    note_refusal(session, result.delivery, str(result.values["error"]), self._clock.now())
        for result in results:
            self._figures.count_delivery(
                result.delivery.kind, result.values["state"].value, result.delivery.due_at, result.values.get("sent_at")
            )
            log.info(
                "delivery",
                workspace=workspace_id,
                delivery=result.delivery.id,
                member=result.delivery.member_id,
                kind=result.delivery.kind,
                state=result.values["state"].value,
                error=result.values["error"] or None,
            )

    def _look_one_up(self, workspace_id: int, now: dt.datetime) -> bool:
        if self._limiter.delay("conversations.history", "", now) > 0:
            return False
        with self._database.writing() as session:
            row = outbox.claim_unknown(
                session, workspace_id=workspace_id, holder=self._holder, now=now, seconds=CLAIM_SECONDS
            )
        if row is None:
            return False
        self._limiter.take("conversations.history", "", now)
        values = self._settle(row, now)
        self._store([_Sent(row, values)], workspace_id)
        return True

    def _settle(self, row: Delivery, now: dt.datetime) -> dict[str, Any]:
        """Find out what became of an attempt of unknown outcome."""
        try:
            channel = row.channel or (
                row.recipient if row.member_id is None else self._gateway.open_conversation(row.recipient)
            )
            posted = self._gateway.look_up(channel, row.token, row.attempted_at or row.due_at)
        except Throttled as throttled:
            return _later(row, now + dt.timedelta(seconds=throttled.seconds))
        except (OutcomeUnknown, NotDone):
            return _later(row, now + LOOKUP_AFTER)
        except (Refused, TokenRevoked) as refusal:
            return self._cannot_know(row, now, refusal.error)
        if posted is not None:
            return _found(posted, now)
        if row.lookups + 1 < LOOKUPS:
            return {**_later(row, now + LOOKUP_AFTER), "lookups": row.lookups + 1}
        if row.expires_at is not None and row.expires_at <= now:
            return {"state": DeliveryState.EXPIRED, "error": "did not arrive, and is too late now"}
        return {**_put_back(row, now), "lookups": 0, "attempts": row.attempts}

    def _cannot_know(self, row: Delivery, now: dt.datetime, why: str) -> dict[str, Any]:
        expired = row.expires_at is not None and row.expires_at <= now
        if self._kinds[row.kind].at_most_once or expired:
            return {"state": DeliveryState.FAILED, "error": f"unknown whether it arrived, not repeated ({why})"}
        return {**_put_back(row, now), "possibly_repeated": True}

    def _refresh_one(self, workspace_id: int, now: dt.datetime) -> bool:
        if self._limiter.delay("chat.update", "", now) > 0:
            return False
        with self._database.writing() as session:
            row = refreshes.claim_refresh(session, workspace_id=workspace_id, now=now, seconds=CLAIM_SECONDS)
        if row is None or row.id is None:
            return False
        claimed = row.refresh_at
        said = self._render([row], now)[row.id]
        if isinstance(said, Message):
            self._limiter.take("chat.update", row.channel, now)
            try:
                self._gateway.update(Posted(row.channel, row.ts), said)
            except Throttled as throttled:
                self._limiter.method("chat.update").refused(now, throttled.seconds)
                return True  # its claim ends by itself, and it is tried again
            except (OutcomeUnknown, NotDone, TokenRevoked):
                return True
            except Refused as refusal:
                log.warning("update refused", workspace=workspace_id, delivery=row.id, error=refusal.error)
        with self._database.writing() as session:
            refreshes.refreshed(session, delivery_id=row.id, claimed=claimed)
        return True


def _put_back(row: Delivery, at: dt.datetime) -> dict[str, Any]:
    """Nothing was sent: as before, to be tried at `at`."""
    return {
        "state": DeliveryState.PLANNED,
        "next_attempt_at": at,
        "attempts": max(0, row.attempts - 1),
        "error": "",
    }


def _held(row: Delivery, held: HeldBack) -> dict[str, Any]:
    """Not now: on another morning, or not at all."""
    if held.until is None:
        return {"state": DeliveryState.CANCELLED, "error": held.reason}
    return {**_put_back(row, held.until), "local_date": held.date}


def _later(row: Delivery, at: dt.datetime) -> dict[str, Any]:
    return {"state": DeliveryState.UNKNOWN, "next_attempt_at": at, "error": row.error}


def _found(posted: Posted, now: dt.datetime) -> dict[str, Any]:
    return {"state": DeliveryState.SENT, "channel": posted.channel, "ts": posted.ts, "sent_at": now, "error": ""}
