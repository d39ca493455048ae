"""The buttons and the form of pairs."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.coaching.doors.values import date_in, number_in
from bot.coaching.pairs import (
    Sheet,
    access_sheet,
    answer_pair,
    current_pair,
    invite,
    say_outcome,
    write_sheet,
)
from bot.coaching.words.forms import saved_view
from bot.coaching.words.pairs import (
    SHARED,
    SHEET_FORM,
    answered_message,
    invited_message,
    no_pair_message,
    outcome_message,
    pair_page_message,
    sheet_form,
    sheet_saved_message,
)
from bot.core.doors.answering import Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import Values, carried_by, show_modal, take_submission
from bot.core.members import find_meant
from bot.core.words.message import Block, Message
from bot.people.pairs import answer_by, said_of
from bot.people.words.pairs import DECLINE, HELPED, NO_HELP, NOT_MET, NOT_TRIED, SHEET, TALK, WATCH
from storage.tables import PairKind, PairMoment, PairOutcome

OUTCOMES = {
    HELPED: PairOutcome.HELPED,
    NO_HELP: PairOutcome.NO_HELP,
    NOT_TRIED: PairOutcome.NOT_TRIED,
    NOT_MET: PairOutcome.NOT_MET,
}


def register(app: App, context: Context) -> None:
    """Register the buttons and the form."""
    _does(app, context, TALK, lambda here, pair_id: _answer(here, pair_id, PairKind.TALK))
    _does(app, context, WATCH, lambda here, pair_id: _answer(here, pair_id, PairKind.SHADOW))
    _does(app, context, DECLINE, lambda here, pair_id: _answer(here, pair_id, None))
    _does(app, context, HELPED, lambda here, pair_id: _say(here, pair_id, PairOutcome.HELPED))
    _does(app, context, NO_HELP, lambda here, pair_id: _say(here, pair_id, PairOutcome.NO_HELP))
    _does(app, context, NOT_TRIED, lambda here, pair_id: _say(here, pair_id, PairOutcome.NOT_TRIED))
    _does(app, context, NOT_MET, lambda here, pair_id: _say(here, pair_id, PairOutcome.NOT_MET))

    @app.action(SHEET)
    def open_sheet(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _sheet(here, str(action.get("value", ""))))

    @app.view(SHEET_FORM)
    def sheet(ack: Ack, body: dict[str, Any]) -> None:
        pair_id = carried_by(body["view"]).get("pair")
        take_submission(context, ack, body, lambda here, values: _write(here, values, pair_id), first_field="well")


def pair_page(here: Visit) -> Message:
    """`/coach pair`: the pair that they have before them."""
    now = current_pair(here, member=here.member)
    if now is None:
        return no_pair_message(here.language)
    return pair_page_message(said_of(here, now, PairMoment.PROPOSAL), answer_by(here, now), here.language)


def pair_with(here: Visit, user: str, receipt: str) -> Message:
    """`/coach pair @colleague`."""
    partner = find_meant(here.session, workspace=here.workspace, slack_user_id=user)
    if not here.once(receipt):
        return pair_page(here)
    now = invite(here, member=here.member, partner=partner)
    return invited_message(now, answer_by(here, now), here.language)


def _does(app: App, context: Context, action_id: str, compose: Callable[[Visit, int], Message]) -> None:
    @app.action(action_id)
    def do(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: compose(here, number_in(action.get("value", ""))))


def _answer(here: Visit, pair_id: int, wants: PairKind | None) -> Message:
    now = answer_pair(here, member=here.member, pair_id=pair_id, wants=wants)
    return answered_message(said_of(here, now, PairMoment.AGREED), here.language)


def _say(here: Visit, pair_id: int, outcome: PairOutcome) -> Message:
    say_outcome(here, member=here.member, pair_id=pair_id, outcome=outcome)
    return outcome_message(outcome, here.language)


def _sheet(here: Visit, value: str) -> Block:
    return sheet_form(access_sheet(here, member=here.member, pair_id=number_in(value)), here.language)


def _write(here: Visit, values: Values, pair_id: object) -> Block:
    now = write_sheet(here, member=here.member, pair_id=number_in(pair_id), sheet=_sheet_of(values))
    return saved_view(sheet_saved_message(now, here.language), here.language("Worksheet saved"), here.language)


def _sheet_of(values: Values) -> Sheet:
    return Sheet(
        well=str(values.get("well") or ""),
        hard=str(values.get("hard") or ""),
        trying=str(values.get("trying") or ""),
        took=str(values.get("took") or ""),
        try_by=date_in(values["try_by"], field="try_by") if values.get("try_by") else None,
        shared=SHARED in (values.get("sharing") or ()),
    )
