"""What the cells of a file say: how much, and the marks by which numbers are written in it."""

import functools
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_name, get_currency_precision, get_decimal_symbol

from bot.core.text.amounts import LARGEST_AMOUNT, currency_of, plain_digits, read_amount, read_whole, strip_currency
from bot.core.text.vocabulary import fold
from bot.exchange.problems import WrongLine
from storage.tables import Workspace

EARLIEST = 2000
NUMBERS = ("1,000.00", "1.000,00")
"""How the marks of numbers are stated."""
_IN_BRACKETS = re.compile(r"(.*?)\s*\(([^()]*)\)")
_BELOW_ZERO = re.compile(r"\(\s*([^()]*\d[^()]*)\)")
_LONG_FRACTION = re.compile(r"\d+\.\d{4,}")
_ODD_GROUP = re.compile(r"\d+,\d{4,}")
_THIRDS = re.compile(r"\d{1,3}([.,])\d{3}")
_NOTHING = re.compile(r"[-\u2012-\u2015\u2212]+")
"""How accountants write zero."""
_ROUNDED = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_ONE_MARK = re.compile(r"\d*([.,])\d+")
_SIGN_APART = re.compile(r"^(US|AU|CA|HK|NZ|A|C|S)\s+\$")
_BOTH_MARKS = re.compile(r"\d{1,3}(?:([.,' ])\d{3})+([.,])\d+")


class Numbers:
    """Reads the numbers of one file. `stated` is how they are written, else what other cells prove of it holds."""

    def __init__(self, workspace: Workspace, stated: str = "", proven: str = "") -> None:
        self._workspace = workspace
        self._decimal = decimal_mark(stated) or proven
        self._usual = get_decimal_symbol(workspace.locale)

    def money(self, text: str) -> int:
        """An amount in minor units of the workspace's currency. Raises WrongLine."""
        workspace = self._workspace
        bare, currency = self._without_currency(text)
        if currency is not None and currency != workspace.currency:
            raise WrongLine(f"{text!r} is in {currency}, and amounts here are in {workspace.currency}.", field="amount")
        if _NOTHING.fullmatch(bare):
            return 0
        if _ROUNDED.fullmatch(bare):
            raise WrongLine(f"{text!r} isn't an amount: a spreadsheet has rounded it.", field="amount")
        below = _BELOW_ZERO.fullmatch(bare)
        if below is not None:
            raise WrongLine(f"{text!r} is -{below[1].strip()}, and an amount is not below zero.", field="amount")
        precision = get_currency_precision(workspace.currency)
        exact = self._as_stated(bare)
        if exact is None and _LONG_FRACTION.fullmatch(bare) and self._decimal != ",":
            exact = Decimal(bare)  # a computer's fraction: 54.98999999999999
        if exact is not None:
            minor = int(exact.scaleb(precision).to_integral_value(rounding=ROUND_HALF_EVEN))
            if minor > LARGEST_AMOUNT:
                raise WrongLine(f"{text!r} isn't an amount.", field="amount")
            return minor
        one = _ONE_MARK.fullmatch(bare)
        if one is not None and self._decimal and one[1] != self._decimal:
            raise WrongLine(
                f"{text!r} isn't an amount: this file's other numbers have {self._decimal!r} before their decimals.",
                field="amount",
            )
        if _ODD_GROUP.fullmatch(bare) and self._usual != ",":
            raise WrongLine(f"{text!r} isn't an amount: its comma stands before four digits.", field="amount")
        amount = read_amount(bare, currency=workspace.currency, locale=workspace.locale)
        if amount is None:
            raise WrongLine(f"{text!r} isn't an amount{self._why_unclear(bare, precision=precision)}.", field="amount")
        return amount

    def count(self, text: str) -> int:
        """A whole number. Raises WrongLine."""
        bare = plain_digits(text).strip()
        exact = self._as_stated(bare)
        if exact is None and re.fullmatch(r"\d+\.0{1,2}", bare):
            exact = Decimal(bare)
        thirds = _THIRDS.fullmatch(bare)
        if exact is None and thirds is not None and thirds[1] == self._usual:
            raise WrongLine(f"{text!r} isn't a whole number{self._why_unclear(bare, precision=0)}.", field="quantity")
        if exact is not None and exact == exact.to_integral_value():
            return int(exact)
        whole = read_whole(bare) if exact is None else None
        if whole is None:
            raise WrongLine(f"{text!r} isn't a whole number.", field="quantity")
        return whole

    def _without_currency(self, text: str) -> tuple[str, str | None]:
        workspace = self._workspace
        said = _SIGN_APART.sub(r"\1$", text.strip())
        after = _IN_BRACKETS.fullmatch(said)
        if after is not None and after[1]:
            named = currency_of(after[2].strip(), currency=workspace.currency, locale=workspace.locale)
            if named is not None:
                return after[1].strip(), named
            # $(1,200): the sign stands before the brackets.
            before = currency_of(after[1], currency=workspace.currency, locale=workspace.locale)
            if before is not None:
                return f"({after[2]})", before
        if _BELOW_ZERO.fullmatch(said):
            return said, None
        mark, _, rest = said.rpartition(" ") if _NOTHING.fullmatch(said.split(" ")[-1]) else ("", "", said)
        if mark and (code := currency_of(mark.strip(), currency=workspace.currency, locale=workspace.locale)):
            return rest, code
        bare, code = strip_currency(said, workspace.currency, workspace.locale)
        # $1,200 USD names it twice.
        again, second = strip_currency(bare, workspace.currency, workspace.locale) if code is not None else (bare, None)
        return (again, code) if second is not None and second == code else (bare, code)

    def _as_stated(self, text: str) -> Decimal | None:
        """The number by the marks of this file; None where nothing is known of them, and where it has others."""
        if not self._decimal:
            return None
        group = "." if self._decimal == "," else ","
        whole, _, part = text.partition(self._decimal)
        spaced = whole.replace("\u00a0", " ").replace("\u202f", " ").replace("'", " ")
        grouped = re.fullmatch(rf"\d{{1,3}}(?:([{re.escape(group)} ])\d{{3}})(?:\1\d{{3}})*|\d+", spaced)
        if grouped is None or (part and not part.isdigit()):
            return None
        return Decimal(f"{re.sub(r'[^0-9]', '', spaced)}.{part or 0}")

    def _why_unclear(self, bare: str, *, precision: int) -> str:
        if _THIRDS.fullmatch(bare) and precision != 3:
            return (
                f": it can be read in two ways. Say how numbers are written: --numbers {' or --numbers '.join(NUMBERS)}"
            )
        return ""


