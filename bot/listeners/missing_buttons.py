"""The buttons of a nudge that asks about a day of which nothing is known."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coach.nudges.silence import nothing_to_log, was_off
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_click
from bot.listeners.log_form import open_log_form
from bot.messages.message import Message
from bot.messages.nudge_answers import nothing_message, was_off_message
from bot.messages.nudge_buttons import ADD_MISSING, NOTHING, WAS_OFF
from bot.parsing.log_form import FormValues


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(ADD_MISSING)
    def add_missing(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        open_log_form(context, client, body, filled=FormValues(date=_days(action)[-1].isoformat()))

    @app.action(WAS_OFF)
    def day_off(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _was_off(here, _days(action)))

    @app.action(NOTHING)
    def nothing(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _nothing(here, _days(action)))


def _was_off(here: Visit, days: Sequence[dt.date]) -> Message:
    noted = was_off(here.session, workspace=here.workspace, member=here.member, days=days, now=here.now)
    return was_off_message(noted, here.language)


def _nothing(here: Visit, days: Sequence[dt.date]) -> Message:
    noted = nothing_to_log(here.session, workspace=here.workspace, member=here.member, days=days, now=here.now)
    return nothing_message(noted, here.language)


def _days(action: dict[str, Any]) -> list[dt.date]:
    return [dt.date.fromisoformat(day) for day in str(action["value"]).split(",")]
