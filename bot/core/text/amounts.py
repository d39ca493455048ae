"""Numbers and amounts of money as people type them, and as they are written back."""

import enum
import functools
import re
import unicodedata
from decimal import Decimal

from babel.numbers import (
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)

LARGEST_AMOUNT = 10**15
"""In minor units; more is taken for a slip of the finger."""
SCALES = {
    **dict.fromkeys(("k", "rb", "ribu", "thousand"), 1_000),
    **dict.fromkeys(("m", "mil", "mio", "mn", "mln", "jt", "juta", "million", "millions"), 1_000_000),
}
TYPED_SCALES = {
    **dict.fromkeys(("thousands", "thou", "grand"), 1_000),
    **dict.fromkeys(("mill", "mils"), 1_000_000),
    **dict.fromkeys(("bn", "billion", "billions"), 1_000_000_000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 100_000),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000),
}
"""Understood only where a person sees at once what was made of it: in a file `cr` is a credit."""
ALL_SCALES = SCALES | TYPED_SCALES
SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₱": ("PHP",),
    "฿": ("THB",),
    "₫": ("VND",),
    "₺": ("TRY",),
    "zł": ("PLN",),
    "rm": ("MYR",),
    "rp": ("IDR",),
    "kr": ("SEK", "NOK", "DKK"),
    "s$": ("SGD",),
    "us$": ("USD",),
    "a$": ("AUD",),
    "c$": ("CAD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "r$": ("BRL",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "ringgit": ("MYR",),
    "rupiah": ("IDR",),
    "dollar": ("USD", "SGD", "AUD", "CAD", "NZD", "HKD"),
    "dollars": ("USD", "SGD", "AUD", "CAD", "NZD", "HKD"),
    "pounds": ("GBP",),
}
"""Folded signs and words, and the currencies that they may mean; the first where none is the workspace's."""
CODES = frozenset(
    (
        *("AED", "ARS", "AUD", "BDT", "BND", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR"),
        *("GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "KWD", "LKR", "MXN", "MYR", "NGN", "NOK"),
        *("NZD", "PHP", "PKR", "PLN", "QAR", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND"),
        "ZAR",
    )
)
"""Codes that are recognised beside a number."""
NUMBER = re.compile(
    r"(?P<sign>[-−–]?)(?P<digits>\d[\d.,'’\u00a0\u202f ]*|[.,]\d+)[ ]?"
    rf"(?P<scale>{'|'.join(sorted(ALL_SCALES, key=len, reverse=True))})?"
)
RANGE = re.compile(r"\W?(\d[\d.,]*)[a-z]{0,4}(?:[-–—~]|\.\.)\W?(\d[\d.,]*)(?P<scale>[a-z]{1,4})?", re.IGNORECASE)
"""One number to another in one word, with a unit perhaps: 2k-3k, 20..25, $5–6k."""
GROUPED = re.compile(r"(\d{1,3}(?P<mark>[.,'])\d{3}(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})(?:[.,](?P<part>\d*))?")
ONE_MARK = re.compile(r"(?P<whole>\d*)[.,](?P<part>\d*)")


class Thirds(enum.Enum):
    """What three digits after one decimal mark are, as in 12.500 where the point is it."""

    DECIMALS = "decimals"
    THOUSANDS = "thousands"
    UNCLEAR = "unclear"


def plain_digits(text: str) -> str:
    """`text` with the digits of any script as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def read_whole(text: str) -> int | None:
    """A whole number such as 5, 3x, x3, 12,500 or -2; None when it is none."""
    folded = plain_digits(text).casefold().replace("×", "x").replace("−", "-").replace("–", "-")
    stripped = folded.removeprefix("x") if folded.startswith("x") else folded.removesuffix("x")
    if re.fullmatch(r"-?\d{1,15}", stripped):
        return int(stripped)
    if re.fullmatch(r"-?[1-9]\d{0,2}([,.'’])\d{3}(\1\d{3}){0,3}", stripped):
        return int(re.sub(r"[,.'’]", "", stripped))
    return None


@functools.lru_cache(maxsize=64)
def currency_marks(currency: str, locale: str) -> frozenset[str]:
    """What may stand before or after an amount of this currency, folded: its code, its signs and its names."""
    own = {currency.casefold(), get_currency_symbol(currency, locale=locale).casefold()}
    own |= {sign for sign, codes in SIGNS.items() if currency in codes}
    if currency.endswith("D") or currency in ("MXN", "ARS", "CLP", "COP"):
        own.add("$")
    return frozenset(own)


def currency_of(mark: str, *, currency: str, locale: str) -> str | None:
    """The currency that a sign, name or code standing by itself means; None when it means none."""
    folded = mark.casefold()
    if folded in currency_marks(currency, locale):
        return currency
    if folded in SIGNS:
        return SIGNS[folded][0]
    if folded == "$":
        return "USD"
    return mark if mark in CODES else None


@functools.lru_cache(maxsize=64)
def _marks_by_length(currency: str, locale: str) -> tuple[tuple[str, str], ...]:
    known = dict.fromkeys(currency_marks(currency, locale), currency)
    for sign, codes in (*SIGNS.items(), ("$", ("USD",)), *((code.casefold(), (code,)) for code in CODES)):
        known.setdefault(sign, codes[0])
    return tuple(sorted(known.items(), key=lambda pair: -len(pair[0])))


def strip_currency(text: str, currency: str, locale: str) -> tuple[str, str | None]:
    """(the amount without a currency mark, the currency that it named or None)."""
    folded = plain_digits(text).casefold().strip()
    if folded[:1].isdigit() and folded[-1:].isdigit():
        return folded, None
    sign = folded[:1] if folded[:1] in "-−–" and len(folded) > 1 else ""
    bare = folded.removeprefix(sign)
    for mark, code in _marks_by_length(currency, locale):
        if bare.startswith(mark) and re.match(r"[-−–]?\s*[\d.,]", bare[len(mark) :]):
            return sign + bare[len(mark) :].strip(), code
        if bare.endswith(mark) and re.search(r"\d[.,]?\s*(k|m|mil|mio)?\s*$", bare[: -len(mark)]):
            return sign + bare[: -len(mark)].strip(), code
    return folded, None


def read_amount(text: str, *, currency: str, locale: str, typed: bool = False) -> int | None:
    """An amount without a currency mark, in minor units: 12.5k, 12,500, 12.500,00 (de).

    None when it is none, has a part of a minor unit, or can be read in two ways, as 12.500 where the point is the
    decimal mark. Where a person `typed` it, and sees at once what was made of it, that is 12,500: nobody writes three
    decimals of a currency that has two.
    """
    match = NUMBER.fullmatch(plain_digits(text).casefold().strip())
    if match is None:
        return None
    if match["scale"] in TYPED_SCALES and not typed:
        return None
    scale, precision = ALL_SCALES.get(match["scale"] or "", 1), _precision(currency)
    thirds = Thirds.DECIMALS if scale > 1 or precision == 3 else Thirds.THOUSANDS if typed else Thirds.UNCLEAR
    number = _decimal(match["digits"].strip(), locale, thirds)
    if number is None:
        return None
    minor = number * scale * 10**precision
    if minor != minor.to_integral_value() or minor > LARGEST_AMOUNT:
        return None
    return int(-minor if match["sign"] else minor)


def write_plain_amount(minor: int, *, currency: str) -> str:
    """An amount that `read_amount` reads alike in every locale: 4000, 4000.5, never three digits after the mark."""
    amount = Decimal(minor).scaleb(-_precision(currency))
    if amount == amount.to_integral_value():
        return str(int(amount))
    written = f"{amount.normalize():f}"
    return written + "0" if len(written.partition(".")[2]) == 3 else written


@functools.lru_cache(maxsize=64)
def _precision(currency: str) -> int:
    return get_currency_precision(currency)


@functools.lru_cache(maxsize=64)
def _symbols(locale: str) -> tuple[str, str]:
    return get_decimal_symbol(locale), get_group_symbol(locale)


def _decimal(digits: str, locale: str, thirds: Thirds) -> Decimal | None:
    spaced = re.sub(r"(?<=\d)['’\u00a0\u202f ](?=\d{3})", "'", digits)
    kept = spaced.rstrip(".,") or spaced
    if kept.isdigit():
        return Decimal(kept)
    decimal, group = _symbols(locale)
    grouped = GROUPED.fullmatch(kept)
    one = ONE_MARK.fullmatch(kept)
    if grouped is not None:
        part = grouped["part"]
        mark = grouped["mark"] or ","
        if part is None and one is not None and mark == decimal and mark != group:
            # 12.500 where the point is the decimal mark.
            if thirds is Thirds.DECIMALS or one["whole"].startswith("0"):
                return Decimal(f"{one['whole']}.{one['part']}")
            return Decimal(one["whole"] + one["part"]) if thirds is Thirds.THOUSANDS else None
        if part is not None and kept[-len(part) - 1] == mark:
            return None
        return Decimal(re.sub(r"[.,']", "", grouped[1]) + f".{part or 0}")
    if one is not None and (one["whole"] or one["part"]):
        return Decimal(f"{one['whole'] or 0}.{one['part'] or 0}")
    return None
