"""The button under what is asked back with which nothing of it is saved."""

from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.pending_readings import forget_asked
from bot.core.words.message import Message
from bot.core.words.pending_readings import DROP, dropped_message


def register(app: App, context: Context) -> None:
    """Register the button."""

    @app.action(DROP)
    def drop(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        names = str(action.get("value") or "").split(",")
        answer_click(context, body, lambda here: _forget(here, names), replaces=True)


def _forget(here: Visit, names: list[str]) -> Message:
    for name in names:
        forget_asked(here, member=here.member, name=name)
    return dropped_message(here.language)
