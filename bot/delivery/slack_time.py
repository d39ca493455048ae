"""What time it is at Slack, by what its answers say. This machine's clock may be wrong; Slack is asked by its own."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.core.clock import Clock

MEASURE_SECONDS = 10.0
"""So often this machine's clock is held beside Slack's."""
SLOW_SECONDS = 5.0
"""An answer that took so long says too little of when it was written."""


class SlackTime:
    """Slack's clock: the instant of its last answer, and what went by since. Calls come from several threads.

    `clock` is this machine's, for how far it is off; `seconds` one that only goes forward.
    """

    def __init__(self, clock: Clock | None = None, seconds: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._seconds = clock, seconds
        self._turn = threading.Lock()
        self._heard: tuple[dt.datetime, float] | None = None
        self._ahead: dt.timedelta | None = None
        self._measured_at: float | None = None

    def now(self) -> dt.datetime | None:
        """Slack's present, a second early rather than late; None before its first answer."""
        heard = self._heard
        if heard is None:
            return None
        at, then = heard
        return at + dt.timedelta(seconds=self._seconds() - then)

    def ahead(self) -> dt.timedelta | None:
        """By how much this machine's clock is ahead of Slack's; negative where it is behind, None while unknown."""
        return self._ahead

    def learn_from(self, headers: Mapping[str, Any] | None, ts: str | None, took: float) -> None:
        """An answer came after `took` seconds, with these headers; `ts` is that of the message that it made, if any."""
        at = _date_of(headers or {}) or _instant_of(ts)
        if at is None:
            return
        present = self._seconds()
        with self._turn:
            self._heard = (at, present)
            due = self._measured_at is None or present - self._measured_at >= MEASURE_SECONDS
            if self._clock is None or not due or took > SLOW_SECONDS:
                return
            self._measured_at = present
        try:
            ahead = self._clock.now() - at
        except httpx.HTTPError:
            return  # the sandbox's clock is away for a moment; what Slack answered holds all the same
        # The header has whole seconds, and the answer took a while to come: between these two nobody can tell.
        uncertain = dt.timedelta(seconds=1 + took)
        self._ahead = dt.timedelta() if dt.timedelta() <= ahead <= uncertain else ahead


def _date_of(headers: Mapping[str, Any]) -> dt.datetime | None:
    said = next((value for name, value in headers.items() if name.lower() == "date"), None)
    try:
        return parsedate_to_datetime(str(said)).astimezone(dt.UTC) if said else None
    except ValueError:
        return None


def _instant_of(ts: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(float(ts), dt.UTC) if ts else None
    except (ValueError, OverflowError, OSError):
        return None
