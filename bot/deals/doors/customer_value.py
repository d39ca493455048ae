"""What is assumed of a customer: the form, from an admin's Home tab."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, show_modal, take_submission
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Block
from bot.deals.customer_value import assume, require_assuming
from bot.deals.words.customer_value import FORM, OPEN, assumptions_form


def register(app: App, context: Context) -> None:
    """Register the button that opens the form, and what saves it."""

    @app.action(OPEN)
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _form)

    @app.view(FORM)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _save, first_field="margin")


def _form(here: Visit) -> Block:
    require_assuming(_viewer(here))
    return assumptions_form(here.workspace, here.language)


def _save(here: Visit, values: Values) -> None:
    assume(
        here,
        viewer=_viewer(here),
        margin=_number(values, "margin"),
        kept=_number(values, "kept"),
        years=_number(values, "years"),
        discount=_number(values, "discount"),
        source=str(values.get("source") or ""),
    )


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _number(values: Values, name: str) -> int:
    """A whole number as it was written; -1, which is refused in words, for anything else."""
    said = str(values.get(name) or "").strip().removesuffix("%").strip()
    return int(said) if said.isascii() and said.isdigit() else -1
