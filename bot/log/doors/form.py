"""The form of `/log`: opened by the command alone, by the shortcut and by buttons, and sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, change_modal, show_modal, take_submission, values_of
from bot.core.failures import Words
from bot.core.pending_readings import receipt_of_asked
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block, Message
from bot.log.answer import Logged
from bot.log.entries import log_entries
from bot.log.own_entries import usual_metric
from bot.log.text.form import METRIC, FormValues, filled_in, read_form
from bot.log.words.answer import logged_message
from bot.log.words.form import CHANGE_FORM, FORM, OPEN, PICK_METRIC, log_form, logged_form, nothing_form

SHORTCUT = "log_shortcut"
"""The shortcut's callback_id in manifest.yml."""


def register(app: App, context: Context) -> None:
    """Register the shortcut, the buttons that open the form, and the form."""

    @app.shortcut(SHORTCUT)
    def shortcut(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        open_log_form(context, client, body)

    @app.action(OPEN)
    def open_button(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        open_log_form(context, client, body, filled=FormValues(metric=action.get("value", "")))

    @app.action(PICK_METRIC)
    def metric_picked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        view = body["view"]
        change_modal(
            context,
            client,
            body,
            lambda here: _form(
                here, filled_in(values_of(view)), carried_by(view), change=view["callback_id"] == CHANGE_FORM
            ),
        )

    @app.view(FORM)
    def sent(ack: Ack, body: dict[str, Any]) -> None:
        asked = str(carried_by(body["view"]).get("asked") or "")
        # What was asked back is stored once, by its button or by this form.
        receipt = receipt_of_asked(asked) if asked else receipt_of(body)
        take_form(context, ack, body, lambda here, values: _log(here, values, receipt))


def open_log_form(
    context: Context,
    client: WebClient,
    body: Mapping[str, Any],
    *,
    filled: FormValues | None = None,
) -> None:
    """Open the form for a new entry in answer to a command, click or shortcut; `filled` is what stands in it already.

    The answer comes where the command was typed or the button was clicked, else in the form's place.
    """
    carried = place_of(body)
    show_modal(
        context, client, body, lambda here: _form(here, filled or FormValues(), carried), instead=Words("/log call")
    )


def place_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Where a form that is opened now will be answered: what it carries along."""
    if body.get("response_url"):
        return {"url": str(body["response_url"])}
    return {"home": True} if (body.get("view") or {}).get("type") == "home" else {}


def take_form(
    context: Context, ack: Ack, body: Mapping[str, Any], act: Callable[[Visit, Values], tuple[Logged, Message]]
) -> None:
    """Do what the form asks for, and answer it where it was opened: by a message, in the Home tab, or in its place."""
    carried = carried_by(body["view"])
    url = str(carried.get("url") or "")
    elsewhere = bool(carried.get("home")) or _gave(context, url)
    answers: list[Message] = []

    def compose(here: Visit, values: Values) -> Block | None:
        said, message = act(here, values)
        if not elsewhere:
            return logged_form(said, here.language)
        answers.append(message)
        return None

    take_submission(context, ack, body, compose, first_field=METRIC)
    for answer in answers:
        if carried.get("home"):
            context.homes.publish(body["user"]["id"], notice=answer)
        else:
            send = context.replies.replace if carried.keys() & {"entry", "asked"} else context.replies.add
            send(url, answer)


def _gave(context: Context, url: str) -> bool:
    # A form brings back what it carried: only Slack is answered.
    host = urlsplit(url).hostname
    return host == "hooks.slack.com" or (bool(host) and host == urlsplit(context.settings.slack_api_url).hostname)


def _form(here: Visit, filled: FormValues, carried: Mapping[str, Any], *, change: bool = False) -> Block:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    if not vocabulary.metrics:
        return nothing_form(here.language)
    if not filled.metric:
        usual = usual_metric(here, member=here.member, today=here.today)
        filled = replace(filled, metric=usual)
    return log_form(vocabulary, here.language, filled=filled, today=here.today, carried=carried, change=change)


def _log(here: Visit, values: Values, receipt: str) -> tuple[Logged, Message]:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    entry = read_form(filled_in(values), vocabulary, today=here.today, backdate_days=here.workspace.backdate_days)
    said = log_entries(here, member=here.member, entries=[entry], receipt=receipt)
    return said, logged_message(said, here.language)
