"""The form in which an activity is logged or changed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.core.words.blocks import actions, button, section
from bot.core.words.forms import choice, date_box, field, modal, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.log.answer import Logged
from bot.log.text.clause import LONGEST_ACCOUNT
from bot.log.text.command import LONGEST_NOTE
from bot.log.text.form import ACCOUNT, AMOUNT, DATE, METRIC, NOTE, OUTCOME, QUANTITY, FormValues
from bot.log.words.answer import logged_message, redo_button

FORM, CHANGE_FORM = "log_form", "log_change"
"""The callbacks of the form for a new entry, and for one that is changed."""
OPEN, PICK_METRIC = "log_open", "log_metric"


def form_offered_message(language: Language) -> Message:
    """The way to the form, where Slack does not let it open by itself."""
    text = language("What did you do? Write it like `5 calls` or `call Acme: left voicemail`, or open the form.")
    open_form = button(language("Open the form"), action=OPEN)
    return Message(text=text, blocks=(section(text), actions(open_form, block_id="log_open")))


def log_form(
    vocabulary: Vocabulary,
    language: Language,
    *,
    filled: FormValues,
    today: dt.date,
    carried: Mapping[str, Any],
    change: bool = False,
) -> Block:
    """The form, with the fields that the chosen metric has: how many or how much, what came of it."""
    metric = chosen_metric(vocabulary, filled)
    names = [(_capital(language.exactly(each.singular)), each.key) for each in vocabulary.metrics]
    pick = {**field(METRIC, language("What"), choice(names, chosen=metric.key, action=PICK_METRIC))}
    # The fields below follow what is chosen.
    pick["dispatch_action"] = True
    blocks = [pick, *_measures(metric, language, filled)]
    blocks.append(field(DATE, language("When"), date_box(chosen=filled.date or today.isoformat())))
    outcomes = [(language.exactly(name), name) for name, _ in metric.outcomes]
    if outcomes:
        blocks.append(
            field(
                f"{OUTCOME}:{metric.key}",
                language("Outcome"),
                choice(outcomes, chosen=filled.outcome or None),
                optional=True,
            )
        )
    blocks.append(
        field(
            ACCOUNT,
            language("Account"),
            text_box(value=filled.account, placeholder=language("Who it was with"), longest=LONGEST_ACCOUNT),
            optional=True,
        )
    )
    blocks.append(
        field(NOTE, language("Note"), text_box(value=filled.note, lines=True, longest=LONGEST_NOTE), optional=True)
    )
    return modal(
        language("Edit the entry") if change else language("Log what you did"),
        blocks,
        callback=CHANGE_FORM if change else FORM,
        submit=language("Save") if change else language("Log it"),
        close=language("Cancel"),
        carried=carried,
    )


def chosen_metric(vocabulary: Vocabulary, filled: FormValues) -> MetricWords:
    """The metric that is filled in; the first one of the workspace where none is."""
    return next((metric for metric in vocabulary.metrics if metric.key == filled.metric), vocabulary.metrics[0])


def logged_form(said: Logged, language: Language) -> Block:
    """The answer as a form, where there is no conversation to answer in."""
    # A form has no conversation below it in which the deal could be answered for.
    shown = logged_message(replace(said, offer=None), language)
    blocks = [block for block in shown.blocks if block["type"] != "actions"]
    buttons = [button(language("Log another"), action=OPEN)]
    if not said.undone:
        buttons.insert(0, button(language("Undo"), action="log_undo", value=said.batch))
    elif (redo := redo_button(said, language)) is not None:
        buttons.insert(0, redo)
    return modal(
        language("Log what you did"),
        [*blocks, actions(*buttons, block_id="logged")],
        callback="log_done",
        submit=None,
        close=language("Done"),
    )


def nothing_form(language: Language) -> Block:
    """What is shown instead of the form where there is nothing that could be logged."""
    words = language("You can't log anything here yet. Ask your admin to add a metric.")
    return modal(
        language("Log what you did"), [section(words)], callback="log_done", submit=None, close=language("Done")
    )


def _measures(metric: MetricWords, language: Language, filled: FormValues) -> list[Block]:
    amount = field(
        AMOUNT,
        language("Amount"),
        text_box(value=filled.amount, placeholder=language("12,500 or 12.5k"), longest=40),
        optional=metric.unit != "money",
    )
    if metric.unit == "money":
        return [amount]
    many = field(QUANTITY, language("How many"), text_box(value=filled.quantity or "1", longest=20))
    return [many, amount] if metric.takes_amount else [many]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
