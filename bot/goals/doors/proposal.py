"""The buttons below a rep's proposal for a goal: agree, change it, decline."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.answers import plain_message
from bot.core.words.message import Block, Message
from bot.goals.doors.form import form_for
from bot.goals.drafts import draft_of_proposal
from bot.goals.proposals import decide, proposal_to_change
from bot.goals.words.proposal import APPROVE, CHANGE, DECLINE, decided_words


def register(app: App, context: Context) -> None:
    """Register the buttons; the message itself is updated for everybody by the sender."""

    @app.action(APPROVE)
    def approve(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _decide(here, int(action["value"]), accept=True))

    @app.action(DECLINE)
    def decline(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _decide(here, int(action["value"]), accept=False))

    @app.action(CHANGE)
    def change(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _form(here, int(action["value"])))


def _decide(here: Visit, proposal_id: int, *, accept: bool) -> Message:
    decided = decide(here, viewer=_viewer(here), proposal_id=proposal_id, accept=accept)
    return plain_message(decided_words(decided, here.language))


def _form(here: Visit, proposal_id: int) -> Block:
    viewer = _viewer(here)
    proposal = proposal_to_change(here, viewer=viewer, proposal_id=proposal_id)
    return form_for(here, draft_of_proposal(here.workspace, proposal))


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
