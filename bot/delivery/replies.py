"""Answers to clicks, through the response_url that came with the click."""

import queue
import threading
from typing import Any

import structlog

from bot.delivery.slack_hosts import post_reply
from bot.messages.message import Message

log = structlog.get_logger(__name__)


class Replies:
    """Sends answers to clicks from a thread of its own.

    A listener must not wait for Slack, and an ephemeral message can be changed in no other way. What the click did
    is committed before; an answer lost with the process costs nothing but itself, so it is no delivery.
    """

    def __init__(self, api_url: str) -> None:
        """`api_url` is the setting SLACK_API_URL. Nothing runs before it is started."""
        self._api_url = api_url
        self._waiting: queue.Queue[tuple[str, dict[str, Any]] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._send_all, name="replies", daemon=True)

    def start(self) -> None:
        """Begin sending."""
        self._thread.start()

    def replace(self, response_url: str, message: Message) -> None:
        """Put `message` in the place of the one that was clicked."""
        self._waiting.put((response_url, {**_body(message), "replace_original": True}))

    def add(self, response_url: str, message: Message) -> None:
        """Show `message` to the one who clicked, below what they clicked."""
        body = {**_body(message), "replace_original": False, "response_type": "ephemeral"}
        self._waiting.put((response_url, body))

    def stop(self, timeout: float = 5.0) -> None:
        """Send what waits, then end; `timeout` in seconds."""
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _send_all(self) -> None:
        while (item := self._waiting.get()) is not None:
            url, body = item
            try:
                answer = post_reply(url, body, api_url=self._api_url, timeout=10)
            except OSError as error:
                log.warning("reply not sent", error=type(error).__name__)
                continue
            if answer.status_code != 200:
                log.warning("reply refused", status=answer.status_code)


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}
