"""The buttons of the morning nudge: log one, off today, snooze."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.coach.log import log_entries
from bot.coach.rest import rest_until
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_click, receipt_of
from bot.messages.answers import plain_message
from bot.messages.logged import logged_message
from bot.messages.message import Message
from bot.messages.nudge import LOG_ONE, MORE, OFF_TODAY, SNOOZE_WEEK
from bot.parsing.log_text import ParsedEntry


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(re.compile(f"^{LOG_ONE}:"))
    def log_one(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _log_one(here, action["value"], receipt_of(body)))

    @app.action(OFF_TODAY)
    def off_today(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _rest(here, days=1, off=True))

    @app.action(MORE)
    def more(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        days = 7 if action["selected_option"]["value"] == SNOOZE_WEEK else 1
        answer_click(context, body, lambda here: _rest(here, days=days, off=False))


def _log_one(here: Visit, metric_key: str, receipt: str) -> Message:
    said = log_entries(
        here.session,
        workspace=here.workspace,
        member=here.member,
        entries=[ParsedEntry(metric_key=metric_key, quantity=1, date=here.today)],
        receipt=receipt,
        now=here.now,
    )
    return logged_message(said, here.language)


def _rest(here: Visit, *, days: int, off: bool) -> Message:
    until = rest_until(here.session, workspace=here.workspace, member=here.member, days=days, off=off, now=here.now)
    return plain_message(here.language("Quiet until {day}. Your log works as always.", day=here.language.day(until)))
