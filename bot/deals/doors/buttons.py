"""The buttons under deals and leads: those that do something at once, and those that open a form."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Visit, answer_click, receipt_of
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.members import viewer_of
from bot.core.pending_readings import AskedTooLongAgo, asked_reading, receipt_of_asked
from bot.core.words.message import Block, Message
from bot.deals.doors.command import do_reading, hand_of, view_named
from bot.deals.editing import close_as, move_deal, reopen_deal
from bot.deals.leads import answer_lead_by_id, lead_account
from bot.deals.playbook import playbook_to_edit
from bot.deals.text.meanings import DealAdd, kept_reading
from bot.deals.words import answers as deal_answers
from bot.deals.words import doubt
from bot.deals.words import list as deal_list
from bot.deals.words.answers import deal_changed_message, deal_undone_message, lead_message
from bot.deals.words.forms import add_form, amount_form, hand_over_form, lost_form, move_form, won_form
from bot.deals.words.playbook import EDIT_STAGE, playbook_form
from bot.pipeline.settlement import undo_deals
from bot.pipeline.stages import stage_names
from bot.pipeline.views import DealView, Which, find_deal, view_deals
from bot.pipeline.words.offer import MOVE_OFFERED, SAME_OFFERED
from storage.tables import Deal


def register(app: App, context: Context) -> None:
    """Register the buttons."""
    _opens(app, context, deal_list.ADD, lambda here, _value: _add(here, ""))
    _opens(app, context, deal_answers.LEAD_DEAL, _add_from_lead)
    _opens(app, context, deal_answers.MOVE, _move)
    _opens(app, context, deal_list.MENU, _chosen)
    _opens(app, context, deal_answers.HAND_OVER, lambda here, value: hand_over_form(_view(here, value), here.language))
    _opens(app, context, EDIT_STAGE, _playbook)
    _does(app, context, deal_answers.UNDO, _undo)
    _does(app, context, deal_answers.REOPEN, _reopen)
    _does(app, context, deal_answers.LEAD_ANSWERED, _answered)
    _opens(app, context, doubt.LOST, _lost)
    _does(app, context, MOVE_OFFERED, _move_as_offered)
    _does(app, context, SAME_OFFERED, _same_as_offered)

    _opens(app, context, doubt.EDIT, _add_as_read)

    @app.action(re.compile(f"^{doubt.AS_READ}:"))
    def as_read(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _as_read(here, str(action.get("value", ""))), replaces=True)


def _opens(app: App, context: Context, action_id: str, compose: Callable[[Visit, str], Block]) -> None:
    @app.action(action_id)
    def open_form(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(
            context,
            client,
            body,
            lambda here: compose(here, (action.get("selected_option") or action).get("value", "")),
        )


def _does(app: App, context: Context, action_id: str, compose: Callable[[Visit, str, str], Message]) -> None:
    @app.action(action_id)
    def do(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: compose(here, action.get("value", ""), receipt_of(body)))


def find_numbered(here: Visit, number: str) -> Deal:
    """The deal with this number. Raises UnknownDeal, NotAllowed."""
    return find_deal(
        here.session,
        workspace=here.workspace,
        member=here.member,
        name=f"#{number}",
        which=Which.OPEN,
        now=here.now,
    )


def _view(here: Visit, number: str) -> DealView:
    (view,) = view_deals(here.session, workspace=here.workspace, some=[find_numbered(here, number)], today=here.today)
    return view


def _chosen(here: Visit, value: str) -> Block:
    what, _, number = value.partition(":")
    match what:
        case deal_list.WON:
            return won_form(_view(here, number), here.language, today=here.today)
        case deal_list.LOST:
            return lost_form(_view(here, number), here.language, today=here.today)
        case deal_list.AMOUNT:
            return amount_form(_view(here, number), here.language)
        case _:
            return _move(here, number)


def _add(here: Visit, account: str) -> Block:
    return add_form(stage_names(here.session, workspace=here.workspace), here.language, account=account)


def _as_read(here: Visit, value: str) -> Message:
    name, kept = asked_reading(here, member=here.member, value=value)
    return do_reading(here, kept_reading(kept), receipt_of_asked(name))


def _add_as_read(here: Visit, value: str) -> Block:
    name, kept = asked_reading(here, member=here.member, value=value)
    reading = kept_reading(kept)
    if not isinstance(reading, DealAdd):
        raise AskedTooLongAgo
    return add_form(
        stage_names(here.session, workspace=here.workspace),
        here.language,
        account=reading.account,
        amount_minor=reading.amount_minor,
        stage=reading.stage,
        carried={"asked": name},
    )


def _lost(here: Visit, account: str) -> Block:
    return lost_form(view_named(here, account), here.language, today=here.today)


def _add_from_lead(here: Visit, number: str) -> Block:
    return _add(here, lead_account(here.session, member=here.member, number=number))


def _move(here: Visit, number: str) -> Block:
    names = stage_names(here.session, workspace=here.workspace)
    return move_form(_view(here, number), names, here.language, today=here.today)


def _playbook(here: Visit, key: str) -> Block:
    viewer = viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now)
    book = playbook_to_edit(here, viewer=viewer, stage_key=key)
    return playbook_form(book, here.language)


def _undo(here: Visit, number: str, _receipt: str) -> Message:
    deal = find_numbered(here, number)
    undo_deals(here.session, deal_ids=[deal.id], now=here.now)
    return deal_undone_message(here.language, account=deal.account)


def _reopen(here: Visit, number: str, receipt: str) -> Message:
    return deal_changed_message(reopen_deal(hand_of(here, receipt), find_numbered(here, number)), here.language)


def _answered(here: Visit, number: str, _receipt: str) -> Message:
    lead = answer_lead_by_id(here, member=here.member, lead_id=int(number))
    return lead_message(lead, here.language)


def _move_as_offered(here: Visit, value: str, receipt: str) -> Message:
    number, _, stage = value.partition(":")
    change = move_deal(hand_of(here, receipt), find_numbered(here, number), stage=stage)
    return deal_changed_message(change, here.language)


def _same_as_offered(here: Visit, value: str, receipt: str) -> Message:
    number, _, logged = value.partition(":")
    deal, won = find_numbered(here, number), find_numbered(here, logged)
    return deal_changed_message(close_as(hand_of(here, receipt), deal, won), here.language)
