"""The clock of the sandbox, which can be moved; and the playing of the time in between."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable

import httpx


class SandboxClock:
    """Reads the sandbox's clock over HTTP. Only the sandbox has one: settings refuse it for a real workspace."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        # Whom to trust is read, which takes a while, only for an address where it is asked.
        self._http = httpx.Client(timeout=10, verify=self._url.startswith("https:"))
        self._follower = f"pacer-{uuid.uuid4().hex[:8]}"

    def now(self) -> dt.datetime:
        """The sandbox's present instant, in UTC."""
        answer = self._http.get(self._url)
        answer.raise_for_status()
        return dt.datetime.fromisoformat(answer.json()["now"])

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait for `event` at most `seconds` of real time; whether it is set."""
        return event.wait(seconds)

    def follow(self) -> tuple[dt.datetime, dt.datetime | None]:
        """Say that this process plays moved time; the present instant, and the one to play to or None."""
        answer = self._http.get(self._url, params={"follower": self._follower})
        answer.raise_for_status()
        said = answer.json()
        target = said.get("target")
        return dt.datetime.fromisoformat(said["now"]), dt.datetime.fromisoformat(target) if target else None

    def step(self, to: dt.datetime) -> None:
        """Move the sandbox's clock to `to` on the way to its target."""
        answer = self._http.post(f"{self._url}/step", json={"to": to.isoformat(), "follower": self._follower})
        answer.raise_for_status()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


def follow_clock(
    clock: SandboxClock,
    stop: threading.Event,
    *,
    next_instant: Callable[[dt.datetime], dt.datetime | None],
    play: Callable[[dt.datetime], None],
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Until `stop`, play every instant at which something is due when the sandbox's clock is moved.

    `next_instant(t)` is the first instant after t at which anything may be due; `play(t)` does what is due at t;
    `beat` hears of each round that went well.
    """
    while not stop.wait(0.2):
        try:
            now, target = clock.follow()
            while target is not None and not stop.is_set():
                upcoming = next_instant(now)
                now = target if upcoming is None or upcoming >= target else upcoming
                reached = now == target
                clock.step(now)
                play(now)
                if reached:
                    break
        except httpx.HTTPError:
            continue  # the sandbox is restarting, or another follower was faster; the next round asks again
        beat()
