"""Posts what is claimed, and commits what came of it."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from bot.core.clock import Clock
from bot.core.counters import Figures
from bot.core.supervisor import note_failure
from bot.core.words.message import Message
from bot.delivery.attempts import CLAIM_SECONDS, LOOKUP_AFTER, Attempt, put_back, sent
from bot.delivery.composing import Composer
from bot.delivery.gateway import Gateway
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import MISTAKE, after_failure, note_refusal
from bot.delivery.paces import store_pace
from bot.delivery.precomposed import AGE, MOST
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery, DeliveryState

log = structlog.get_logger(__name__)

Result = TypeVar("Result")
POST = "chat.postMessage"
LOOK_SECONDS = 1.0
"""So often a sender that waits for Slack sees to its lease."""


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
        still_here: Callable[[int], None] = lambda _workspace_id: None,
    ) -> None:
        self._database, self._gateway, self._composer, self._clock = database, gateway, composer, clock
        self._limiter, self._holder, self._batch, self._checkpoint = limiter, holder, batch, checkpoint
        self._chance, self._figures, self._still_here = chance, figures, still_here
        self._asked_the_time = False
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
        slack_now = self._gateway.slack_time.now()
        if slack_now is None and not self._asked_the_time:
            # Where a message is looked for, Slack is asked by its own clock: so that is to be known before it is sent.
            self._asked_the_time = True
            self._gateway.token_works()
            slack_now = self._gateway.slack_time.now()
        with self._database.writing() as session:
            claimed = outbox.claim(
                session,
                workspace_id=workspace_id,
                holder=self._holder,
                now=now,
                seconds=CLAIM_SECONDS,
                limit=batch,
                here=self._database.now(session),
                attempted_at=slack_now,
            )
            if claimed:
                self._keep_pace(session, workspace_id, now, spending=len(claimed))
        if not claimed:
            return False
        self._checkpoint("claimed")
        messages, not_sent = self._composer.compose(claimed, now)
        attempts = self._attempt_all(messages, workspace_id)
        self._checkpoint("answered")
        self.store([*not_sent, *attempts], workspace_id)
        self._checkpoint("committed")
        return True

    def store(self, results: Sequence[Attempt], workspace_id: int) -> None:
        """Commit what came of these attempts, and count it. A delivery that was deleted meanwhile is passed over."""
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for result in results:
            values = {"id": result.delivery.id, "claimed_until": None, **result.values}
            by_columns.setdefault(tuple(sorted(values)), []).append(values)
        with self._database.writing() as session:
            there: set[int] = set()
            for rows in by_columns.values():
                there |= outbox.update_many(session, rows=rows)
            if any(result.throttled for result in results):
                self._keep_pace(session, workspace_id, self._clock.now(), spending=0)
            for result in results:
                if result.delivery.id in there:
                    self._note_what_follows(session, result)
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
                **({} if result.delivery.id in there else {"deleted": True}),
            )

    def _note_what_follows(self, session: Session, result: Attempt) -> None:
        """What came of one attempt for others. A mistake in it undoes nothing of what is stored of the rest."""
        state, error = result.values["state"], str(result.values["error"])
        refused = state in (DeliveryState.FAILED, DeliveryState.PLANNED) and error
        if not refused and not (state is DeliveryState.SENT and self._composer.shows_somebody(result.delivery)):
            return
        try:
            with session.begin_nested():
                if refused:
                    note_refusal(session, result.delivery, error, self._clock.now())
                else:
                    self._composer.note_looks(session, result.delivery, self._clock.now())
        except (OperationalError, InterfaceError):
            raise  # the database is away: all of it is stored again
        except Exception as mistake:  # noqa: BLE001
            note_failure(self._figures, "noting what was sent", mistake, lasting=False)

    def _keep_pace(self, session: Session, workspace_id: int, now: dt.datetime, *, spending: int) -> None:
        pace = self._limiter.pace_to_keep(POST, now, spending=spending)
        if pace is not None:
            store_pace(session, workspace_id=workspace_id, method=POST, pace=pace)

    def _attempt_all(self, ready: Sequence[tuple[Delivery, Message]], workspace_id: int) -> list[Attempt]:
        """Post in order, as the limiter admits; what it does not admit now is put back."""
        results: list[Attempt | Future[Attempt]] = []
        for row, message in ready:
            now = self._clock.now()
            delay = self._limiter.delay(POST, row.recipient, now)
            if delay > 0:
                results.append(Attempt(row, put_back(row, now + dt.timedelta(seconds=delay))))
                continue
            self._limiter.take(POST, row.recipient, now)
            results.append(
                self._attempt(row, message) if self._pool is None else self._pool.submit(self._attempt, row, message)
            )
            self._still_here(workspace_id)
        return [found if isinstance(found, Attempt) else self._when_done(found, workspace_id) for found in results]

    def meanwhile(self, piece: Callable[[], bool], workspace_id: int) -> bool:
        """Do a piece of work that may wait for Slack, and see to the lease meanwhile; what it answers."""
        return piece() if self._pool is None else self._when_done(self._pool.submit(piece), workspace_id)

    def _when_done(self, work: Future[Result], workspace_id: int) -> Result:
        while not wait([work], timeout=LOOK_SECONDS).done:
            self._still_here(workspace_id)
        return work.result()

    def _attempt(self, row: Delivery, message: Message) -> Attempt:
        try:
            posted = self._gateway.post(row.channel or row.recipient, message, row.token)
        except Throttled as throttled:
            now = self._clock.now()
            self._limiter.method(POST).refused(now, throttled.seconds)
            return Attempt(row, put_back(row, now + dt.timedelta(seconds=throttled.seconds)), throttled=True)
        except (Refused, TokenRevoked, OutcomeUnknown, NotDone) as failure:
            return Attempt(row, after_failure(row, failure, self._clock.now(), self._chance, lookup_after=LOOKUP_AFTER))
        except Exception as mistake:  # noqa: BLE001 (it ends this attempt alone, and nobody knows how far it came)
            note_failure(self._figures, "posting", mistake, lasting=False)
            unknown = OutcomeUnknown(f"{MISTAKE}{type(mistake).__name__}")
            return Attempt(row, after_failure(row, unknown, self._clock.now(), self._chance, lookup_after=LOOKUP_AFTER))
        self._checkpoint("posted")
        return Attempt(row, sent(posted, self._clock.now()))

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
