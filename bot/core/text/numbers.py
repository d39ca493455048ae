"""Numbers that are written as words, in English and Malay: five, twenty-five, half a dozen, dua puluh lima."""

from collections.abc import Sequence
from fractions import Fraction

ONES = {
    word: number
    for number, words in enumerate(
        (
            ("one", "satu"),
            ("two", "dua"),
            ("three", "tiga"),
            ("four", "empat"),
            ("five", "lima"),
            ("six", "enam"),
            ("seven", "tujuh"),
            ("eight", "lapan", "delapan"),
            ("nine", "sembilan"),
            ("ten", "sepuluh"),
            ("eleven", "sebelas"),
            ("twelve",),
            ("thirteen",),
            ("fourteen",),
            ("fifteen",),
            ("sixteen",),
            ("seventeen",),
            ("eighteen",),
            ("nineteen",),
        ),
        start=1,
    )
    for word in words
}
TENS = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
} | {"fourty": 40}
HYPHENED = {f"{tens}-{one}": TENS[tens] + ONES[one] for tens in TENS for one in ONES if ONES[one] < 10}
ONE = frozenset({"a", "an", "one", "satu"})
ZERO = frozenset({"zero", "sifar"})
DOZENS = {"dozen": 12, "couple": 2, "pair": 2, "sedozen": 12, "sepasang": 2, "score": 20}
SCALE_WORDS = {
    "thousand": 1_000,
    "ribu": 1_000,
    "seribu": 1_000,
    "million": 1_000_000,
    "juta": 1_000_000,
    "sejuta": 1_000_000,
    "lakh": 100_000,
    "crore": 10_000_000,
    "grand": 1_000,
    "thou": 1_000,
    "k": 1_000,
    "billion": 1_000_000_000,
}
TIMES = {"once": 1, "twice": 2, "thrice": 3, "sekali": 1}
"""How often something was done, in one word."""
REPEATS = frozenset({"times", "time", "x", "×", "kali"})
"""Words after the number of how often."""
NUMBER_WORDS = frozenset({*ONES, *TENS, *HYPHENED, *DOZENS, *ONE, *ZERO, "half", "hundred", "seratus", "setengah"})
"""Words that begin a number."""


_PARTS = ("half", "setengah", "quarter", "suku")


def read_number(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """(the whole number that the folded words from `at` on say, how many words it takes); None when they say none."""
    first = words[at] if at < len(words) else ""
    if first not in NUMBER_WORDS:
        return None
    if first in ("half", "setengah"):
        ahead = at + 1 + (words[at + 1 : at + 2] == ["a"])
        size = DOZENS.get(words[ahead]) if ahead < len(words) else None
        return None if size is None else (size // 2, ahead + 1 - at)
    if first in ZERO:
        return 0, 1
    below, length = _below_hundred(words, at)
    ahead = at + length
    if ahead < len(words) and words[ahead] in DOZENS:
        return _with_of(words, at, (below or 1) * DOZENS[words[ahead]], ahead + 1)
    hundreds = 0
    if first == "seratus":
        hundreds, ahead = 100, at + 1
    elif ahead < len(words) and words[ahead] in ("hundred", "ratus"):
        hundreds, ahead = 100 * (below or 1), ahead + 1
    if hundreds:
        joined = ahead + (words[ahead : ahead + 1] in (["and"], ["dan"]))
        rest, length = _below_hundred(words, joined, bare=False)
        return (hundreds + rest, joined + length - at) if rest else (hundreds, ahead - at)
    return (below, length) if below else None


def read_scaled(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The same of a number with its scale: half a million, two thousand, dua juta; None without a scale."""
    first = words[at] if at < len(words) else ""
    if first in ("seribu", "sejuta"):
        return SCALE_WORDS[first], 1
    size: Fraction | None = None
    ahead = at
    if first in _PARTS:
        size = Fraction(1, 2) if first in ("half", "setengah") else Fraction(1, 4)
        ahead = at + 1
        ahead += words[ahead : ahead + 1] == ["of"]
        ahead += words[ahead : ahead + 1] in (["a"], ["an"])
    elif (number := read_number(words, at)) is not None:
        size, ahead = Fraction(number[0]), at + number[1]
    scale = SCALE_WORDS.get(words[ahead]) if size is not None and ahead < len(words) else None
    if size is None or scale is None:
        return None
    whole, ahead = int(size * scale), ahead + 1
    joined = ahead + (words[ahead : ahead + 1] in (["and"], ["dan"]))
    rest = read_scaled(words, joined) or read_number(words, joined)  # twelve thousand five hundred
    if rest is not None and rest[0] < scale and words[joined] not in {*ONE, *DOZENS, *_PARTS}:
        return whole + rest[0], joined + rest[1] - at
    return whole, ahead - at


def _with_of(words: Sequence[str], at: int, number: int, ahead: int) -> tuple[int, int]:
    return number, ahead + (words[ahead : ahead + 1] == ["of"]) - at


def _below_hundred(words: Sequence[str], at: int, *, bare: bool = True) -> tuple[int, int]:
    first = words[at] if at < len(words) else ""
    following = words[at + 1] if at + 1 < len(words) else ""
    if first in HYPHENED:
        return HYPHENED[first], 1
    if first in TENS:
        one = ONES.get(following, 0)
        return (TENS[first] + one, 2) if 0 < one < 10 else (TENS[first], 1)
    if first in ONES:
        one = ONES[first]
        if one < 10 and following == "puluh":
            more = ONES.get(words[at + 2], 0) if at + 2 < len(words) else 0
            return (one * 10 + more, 3) if 0 < more < 10 else (one * 10, 2)
        if one < 10 and following == "belas":
            return one + 10, 2
        return one, 1
    return (1, 1) if bare and first in ("a", "an") else (0, 0)
