"""The words of a line after `/deal`, taken from the end until a name is left."""

import datetime as dt
import re
from collections.abc import Set
from dataclasses import dataclass, field

from bot.core.text.amounts import currency_of
from bot.core.text.dates import find_day
from bot.core.text.vocabulary import bare_word, fold
from bot.deals.text.keywords import DealVocabulary
from bot.deals.text.money import read_money

WORD = re.compile(r'["“”„«»]([^"“”„«»\n]+)["“”„«»]|(\S+)')


@dataclass(frozen=True)
class Word:
    """A word as it was typed; `plain` is it folded, empty for a quoted one, which means nothing but a name."""

    said: str
    plain: str


@dataclass
class DealReader:
    """Takes what is at the end of the words, until a name is left."""

    words: list[Word]
    vocabulary: DealVocabulary
    today: dt.date
    date: dt.date | None = None
    amount: int | None = None
    took: list[str] = field(default_factory=list)

    def take_ends(self, *, amount: bool) -> None:
        """Take a date, and an amount when one may be there, in any order from the end."""
        while (self.date is None and self._take_date()) or (amount and self.amount is None and self._take_amount()):
            continue

    def take_after(self, joiners: Set[str]) -> list[Word] | None:
        """The words after the last of the joiners; None without one, or with nothing on either side of it."""
        for at in range(len(self.words) - 2, 0, -1):
            if self.words[at].plain in joiners:
                found, self.words = self.words[at + 1 :], self.words[:at]
                return found
        return None

    def name(self) -> str:
        """What is left, as a name."""
        return " ".join(word.said for word in self.words).strip(" ,;.-") if self.words else ""

    def _take_date(self) -> bool:
        plain = [word.plain for word in self.words]
        for length in range(min(4, len(plain)), 0, -1):
            at = len(plain) - length
            if at == 0 or not all(plain[at:]):
                continue
            found = find_day(plain, at, self.today)
            if found is not None and found[1] == length:
                self.date = found[0]
                del self.words[at:]
                return True
        return False

    def _take_amount(self) -> bool:
        for length in (2, 1):
            if len(self.words) < length or not all(word.plain for word in self.words[-length:]):
                continue
            said = " ".join(word.said for word in self.words[-length:])
            if length == 2 and not self._has_mark(self.words[-2].said, self.words[-1].said):
                continue
            amount = read_money(said, self.vocabulary)
            if amount is not None:
                self.amount = amount
                self.took.append(said)
                del self.words[-length:]
                return True
        return False

    def _has_mark(self, one: str, other: str) -> bool:
        spoken = {"currency": self.vocabulary.currency, "locale": self.vocabulary.locale}
        return currency_of(one, **spoken) is not None or currency_of(other, **spoken) is not None


def words_of(text: str) -> list[Word]:
    """The words of a text; what stands in quotes is one."""
    return [
        Word(match[1].strip(), "") if match[1] else Word(match[2], bare_word(match[2]) or fold(match[2]))
        for match in WORD.finditer(text)
    ]
