"""The forms of deals: add, move, amount, won, lost, hand over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.text.amounts import write_plain_amount
from bot.core.words.blocks import context, escape, shorten
from bot.core.words.forms import choice, date_box, field, modal, person, several, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.pipeline.stages import StageName
from bot.pipeline.views import DealView
from bot.pipeline.words.deals import plain_account, plain_stage, stage_words

SHARED = "shared"
ADD_FORM, MOVE_FORM, AMOUNT_FORM, WON_FORM, LOST_FORM, HAND_OVER_FORM = (
    "deal_add_form",
    "deal_move_form",
    "deal_amount_form",
    "deal_won_form",
    "deal_lost_form",
    "deal_hand_over_form",
)
LONGEST_ACCOUNT, LONGEST_REASON, LONGEST_LESSON, LONGEST_AMOUNT = 200, 200, 1000, 30


def add_form(
    stages: Sequence[StageName],
    language: Language,
    *,
    account: str = "",
    amount_minor: int = 0,
    stage: str | None = None,
    carried: Mapping[str, Any] | None = None,
) -> Block:
    """A new deal, with what is known of it already."""
    return modal(
        language("Add a deal"),
        [
            field("account", language("Account"), text_box(value=account, longest=LONGEST_ACCOUNT)),
            _amount(language, value=amount_minor, optional=True),
            _stage(stages, stage or stages[0].key, language),
        ],
        callback=ADD_FORM,
        submit=language("Add"),
        close=language("Cancel"),
        carried=carried,
    )


def move_form(deal: DealView, stages: Sequence[StageName], language: Language, *, today: dt.date) -> Block:
    """To another stage: the next one is proposed."""
    keys = [stage.key for stage in stages]
    at = keys.index(deal.stage.key) if deal.stage.key in keys else -1
    return modal(
        language("Move a deal"),
        [
            _about(deal, language),
            _stage(stages, keys[min(at + 1, len(keys) - 1)], language),
            _date(today, language("When it moved")),
        ],
        callback=MOVE_FORM,
        submit=language("Change stage"),
        close=language("Cancel"),
        carried={"deal": deal.id},
    )


def amount_form(deal: DealView, language: Language) -> Block:
    """Another amount."""
    return modal(
        language("Change the amount"),
        [_about(deal, language), _amount(language, value=deal.amount_minor, optional=False)],
        callback=AMOUNT_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"deal": deal.id},
    )


def won_form(deal: DealView, language: Language, *, today: dt.date) -> Block:
    """Won: for how much, when, and who looks after them from now on."""
    return modal(
        language("Won"),
        [
            _about(deal, language),
            _amount(language, value=deal.amount_minor, optional=True),
            _whom(language),
            _date(today, language("When it was won")),
        ],
        callback=WON_FORM,
        submit=language("Won"),
        close=language("Cancel"),
        carried={"deal": deal.id},
    )


def hand_over_form(deal: DealView, language: Language) -> Block:
    """Whom a won deal is handed over to."""
    return modal(
        language("Hand over"),
        [_about(deal, language), _whom(language, optional=False)],
        callback=HAND_OVER_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"deal": deal.id},
    )


def lost_form(deal: DealView, language: Language, *, today: dt.date) -> Block:
    """Lost: why, and what to do otherwise next time."""
    return modal(
        language("Lost"),
        [
            _about(deal, language),
            field("reason", language("Why they didn't buy"), text_box(longest=LONGEST_REASON)),
            field(
                "lesson",
                language("What you would do differently"),
                text_box(lines=True, longest=LONGEST_LESSON),
                optional=True,
                hint=language(
                    "For you, your 1:1 and your manager's monthly team pack. Your name is left out unless you share it."
                ),
            ),
            field(
                "shared",
                language("Help the team"),
                several([(language("Share this lesson with my name"), SHARED)]),
                optional=True,
            ),
            _date(today, language("When it was lost")),
        ],
        callback=LOST_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"deal": deal.id},
    )


def _about(deal: DealView, language: Language) -> Block:
    name = escape(shorten(plain_account(deal, language), 100))
    amount = f" · {language.money(deal.amount_minor)}" if deal.amount_minor else ""
    return context(f"{name}{amount} · {stage_words(deal.stage, language)}")


def _amount(language: Language, *, value: int, optional: bool) -> Block:
    written = write_plain_amount(value, currency=language.currency) if value else ""
    return field(
        "amount",
        language("Amount in {currency}", currency=language.currency),
        text_box(value=written, placeholder="12,500", longest=LONGEST_AMOUNT),
        optional=optional,
    )


def _stage(stages: Sequence[StageName], chosen: str, language: Language) -> Block:
    options = [(plain_stage(stage, language), stage.key) for stage in stages]
    return field("stage", language("Stage"), choice(options, chosen=chosen))


def _whom(language: Language, *, optional: bool = True) -> Block:
    return field("handed_to", language("Who's taking over"), person(), optional=optional)


def _date(today: dt.date, label: str) -> Block:
    return field("date", label, date_box(chosen=today.isoformat()))
