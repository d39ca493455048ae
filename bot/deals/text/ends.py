"""The words of a line after `/deal`, taken from the end until a name is left."""

import datetime as dt
import re
from collections.abc import Set
from dataclasses import dataclass, field

from bot.core.text.amounts import ALL_SCALES, RANGE, currency_of
from bot.core.text.dates import find_day
from bot.core.text.errors import NotUnderstood, UnclearText
from bot.core.text.numbers import read_scaled
from bot.core.text.small_words import UNITS as COUNTED
from bot.core.text.vocabulary import bare_word, fold
from bot.deals.text.keywords import A_YEAR, FOR, UNITS, DealVocabulary
from bot.deals.text.money import read_money

WORD = re.compile(
    r'["“”„«»](?P<double>[^"“”„«»\n]+)["“”„«»]'
    r"|(?<!\S)['‘‚](?P<single>(?:[^'‘’\n]|['’](?=\w))+)['’](?=[\s,:;.!?]|$)"
    r"|(?P<bare>\S+)"
)
EMOJI = re.compile(r"(?<!\S):[a-z0-9_+'-]+:(?!\S)")
LOST_AND_WHY = re.compile(r"(?i)(lost|kalah):(\S+)")
A_PERIOD = re.compile(r"(?i)(.*\d.*?)/(?:yr|year|y|mo|mth|month|annum|tahun|thn|bulan|bln)")
EACH_PERIOD = frozenset((one, two) for one in ("a", "per") for two in ("year", "month", "annum"))
YEARS = range(1900, 2101)
HUNDRED = 100
"""From two numbers of this size on a range is one of money."""
SMALL = 1000
"""A bare number below this may as well belong to a name, as in Studio 54."""
SOMETIMES_NAMES = frozenset({"sun", "sat", "wed", "may"})


