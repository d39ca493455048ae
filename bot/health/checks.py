"""Whether Pacer is well: its threads move, it can do its work, and its messages go out in time.

Each check answers its troubles in words for the operator, none when all is well. docs/operate.md says which of them
should restart Pacer, which should keep requests from it, and which should wake somebody.
"""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from bot.clock import Clock
from bot.coach.nudges.lateness import LATE_AFTER
from bot.coach.nudges.morning import NUDGE
from bot.coach.setup.checkup import CLOCK_SKEW, SET_CLOCK, skew_words
from bot.health.figures import Figures, Queue
from storage import backlog
from storage.engine import Database
from storage.workspaces import find_workspace

TICK_SECONDS = 180.0
"""A tick comes each minute; without one for so long the schedule has stopped."""
SENDER_SECONDS = 90.0
"""The sender looks each second; a batch that waits for Slack's time-outs takes half a minute."""
CONTACT_SECONDS = 300.0
"""So long Slack may give no proper answer before somebody should know."""


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
    ) -> None:
        self._database, self._clock, self._figures = database, clock, figures
        self.connected, self._clock_ahead = connected, clock_ahead

    def alive(self) -> list[str]:
        """Whether its threads move; what is found here mends itself only by a new start."""
        pulse = self._figures.pulse
        limits = (("tick", TICK_SECONDS), ("sender", SENDER_SECONDS))
        ages = [(name, age) for name, limit in limits if (age := pulse.age(name)) > limit]
        ages += [(f"{name} thread", age) for name, age in pulse.stopped()]
        return [f"the {name} has not moved for {age:.0f} seconds" for name, age in ages]

    def ready(self) -> list[str]:
        """Whether it can take requests: the database answers, Slack takes the token, and is connected."""
        troubles = [] if self.connected() else ["Socket Mode is not connected"]
        try:
            queue = self.queue()
        except sa.exc.SQLAlchemyError as error:
            return [*troubles, f"the database does not answer ({type(error).__name__})"]
        return [*troubles, *_token(queue)]

    def well(self) -> list[str]:
        """All of it, and whether messages go out in time."""
        troubles = [*self.alive(), *self.ready(), *self._figures.failures.troubles(), *self._clock_troubles()]
        lost = self._figures.contact.lost_for()
        if lost is not None and lost > CONTACT_SECONDS:
            troubles.append(f"Slack's Web API has given no answer for {lost:.0f} seconds")
        try:
            late = self.queue().late
        except sa.exc.SQLAlchemyError:
            return troubles
        if late:
            minutes = LATE_AFTER.total_seconds() / 60
            troubles.append(f"{late} nudges that were due are not sent after {minutes:.0f} minutes")
        return troubles

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
            if workspace is None or workspace.id is None:
                return Queue({}, {}, 0, "")
            return Queue(
                open=backlog.open_by_kind(session, workspace_id=workspace.id),
                recent=backlog.recent_by_kind(session, workspace_id=workspace.id, since=now - dt.timedelta(days=1)),
                late=0
                if workspace.paused
                else backlog.count_late(session, workspace_id=workspace.id, kind=NUDGE, due_before=now - LATE_AFTER),
                sending_stopped=workspace.sending_stopped,
            )


def _token(queue: Queue) -> list[str]:
    if not queue.sending_stopped:
        return []
    return [f"Slack refuses SLACK_BOT_TOKEN ({queue.sending_stopped}): nothing is sent until it is replaced"]
