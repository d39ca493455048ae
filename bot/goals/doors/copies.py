"""A group's goal one by one: the form, what would change, and setting it."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, change_modal, take_submission
from bot.core.members import viewer_of
from bot.core.words.message import Block
from bot.goals.copies import Copies, copies_of, save_copies
from bot.goals.drafts import GoalDraft
from bot.goals.words.copies import COPY, COPY_FORM, COPY_REVIEW, copies_form, copies_review
from bot.goals.words.form import saved_view

FIELD = "target:"


def register(app: App, context: Context) -> None:
    """Register the button and the two views."""

    @app.action(COPY)
    def open_copies(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        carried = carried_by(body["view"])
        change_modal(context, client, body, lambda here: copies_form(_copies(here, carried, None), here.language))

    @app.view(COPY_FORM)
    def filled_in(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(context, ack, body, lambda here, values: _review(here, carried, values))

    @app.view(COPY_REVIEW)
    def confirmed(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_submission(context, ack, body, lambda here, _values: _save(here, carried))


def _copies(here: Visit, carried: Values, said: dict[int, str] | None) -> Copies:
    return copies_of(
        here,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        draft=GoalDraft.from_carried(carried),
        said=said,
    )


def _review(here: Visit, carried: Values, values: Values) -> Block:
    said = {
        int(block.removeprefix(FIELD)): str(value or "") for block, value in values.items() if block.startswith(FIELD)
    }
    return copies_review(_copies(here, carried, said), here.language)


def _save(here: Visit, carried: Values) -> Block:
    said = {int(member): str(text) for member, text in dict(carried.get("c") or {}).items()}
    copies = _copies(here, carried, said)
    viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    done = save_copies(here, viewer=viewer, copies=copies)
    return saved_view(done, None, here.language)
