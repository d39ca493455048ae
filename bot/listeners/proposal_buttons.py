"""The buttons below a rep's proposal for a goal: agree, change it, decline."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coach.goals.drafts import draft_of_proposal
from bot.coach.goals.proposals import decide, proposal_to_change
from bot.coach.people.members import viewer_of
from bot.coach.people.permissions import Viewer
from bot.listeners.context import Context
from bot.listeners.doors import Visit, answer_click
from bot.listeners.goal_form import form_for
from bot.listeners.modals import show_modal
from bot.messages.answers import plain_message
from bot.messages.goal_proposal import APPROVE, CHANGE, DECLINE, decided_words
from bot.messages.message import Block, Message


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
    decided = decide(
        here.session,
        workspace=here.workspace,
        viewer=_viewer(here),
        proposal_id=proposal_id,
        accept=accept,
        now=here.now,
    )
    return plain_message(decided_words(decided, here.language))


def _form(here: Visit, proposal_id: int) -> Block:
    viewer = _viewer(here)
    proposal = proposal_to_change(
        here.session, workspace=here.workspace, viewer=viewer, proposal_id=proposal_id, now=here.now
    )
    return form_for(here, draft_of_proposal(here.workspace, proposal))


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
