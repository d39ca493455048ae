"""What `/log` asks back: saved as read, put right in the form, or dropped."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.doors.answering import Then, Visit, answer_click
from bot.core.doors.context import Context
from bot.core.doors.modals import show_modal
from bot.core.pending_readings import receipt_of_asked
from bot.core.text.amounts import write_plain_amount
from bot.core.vocabulary import vocabulary_of
from bot.core.words.message import Block
from bot.log.doors.form import place_of
from bot.log.doors.log_answer import log_and_tell
from bot.log.pending_readings import asked_entries
from bot.log.text.form import FormValues
from bot.log.words.form import log_form
from bot.log.words.pending_readings import EDIT_ASKED, SAVE


def register(app: App, context: Context) -> None:
    """Register the buttons."""

    @app.action(re.compile(f"^{SAVE}:"))
    def save(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        answer_click(context, body, lambda here: _save(context, here, str(action["value"])), replaces=True)

    @app.action(EDIT_ASKED)
    def edit(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        show_modal(context, client, body, lambda here: _form(here, str(action["value"]), place_of(body)))


def _save(context: Context, here: Visit, value: str) -> Then:
    name, entries = asked_entries(here, member=here.member, value=value)
    return log_and_tell(context, here, entries, receipt_of_asked(name))


def _form(here: Visit, value: str, place: Mapping[str, Any]) -> Block:
    name, entries = asked_entries(here, member=here.member, value=value)
    entry = entries[0]
    vocabulary = vocabulary_of(here.session, workspace=here.workspace)
    money = next(metric.unit == "money" for metric in vocabulary.metrics if metric.key == entry.metric_key)
    amount = entry.quantity if money else entry.amount_minor
    filled = FormValues(
        metric=entry.metric_key,
        quantity="" if money else str(entry.quantity),
        amount=write_plain_amount(amount, currency=here.workspace.currency) if amount else "",
        date=entry.date.isoformat(),
        outcome=entry.outcome or "",
        account=entry.account or "",
        note=entry.note or "",
    )
    return log_form(vocabulary, here.language, filled=filled, today=here.today, carried={**place, "asked": name})