def decimal_mark(stated: str) -> str:
    """The decimal mark of `1,000.00` or `1.000,00`; empty where nothing is stated. Raises WrongLine."""
    if not stated.strip():
        return ""
    marks = re.findall(r"[.,]", stated)
    if not marks or not re.fullmatch(r"[\d.,' ]+", stated):
        raise WrongLine(f"{stated!r} does not say how numbers are written: {' or '.join(NUMBERS)}.")
    return str(marks[-1])


def proven_mark(cells: Iterable[str]) -> str:
    """The decimal mark that cells with both marks prove, as 1.234,56 does; empty where none does or two disagree."""
    marks = {match[2] for cell in cells if (match := _BOTH_MARKS.search(cell)) is not None and match[1] != match[2]}
    return marks.pop() if len(marks) == 1 else ""


def require_own_currency(said: str, workspace: Workspace) -> None:
    """Raise WrongLine for an amount in another currency: it is never summed as it stands."""
    if not said.strip():
        return
    code = currency_of(said.strip(), currency=workspace.currency, locale=workspace.locale)
    if (code or said.strip().upper()) != workspace.currency and _letters(said) not in _names_of(
        workspace.currency, workspace.locale
    ):
        raise WrongLine(
            f"its amount is in {code or said.strip()}, and amounts here are in {workspace.currency}.", field="currency"
        )


@functools.lru_cache(maxsize=16)
def _names_of(currency: str, locale: str) -> frozenset[str]:
    """What programs call a currency beside its code and sign: US Dollar, U.S. Dollar, USD - US Dollar."""
    names = {
        get_currency_name(currency, count=count, locale=language)
        for language in ("en", locale)
        for count in (None, 1, 2)
    }
    letters = {_letters(name) for name in names}
    code = currency.casefold()
    return frozenset(letters | {code + name for name in letters} | {name + code for name in letters})


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
