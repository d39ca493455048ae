"""Whether Pacer is well: its threads move, it can do its work, and its messages go out in time.

Each check answers its troubles in words for the operator, none when all is well. docs/operate.md says which of them
should restart Pacer, which should keep requests from it, and which should wake somebody.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable

import sqlalchemy as sa

from bot.core.clock import Clock
from bot.core.counters import Figures, Queue
from bot.core.message_kinds import NUDGE
from bot.nudges.lateness import LATE_AFTER
from bot.setup.checkup import CLOCK_SKEW, SET_CLOCK, skew_words
from bot.standings.marks import stored_marks
from storage import backlog
from storage.database_errors import SENTENCES, sentence_of
from storage.engine import Database
from storage.probe import LOW_SPACE, free_space, try_writing
from storage.workspaces import find_workspace
from storage.write_queue import DatabaseBusy

TICK_SECONDS = 180.0
"""A tick comes each minute; without one for so long the schedule has stopped."""
SENDER_SECONDS = 90.0
"""The sender looks each second; a batch that waits for Slack's time-outs takes half a minute."""
CONTACT_SECONDS = 300.0
"""So long Slack may give no proper answer before somebody should know."""
PROBE_SECONDS = 30.0
"""Whether something can be saved is tried no more often, however often somebody asks."""


class Health:
    """The checks of one running Pacer. `connected` says whether Slack can reach it, `clock_ahead` by how much this
    machine's clock is ahead of Slack's, where it is known.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        figures: Figures,
        connected: Callable[[], bool],
        clock_ahead: Callable[[], dt.timedelta | None] = lambda: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._figures = database, clock, figures
        self.connected, self._clock_ahead = connected, clock_ahead
        self._seconds = seconds
        self._probing = threading.Lock()
        self._probed_at: float | None = None
        self._unsaved = ""

    def alive(self) -> list[str]:
        """Whether its threads move; what is found here mends itself only by a new start."""
        pulse = self._figures.pulse
        limits = (("tick", TICK_SECONDS), ("sender", SENDER_SECONDS))
        ages = [(name, age) for name, limit in limits if (age := pulse.age(name)) > limit]
        ages += [(f"{name} thread", age) for name, age in pulse.stopped()]
        return [f"the {name} hasn't moved for {age:.0f} seconds" for name, age in ages]

    def ready(self) -> list[str]:
        """Whether it can take requests: the database answers and saves, Slack takes the token, and is connected."""
        troubles = [] if self.connected() else ["Socket Mode isn't connected"]
        try:
            queue = self.queue()
        except sa.exc.SQLAlchemyError as error:
            return [*troubles, _told(error)]
        troubles.extend(SENTENCES[trouble] for trouble in self._database.noticed)
        unsaved = self._probe()
        if unsaved and unsaved not in troubles:
            troubles.append(unsaved)
        return [*troubles, *_token(queue)]

    def well(self) -> list[str]:
        """All of it, and whether messages go out in time, the disk has room, nothing fails and the clock is right."""
        troubles = [*self.alive(), *self.ready(), *self._figures.failures.troubles(), *self._clock_troubles()]
        lost = self._figures.contact.lost_for()
        if lost is not None and lost > CONTACT_SECONDS:
            troubles.append(f"Slack's Web API hasn't answered for {lost:.0f} seconds")
        try:
            late = self.queue().late
            free = free_space(self._database)
        except (sa.exc.SQLAlchemyError, OSError):
            return troubles
        if late:
            minutes = LATE_AFTER.total_seconds() / 60
            troubles.append(f"{late} nudges are still waiting after {minutes:.0f} minutes")
        if free is not None and free < LOW_SPACE:
            troubles.append(f"only {free / 1e6:.0f} MB free on the database's disk")
        return troubles

    def _probe(self) -> str:
        """What keeps something from being saved, as it was found at most half a minute ago; empty when nothing does."""
        with self._probing:
            now = self._seconds()
            if self._probed_at is None or now - self._probed_at >= PROBE_SECONDS:
                try:
                    try_writing(self._database, now=self._clock.now())
                except DatabaseBusy:
                    pass  # somebody writes, and has for long: whether that can be saved is known at the next look
                except sa.exc.SQLAlchemyError as error:
                    self._unsaved = _told(error)
                else:
                    self._unsaved = ""
                self._probed_at = now
            return self._unsaved

    def _clock_troubles(self) -> list[str]:
        ahead = self._clock_ahead()
        if ahead is None or abs(ahead) <= CLOCK_SKEW:
            return []
        return [f"this machine's clock is {skew_words(ahead)}. {SET_CLOCK}"]

    def queue(self) -> Queue:
        """What waits, read now. Raises SQLAlchemyError where the database does not answer."""
        now = self._clock.now()
        with self._database.reading() as session:
            workspace = find_workspace(session)
            if workspace is None:
                return Queue({}, {}, 0, "")
            return Queue(
                open=backlog.open_by_kind(session, workspace_id=workspace.id),
                recent=backlog.recent_by_kind(session, workspace_id=workspace.id, since=now - dt.timedelta(days=1)),
                late=0
                if workspace.paused
                else backlog.count_late(session, workspace_id=workspace.id, kind=NUDGE, due_before=now - LATE_AFTER),
                sending_stopped=workspace.sending_stopped,
                odds={odds.value: (mark.said, mark.reached) for odds, mark in stored_marks(workspace).items()},
                odds_trust=workspace.odds_trust,
            )


def _told(error: sa.exc.SQLAlchemyError) -> str:
    return sentence_of(error) or f"the database doesn't answer ({type(error).__name__})"


def _token(queue: Queue) -> list[str]:
    if not queue.sending_stopped:
        return []
    return [f"Slack rejects SLACK_BOT_TOKEN ({queue.sending_stopped}), so nothing is sent until you replace it"]
