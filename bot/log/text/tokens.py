"""The words of a line after `/log`, each with what it can mean by itself."""

import datetime as dt
import enum
import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from babel.numbers import get_group_symbol

from bot.core.text.amounts import (
    ALL_SCALES,
    NUMBER,
    currency_of,
    plain_digits,
    read_amount,
    read_whole,
    strip_currency,
)
from bot.core.text.dates import ORDINAL, find_day, is_weekday
from bot.core.text.numbers import NUMBER_WORDS, REPEATS, read_number, read_scaled
from bot.core.text.small_words import AFTER_NUMBER, BEFORE_METRIC, PEOPLE
from bot.core.text.vocabulary import MetricWords, Vocabulary, bare_word, fold

QUOTES = '"“”„«»'
QUOTED = re.compile(rf"(?<!\S)[{QUOTES}]([^{QUOTES}\n]*)[{QUOTES}](?=[\s,;:.!?)，；：]|$)")
BREAKS = frozenset(",;，；、")
PIECE = re.compile(rf"{QUOTED.pattern}|[;；]|(?<!\d)[,，、]|[,，、](?!\d)|(?:[^\s,;，；、]|(?<=\d)[,，、](?=\d))+")
GLUED = re.compile(r"(\d{1,4}x?)([^\W\d][^\d]*)")
AND = frozenset({"and", "dan", "+", "&", "plus", "n"})
AROUND = re.compile(r"(?P<sign>[~≈>≥<+])?(?P<number>[^~≈≥><+].*?)(?P<more>\+{1,2}|-?ish)?")
"""A number with a sign that says that it is not exact; a plus before it alone changes nothing."""
NO_CENTS = re.compile(r"(?<=\d)(?:[.,]-{1,2}|[.,]?[—–]|/-)$")
"""How some write that there are no cents: 4,000.-"""
A_YEAR = re.compile(r"(?<=\w)/(?:yr|year|annum|pa|p\.a\.?|tahun|thn)$", re.IGNORECASE)
A_PART = re.compile(r"(?<=\w)/(?:mo|mth|month|bulan|bln|wk|week|minggu|day|hari|user|seat|pax)$", re.IGNORECASE)
PARTS_OF_DAY = frozenset(
    (
        *("am", "pm", "morning", "afternoon", "evening", "night", "noon", "arvo", "lunchtime", "eod", "am.", "pm."),
        *("pagi", "tengahari", "petang", "malam"),
    )
)
"""After a day: when on it."""
MILLIONS = re.compile(r"(?<=\d)mm$", re.IGNORECASE)
"""Millions to some, thousands to others' eyes: it is asked."""
TWO_NUMBERS = re.compile(r"\d{1,2}-\d{1,2}")
APART = re.compile(r"0\d\d(?:[.,]\d{1,2})?|\d{3}[.,]\d{2}")
"""After up to three digits: the rest of an amount whose thousands are written apart, wherever one writes."""


class Kind(enum.Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    NUMBER = "number"
    METRIC = "metric"
    DATE = "date"
    BREAK = "break"
    AND = "and"


@dataclass(frozen=True, slots=True)
class Money:
    """The amount that a number can be: minor units, None when it is none; `currency` is the one it names."""

    minor: int | None
    currency: str | None
    marked: bool
    """Whether it has a currency, a scale such as k, or decimals, and so is no count."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or several that belong together. `folded` are its words as they are compared."""

    kind: Kind
    said: str
    folded: tuple[str, ...]
    metric: MetricWords | None = None
    date: dt.date | None = None
    count: int | None = None
    money: Money | None = None
    exact: bool = True
    """Whether the number or the day can be nothing else."""


def tokens_of(text: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str] = frozenset()) -> list[Token]:
    """The tokens of `text`, which has no note; a name that is `known`, folded, is one as if it stood in quotes.

    Raises UnclearText for a date that is none, and AmbiguousDay for what could be two.
    """
    return list(_Tokeniser(text, vocabulary, today, known).tokens())


def number_token(said: str, vocabulary: Vocabulary, *, marked: bool = False) -> Token | None:
    """The token of a number, an amount or both; None when `said` is none, or a name with digits such as B2B."""
    trimmed = said.lstrip("([*_~").rstrip(")]*_~.,;:!?")
    if not any(letter.isdecimal() for letter in trimmed):
        return None
    currency, locale = vocabulary.currency, vocabulary.locale
    bare, named = strip_currency(trimmed, currency, locale)
    shape = NUMBER.fullmatch(bare)
    count = read_whole(bare) if named is None else None
    if shape is None and count is None:
        return None
    minor = read_amount(bare, currency=currency, locale=locale, typed=True)
    has_mark = marked or named is not None or (shape is not None and (bool(shape["scale"]) or count is None))
    return Token(Kind.NUMBER, trimmed, (fold(trimmed),), count=count, money=Money(minor, named, has_mark))


