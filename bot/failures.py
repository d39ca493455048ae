"""What goes wrong in a way that a person can put right."""

from typing import ClassVar


class Words(str):
    """A value that is a text of Pacer's own: it is said in the reader's language, as the text around it is."""


class Failure(Exception):
    """Something cannot be done as it was asked; the message is what the person reads, and says what to do instead.

    `text` has a `{name}` for each of `values`, so that it can be said in another language; it is never put together
    from parts. Values are shown as they are given: what somebody typed must be made harmless before (no formatting,
    mention or link may come out of it). `field` names the field of a form that it is about, else it is empty.
    """

    hint: ClassVar[str] = ""
    """What all failures of a kind say after their text."""

    def __init__(self, text: str, *, field: str = "", **values: object) -> None:
        self.text, self.field, self.values = text, field, values
        said = text.format(**values) if values else text
        super().__init__(f"{said} {self.hint}" if self.hint else said)
