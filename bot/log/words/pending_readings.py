"""What is asked back of what was typed: how it was read, with a button for each reading."""

import html
from collections.abc import Sequence

from bot.core.failures import Failure
from bot.core.pending_readings import value_of_asked
from bot.core.text.errors import NotAnActivity, NotUnderstood, UnknownMetric
from bot.core.words.answers import failure_text
from bot.core.words.blocks import BUTTON_LIMIT, actions, button, escape, escaped_within, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.pending_readings import drop_button
from bot.log.pending_readings import Asked, How, Reading
from bot.log.text.command import ParsedEntry
from bot.log.words.answer import LONGEST_TEXT, MOST_OF_NAME, MOST_OF_NOTE, ROOM
from storage.tables import Unit

SAVE, EDIT_ASKED = "log_asked_save", "log_asked_edit"


def asked_message(asked: Asked, language: Language) -> Message:
    """The answer to what may have been meant otherwise: nothing is saved before a button is pressed."""
    first = asked.readings[0]
    if asked.why is None:
        lines = [
            language(
                "You've already logged some for that day. Is {entries} the whole day, or more? Nothing's saved yet.",
                entries=_entries(first.whole or first.entries, asked, language),
            )
        ]
    else:
        why: Failure = asked.why
        guessed = isinstance(why, UnknownMetric) and len(asked.readings) == 1
        if isinstance(why, UnknownMetric) and guessed:
            # The reading says what was probably meant: a list of all that can be logged would only stand in its way.
            why = NotUnderstood("I don't know `{word}`.", word=why.word)
        lines = [failure_text(why, language)]
        entries = _entries(first.entries, asked, language)
        if isinstance(asked.why, NotAnActivity):
            lines.append(language("If it did happen: *{entries}*.", entries=entries))
        elif guessed:
            lines.append(language("Did you mean *{entries}*?", entries=entries))
        elif len(asked.readings) == 1:
            lines.append(language("I read it as *{entries}*.", entries=entries))
    text = "\n".join(lines)
    return Message(
        text=shorten(text, LONGEST_TEXT),
        blocks=(section(text), actions(*_buttons(asked, language), block_id="asked")),
    )


def offered_buttons(asked: Asked, language: Language) -> list[Block]:
    """The readings as buttons beside what else the same text may mean."""
    return [
        button(
            language("Log {entries}", entries=html.unescape(_entries(reading.entries, asked, language))),
            action=f"{SAVE}:{at}",
            value=value_of_asked(asked.name, at),
        )
        for at, reading in enumerate(asked.readings)
    ]


def _buttons(asked: Asked, language: Language) -> list[Block]:
    buttons = [
        button(
            _label(reading, asked, language),
            action=f"{SAVE}:{at}",
            value=value_of_asked(asked.name, at),
            about=_entries(reading.entries, asked, language),
        )
        for at, reading in enumerate(asked.readings)
    ]
    if len(asked.readings[0].entries) == 1:
        buttons.append(button(language("Edit"), action=EDIT_ASKED, value=value_of_asked(asked.name, 0)))
    return [*buttons, drop_button(asked.name, language)]


def _label(reading: Reading, asked: Asked, language: Language) -> str:
    if reading.how is How.MAKE_IT:
        one = len(reading.entries) == 1 and len(reading.whole) == 1
        if one and asked.metrics[reading.entries[0].metric_key].unit is Unit.COUNT:
            return language(
                "Make it {whole} ({more} more)",
                whole=language.count(reading.whole[0].quantity),
                more=language.count(reading.entries[0].quantity),
            )
        return language("Make it the whole day")
    if reading.how is How.ADD:
        if len(reading.entries) == 1:
            entry = reading.entries[0]
            return language("Add {amount}", amount=language.amount(asked.metrics[entry.metric_key], entry.quantity))
        return language("Add all")
    if len({each.entries[0].date for each in asked.readings}) > 1:
        return language("Save for {day}", day=language.day(reading.entries[0].date))
    if len(asked.readings) > 1:
        return shorten(language("Save {entries}", entries=_counted(reading.entries, asked, language)), BUTTON_LIMIT)
    return language("Save anyway") if isinstance(asked.why, NotAnActivity) else language("Yes, save it")


def _counted(entries: Sequence[ParsedEntry], asked: Asked, language: Language) -> str:
    """The entries in a few words: `1 call · Acme, 1 call · Globex`."""
    return language(", ").join(
        " · ".join(filter(None, (language.things(asked.metrics[entry.metric_key], entry.quantity), entry.account)))
        for entry in entries
    )


def _entries(entries: Sequence[ParsedEntry], asked: Asked, language: Language) -> str:
    room = ROOM // max(1, len(entries))
    return language(", ").join(_entry(entry, asked, language, room) for entry in entries)


def _entry(entry: ParsedEntry, asked: Asked, language: Language, room: int) -> str:
    parts = [language.things(asked.metrics[entry.metric_key], entry.quantity)]
    if entry.amount_minor:
        parts.append(language.money(entry.amount_minor))
    if entry.outcome:
        parts.append(escape(language.exactly(entry.outcome)))
    if entry.account:
        parts.append(language("account {name}", name=escaped_within(entry.account, min(MOST_OF_NAME, room // 3))))
    parts.append(language("today") if entry.date == asked.today else language.day(entry.date))
    if entry.note:
        parts.append(f"“{escaped_within(entry.note, min(MOST_OF_NOTE, room // 2))}”")
    return " · ".join(parts)
