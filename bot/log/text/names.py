"""Which words beside an entry are a name, and which cannot be one."""

import re
from collections.abc import Sequence

from bot.core.text.dates import is_day_word
from bot.core.text.numbers import NUMBER_WORDS, SCALE_WORDS
from bot.core.text.small_words import (
    MOVED,
    NAMES_IN_ED,
    NOT_DONE,
    ORDINARY,
    OTHER_DAYS,
    PLANNED,
    SPANS,
    TAKEN_BACK,
    WITHIN_NAMES,
)
from bot.log.text.clause import NO_QUOTES, Said
from bot.log.text.tokens import Kind, Token

SIGNS = ",;:.!?/|-–—"
PAST = re.compile(r"[a-z]{2,}[^e\W\d]ed")
"""Probably a verb that says what was done."""
AMOUNT_WITHIN = re.compile(r"\d+[x×*]\W?\d.*|.*[$€£¥₹]\W?\d.*|.*\d\s?(?:k|mio|mn|bn|mln)\b.*|.*\d%.*", re.IGNORECASE)
"""What looks like an amount or a sum, and so is no name: 3x12k."""
PART_OF_YEAR = re.compile(r"[qh][1-4]|fy\d{2,4}")
LONGEST_SMALL = 3
"""So many words written small may make a name."""
SAID_OF_THINGS = NOT_DONE | PLANNED | TAKEN_BACK | MOVED | SPANS | frozenset((day,) for day in OTHER_DAYS)
"""What says that a thing was not done, is planned, moved, or when; such a word written small is no name."""


def settle_names(said: Said, *, shouting: bool) -> tuple[Sequence[Token], list[str]]:
    """(the tokens of the account's name, the words beside it that are none)."""
    names = list(said.names)
    while names and names[-1].kind is Kind.AND:
        names.pop()
    if all(token.kind is Kind.QUOTED for token in names):
        return names, []
    last = len(names) - 1
    small = [not is_capital(token, shouting) for token in names]
    bad = [
        (
            token.kind is not Kind.QUOTED
            and (small[at] or (len(names) == 1 and is_day_word(bare(token))))
            and _ordinary(token, first=at == 0, last=at == last)
        )
        or is_span_of_days(token)
        or (token.kind is Kind.WORD and AMOUNT_WITHIN.fullmatch(token.said) is not None)
        for at, token in enumerate(names)
    ]
    plain = [at for at, token in enumerate(names) if small[at] and bare(token) not in WITHIN_NAMES]
    if not any(bad) and (len(plain) <= LONGEST_SMALL or len(plain) < len(names) - len(plain)):
        return names, []
    starts, ends = _name_within(names, small, bad)
    beside = [token.said for at, token in enumerate(names) if not starts <= at < ends]
    return names[starts:ends], beside


def _name_within(names: Sequence[Token], small: Sequence[bool], bad: Sequence[bool]) -> tuple[int, int]:
    """From where to where a name stands among words: the first in capitals, else what comes before the first that is
    none.
    """
    first = next((at for at, each in enumerate(small) if not (each or bad[at])), None)
    if first is None:
        until = next((at for at, each in enumerate(bad) if each), LONGEST_SMALL)
        return 0, until if any(bare(name) not in WITHIN_NAMES for name in names[:until]) else 0
    until = first
    while until < len(names) and (
        not (small[until] or bad[until]) or (bare(names[until]) in WITHIN_NAMES and not all(small[until:]))
    ):
        until += 1
    return first, until


def two_names(names: Sequence[Token]) -> list[list[Token]]:
    """The names that a word for "and" joins, which may be one as well; none where it stands for itself: `H & M`."""
    joints = [at for at, token in enumerate(names) if token.kind is Kind.AND and token.said != "&"]
    if len(joints) != 1 or any(token.kind is Kind.QUOTED for token in names):
        return []
    one, other = list(names[: joints[0]]), list(names[joints[0] + 1 :])
    same = [bare(token) for token in one] == [bare(token) for token in other]
    return [one, other] if one and other and not same else []


def half_in_quotes(names: Sequence[Token]) -> bool:
    """Whether only a part of a name stands in quotes: `call Acme "Big Deal"`."""
    return len({token.kind is Kind.QUOTED for token in names if token.kind is not Kind.AND}) > 1


def _ordinary(token: Token, *, first: bool, last: bool) -> bool:
    word = bare(token)
    if word in WITHIN_NAMES and (
        (not first and not last) or (first and word in ("the", "la", "le", "de", "van", "von"))
    ):
        return False
    if word in ORDINARY or is_day_word(word) or (len(token.said) == 1 and word.isascii() and word.isalpha()):
        return True
    if word in NUMBER_WORDS or word in SCALE_WORDS or (PAST.fullmatch(word) and word not in NAMES_IN_ED):
        return True
    # Where a metric's word was read as part of the name, its outcome stands there too: "emails to deal lost".
    return PART_OF_YEAR.fullmatch(word) is not None or (word,) in SAID_OF_THINGS


def is_span_of_days(token: Token) -> bool:
    """Whether a word joins days, months or the like: `mon-wed`, `Mon/Tue`, `jan-mar`."""
    parts = [part for part in re.split(r"[-–—/&+~]+", bare(token)) if part]
    return token.kind is Kind.WORD and len(parts) > 1 and all(map(is_day_word, parts))


def has_part_of_year(names: Sequence[Token]) -> bool:
    """Whether a word may be a part of the year and not of the name: `Acme Q4`."""
    return any(token.kind is Kind.WORD and PART_OF_YEAR.fullmatch(bare(token)) for token in names)


def bare(token: Token) -> str:
    """The first folded word, without what an account's name loses as well: quotation marks, and signs at its ends."""
    return token.folded[0].translate(NO_QUOTES).strip(SIGNS) if token.folded else ""


def is_capital(token: Token, shouting: bool) -> bool:
    letters = token.said.lstrip("([*_~'\"")
    if token.kind is Kind.QUOTED or not letters[:1].isalpha():
        return token.kind is Kind.QUOTED or not token.said.isascii()
    # Scripts without small letters mark no name, and have no common words here.
    return (letters[0].isupper() and not shouting) or letters[0].lower() == letters[0].upper()
