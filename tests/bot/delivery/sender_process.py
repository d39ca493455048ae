"""One sender as a process of its own, which notes how far it is, and may kill itself at a named point."""

import dataclasses
import datetime as dt
import os
import signal
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized

import httpx
import structlog

from bot.core.clock import Clock
from bot.core.settings import Settings
from bot.core.words.message import Message
from bot.delivery.gateway import Posted, SlackGateway
from bot.delivery.slack_errors import OutcomeUnknown
from bot.delivery.slack_time import SlackTime
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.runtime.sandbox_clock import SandboxClock
from bot.runtime.schedule import tick
from storage.engine import make_database
from tests.skewed import SkewedClock

CLAIMED = "claimed"
NOT_STORED = "posted, not stored by Slack"
NOT_ANSWERED = "stored, not answered"
NOT_COMMITTED = "answered, not committed"
POINTS = (CLAIMED, NOT_STORED, NOT_ANSWERED, NOT_COMMITTED)
STEPS = ("starting", "planning", "waiting", "claimed", "posting", "answered", "committed")


@dataclass(frozen=True)
class Life:
    """What a sender needs to know. `dies_at` is one of POINTS, after so many posts; None lives until it is killed.

    Its machine's clock is `minutes_ahead` of Slack's.
    """

    database_url: str
    sandbox_url: str
    bot_token: str
    holder: str
    dies_at: str | None = None
    after_posts: int = 0
    minutes_ahead: float = 0.0


class _WatchedGateway(SlackGateway):
    """Slack's Web API; notes each post, and loses one on purpose where the life ends so."""

    def __init__(self, settings: Settings, life: Life, step: "Synchronized[int]", clock: Clock) -> None:
        super().__init__(settings, slack_time=SlackTime(clock))
        self._life, self._step, self._posts = life, step, 0

    def post(self, channel: str, message: Message, token: str) -> Posted:
        self._step.value = STEPS.index("posting")
        self._posts += 1
        loses = self._life.dies_at in (NOT_STORED, NOT_ANSWERED) and self._posts > self._life.after_posts
        if loses:
            kind = "drop_before" if self._life.dies_at == NOT_STORED else "drop_after"
            url = f"{self._life.sandbox_url}/control/faults"
            httpx.post(url, json={"method": "chat.postMessage", "kind": kind, "count": 1}).raise_for_status()
        try:
            posted = super().post(channel, message, token)
        except OutcomeUnknown:
            if loses:
                die()
            raise
        if self._life.dies_at == NOT_COMMITTED and self._posts > self._life.after_posts:
            die()
        return posted


def die() -> None:
    """End at once, as by the machine's failing: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def live(life: Life, step: "Synchronized[int]") -> None:
    """Plan and send as `pacer run` does, until killed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    settings = Settings(
        slack_bot_token=life.bot_token,
        slack_api_url=f"{life.sandbox_url}/api/",
        pacer_clock_url=f"{life.sandbox_url}/control/clock",
    )
    slacks = SandboxClock(settings.pacer_clock_url)
    clock = SkewedClock(slacks, dt.timedelta(minutes=life.minutes_ahead))
    database = make_database(life.database_url)
    # SQLite goes by this machine's clock, PostgreSQL by its server's, which is right here.
    database = dataclasses.replace(database, clock=clock.now if database.is_sqlite else slacks.now)

    def checkpoint(name: str) -> None:
        step.value = STEPS.index({"posted": "answered"}.get(name, name))
        if name == "claimed" and life.dies_at == CLAIMED:
            die()

    # A life that ends by losing one certain post sends one at a time, so that it is that one which is lost.
    threads = 1 if life.dies_at in (NOT_STORED, NOT_ANSWERED) else 4
    worker = Worker(
        database=database,
        gateway=_WatchedGateway(settings, life, step, clock),
        kinds=kinds(),
        clock=clock,
        holder=life.holder,
        threads=threads,
        checkpoint=checkpoint,
    )
    while True:
        step.value = STEPS.index("planning")
        tick(database, clock.now())
        worker.drain()
        step.value = STEPS.index("waiting")
