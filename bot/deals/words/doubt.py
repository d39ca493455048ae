"""What is asked back where it is not clear what was typed after `/deal`: the readings, each with its button."""

from collections.abc import Sequence

from bot.core.pending_readings import value_of_asked
from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.pending_readings import drop_button
from bot.deals.text.meanings import (
    DealAdd,
    DealAmount,
    DealDoubt,
    DealLost,
    DealMove,
    DealReading,
    DealRefund,
    DealWon,
    LeadAdd,
    LeadAnswered,
    Why,
)
from bot.deals.words.forms import LONGEST_ACCOUNT
from bot.deals.words.list import deal_row, deal_text
from bot.pipeline.stages import StageName
from bot.pipeline.views import DealView
from bot.pipeline.words.deals import account_words, plain_stage

MOST = 5
"""So many readings are offered at most."""
AS_READ, EDIT, LOST = "deal_as_read", "deal_doubt_edit", "deal_doubt_lost"


def named_message(deal: DealView, language: Language) -> Message:
    """A deal that was named and nothing else: what happened with it?"""
    text = language("What happened with {account}? Pick it from the menu.", account=account_words(deal, language))
    return Message(text=f"{text}\n{deal_text(deal, language)}", blocks=(section(text), deal_row(deal, language)))


def lost_message(account: str, language: Language) -> Message:
    """That it is asked why a deal was lost, where Slack does not let the form open by itself."""
    name = escape(shorten(account, 40))
    text = language("Why was {account} lost? Write it like `Acme lost: too dear`, or open the form.", account=name)
    open_form = button(language("Open the form"), action=LOST, value=account[:LONGEST_ACCOUNT])
    return Message(text=text, blocks=(section(text), actions(open_form, block_id="deal_lost")))


def doubt_message(doubt: DealDoubt, stages: Sequence[StageName], language: Language, *, name: str) -> Message:
    """That nothing was saved, and what it may mean: its readings are kept under `name`."""
    if not doubt.readings:
        return plain_message(
            language(
                "“{word}” sounds like it hasn't happened yet, so nothing was saved. Once it has, try `/deal Acme won`.",
                word=escape(shorten(doubt.word, 40)),
            )
        )
    readings = [(reading, reading_words(reading, stages, language)) for reading in doubt.readings[:MOST]]
    if doubt.why is Why.NOT_YET:
        asked = language(
            "“{word}” sounds like it hasn't happened yet, so nothing was saved. If it has, press the button.",
            word=escape(shorten(doubt.word, 40)),
        )
    elif len(readings) == 1:
        asked = language("Nothing was saved yet. Did you mean this?")
    else:
        asked = language("Nothing was saved yet. Which one did you mean?")
    buttons = [_button(at, reading, words, name) for at, (reading, words) in enumerate(readings)]
    if isinstance(readings[0][0], DealAdd):
        buttons.append(button(language("Edit"), action=EDIT, value=value_of_asked(name, 0)))
    buttons.append(drop_button(name, language))
    blocks: list[Block] = [section(asked), actions(*buttons, block_id="deal_doubt")]
    return Message(text="\n".join([asked, *(f"• {escape(words)}" for _, words in readings)]), blocks=tuple(blocks))


def reading_words(reading: DealReading, stages: Sequence[StageName], language: Language) -> str:
    """What would be done, as a button says it: Add Acme · $12,000."""
    account = shorten(reading.account, 40)
    match reading:
        case DealAdd():
            return " · ".join([language("Add {account}", account=account), *_of_new(reading, stages, language)])
        case DealMove():
            stage = _stage(reading.stage, stages, language)
            return language("Move {account} to {stage}", account=account, stage=stage)
        case DealAmount():
            amount = language.money(reading.amount_minor)
            return language("Change {account} to {amount}", account=account, amount=amount)
        case DealWon():
            won = language("{account} is won", account=account)
            return won if reading.amount_minor is None else f"{won} · {language.money(reading.amount_minor)}"
        case DealLost():
            lost = language("{account} is lost", account=account)
            return f"{lost} · {shorten(reading.reason, 30)}" if reading.reason else lost
        case DealRefund():
            amount = language.money(reading.amount_minor)
            return language("Refund {amount} to {account}", account=account, amount=amount)
        case LeadAdd():
            return language("Add the lead {account}", account=account)
        case LeadAnswered(dropped=True):
            return language("Drop the lead {account}", account=account)
        case LeadAnswered():
            return language("{account} got an answer", account=account)
        case _:
            return language("Reopen {account}", account=account)


def _of_new(reading: DealAdd, stages: Sequence[StageName], language: Language) -> list[str]:
    """The amount, the stage and the day of a new deal, where they were said."""
    return [
        *([language.money(reading.amount_minor)] if reading.amount_minor else []),
        *([_stage(reading.stage, stages, language)] if reading.stage else []),
        *([language.day(reading.date)] if reading.date else []),
    ]


def _stage(key: str, stages: Sequence[StageName], language: Language) -> str:
    return next((plain_stage(stage, language) for stage in stages if stage.key == key), key)


def offered_buttons(
    readings: Sequence[DealReading], stages: Sequence[StageName], language: Language, *, name: str
) -> list[Block]:
    """The readings as buttons beside what else the same text may mean."""
    return [
        _button(at, reading, reading_words(reading, stages, language), name)
        for at, reading in enumerate(readings[:MOST])
    ]


def _button(at: int, reading: DealReading, words: str, name: str) -> Block:
    """The button that does it."""
    if isinstance(reading, DealLost) and not reading.reason:
        # Why they did not buy is asked for in a form.
        return button(words, action=LOST, value=reading.account[:LONGEST_ACCOUNT])
    return button(words, action=f"{AS_READ}:{at}", value=value_of_asked(name, at))
