"""Bolt's app, which tells how long each request took to be handled."""

import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse

from bot.core.patience import arrived

log = structlog.get_logger(__name__)

DOORS = {
    "block_actions": "click",
    "view_submission": "form",
    "view_closed": "form",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "block_suggestion": "suggestion",
}


class TimedApp(App):
    """An app like any other; `observe` is told the door and the seconds of each request."""

    def __init__(self, *, observe: Callable[[str, float], None], **arguments: Any) -> None:
        self._tell = observe
        super().__init__(**arguments)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Handle one request, as Bolt does. Where even saying that it failed goes wrong, the answer is 500."""
        began = time.monotonic()
        try:
            with arrived(began):
                return super().dispatch(req)
        except Exception as error:  # it ends this request alone
            incident = uuid.uuid4().hex[:8]
            log.exception("request failed", incident=incident, error=type(error).__name__, door=door_of(req.body))
            return BoltResponse(status=500, body="")
        finally:
            self._tell(door_of(req.body), time.monotonic() - began)


def door_of(body: Mapping[str, Any]) -> str:
    """What kind of request it is, in few words: the command's name, click, form, shortcut, or the event's type."""
    if "command" in body:
        return str(body["command"])
    if isinstance(event := body.get("event"), Mapping):
        return str(event.get("type", "event"))
    return DOORS.get(str(body.get("type", "")), "other")
