"""What a rep committed to, in a sentence: 2 demos by Friday, 1 so far."""

import datetime as dt

from bot.core.words.blocks import actions, button, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.pipeline.words.deals import stage_words
from bot.standings.commitments import CommitmentNow, Measure
from storage.tables import Metric

CARRY, LET_GO, KEPT = "coach_carry", "coach_let_go", "coach_kept"
"""The buttons below a commitment; their listeners are in bot/coaching/doors."""


def promise_words(measure: Measure, target: int, language: Language) -> str:
    """What was promised: 2 demos; 3 deals on from Quoting."""
    if isinstance(measure, Metric):
        return language.things(measure, target)
    stage = stage_words(measure, language)
    return language.plural("{n} deal on from {stage}", "{n} deals on from {stage}", target, stage=stage)


def amount_words(measure: Measure, quantity: int, language: Language) -> str:
    """So much of it, without its name."""
    return language.amount(measure, quantity) if isinstance(measure, Metric) else language.count(quantity)


def by_words(due_on: dt.date, today: dt.date, language: Language) -> str:
    """By when: today, a weekday of the coming week, or a date."""
    if due_on == today:
        return language("by the end of today")
    if today < due_on < today + dt.timedelta(days=7):
        return language("by {day}", day=language.weekday(due_on))
    return language("by {day}", day=language.day(due_on))


def commitment_words(now: CommitmentNow, today: dt.date, language: Language) -> str:
    """You said 2 demos by Friday: 1 so far."""
    said = promise_words(now.measure, now.commitment.target, language)
    by = by_words(now.commitment.due_on, today, language)
    done = amount_words(now.measure, now.done, language)
    if now.reached:
        return language("You said {promise} {by}, and you did it. 🎉", promise=said, by=by)
    if now.is_over(today):
        return language("You said {promise} {by}. It came to {done}.", promise=said, by=by, done=done)
    return language("You said {promise} {by}: {done} so far.", promise=said, by=by, done=done)


def state_words(now: CommitmentNow, today: dt.date, language: Language) -> str:
    """The same where the rep is spoken of: 2 demos by Friday · 1 so far."""
    said = promise_words(now.measure, now.commitment.target, language)
    by = by_words(now.commitment.due_on, today, language)
    done = amount_words(now.measure, now.done, language)
    if now.reached:
        return language("{promise} {by} · done", promise=said, by=by)
    if now.is_over(today):
        return language("{promise} {by} · came to {done}", promise=said, by=by, done=done)
    return language("{promise} {by} · {done} so far", promise=said, by=by, done=done)


def commitment_message(now: CommitmentNow, today: dt.date, language: Language) -> Message:
    """One commitment for the morning message; once its date has passed, with what can become of it."""
    words = commitment_words(now, today, language)
    blocks: tuple[Block, ...] = (section(words),)
    if now.is_over(today):
        blocks = (*blocks, actions(*ending_buttons(now, language), block_id=f"commitment:{now.commitment.id}"))
    return Message(text=words, blocks=blocks)


def ending_buttons(now: CommitmentNow, language: Language) -> list[Block]:
    """What can become of a commitment: kept where it is, else carried forward or let go."""
    value = str(now.commitment.id)
    about = promise_words(now.measure, now.commitment.target, language)
    if now.reached:
        return [button(language("Mark as done"), action=KEPT, value=value, about=about)]
    return [
        button(language("Carry forward"), action=CARRY, value=value, about=about),
        button(language("Let it go"), action=LET_GO, value=value, about=about),
    ]
