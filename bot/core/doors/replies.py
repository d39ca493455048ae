"""Answers to clicks, through the response_url that came with the click."""

import threading
from collections import deque
from typing import Any

import structlog

from bot.core.counters import Figures
from bot.core.slack_hosts import post_reply
from bot.core.supervisor import Supervisor
from bot.core.words.message import Message

log = structlog.get_logger(__name__)

THREAD, ANSWERS = "replies", "answers to clicks"
MOST_WAITING = 1000
"""So many answers wait at most. Then the oldest is dropped: whoever pressed first waits no longer for an answer."""
IDLE_SECONDS = 20.0
STUCK_SECONDS = 180.0
"""An answer takes ten seconds at most; after so long the thread hangs."""


class Replies:
    """Sends answers to clicks from a thread of its own.

    A listener must not wait for Slack, and an ephemeral message can be changed in no other way. What the click did
    is committed before; an answer lost with the process costs nothing but itself, so it is no delivery. One that
    cannot be sent is not tried again, since Slack may have shown it, and keeps no other from being sent.
    """

    def __init__(self, api_url: str, figures: Figures | None = None) -> None:
        """`api_url` is the setting SLACK_API_URL. Nothing runs before it is started."""
        self._api_url = api_url
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque()
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._figures = figures or Figures()
        self._supervisor = Supervisor(self._figures)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin sending."""
        self._thread = self._supervisor.start(THREAD, self._send_all, ended=self._stopped, beats_each=STUCK_SECONDS)

    def replace(self, response_url: str, message: Message) -> None:
        """Put `message` in the place of the one that was clicked."""
        self._put(response_url, {**_body(message), "replace_original": True})

    def add(self, response_url: str, message: Message) -> None:
        """Show `message` to the one who clicked, below what they clicked."""
        self._put(response_url, {**_body(message), "replace_original": False, "response_type": "ephemeral"})

    def stop(self, timeout: float = 5.0) -> None:
        """Send what waits, then end; `timeout` in seconds."""
        with self._changed:
            self._stopped.set()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _put(self, url: str, body: dict[str, Any]) -> None:
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                self._waiting.popleft()
                log.warning("reply dropped", waiting=MOST_WAITING)
            self._waiting.append((url, body))
            self._changed.notify()

    def _send_all(self) -> None:
        while True:
            self._supervisor.beat(THREAD)
            with self._changed:
                if not self._waiting:
                    if self._stopped.is_set():
                        return
                    self._changed.wait(IDLE_SECONDS)
                    continue
                url, body = self._waiting.popleft()
            try:
                self._send(url, body)
            except Exception as error:  # noqa: BLE001
                # Whatever is wrong with one of them must not keep the others from being sent. Its text may hold the
                # address, which is a secret.
                self._figures.failures.note(ANSWERS, error, lasting=False)
                log.warning("reply not sent", error=type(error).__name__)
            else:
                self._figures.failures.went_well(ANSWERS)

    def _send(self, url: str, body: dict[str, Any]) -> None:
        answer = post_reply(url, body, api_url=self._api_url, timeout=10)
        if answer.status_code != 200:
            log.warning("reply refused", status=answer.status_code)


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}
