"""The Home tab: published when it is opened and after its owner's own presses in it; what others see of it."""

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.looks import looks_at
from bot.core.members import viewer_of
from bot.core.words.message import Block, Message
from bot.home.home import board_of, home_of
from bot.home.words.home import EXPORT, PART, SEEN, part_message
from bot.people.own_data import ask_for_own_data
from bot.people.words.own_data import own_data_promised
from bot.standings.member_view import view_of_member, watchers_of
from bot.teams.words.member import seen_modal


def register(app: App, context: Context) -> None:
    """Register the event, and the button that shows what others see."""

    @app.event("app_home_opened")
    def home_opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            context.homes.publish(event["user"], seen=str(event.get("view", {}).get("hash") or ""))

    @app.action(SEEN)
    def what_my_manager_sees(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _seen)

    @app.action(re.compile(f"^{PART}:"))
    def open_part(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        part = str(action["value"])
        answer_click(context, body, lambda here: part_message(home_of(here, member=here.member), part, here.language))

    @app.action(EXPORT)
    def export_my_data(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _export(here, receipt_of(body)))


def _export(here: Visit, receipt: str) -> Message:
    ask_for_own_data(here.session, workspace=here.workspace, member=here.member, receipt=receipt, now=here.now)
    return own_data_promised(here.language)


def _seen(here: Visit) -> Block:
    viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    return seen_modal(
        view_of_member(here.session, workspace=here.workspace, viewer=viewer, member=here.member, now=here.now),
        watchers_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        board_of(here, member=here.member, date=here.today),
        looks_at(here.session, workspace=here.workspace, member=here.member),
        here.language,
    )
