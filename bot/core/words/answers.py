"""Short answers: a sentence, or why something was not done."""

import datetime as dt
import re
from dataclasses import replace

from bot.core.failures import Failure, Phrase, Words
from bot.core.text.errors import NotUnderstood, harmless
from bot.core.words.blocks import context, isolate, section, unformatted
from bot.core.words.language import Language
from bot.core.words.message import Message

COMMAND_TO_TYPE = re.compile(r"(`[^`]*`)")


def plain_message(text: str) -> Message:
    """One sentence."""
    return Message(text=text, blocks=(section(text),))


def failure_text(failure: Failure, language: Language) -> str:
    """What the person reads of something that cannot be done as they asked."""
    said = (
        _filled(language.exactly(failure.text), failure, language) if failure.values else language.exactly(failure.text)
    )
    if failure.hint:
        said = f"{said} {language.exactly(failure.hint)}"
    if not isinstance(failure, NotUnderstood):
        return said
    if failure.field or not failure.saves:
        return said[:1].upper() + said[1:]  # nobody thinks that it was saved
    # What to do comes first, and that nothing is half done after it.
    return language("{why} Nothing was saved.", why=said[:1].upper() + said[1:])


def failure_message(failure: Failure, language: Language) -> Message:
    """The same as an answer."""
    return plain_message(failure_text(failure, language))


def late_message(message: Message, language: Language) -> Message:
    """An answer that comes when Slack may have said already that the command failed."""
    said = language("Slack may have said this failed. It just took a while, and here's the answer.")
    return replace(message, text=f"{said}\n{message.text}", blocks=(context(said), *message.blocks))


def _said(value: object, language: Language) -> object:
    if isinstance(value, tuple):
        return language(", ").join(str(_said(each, language)) for each in value)
    if isinstance(value, Phrase):
        return language(value.text, **{name: _said(each, language) for name, each in value.values.items()})
    if isinstance(value, dt.date):
        return language.long_date(value)
    return harmless(language.exactly(value)) if isinstance(value, Words) else value


def _filled(text: str, failure: Failure, language: Language) -> str:
    """The text with its values: what somebody typed stands as it is in a command to type, and unformatted elsewhere."""
    typed = {name: _said(value, language) for name, value in failure.values.items()}
    shown = {name: isolate(unformatted(value)) if isinstance(value, str) else value for name, value in typed.items()}
    return "".join(part.format(**(typed if at % 2 else shown)) for at, part in enumerate(COMMAND_TO_TYPE.split(text)))
