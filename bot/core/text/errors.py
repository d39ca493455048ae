"""Why a text was not understood. Each message is one line: that nothing was saved, and what to type instead."""

import datetime as dt
from typing import ClassVar

from bot.core.failures import Failure, Words

SHOWN_NAMES = 12
LONGEST_VALUE = 60
TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Characters that turn the direction of writing, also of what comes after them: to be taken out by str.translate."""


class NotUnderstood(Failure):
    """A text was not understood; nothing was saved, and the message says what to type.

    What somebody typed is shortened and made harmless: no formatting, mention or link comes out of it.
    """

    saves: ClassVar[bool] = True
    """Whether something would have been saved, so that the answer says that it was not."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, field="", **{name: _shown(value) for name, value in values.items()})

    def __str__(self) -> str:
        said = super().__str__()
        return f"{said[:1].upper()}{said[1:]} Nothing was saved." if self.saves else said


class UnknownMetric(NotUnderstood):
    """A word is no metric of this workspace."""

    def __init__(self, word: str, *, nearest: str | None, known: tuple[str, ...]) -> None:
        self.word, self.nearest, self.known = word, nearest, known
        if nearest is None:
            super().__init__("I don't know `{word}`. You can log: {known}.", word=word, known=known)
        else:
            super().__init__(
                "I don't know `{word}`. Did you mean `{nearest}`?",
                word=word,
                nearest=nearest,
                known=known,
            )


class WrongQuantity(NotUnderstood):
    """A number is zero, negative or absurd."""


class WrongAmount(NotUnderstood):
    """An amount of money is missing, or in another currency."""


class WrongDate(NotUnderstood):
    """A date is in the future or too long ago."""


class UnclearText(NotUnderstood):
    """Something in the text has no meaning here, or more than one."""


class AmbiguousDay(UnclearText):
    """What was typed could be two days."""

    def __init__(self, word: str, days: tuple[dt.date, ...]) -> None:
        self.word, self.days = word, days
        super().__init__(
            "`{word}` could be two dates. Write it like 2026-11-16 or 16 Nov, and put a name in quotes.", word=word
        )


class NotAnActivity(UnclearText):
    """What was typed sounds like something that was not done."""


class LooseNumber(UnclearText):
    """A number belongs to nothing."""


class UnclearQuestion(UnclearText):
    """It is not clear what somebody wants to see."""

    saves = False


def _shown(value: object) -> object:
    if isinstance(value, tuple):
        names = tuple(map(_shown, value[:SHOWN_NAMES]))
        return (*names, "…") if len(value) > SHOWN_NAMES else names
    if isinstance(value, Words | dt.date):
        return value
    return harmless(str(value))


def harmless(text: str, longest: int = LONGEST_VALUE) -> str:
    """What somebody wrote, fit to stand between two backticks of a message."""
    plain = " ".join(text.translate(TURNS).replace("`", "'").split())
    if len(plain) > longest:
        plain = plain[: longest - 1] + "…"
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
