"""The words of a line after `/log`, each with what it can mean by itself."""

import datetime as dt
import enum
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from babel.numbers import get_group_symbol

from bot.core.text.amounts import NUMBER, currency_of, plain_digits, read_amount, read_whole, strip_currency
from bot.core.text.dates import find_day
from bot.core.text.vocabulary import MetricWords, Vocabulary, bare_word, fold

QUOTES = '"“”„«»'
QUOTED = re.compile(rf"(?<!\S)[{QUOTES}]([^{QUOTES}\n]*)[{QUOTES}](?=[\s,;:.!?)，；：]|$)")
BREAKS = frozenset(",;，；、")
PIECE = re.compile(rf"{QUOTED.pattern}|[;；]|(?<!\d)[,，、]|[,，、](?!\d)|(?:[^\s,;，；、]|(?<=\d)[,，、](?=\d))+")
GLUED = re.compile(r"(\d{1,4}x?)([^\W\d][^\d]*)")
SCALE_WORDS = frozenset({"ribu", "juta", "thousand", "million"})
AND = frozenset({"and", "dan", "+", "&", "plus"})
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            ("a", "an", "one", "satu"),
            ("two", "dua"),
            ("three", "tiga"),
            ("four", "empat"),
            ("five", "lima"),
            ("six", "enam"),
            ("seven", "tujuh"),
            ("eight", "lapan"),
            ("nine", "sembilan"),
            ("ten", "sepuluh"),
            ("eleven", "sebelas"),
            ("twelve", "dozen"),
        ),
        start=1,
    )
    for word in words
}


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


def tokens_of(text: str, vocabulary: Vocabulary, today: dt.date) -> list[Token]:
    """The tokens of `text`, which has no note. Raises UnclearText for a date that is none or could be two."""
    return list(_Tokeniser(text, vocabulary, today).tokens())


def number_token(said: str, vocabulary: Vocabulary) -> Token | None:
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
    has_mark = named is not None or (shape is not None and (bool(shape["scale"]) or count is None))
    return Token(Kind.NUMBER, trimmed, (fold(trimmed),), count=count, money=Money(minor, named, has_mark))


class _Tokeniser:
    def __init__(self, text: str, vocabulary: Vocabulary, today: dt.date) -> None:
        self._pieces = [piece for match in PIECE.finditer(text) for piece in _apart(match, vocabulary)]
        self._words = ["" if inner is not None else bare_word(said) for said, inner in self._pieces]
        self._vocabulary = vocabulary
        self._today = today

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
        if metric := self._metric(at):
            return metric
        word = self._words[at]
        if (day := find_day(self._words, at, self._today)) and not (word.isdecimal() and self._metric(at + 1)):
            date, length = day
            return Token(Kind.DATE, self._said(at, length), tuple(self._words[at : at + length]), date=date), length
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

    def _number(self, at: int) -> tuple[Token, int] | None:
        said, word = self._pieces[at][0], self._words[at]
        if word in NUMBER_WORDS:
            counted = self._metric(at + 1) is not None
            return (Token(Kind.NUMBER, said, (word,), count=NUMBER_WORDS[word]), 1) if counted else None
        length = self._amount_in_words(at)
        if length > 1:
            whole = "".join(piece for piece, _ in self._pieces[at : at + length])
            number = number_token(whole, self._vocabulary)
            said = self._said(at, length)
            return (replace(number, said=said), length) if number is not None else None
        number = number_token(said, self._vocabulary)
        if number is None:
            return None
        # In "3 x call" the x stands for times.
        times = at + 1 < len(self._words) and self._words[at + 1] in ("x", "×")
        return number, 2 if times else 1

    def _amount_in_words(self, at: int) -> int:
        """The pieces that make one amount: `RM 4,000`, `4,000 USD`, `12 500` where thousands are written apart."""
        if at + 1 == len(self._pieces):
            return 1
        said, after = self._pieces[at][0], self._pieces[at + 1][0].rstrip(".!?")
        currency, locale = self._vocabulary.currency, self._vocabulary.locale
        if after[:1].isdigit() and currency_of(said, currency=currency, locale=locale):
            return 2 if NUMBER.fullmatch(plain_digits(after).casefold()) else 1
        if not said[0].isdigit() or not NUMBER.fullmatch(plain_digits(said).casefold()):
            return 1
        if after.casefold() in SCALE_WORDS or currency_of(after, currency=currency, locale=locale):
            return 2
        length = 1
        if _groups_by_space(locale) and re.fullmatch(r"\d{1,3}", said):
            while at + length < len(self._pieces) and re.fullmatch(r"\d{3}", self._pieces[at + length][0]):
                length += 1
            following = self._pieces[at + length :][:1]
            if length > 1 and following and currency_of(following[0][0], currency=currency, locale=locale):
                length += 1
        return length

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
