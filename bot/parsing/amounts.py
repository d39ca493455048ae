"""Numbers and amounts of money as people type them."""

import functools
import re
import unicodedata
from decimal import Decimal

from babel.numbers import get_currency_precision, get_currency_symbol, get_decimal_symbol, get_group_symbol

SCALES = {"k": 1_000, "m": 1_000_000, "mil": 1_000_000, "mio": 1_000_000}
CURRENCY_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₱": "PHP", "rm": "MYR", "s$": "SGD"}
NUMBER = re.compile(r"^(?P<sign>[-−–]?)(?P<digits>\d[\d.,'’\u00a0\u202f ]*|[.,]\d+)(?P<scale>k|m|mil|mio)?$")


def plain_digits(text: str) -> str:
    """`text` with the digits of any script as 0-9."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def read_whole(text: str) -> int | None:
    """A whole number such as 5, 3x, x3, 12,500 or -2; None when it is none."""
    stripped = plain_digits(text).casefold().replace("×", "x").strip("x").replace("−", "-")
    if re.fullmatch(r"-?\d{1,15}", stripped):
        return int(stripped)
    if re.fullmatch(r"-?\d{1,3}([,.'’]\d{3}){1,4}", stripped):
        return int(re.sub(r"[,.'’]", "", stripped))
    return None


@functools.lru_cache(maxsize=64)
def currency_marks(currency: str, locale: str) -> frozenset[str]:
    """What may stand before or after an amount of this currency, folded: its code and its signs."""
    own = {currency.casefold(), get_currency_symbol(currency, locale=locale).casefold()}
    own |= {sign for sign, code in CURRENCY_SIGNS.items() if code == currency}
    if currency.endswith("D"):
        own.add("$")
    return frozenset(own)


def strip_currency(text: str, currency: str, locale: str) -> tuple[str, str | None]:
    """(the amount without a currency mark, the currency that it named or None)."""
    folded = plain_digits(text).casefold().strip()
    for mark in sorted(currency_marks(currency, locale), key=len, reverse=True):
        if folded.startswith(mark):
            return folded[len(mark) :].strip(), currency
        if folded.endswith(mark) and folded != mark:
            return folded[: -len(mark)].strip(), currency
    for sign, code in CURRENCY_SIGNS.items():
        if folded.startswith(sign) and re.match(r"[\d.]", folded[len(sign) :]):
            return folded[len(sign) :].strip(), code
    if match := re.fullmatch(r"([a-z]{3})(\d.*)|(\d.*\d)([a-z]{3})", folded):
        code = (match[1] or match[4]).upper()
        return match[2] or match[3], code
    if folded.startswith("$"):
        return folded[1:].strip(), "USD"
    return folded, None


def read_amount(text: str, *, currency: str, locale: str) -> int | None:
    """An amount without a currency mark, in minor units: 12.5k, 12,500, 12.500,00 (de). None when it is none."""
    match = NUMBER.match(plain_digits(text).casefold())
    if match is None:
        return None
    number = _decimal(match["digits"].strip(), locale)
    if number is None:
        return None
    scaled = number * SCALES.get(match["scale"] or "", 1)
    minor = scaled * 10 ** get_currency_precision(currency)
    if minor != minor.to_integral_value() or minor > 10**15:
        return None
    return int(-minor if match["sign"] else minor)


def _decimal(digits: str, locale: str) -> Decimal | None:
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    kept = re.sub(r"['’\u00a0\u202f ]", "", digits).rstrip(".,")
    marks = [c for c in kept if c in ".,"]
    if len(set(marks)) == 2:
        # Both occur: the last one is the decimal mark, wherever the writer comes from.
        decimal = marks[-1]
    elif marks:
        mark = marks[0]
        grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})+", kept) is not None
        if len(marks) > 1 or (grouped and mark != decimal) or (grouped and mark == group):
            decimal = "," if mark == "." else "."
        else:
            decimal = mark
    other = "," if decimal == "." else "."
    plain = kept.replace(other, "").replace(decimal, ".")
    return Decimal(plain) if re.fullmatch(r"\d*\.?\d+|\d+\.?", plain) else None
