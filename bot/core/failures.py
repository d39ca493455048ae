"""What goes wrong in a way that a person can put right."""

import datetime as dt
from typing import ClassVar


class Words(str):
    """A value that is a text of Pacer's own: it is said in the reader's language, as the text around it is."""


class Phrase:
    """A value that is a text of Pacer's own with values in it."""

    def __init__(self, text: str, **values: object) -> None:
        self.text, self.values = text, values

    def __str__(self) -> str:
        return self.text.format(**{name: plainly(value) for name, value in self.values.items()})


def plainly(value: object) -> str:
    """A value as it stands in the text of an exception."""
    if isinstance(value, tuple):
        return ", ".join(map(plainly, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class Failure(Exception):
    """Something cannot be done as it was asked; the message is what the person reads, and says what to do instead.

    `text` has a `{name}` for each of `values`, so that it can be said in another language; it is never put together
    from parts. Words, Phrases and dates among the values are said in the reader's language, a tuple one part after the
    other. What else is there is shown as it is given: what somebody typed must be made harmless before (no formatting,
    mention or link may come out of it). `field` names the field of a form that it is about, else it is empty.
    """

    hint: ClassVar[str] = ""
    """What all failures of a kind say after their text."""

    def __init__(self, text: str, *, field: str = "", **values: object) -> None:
        self.text, self.field, self.values = text, field, values
        said = text.format(**{name: plainly(value) for name, value in values.items()}) if values else text
        super().__init__(f"{said} {self.hint}" if self.hint else said)
