"""Answers to what people write in the direct conversation: posted at once, and each once.

They do not go through the outbox, which keeps what is sent later: nothing is kept of these but that they were given. An
answer of which nobody knows whether it arrived is looked for when Slack sends the message again.
"""

import datetime as dt
import time
from collections.abc import Callable

import structlog

from bot.core.clock import Clock
from bot.core.doors.conversation import NotAnswered
from bot.core.words.message import Message
from bot.delivery.gateway import Gateway
from bot.delivery.slack_errors import NotDone, OutcomeUnknown, Refused, Throttled, TokenRevoked

log = structlog.get_logger(__name__)

MOMENT = 1.5
"""Seconds that an answer may wait for Slack without its person being asked to wait, and the message sent again."""
SINCE = dt.timedelta(minutes=30)
"""Slack sends an event again within six minutes; an answer is looked for among what is not older than this."""


class DirectConversation:
    """The conversations of the bot, through the gateway."""

    def __init__(self, gateway: Gateway, clock: Clock, sleep: Callable[[float], None] = time.sleep) -> None:
        self._gateway, self._clock, self._sleep = gateway, clock, sleep

    def answer(self, channel: str, message: Message, token: str, *, again: bool = False) -> None:
        """Post an answer; where it is tried `again`, only if it is not there yet. Raises NotAnswered."""
        try:
            now = self._gateway.slack_time.now() or self._clock.now()
            if again and self._gateway.look_up(channel, token, now - SINCE) is not None:
                return
            self._post(channel, message, token)
        except (Refused, TokenRevoked) as refused:
            # Whom Slack does not let us write to cannot be told; what they wrote is stored all the same.
            log.warning("answer refused", error=refused.error)
        except (Throttled, OutcomeUnknown, NotDone) as trouble:
            log.warning("answer not given yet", error=type(trouble).__name__)
            raise NotAnswered from trouble

    def _post(self, channel: str, message: Message, token: str) -> None:
        """Post it, once more after a moment where Slack asks for one: it takes a message a second in a conversation."""
        try:
            self._gateway.post(channel, message, token)
        except Throttled as throttled:
            if throttled.seconds > MOMENT:
                raise
            self._sleep(throttled.seconds)
            self._gateway.post(channel, message, token)