class _Tokeniser:
    def __init__(self, text: str, vocabulary: Vocabulary, today: dt.date, known: Collection[str]) -> None:
        self._pieces = [piece for match in PIECE.finditer(text) for piece in _apart(match, vocabulary)]
        self._words = ["" if inner is not None else bare_word(said) for said, inner in self._pieces]
        self._vocabulary = vocabulary
        self._today = today
        self._known = known
        self._longest_known = max((len(name.split()) for name in known), default=0)

    def tokens(self) -> Iterator[Token]:
        """All tokens, from left to right."""
        at = 0
        while at < len(self._pieces):
            token, length = self._token(at)
            yield token
            at += length

    def _token(self, at: int) -> tuple[Token, int]:
        said, quoted = self._pieces[at]
        if quoted is not None:
            return Token(Kind.QUOTED, " ".join(quoted.split()), ()), 1
        if said in BREAKS:
            return Token(Kind.BREAK, said, ()), 1
        if name := self._known_name(at):
            return name
        if metric := self._metric(at):
            return metric
        word = self._words[at]
        if day := self._day(at):
            return day
        if number := self._number(at):
            return number
        return Token(Kind.AND if word in AND else Kind.WORD, said, (word,)), 1

    def _metric(self, at: int) -> tuple[Token, int] | None:
        names = self._vocabulary.words
        for length in range(min(self._vocabulary.longest_name, len(self._words) - at), 0, -1):
            found = names.get(" ".join(self._words[at : at + length]))
            if found is not None:
                words = tuple(self._words[at : at + length])
                return Token(Kind.METRIC, self._said(at, length), words, metric=found), length
        return None

    def _known_name(self, at: int) -> tuple[Token, int] | None:
        for length in range(min(self._longest_known, len(self._pieces) - at), 0, -1):
            pieces = [said for said, inner in self._pieces[at : at + length] if inner is None]
            said = " ".join(pieces).rstrip(".,;:!?")
            if len(pieces) == length and fold(said) in self._known:
                if length == 1 and (self._metric(at) or self._number(at) or self._day(at)):
                    return None
                return Token(Kind.QUOTED, said, ()), length
        return None

    def _day(self, at: int) -> tuple[Token, int] | None:
        word = self._words[at]
        following = self._pieces[at + 1][0] if at + 1 < len(self._pieces) else ""
        if ORDINAL.fullmatch(word) and (following[:1].isupper() or self._described(at + 1)):
            alone, longer = (find_day(self._words[: at + more], at, self._today) for more in (1, 2))
            if alone == longer:
                return None  # "1st National", "2nd call"
        words, exact = self._words, True
        if TWO_NUMBERS.fullmatch(word) and not self._described(at + 1):
            words, exact = [*words[:at], word.replace("-", "/")], False
        day = find_day(words, at, self._today)
        if day is None or (word.isdecimal() and self._metric(at + 1)):
            return None
        date, length = day
        length += self._same_day_again(at + length, date, words[at : at + length])
        folded = tuple(self._words[at : at + length])
        return Token(Kind.DATE, self._said(at, length), folded, date=date, exact=exact), length

    def _same_day_again(self, at: int, date: dt.date, said: Sequence[str]) -> int:
        """How many words only say more of this day: the part of it, or which day of the month: `fri 13`."""
        following = self._words[at] if at < len(self._words) else ""
        if following in PARTS_OF_DAY and not self._metric(at):
            return 1
        if len(said) > 1 or not is_weekday(said[0]) or following != str(date.day):
            return 0
        return 0 if self._described(at + 1) or self._day(at) else 1

    def _described(self, at: int) -> bool:
        """Whether a metric stands there, with words before it that only describe it."""
        while at < len(self._words):
            if self._metric(at) is not None:
                return True
            skipped = next((n for n in (3, 2, 1) if tuple(self._words[at : at + n]) in BEFORE_METRIC | AFTER_NUMBER), 0)
            if not skipped:
                return False
            at += skipped
        return False

    def _number(self, at: int) -> tuple[Token, int] | None:
        said, word = self._pieces[at][0], self._words[at]
        if word in NUMBER_WORDS:
            return self._in_words(at)
        length, exact = self._amount_in_words(at)
        whole = "".join(piece for piece, _ in self._pieces[at : at + length])
        around = AROUND.fullmatch(plain_digits(whole))
        if around is None:
            return None
        named, millions = MILLIONS.subn("m", around["number"])
        bare, parts = A_PART.subn("", NO_CENTS.sub("", A_YEAR.sub("", named)))
        number = number_token(bare, self._vocabulary)
        if number is None:
            return None
        rough = bool(around["more"] or parts or millions or around["sign"] not in (None, "+"))
        said = said.strip("([*_~)],.;:!? ") if length == 1 else self._said(at, length)
        number = replace(number, said=said if rough or length > 1 else number.said, exact=exact and not rough)
        # In "3 x call" the x stands for times.
        times = length == 1 and at + 1 < len(self._words) and self._words[at + 1] in ("x", "×")
        return number, 2 if times and self._described(at + 2) else length

    def _in_words(self, at: int) -> tuple[Token, int] | None:
        if (scaled := read_scaled(self._words, at)) is not None:
            number = number_token(str(scaled[0]), self._vocabulary, marked=True)
            return (replace(number, said=self._said(at, scaled[1]), count=None), scaled[1]) if number else None
        if (read := read_number(self._words, at)) is None:
            return None
        count, length = read
        following = self._words[at + length] if at + length < len(self._words) else ""
        alone = at + length == len(self._words) and (at == 0 or self._metric_before(at))
        if not (alone or self._described(at + length) or following in PEOPLE or following in REPEATS):
            return None
        said = self._said(at, length)
        return Token(Kind.NUMBER, said, tuple(self._words[at : at + length]), count=count), length

    def _metric_before(self, at: int) -> bool:
        """Whether just before stands a metric in the plural: `calls five`."""
        return any(
            (metric := self._vocabulary.words.get(word)) is not None and metric.grammatical_number(word) == 2
            for word in (" ".join(self._words[start:at]) for start in range(max(0, at - 3), at))
        )

    def _amount_in_words(self, at: int) -> tuple[int, bool]:
        """How many pieces make one amount, and whether surely: `RM 4,000`, `4,000 USD`, `1.5 k`, `12 500` where
        thousands are written apart.
        """
        if at + 1 == len(self._pieces):
            return 1, True
        said, after = self._pieces[at][0], self._pieces[at + 1][0].rstrip(".!?")
        currency, locale = self._vocabulary.currency, self._vocabulary.locale
        if after[:1].isdigit() and currency_of(said, currency=currency, locale=locale):
            if not NUMBER.fullmatch(plain_digits(after).casefold()):
                return 1, True
            return 3 if self._scale(at + 2) else 2, True
        bare, named = strip_currency(said, currency, locale)
        if not (said[0].isdigit() or named) or not NUMBER.fullmatch(bare):
            return 1, True
        if self._scale(at + 1):
            return 2, True
        if currency_of(after, currency=currency, locale=locale):
            return 2, True
        length = 1
        if not re.fullmatch(r"\d{1,3}", said):
            return 1, True
        if _groups_by_space(locale):
            while at + length < len(self._pieces) and re.fullmatch(r"\d{3}", self._pieces[at + length][0]):
                length += 1
            if at + length < len(self._pieces) and re.fullmatch(r"\d{3}[.,]\d{1,2}", self._pieces[at + length][0]):
                length += 1
            following = self._pieces[at + length :][:1]
            if length > 1 and following and currency_of(following[0][0], currency=currency, locale=locale):
                length += 1
            return length, True
        return (2, False) if APART.fullmatch(after) else (1, True)

    def _scale(self, at: int) -> bool:
        """Whether the word there only says of which size the number before it is."""
        return at < len(self._pieces) and self._pieces[at][0].rstrip(".,!?").casefold() in ALL_SCALES

    def _said(self, at: int, length: int) -> str:
        return " ".join(said for said, _ in self._pieces[at : at + length])


def _apart(match: re.Match[str], vocabulary: Vocabulary) -> list[tuple[str, str | None]]:
    """(what stands there, what it has in quotes): `5calls` as the two words that it is meant to be."""
    glued = GLUED.fullmatch(match[0])
    if glued is not None and bare_word(glued[2]) in vocabulary.words:
        return [(glued[1], None), (glued[2], None)]
    return [(match[0], match[1])]


@functools.lru_cache(maxsize=64)
def _groups_by_space(locale: str) -> bool:
    return get_group_symbol(locale).isspace()
