"""A whole cohort through the real worker to a workspace with a limit that Pacer is not told."""

import datetime as dt
import sys
import threading
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.core.settings import Settings
from bot.core.words.message import Message
from bot.delivery.gateway import Posted, SlackGateway
from bot.delivery.limiter import CLOSE, Limiter
from bot.delivery.sending import POST
from bot.delivery.slack_errors import Throttled
from bot.delivery.worker import Worker
from bot.runtime.kinds import kinds
from bot.runtime.schedule import tick
from sandbox.app import Options
from sandbox.clock import MovableClock
from sandbox.running import running_sandbox
from storage.tables import Delivery, DeliveryState
from tests.bot.delivery.test_chaos import MORNING, prepare
from tests.databases import fresh_sqlite
from tests.office import MANIFEST


class SteppedClock:
    """The sandbox's own clock, which stands still but for this test's steps: no real second is counted."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        clock.heard_of("test")
        clock.move(clock.now() + dt.timedelta(days=1))

    def now(self) -> dt.datetime:
        return self._clock.now()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.is_set()

    def step(self, seconds: float) -> None:
        self._clock.heard_of("test")
        self._clock.step(self._clock.now() + dt.timedelta(seconds=seconds))


class CountingGateway(SlackGateway):
    """Slack's Web API, counting what it answers to posts."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.posts, self.refusals = 0, 0
        self._turn = threading.Lock()

    def post(self, channel: str, message: Message, token: str) -> Posted:
        with self._turn:
            self.posts += 1
        try:
            return super().post(channel, message, token)
        except Throttled:
            with self._turn:
                self.refusals += 1
            raise


def send_cohort(folder: Path, *, reps: int, a_minute: float) -> tuple[float, float, dt.timedelta]:
    """(achieved share of the allowed rate once it was found, share of calls refused, time for the whole cohort)."""
    ids = [f"U0REP{n:04d}" for n in range(reps)]
    seed = {"users": [{"id": rep, "real_name": rep, "tz": "Europe/London"} for rep in ids], "channels": []}
    options = Options(now=MORNING, seed=seed, manifest=MANIFEST, messages_a_minute=a_minute)
    with running_sandbox(options) as sandbox:
        database = fresh_sqlite(folder / "pacer.sqlite")
        prepare(sandbox, database, ids)
        clock = SteppedClock(sandbox.state.clock)
        settings = Settings(slack_bot_token=options.bot_token, slack_api_url=sandbox.api_url)
        gateway, limiter = CountingGateway(settings), Limiter()
        worker = Worker(database=database, gateway=gateway, kinds=kinds(), clock=clock, holder="one", limiter=limiter)
        tick(database, clock.now())
        began, found_at, sent_then = clock.now(), None, 0
        while True:
            worker.drain()
            pace = limiter.method(POST)
            if found_at is None and pace.bad <= pace.good * CLOSE:
                found_at, sent_then = clock.now(), gateway.posts - gateway.refusals
            if gateway.posts - gateway.refusals >= reps:
                break
            clock.step(min(1.0, max(0.02, limiter.delay(POST, "", clock.now()))))
        took = clock.now() - began
        with database.reading() as session:
            states = set(session.exec(select(col(Delivery.state))))
        worker.close()
        database.dispose()
    assert states == {DeliveryState.SENT}
    assert found_at is not None, "the rate was not found"
    achieved = (reps - sent_then) / ((began + took - found_at).total_seconds() / 60) / a_minute
    return achieved, gateway.refusals / gateway.posts, took


def test_a_cohort_is_sent_at_the_rate_that_the_workspace_allows(tmp_path: Path) -> None:
    achieved, refused, _ = send_cohort(tmp_path, reps=500, a_minute=60)
    assert achieved >= 0.95
    assert refused < 0.01


@pytest.mark.chaos
@pytest.mark.parametrize("a_minute", [60, 300, 600])
def test_five_thousand_nudges_keep_to_the_limit_and_use_it(tmp_path: Path, a_minute: float) -> None:
    achieved, refused, took = send_cohort(tmp_path, reps=5000, a_minute=a_minute)
    sys.stdout.write(f"\n{a_minute} a minute: {achieved:.1%} of it, {refused:.2%} refused, 5000 in {took}\n")
    assert achieved >= 0.95
    assert refused < 0.01
