"""Posts what is claimed, and commits what came of it."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from sqlmodel import Session

from bot.clock import Clock
from bot.delivery.ahead import AGE, MOST
from bot.delivery.attempts import CLAIM_SECONDS, LOOKUP_AFTER, Attempt, put_back, sent
from bot.delivery.composing import Composer
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import after_failure, note_refusal
from bot.delivery.paces import store_pace
from bot.delivery.troubles import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from bot.health.figures import Figures
from bot.messages.message import Message
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery, DeliveryState

log = structlog.get_logger(__name__)

POST = "chat.postMessage"


class Sender:
    """Sends batches: claim and commit, compose, post, commit what came of it. Where many are due, they are composed
    some seconds ahead, as many as go out until then.

    A crash between any two of these leaves a delivery that is looked up before it is sent again.
    """

    def __init__(
        self,
        *,
        database: Database,
        gateway: Gateway,
        composer: Composer,
        limiter: Limiter,
        clock: Clock,
        holder: str,
        batch: int,
        threads: int,
        chance: random.Random,
        checkpoint: Callable[[str], None],
        figures: Figures,
    ) -> None:
        self._database, self._gateway, self._composer, self._clock = database, gateway, composer, clock
        self._limiter, self._holder, self._batch, self._checkpoint = limiter, holder, batch, checkpoint
        self._chance, self._figures = chance, figures
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="send") if threads > 1 else None

    def send_batch(self, workspace_id: int, now: dt.datetime) -> bool:
        """Claim some of what is due and send it; whether there may be more."""
        affordable = self._limiter.affordable(POST, now)
        if affordable < 1:
            return False
        batch = min(self._batch, affordable)
        soon = min(MOST, self._limiter.affordable_within(POST, now, AGE))
        if not self._composer.prepare(workspace_id, now, batch=batch, soon=max(batch, soon)):
            return False
        with self._database.writing() as session:
            claimed = outbox.claim(
                session,
                workspace_id=workspace_id,
                holder=self._holder,
                now=now,
                seconds=CLAIM_SECONDS,
                limit=batch,
            )
            if claimed:
                self._keep_pace(session, workspace_id, now, spending=len(claimed))
        if not claimed:
            return False
        self._checkpoint("claimed")
        messages, not_sent = self._composer.compose(claimed, now)
        attempts = self._attempt_all(messages)
        self._checkpoint("answered")
        self.store([*not_sent, *attempts], workspace_id)
        self._checkpoint("committed")
        return True

    def store(self, results: Sequence[Attempt], workspace_id: int) -> None:
        """Commit what came of these attempts, and count it."""
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
                elif result.values["state"] is DeliveryState.SENT:
                    self._composer.note_looks(session, result.delivery, self._clock.now())
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

    def _keep_pace(self, session: Session, workspace_id: int, now: dt.datetime, *, spending: int) -> None:
        pace = self._limiter.pace_to_keep(POST, now, spending=spending)
        if pace is not None:
            store_pace(session, workspace_id=workspace_id, method=POST, pace=pace)

    def _attempt_all(self, ready: Sequence[tuple[Delivery, Message]]) -> list[Attempt]:
        """Post in order, as the limiter admits; what it does not admit now is put back."""
        results: list[Attempt | Any] = []
        for row, message in ready:
            now = self._clock.now()
            wait = self._limiter.delay(POST, row.recipient, now)
            if wait > 0:
                results.append(Attempt(row, put_back(row, now + dt.timedelta(seconds=wait))))
                continue
            self._limiter.take(POST, row.recipient, now)
            results.append(
                self._attempt(row, message) if self._pool is None else self._pool.submit(self._attempt, row, message)
            )
        return [found if isinstance(found, Attempt) else found.result() for found in results]

    def _attempt(self, row: Delivery, message: Message) -> Attempt:
        try:
            posted = self._gateway.post(row.channel or row.recipient, message, row.token)
        except Throttled as throttled:
            now = self._clock.now()
            self._limiter.method(POST).refused(now, throttled.seconds)
            return Attempt(row, put_back(row, now + dt.timedelta(seconds=throttled.seconds)), throttled=True)
        except (Refused, TokenRevoked, OutcomeUnknown, NotDone) as failure:
            return Attempt(row, after_failure(row, failure, self._clock.now(), self._chance, lookup_after=LOOKUP_AFTER))
        self._checkpoint("posted")
        return Attempt(row, sent(posted, self._clock.now()))

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
