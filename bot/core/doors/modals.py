"""What the doors of modals share: opening one, reading what was filled in, and saying what is wrong with it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.doors.answering import Visit, keep_refusal, reader_language, see, visit
from bot.core.doors.context import Context
from bot.core.doors.repeats import Repeated, take_once
from bot.core.failures import Failure, Words
from bot.core.words.answers import failure_message, failure_text
from bot.core.words.blocks import section
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block

OPEN_TIMEOUT = 2
"""Seconds: a trigger holds for three."""

Values = Mapping[str, Any]
"""What was filled in, by block_id: a text, a chosen value, a list of chosen values, or None."""


EXPIRED = frozenset(
    {"expired_trigger_id", "trigger_expired", "trigger_exchanged", "exchanged_trigger_id", "invalid_trigger"}
    | {"invalid_trigger_id"}
)
"""What Slack says when a form comes later than three seconds after the click, or is opened a second time."""


class OpenedTooLate(Failure):
    """Slack took too long, and did not open the form. `instead` can be typed in its place, where something can."""

    def __init__(self, instead: Words | None = None) -> None:
        if instead is not None:
            super().__init__("Slack was too slow to open the form. Type `{instead}` instead.", instead=instead)
        else:
            super().__init__("Slack was too slow to open the form. Nothing was changed, so just try again.")


def open_modal(client: WebClient, body: Mapping[str, Any], view: Block, *, instead: Words | None = None) -> None:
    """Open a modal in answer to a command, click or shortcut; over the open one when the click was in a modal.

    Raises OpenedTooLate, which says what to type `instead`.
    """
    client.timeout = OPEN_TIMEOUT
    client.retry_handlers = []
    trigger = str(body["trigger_id"])
    try:
        if body.get("view", {}).get("type") == "modal":
            client.views_push(trigger_id=trigger, view=view)
        else:
            client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as refused:
        if refused.response.get("error") in EXPIRED:
            raise OpenedTooLate(instead) from refused
        raise
    except TimeoutError as slow:
        raise OpenedTooLate(instead) from slow


def update_modal(client: WebClient, body: Mapping[str, Any], view: Block) -> None:
    """Put another view in the place of the modal that was clicked, unless it changed meanwhile."""
    client.timeout = OPEN_TIMEOUT
    client.retry_handlers = []
    client.views_update(view_id=str(body["view"]["id"]), hash=str(body["view"]["hash"]), view=view)


def show_modal(
    context: Context,
    client: WebClient,
    body: Mapping[str, Any],
    compose: Callable[[Visit], Block],
    *,
    instead: Words | None = None,
) -> None:
    """Open what `compose` makes for the person who typed or clicked; of a Failure, say what they can do instead.

    Raises OpenedTooLate, which the error handler says: with what can be typed `instead`, where something can.
    """
    user = str(body.get("user_id") or body["user"]["id"])
    try:
        view = see(context, user, compose)
    except Failure as failure:
        keep_refusal(context, user, failure)
        _say_failure(context, client, body, user, failure)
        return
    open_modal(client, body, view, instead=instead)


def change_modal(
    context: Context, client: WebClient, body: Mapping[str, Any], compose: Callable[[Visit], Block]
) -> None:
    """Put what `compose` makes in the place of the modal that was clicked; of a Failure, say it over the modal.

    A click that comes again does nothing.
    """
    user = str(body["user"]["id"])
    try:
        with visit(context, user) as here:
            take_once(here.session, here.workspace, body, now=here.now)
            view = compose(here)
    except Repeated:
        return
    except Failure as failure:
        keep_refusal(context, user, failure)
        _say_failure(context, client, body, user, failure)
        return
    context.wake.set()
    update_modal(client, body, view)


def _say_failure(context: Context, client: WebClient, body: Mapping[str, Any], user: str, failure: Failure) -> None:
    language = reader_language(context, user)
    if url := body.get("response_url"):
        context.replies.add(str(url), failure_message(failure, language))
        return
    open_modal(client, body, _failure_view(failure, language))


def _failure_view(failure: Failure, language: Language) -> Block:
    text = failure_text(failure, language)
    return modal(
        language("That didn't work"), [section(text)], callback="failure", submit=None, close=language("Close")
    )


def carried_by(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a modal is about, as it was opened with; nothing where that cannot be read any more. Not to be trusted."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def values_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in in a view, by block_id; each input block has one element."""
    found: dict[str, Any] = {}
    for block_id, elements in view["state"]["values"].items():
        for element in elements.values():
            found[block_id] = _value(element)
    return found


def take_submission(
    context: Context,
    ack: Ack,
    body: Mapping[str, Any],
    compose: Callable[[Visit, Values], Block | None],
    *,
    first_field: str = "",
) -> None:
    """Do what a submitted modal asks for, in one transaction, and close it; or show the view that `compose` returns.

    Of a Failure the modal stays open, with the message at the field that it is about, else at `first_field`, else in a
    view over it: Slack takes no message at a field that is not there.
    """
    view = body["view"]
    try:
        with visit(context, body["user"]["id"]) as here:
            take_once(here.session, here.workspace, body, now=here.now)
            shown = compose(here, values_of(view))
    except Repeated:
        ack(response_action="clear")
        return
    except Failure as failure:
        keep_refusal(context, body["user"]["id"], failure)
        language, fields = reader_language(context, body["user"]["id"]), view["state"]["values"]
        at = next((field for field in (failure.field, first_field) if field in fields), None)
        if at is None:
            ack(response_action="push", view=_failure_view(failure, language))
        else:
            ack(response_action="errors", errors={at: failure_text(failure, language)})
        return
    context.wake.set()
    # The form may have been opened from the Home tab, which does not say so.
    context.homes.publish(body["user"]["id"])
    if shown is None:
        ack(response_action="clear")
    else:
        ack(response_action="update", view=shown)


def _value(element: Mapping[str, Any]) -> Any:
    match element["type"]:
        case "static_select" | "external_select" | "radio_buttons":
            chosen = element.get("selected_option")
            return chosen["value"] if chosen else None
        case "multi_static_select" | "checkboxes":
            return [option["value"] for option in element.get("selected_options") or ()]
        case "users_select":
            return element.get("selected_user")
        case "multi_users_select":
            return list(element.get("selected_users") or ())
        case "channels_select":
            return element.get("selected_channel")
        case "conversations_select":
            return element.get("selected_conversation")
        case "datepicker":
            return element.get("selected_date")
        case "timepicker":
            return element.get("selected_time")
        case _:
            return element.get("value")
