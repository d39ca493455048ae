"""Threads that do not stop for good: what one of them throws is logged and told, and it is started again."""

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.core.counters import Figures

log = structlog.get_logger(__name__)


class EndedByItself(Exception):
    """A thread came to its end although nobody asked it to."""


@dataclass(frozen=True)
class Pauses:
    """How long a thread that failed waits until it is started again, in seconds: twice as long after each failure, up
    to `longest`, give or take a quarter so that several do not come back at the same moment. After it ran for
    `calm` seconds the first pause is short again.
    """

    first: float = 1.0
    longest: float = 60.0
    calm: float = 120.0

    def after(self, failures: int, chance: random.Random) -> float:
        """Seconds to wait after so many failures in a row, the first of which is 1."""
        return float(min(self.longest, self.first * 2.0 ** min(failures - 1, 30)) * chance.uniform(0.75, 1.25))


class Supervisor:
    """Starts threads and keeps them up. What fails is told to the health checks and figures by its name."""

    def __init__(
        self,
        figures: Figures,
        *,
        pauses: Pauses | None = None,
        chance: random.Random | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._figures, self._pauses, self._seconds = figures, pauses or Pauses(), seconds
        self._chance = chance or random.Random()

    def start(
        self,
        name: str,
        run: Callable[[], None],
        *,
        ended: threading.Event,
        beats_each: float | None = None,
        daemon: bool = True,
    ) -> threading.Thread:
        """Run `run` in a thread called `name` until `ended` is set, again after each failure.

        It says by `beat` that it has done a round. Where that is at least each `beats_each` seconds, one that hangs is
        noticed too.
        """
        if beats_each is not None:
            self._figures.pulse.expect(name, beats_each)
        thread = threading.Thread(target=self._keep_on, args=(name, run, ended), name=name, daemon=daemon)
        thread.start()
        return thread

    def start_once(self, name: str, run: Callable[[], None]) -> None:
        """Run `run` once in a thread that nobody waits for; what it throws is logged and told."""

        def attempt() -> None:
            try:
                run()
            except BaseException as error:  # noqa: BLE001 (there is nobody above who could take it)
                note_failure(self._figures, thread_called(name), error, lasting=False)

        threading.Thread(target=attempt, name=name, daemon=True).start()

    def keep_up(self, name: str, run: Callable[[], None], *, ended: threading.Event) -> None:
        """Run `run` in this thread until it returns, again after each failure while `ended` is not set."""
        failures = 0
        while True:
            began = self._seconds()
            try:
                run()
            except BaseException as error:  # noqa: BLE001 (a thread that ends is worse than any of them)
                if self._seconds() - began >= self._pauses.calm:
                    failures = 0
                failures += 1
                # It is told for a while only: a thread that cannot be kept up fails again by then.
                note_failure(self._figures, thread_called(name), error, lasting=False)
                if ended.wait(self._pauses.after(failures, self._chance)):
                    return
            else:
                return

    def beat(self, name: str) -> None:
        """The thread has done a round, and is well."""
        self._figures.pulse.beat(name)
        self._figures.failures.went_well(thread_called(name))

    def _keep_on(self, name: str, run: Callable[[], None], ended: threading.Event) -> None:
        def until_ended() -> None:
            run()
            if not ended.is_set():
                raise EndedByItself(name)

        try:
            self.keep_up(name, until_ended, ended=ended)
        finally:
            self._figures.pulse.forget(name)


def thread_called(name: str) -> str:
    """What the health checks call a thread."""
    return f"the {name} thread"


def note_failure(figures: Figures, name: str, error: BaseException, *, lasting: bool = True) -> None:
    """Log what `name` threw, under a number of its own, and tell it to the health checks and figures.

    One that is not `lasting` is told for ten minutes at most; another until it goes well.
    """
    incident = uuid.uuid4().hex[:8]
    figures.failures.note(name, error, lasting=lasting)
    log.error("failed", what=name, incident=incident, error=type(error).__name__, exc_info=error)
