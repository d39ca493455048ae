"""Makes messages of claimed deliveries, true at the moment of sending, and says what comes of those that have none."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from bot.core.kinds import Kinds, MadeAhead, ShowsOthers, Withdrawn
from bot.core.looks import note_shown
from bot.core.words.message import Message
from bot.core.work import Work
from bot.delivery.attempts import Attempt, put_back
from bot.delivery.precomposed import Ahead
from bot.nudges.restraint import HeldBack, hold_back
from storage import outbox
from storage.engine import Database
from storage.tables import Delivery, DeliveryState
from storage.workspaces import find_workspace

log = structlog.get_logger(__name__)

UNKNOWN_KIND = dt.timedelta(minutes=1)
"""So long a delivery of a kind that only a newer Pacer knows is left to that one."""


class Composer:
    """Knows the kinds of deliveries and reads what they are about."""

    def __init__(self, database: Database, kinds: Kinds) -> None:
        self._database, self._kinds = database, kinds
        self._marked: dict[str, MadeAhead] = {n: kind for n, kind in kinds.items() if isinstance(kind, MadeAhead)}
        self._showing: dict[str, ShowsOthers] = {n: kind for n, kind in kinds.items() if isinstance(kind, ShowsOthers)}
        self._ahead = Ahead()

    def prepare(self, workspace_id: int, now: dt.datetime, *, batch: int, soon: int) -> bool:
        """Whether there is anything to claim.

        Where more than a batch is due, up to `soon` messages are composed together, which costs little more than a
        batch of them. Until these are used up or old, nothing is looked at.
        """
        if self._ahead.lasts(now):
            return True
        with self._database.reading() as session:
            rows = outbox.next_to_claim(session, workspace_id=workspace_id, now=now, limit=soon)
        some = [row for row in rows if row.kind in self._marked]
        if len(some) > batch:
            try:
                marks = self._marks_of(some, now)
                self._ahead.keep(some, self.render(some, now), marks, now)
            except Exception:  # it is found again when it is claimed, and does not keep the others from being sent
                log.exception("could not be written ahead")
        return bool(rows)

    def compose(
        self, claimed: Sequence[Delivery], now: dt.datetime
    ) -> tuple[list[tuple[Delivery, Message]], list[Attempt]]:
        """The messages to post now, and what came of the deliveries that have none."""
        known = [row for row in claimed if row.kind in self._kinds]
        not_sent = [Attempt(row, put_back(row, now + UNKNOWN_KIND)) for row in claimed if row.kind not in self._kinds]
        try:
            known, held = self._without_held_back(known, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # Whatever is wrong with one of them must not keep the others from being sent.
            log.exception("a batch could not be held against what was sent; one by one")
            known, held = self._judged_alone(known, now)
        not_sent += held
        try:
            ahead = self._made_ahead(known, now)
            rest = [row for row in known if row.id not in ahead]
            found: Mapping[int, Message | Withdrawn | Exception] = {**ahead, **self.render(rest, now)}
        except Exception:  # whatever is wrong with one of them must not keep the others from being sent
            log.exception("a batch could not be written; one by one")
            found = {row.id: self._render_alone(row, now) for row in known}
        messages = []
        for row in known:
            match found[row.id]:
                case Message() as message:
                    messages.append((row, message))
                case Withdrawn(reason):
                    not_sent.append(Attempt(row, {"state": DeliveryState.CANCELLED, "error": reason}))
                case failure:
                    error = f"could not be written ({type(failure).__name__})"
                    not_sent.append(Attempt(row, {"state": DeliveryState.FAILED, "error": error}))
        return messages, not_sent

    def render(self, claimed: Sequence[Delivery], now: dt.datetime) -> dict[int, Message | Withdrawn]:
        """What each of these says at `now`, by its id."""
        found: dict[int, Message | Withdrawn] = {}
        with self._database.reading() as session:
            work = _work(session, now)
            for kind in dict.fromkeys(row.kind for row in claimed):
                rows = [row for row in claimed if row.kind == kind]
                found.update(self._kinds[kind].render(work, rows))
        return found

    def shows_somebody(self, row: Delivery) -> bool:
        """Whether a message of this kind may show somebody's figures to another."""
        return row.kind in self._showing and row.member_id is not None

    def _made_ahead(self, rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        """The messages of these that were composed ahead and say what they would say now."""
        made = [row for row in rows if row.kind in self._marked]
        return self._ahead.take(made, self._marks_of(made, now)) if self._ahead.has_any(made) else {}

    def _marks_of(self, rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Hashable]:
        found: dict[int, Hashable] = {}
        with self._database.reading() as session:
            work = _work(session, now)
            for name, kind in self._marked.items():
                some = [row for row in rows if row.kind == name]
                if some:
                    found.update(kind.marks(work, some))
        return found

    def note_looks(self, session: Session, row: Delivery, now: dt.datetime) -> None:
        """Note whose figures a message that has arrived showed to its reader: a digest's, say."""
        kind = self._showing.get(row.kind)
        if kind is None or row.member_id is None:
            return
        work = _work(session, now)
        shown = kind.shown(session, row)
        note_shown(session, workspace=work.workspace, reader_id=row.member_id, member_ids=shown, now=now)

    def _without_held_back(self, rows: Sequence[Delivery], now: dt.datetime) -> tuple[list[Delivery], list[Attempt]]:
        """The deliveries that may be sent now, and what came of those to reps that may not."""
        to_reps = frozenset(name for name, kind in self._kinds.items() if kind.to_rep)
        waiting = frozenset(name for name, kind in self._kinds.items() if kind.waits)
        with self._database.reading() as session:
            work = _work(session, now)
            held = hold_back(session, workspace=work.workspace, rows=rows, counted=to_reps, waiting=waiting, now=now)
        return [row for row in rows if row.id not in held], [
            Attempt(row, _held(row, held[row.id])) for row in rows if row.id in held
        ]

    def _judged_alone(self, rows: Sequence[Delivery], now: dt.datetime) -> tuple[list[Delivery], list[Attempt]]:
        free, held = [], []
        for row in rows:
            try:
                some, others = self._without_held_back([row], now)
            except Exception as failure:
                log.exception("delivery could not be judged", delivery=row.id, kind=row.kind)
                error = f"could not be written ({type(failure).__name__})"
                some, others = [], [Attempt(row, {"state": DeliveryState.FAILED, "error": error})]
            free += some
            held += others
        return free, held

    def _render_alone(self, row: Delivery, now: dt.datetime) -> Message | Withdrawn | Exception:
        try:
            return self.render([row], now)[row.id]
        except Exception as failure:
            # One that cannot be written must not hold up all that come after it.
            log.exception("delivery could not be written", delivery=row.id, kind=row.kind)
            return failure


def _work(session: Session, now: dt.datetime) -> Work:
    workspace = find_workspace(session)
    assert workspace is not None
    return Work(session, workspace, now)


def _held(row: Delivery, held: HeldBack) -> dict[str, Any]:
    """Not now: on another morning, or not at all."""
    if held.until is None:
        return {"state": DeliveryState.CANCELLED, "error": held.reason}
    return {**put_back(row, held.until), "local_date": held.date}