@dataclass(frozen=True)
class Word:
    """A word as it was typed; `plain` is it folded, empty for a quoted one, which means nothing but a name."""

    said: str
    plain: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins as names do."""
        return self.said[:1].isupper()


@dataclass
class DealReader:
    """Takes what is at the end of the words, until a name is left."""

    words: list[Word]
    vocabulary: DealVocabulary
    today: dt.date
    date: dt.date | None = None
    amount: int | None = None
    took: list[str] = field(default_factory=list)
    unsure: list[tuple[int, int]] = field(default_factory=list)
    """What was taken and may belong to the name as well: from which word to which, of the words there were first."""
    left_out: list[str] = field(default_factory=list)

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
        if not self.words:
            return ""
        name = " ".join(word.said for word in self.words if word.said != ":")
        return name if not self.words[-1].plain else name.strip(" ,;.-=")

    def _take_date(self) -> bool:
        plain = [word.plain for word in self.words]
        for length in range(min(4, len(plain)), 0, -1):
            at = len(plain) - length
            if at == 0 or not all(plain[at:]):
                continue
            found = find_day(plain, at, self.today)
            if found is not None and found[1] == length:
                if length == 1 and self._may_be_named_so(at):
                    self.unsure.append((at, at + 1))
                self.date = found[0]
                del self.words[at:]
                return True
        return False

    def _may_be_named_so(self, at: int) -> bool:
        """Whether the day at `at` may be the end of a name, as in Ruby Tuesday and Rising Sun."""
        before, word = self.words[:at], self.words[at]
        if self.amount is not None and before and before[-1].plain and read_money_safely(before[-1], self.vocabulary):
            return False
        if word.said[:1].isdigit():
            return False
        return word.is_capital or (
            word.plain in SOMETIMES_NAMES and not any(each.is_capital or not each.plain for each in before)
        )

    def _take_amount(self) -> bool:
        self._take_period()
        for length in (3, 2, 1):
            if len(self.words) < length or not all(word.plain for word in self.words[-length:]):
                continue
            words = self.words[-length:]
            said = " ".join(word.said for word in words).strip("()")
            if length > 1 and not self._is_one_amount(words):
                continue
            amount = read_money(said.strip(",;!"), self.vocabulary)
            if amount is None:
                continue
            at = len(self.words) - length
            joined = at > 1 and self.words[at - 1].plain in FOR and not self.words[at - 1].is_capital
            if at > 0 and not joined and self._may_be_a_name(words, amount, self.words[at - 1]):
                self.unsure.append((at, at + length))
            self.amount = amount
            self.took.append(said)
            del self.words[at - 1 if joined else at :]
            while len(self.words) > 1 and self.words[-1].plain in FOR and not self.words[-1].plain.isalpha():
                del self.words[-1]
            self._take_units()
            return True
        return False

    def _take_period(self) -> None:
        """Take off what says that an amount is of a year or a month."""
        if len(self.words) < 2:
            return
        for length in (2, 1):
            at = len(self.words) - length
            plain = tuple(word.plain for word in self.words[at:])
            said_so = plain in EACH_PERIOD or (length == 1 and plain[0] in A_YEAR)
            if at > 1 and said_so and read_money_safely(self.words[at - 1], self.vocabulary):
                self.left_out.append(" ".join(word.said for word in self.words[at:]))
                del self.words[at:]
                return
        term = [word.plain for word in self.words[-3:]]
        if len(self.words) > 4 and term[0] in FOR and term[1].isdecimal() and term[2] in UNITS | COUNTED:
            self.left_out.append(" ".join(word.said for word in self.words[-3:]))
            del self.words[-3:]  # for 3 years
        if self.words[-1].plain and (match := A_PERIOD.fullmatch(self.words[-1].said)):
            self.left_out.append(self.words[-1].said)
            self.words[-1] = Word(match[1], bare_word(match[1]))

    def _take_units(self) -> None:
        """Take 50 users from the end: they are neither the amount nor the name."""
        words = self.words
        if len(words) > 2 and words[-1].plain in UNITS | COUNTED and words[-2].plain.isdecimal():
            del self.words[-2:]

    def _is_one_amount(self, words: list[Word]) -> bool:
        """Whether two or three words are one amount: $ 12k, RM 1.2 juta, 12 thousand, 12 500."""
        marks = [self._is_mark(word.said) for word in words]
        scaled = words[-1].plain in ALL_SCALES or (words[-2].plain in ALL_SCALES and marks[-1])
        numbers = [word.plain[:1].isdigit() for word in words]
        if len(words) == 3:
            grouped = self._is_grouped(words[1:] if marks[0] else words[:-1])
            return sum(marks) == 1 and ((sum(numbers) == 1 and scaled) or grouped)
        if not any(numbers):
            return False
        return any(marks) or (numbers[0] and scaled) or self._is_grouped(words)

    def _is_grouped(self, words: list[Word]) -> bool:
        one, two = words[-2].plain, words[-1].plain
        return one.isdecimal() and one[:1] != "0" and len(one) <= 3 and len(two) == 3 and two.isdecimal()

    def _may_be_a_name(self, words: list[Word], amount: int, before: Word) -> bool:
        """Whether an amount may be the end of a name, as in Studio 54, Fortune 500 and Expo 2027."""
        if len(words) == 2 and self._is_grouped(words):
            return True
        plain = words[-1].plain
        bare = len(words) == 1 and plain.isdecimal() and words[-1].said.isdecimal()
        return bare and amount > 0 and bool(before.plain) and (int(plain) < SMALL or int(plain) in YEARS)

    def _is_mark(self, said: str) -> bool:
        return currency_of(said, currency=self.vocabulary.currency, locale=self.vocabulary.locale) is not None


def with_written_amounts(words: list[Word]) -> list[Word]:
    """The words with an amount at their end in figures that is written out: twelve thousand, half a million."""
    for at in range(1, len(words)):
        rest = words[at:]
        if not all(word.plain and word.said.islower() for word in rest):
            continue
        found = read_scaled([word.plain for word in rest], 0)
        if found is not None and found[1] == len(rest):
            # With its cents it is no number that may end a name.
            return [*words[:at], Word(f"{found[0]}.00", f"{found[0]}.00")]
    return words


def require_no_range(words: list[Word]) -> None:
    """Raise UnclearText for amounts from one to another, such as 2k-3k; 7-11 may be a name."""
    for word in words:
        parts = RANGE.fullmatch(word.said) if word.plain else None
        if parts is not None and (parts["scale"] or min(int(re.sub(r"\D", "", parts[n])) for n in (1, 2)) >= HUNDRED):
            raise UnclearText("`{said}` is a range. Write one number.", said=word.said)


def read_money_safely(word: Word, vocabulary: DealVocabulary) -> int | None:
    """The amount that a word is, None when it is none or is written in another currency."""
    if not word.plain or not any(letter.isdigit() for letter in word.said):
        return None
    try:
        return read_money(word.said.strip("(),;!"), vocabulary)
    except NotUnderstood:
        return None


def words_of(text: str) -> list[Word]:
    """The words of a text; what stands in quotes is one, and so is a colon that ends a word."""
    found: list[Word] = []
    for match in WORD.finditer(EMOJI.sub(" ", text)):
        if quoted := match["double"] or match["single"]:
            found.append(Word(quoted.strip(), ""))
            continue
        said = match["bare"]
        if parts := LOST_AND_WHY.fullmatch(said):
            found += [_word(parts[1]), Word(":", ":"), _word(parts[2])]
        elif said.endswith(":") and len(said) > 1:
            found += [_word(said[:-1]), Word(":", ":")]
        else:
            found.append(_word(said))
    return [word for word in found if not word.plain or not _is_picture(word.said)]


def _word(said: str) -> Word:
    return Word(said, bare_word(said) or fold(said))


def _is_picture(said: str) -> bool:
    """Whether a word is drawn: emojis and the like."""
    return all(ord(letter) > 0x2190 and not letter.isalnum() for letter in said) and said != "→"
