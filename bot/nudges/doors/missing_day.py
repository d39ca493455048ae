"""The buttons of a nudge that asks about a day of which nothing is known."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.words.message import Message
from bot.leave.silence import nothing_to_log, was_off
from bot.log.doors.form import open_log_form
from bot.log.text.form import FormValues
from bot.nudges.words.answers import nothing_message, was_off_message
from bot.nudges.words.buttons import ADD_MISSING, NOTHING, WAS_OFF


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
