"""What goes wrong in a way that a person can put right."""


class Failure(Exception):
    """Something cannot be done as it was asked; the message is what the person reads, and says what to do instead.

    `text` has a `{name}` for each of `values`, so that it can be said in another language. Values are shown as they
    are given: what somebody typed must be made harmless before (no formatting, mention or link may come out of it).
    `field` names the field of a form that it is about, else it is empty.
    """

    def __init__(self, text: str, *, field: str = "", **values: object) -> None:
        self.text, self.field, self.values = text, field, values
        super().__init__(text.format(**values) if values else text)
