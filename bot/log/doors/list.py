"""`/log list`, the Edit and Delete of each entry, and the form in which one is changed."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal
from bot.core.text.amounts import write_plain_amount
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block, Message
from bot.log.answer import Logged, describe_batch
from bot.log.doors.form import place_of, take_form
from bot.log.own_entries import (
    change_entry,
    delete_entry,
    list_entries,
    own_entry,
    restore_entry,
    tell_apart,
)
from bot.log.text.form import FormValues, filled_in, read_form
from bot.log.words.answer import EDIT, EDIT_SOME, LIST_TOLD, TWO, TWO_TOLD, logged_message
from bot.log.words.form import CHANGE_FORM, log_form
from bot.log.words.list import MENU, PAGE_BUTTON, RESTORE, entry_list_message, some_entries_form
from storage.tables import Unit


def register(app: App, context: Context) -> None:
    """Register the list's buttons and menus, and the form."""

    @app.action(re.compile(f"^{PAGE_BUTTON}:"))
    def page(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: list_page(here, int(action["value"])), replaces=True)

    @app.action(MENU)
    def menu(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        what, entry_id, first = action["selected_option"]["value"].split(":")
        if what == "edit":
            _open_change(context, client, body, int(entry_id), {"first": first})
        else:
            answer_click(context, body, lambda here: _from_list(here, what, int(entry_id), int(first)), replaces=True)

    @app.action(EDIT)
    def edit(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        _open_change(context, client, body, int(action["value"]), {})

    @app.action(EDIT_SOME)
    def edit_some(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _some(here, action["value"], place_of(body)))

    @app.action(TWO)
    def two(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _told(here, tell_apart, int(action["value"])), replaces=True)

    @app.action(TWO_TOLD)
    def two_told(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _told(here, tell_apart, int(action["value"])))

    @app.action(LIST_TOLD)
    def list_told(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: list_page(here, 0))

    @app.action(RESTORE)
    def restore(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _told(here, restore_entry, int(action["value"])), replaces=True)

    @app.view(CHANGE_FORM)
    def changed(ack: Ack, body: dict[str, Any]) -> None:
        carried = carried_by(body["view"])
        take_form(context, ack, body, lambda here, values: _change(here, carried, values))


def list_page(here: Visit, first: int) -> Message:
    """The member's entries from this place on."""
    page = list_entries(here, member=here.member, first=first)
    return entry_list_message(page, here.language)


def _from_list(here: Visit, what: str, entry_id: int, first: int) -> Message:
    act = delete_entry if what == "delete" else tell_apart
    said = act(here, member=here.member, activity_id=entry_id)
    page = list_entries(here, member=here.member, first=first)
    return entry_list_message(page, here.language, deleted=said if what == "delete" else None)


def _told(here: Visit, act: Callable[..., Logged], entry_id: int) -> Message:
    said = act(here, member=here.member, activity_id=entry_id)
    return logged_message(said, here.language)


def _open_change(
    context: Context, client: WebClient, body: Mapping[str, Any], entry_id: int, carried: Mapping[str, Any]
) -> None:
    """Open the form with an entry in it; its answer takes the place of what showed the entry."""
    about = {**(place_of(body) or carried_by(body.get("view") or {})), **carried, "entry": str(entry_id)}
    show_modal(context, client, body, lambda here: _change_form(here, entry_id, about))


def _some(here: Visit, batch: str, place: dict[str, Any]) -> Block:
    said = describe_batch(here, member=here.member, batch=batch)
    return some_entries_form(said, here.language, carried=place)


def _change_form(here: Visit, entry_id: int, carried: Mapping[str, Any]) -> Block:
    return log_form(
        vocabulary_of(here.session, workspace=here.workspace),
        here.language,
        filled=_filled(here, entry_id),
        today=here.today,
        carried=carried,
        change=True,
    )


def _filled(here: Visit, entry_id: int) -> FormValues:
    entry, beside = own_entry(here, member=here.member, activity_id=entry_id)
    currency = here.workspace.currency
    money = entry.metric.unit is Unit.MONEY
    amount = entry.quantity if money else beside
    return FormValues(
        metric=entry.metric.key,
        quantity="" if money else str(entry.quantity),
        amount=write_plain_amount(amount, currency=currency) if amount else "",
        date=entry.date.isoformat(),
        outcome=entry.outcome,
        account=entry.account,
        note=entry.note,
    )


def _change(here: Visit, carried: Mapping[str, Any], values: Values) -> tuple[Logged, Message]:
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    said = change_entry(
        here,
        member=here.member,
        activity_id=int(carried.get("entry") or 0),
        entry=read_form(filled_in(values), vocabulary, today=here.today, backdate_days=here.workspace.backdate_days),
    )
    if "first" in carried:
        return said, list_page(here, int(carried["first"]))
    return said, logged_message(said, here.language)
