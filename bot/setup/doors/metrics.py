"""What can be logged: an admin's list in the Home tab, the form of a metric, and what is new in the presets."""

import functools
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import viewer_of
from bot.core.permissions import Viewer
from bot.core.words.message import Block
from bot.setup.metrics import (
    MetricDraft,
    add_metric,
    change_metric,
    metric_to_change,
    metrics_to_change,
)
from bot.setup.preset_update import update_to_presets, updates_of
from bot.setup.text import read_outcomes, read_words
from bot.setup.words import metrics as messages
from storage.tables import Unit


def register(app: App, context: Context) -> None:
    """Register the buttons and the forms; only admins get past them."""

    @app.action(messages.LIST)
    def open_list(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _list)

    @app.action(messages.ADD)
    def open_new(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _form(here, ""))

    @app.action(messages.EDIT)
    def open_one(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _form(here, str(action["value"])))

    @app.action(messages.UPDATE)
    def open_update(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, _update)

    @app.view(messages.FORM)
    def save(ack: Ack, body: dict[str, Any]) -> None:
        key = str(carried_by(body["view"]).get("metric") or "")
        take_submission(context, ack, body, lambda here, values: _save(here, key, values), first_field="singular")

    @app.view(messages.UPDATE_FORM)
    def add_what_is_new(ack: Ack, body: dict[str, Any]) -> None:
        take_submission(context, ack, body, _add_what_is_new)


def _viewer(here: Visit) -> Viewer:
    return viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)


def _list(here: Visit) -> Block:
    viewer = _viewer(here)
    every = metrics_to_change(here.session, workspace=here.workspace, viewer=viewer)
    updates = updates_of(here.session, workspace=here.workspace, viewer=viewer)
    return messages.list_view(every, updates, here.language)


def _form(here: Visit, key: str) -> Block:
    metric = metric_to_change(here.session, workspace=here.workspace, viewer=_viewer(here), key=key)
    return messages.metric_form(metric, here.language)


def _update(here: Visit) -> Block:
    updates = updates_of(here.session, workspace=here.workspace, viewer=_viewer(here))
    return messages.update_view(updates, here.language)


def _save(here: Visit, key: str, values: Values) -> None:
    draft = MetricDraft(
        singular=str(values.get("singular") or ""),
        plural=str(values.get("plural") or ""),
        aliases=read_words(str(values.get("aliases") or "")),
        outcomes=read_outcomes(str(values.get("outcomes") or "")) if "outcomes" in values else None,
        unit=Unit.MONEY if values.get("unit") == messages.MONEY else Unit.COUNT,
        leading=values.get("leading") != messages.LAGGING,
        in_use=values.get("in_use") != messages.OFF,
    )
    write = functools.partial(change_metric, key=key) if key else add_metric
    write(here.session, workspace=here.workspace, viewer=_viewer(here), draft=draft, now=here.now)


def _add_what_is_new(here: Visit, _values: Values) -> None:
    update_to_presets(here.session, workspace=here.workspace, viewer=_viewer(here), now=here.now)
