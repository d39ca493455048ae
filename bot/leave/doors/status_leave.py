"""Leave by Slack's status: the member takes it back or says no to it, the admin chooses whether it is noted."""

import datetime as dt
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, show_modal, take_submission
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Block, Message
from bot.leave.away import Leave, cancel_leave
from bot.leave.slack_status import STATUS
from bot.leave.status_choice import choose_status_leave, require_choosing
from bot.leave.status_leave import stop_following
from bot.leave.words.away import away_cancelled_message
from bot.leave.words.status_leave import (
    CHOICE_FORM,
    CHOOSE,
    STOP,
    USED,
    WRONG,
    choice_form,
    status_stopped_message,
)


def register(app: App, context: Context) -> None:
    """Register the buttons and the form."""

    @app.action(WRONG)
    def wrong(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _wrong(here, str(action["value"])))

    @app.action(STOP)
    def stop(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, _stop)

    @app.action(CHOOSE)
    def choose(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _form)

    @app.view(CHOICE_FORM)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save, first_field="use")


def _wrong(here: Visit, value: str) -> Message:
    starts, ends = (dt.date.fromisoformat(day) for day in value.split(":"))
    days = Leave(starts, ends, source=STATUS)
    change = cancel_leave(here.session, workspace=here.workspace, member=here.member, days=days, now=here.now)
    return away_cancelled_message(change, here.language)


def _stop(here: Visit) -> Message:
    stop_following(here.session, workspace=here.workspace, member=here.member, now=here.now)
    return status_stopped_message(here.language)


def _form(here: Visit) -> Block:
    require_choosing(_viewer(here))
    return choice_form(here.workspace, here.language)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _save(here: Visit, values: Values) -> None:
    choose_status_leave(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        on=values["use"] == USED,
        marks=str(values.get("marks") or ""),
        now=here.now,
    )
