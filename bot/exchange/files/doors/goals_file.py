"""The Home tab's button for the goals of one's teams as a file."""

from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.members import viewer_of
from bot.core.words.message import Message
from bot.exchange.files.goals_file import ask_for_goals_file
from bot.exchange.files.words.goals_file import GOALS_FILE, goals_file_promised


def register(app: App, context: Context) -> None:
    """Register the button."""

    @app.action(GOALS_FILE)
    def goals_as_a_file(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _send(here, receipt_of(body)))


def _send(here: Visit, receipt: str) -> Message:
    session, workspace, member = here.session, here.workspace, here.member
    viewer = viewer_of(session, workspace=workspace, member=member, now=here.now)
    ask_for_goals_file(session, workspace=workspace, viewer=viewer, member=member, receipt=receipt, now=here.now)
    return goals_file_promised(here.language)
