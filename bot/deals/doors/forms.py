"""The forms of deals and of the playbook, filled in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.core.doors.answering import Visit
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, take_submission
from bot.core.members import viewer_of
from bot.core.pending_readings import receipt_of_asked
from bot.core.words.message import Block
from bot.deals.doors.buttons import find_numbered
from bot.deals.doors.command import deal_vocabulary, hand_of
from bot.deals.editing import DealChange, Hand, add_deal, hand_over, lose_deal, move_deal, price_deal, win_deal
from bot.deals.playbook import edit_playbook
from bot.deals.text.money import words_for_amount
from bot.deals.words import forms as deal_forms
from bot.deals.words import playbook
from bot.deals.words.answers import deal_changed_view
from storage.tables import Deal

Change = Callable[[Visit, Hand, Deal, Values], DealChange]


def register(app: App, context: Context) -> None:
    """Register the forms."""
    _takes(app, context, deal_forms.MOVE_FORM, _move, first_field="stage")
    _takes(app, context, deal_forms.AMOUNT_FORM, _price, first_field="amount")
    _takes(app, context, deal_forms.WON_FORM, _win, first_field="amount")
    _takes(app, context, deal_forms.LOST_FORM, _lose, first_field="reason")
    _takes(app, context, deal_forms.HAND_OVER_FORM, _hand_over, first_field="handed_to")

    @app.view(deal_forms.ADD_FORM)
    def added(ack: Ack, body: dict[str, Any]) -> None:
        asked = str(carried_by(body["view"]).get("asked") or "")
        # What was asked back is stored once, by its button or by this form.
        receipt = receipt_of_asked(asked) if asked else str(body["view"]["id"])
        take_submission(context, ack, body, lambda here, values: _add(here, values, receipt), first_field="account")

    @app.view(playbook.FORM)
    def playbook_written(ack: Ack, body: dict[str, Any]) -> None:
        stage = str(carried_by(body["view"]).get("stage", ""))
        take_submission(context, ack, body, lambda here, values: _write(here, values, stage), first_field="steps")


def _takes(app: App, context: Context, callback: str, change: Change, *, first_field: str) -> None:
    @app.view(callback)
    def filled_in(ack: Ack, body: dict[str, Any]) -> None:
        number = str(carried_by(body["view"]).get("deal", ""))
        # A form is sent once: a repeat carries the same view.
        receipt = str(body["view"]["id"])

        def compose(here: Visit, values: Values) -> Block:
            done = change(here, hand_of(here, receipt), find_numbered(here, number), values)
            return deal_changed_view(done, here.language)

        take_submission(context, ack, body, compose, first_field=first_field)


def _add(here: Visit, values: Values, receipt: str) -> Block:
    change = add_deal(
        hand_of(here, receipt),
        account=values.get("account") or "",
        amount_minor=words_for_amount(values.get("amount"), deal_vocabulary(here)),
        stage=values.get("stage"),
    )
    return deal_changed_view(change, here.language)


def _move(_here: Visit, hand: Hand, deal: Deal, values: Values) -> DealChange:
    return move_deal(hand, deal, stage=values.get("stage") or "", on=_date(values))


def _price(here: Visit, hand: Hand, deal: Deal, values: Values) -> DealChange:
    return price_deal(hand, deal, amount_minor=words_for_amount(values.get("amount"), deal_vocabulary(here)))


def _win(here: Visit, hand: Hand, deal: Deal, values: Values) -> DealChange:
    typed = values.get("amount")
    amount = words_for_amount(typed, deal_vocabulary(here)) if typed else None
    whom = values.get("handed_to") or ""
    return win_deal(hand, deal, amount_minor=amount, handed_to=whom, on=_date(values))


def _lose(_here: Visit, hand: Hand, deal: Deal, values: Values) -> DealChange:
    return lose_deal(
        hand,
        deal,
        reason=values.get("reason") or "",
        lesson=values.get("lesson") or "",
        shared=deal_forms.SHARED in (values.get("shared") or ()),
        on=_date(values),
    )


def _hand_over(_here: Visit, hand: Hand, deal: Deal, values: Values) -> DealChange:
    return hand_over(hand, deal, handed_to=values.get("handed_to") or "")


def _write(here: Visit, values: Values, stage: str) -> None:
    edit_playbook(
        here,
        viewer=viewer_of(here.session, workspace=here.workspace, member=here.member, now=here.now),
        stage_key=stage,
        steps=values.get("steps") or "",
        tips=values.get("tips") or "",
    )


def _date(values: Values) -> dt.date | None:
    chosen = values.get("date")
    return dt.date.fromisoformat(chosen) if chosen else None
