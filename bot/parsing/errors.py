"""Why a text was not understood. Each message says that nothing was saved and what to type instead."""

import datetime as dt

from bot.failures import Failure


class NotUnderstood(Failure):
    """A text was not understood; nothing was saved, and the message says what to type."""


class UnknownMetric(NotUnderstood):
    """A word is no metric of this workspace."""

    def __init__(self, word: str, *, nearest: str | None, known: tuple[str, ...]) -> None:
        self.word, self.nearest, self.known = word, nearest, known
        guess = f" Did you mean `{nearest}`?" if nearest else ""
        super().__init__(f"Nothing was saved: I don't know `{_quoted(word)}`.{guess} You can log: {', '.join(known)}.")


class WrongQuantity(NotUnderstood):
    """A number is zero, negative or absurd."""

    def __init__(self, said: str, why: str) -> None:
        self.said, self.why = said, why
        super().__init__(f"Nothing was saved: {why}")


class WrongAmount(NotUnderstood):
    """An amount of money is missing, or in another currency."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Nothing was saved: {why}")


class WrongDate(NotUnderstood):
    """A date is in the future or too long ago."""

    def __init__(self, date: dt.date, why: str) -> None:
        self.date = date
        super().__init__(f"Nothing was saved: {why}")


class UnclearText(NotUnderstood):
    """Something in the text has no meaning here."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Nothing was saved: {why}")


def _quoted(word: str) -> str:
    return word.replace("`", "'")[:40]
