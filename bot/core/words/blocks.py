"""The pieces that messages are made of: bars, numbers, escaped text, and Block Kit's small parts.

Formatted numbers are remembered: a morning says the same few thousand of them to everybody.
"""

import functools
import html
import math
import unicodedata

from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_currency_precision,
)

from bot.core.text.errors import TURNS
from bot.core.words.lengths import cut_within
from bot.core.words.message import Block

FULL, EMPTY, PLAN_MARK = "▓", "░", "┃"
CELLS = 10
"""Of every bar, so that two bars can be compared wherever they stand."""
SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
JOINER = "\u200b"
LONGEST_SAID = 1000
"""Of what one person wrote, in one place of a message."""
_COLUMNS = {"W": 2, "F": 2}
_TURNS_UNENDED = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
_ROOM_TO_ISOLATE = 3
_NOTHING = "–"
"""What is shown of an empty text: Slack takes none."""


def escape(text: str) -> str:
    """User-supplied text made safe for mrkdwn, at most LONGEST_SAID characters of it.

    No mention, link, formatting or line break comes out of it, and letters written from right to left in it leave the
    order of what is around them alone.
    """
    plain = " ".join(text.translate(TURNS).split())
    return isolate(_safe(cut_within(plain, LONGEST_SAID)))


def _safe(plain: str) -> str:
    return unformatted(plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def unformatted(text: str) -> str:
    """`text` without formatting: a zero-width space breaks each mark without changing what is seen."""
    for mark in "*_~`":
        text = text.replace(mark, f"{mark}{JOINER}")
    return text


def isolate(text: str) -> str:
    """`text` so that letters written from right to left in it leave the order of what is around them alone."""
    if text.isascii() or not any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return text
    return f"\u2068{text}\u2069"


def columns(text: str) -> int:
    """How wide `text` is in a fixed-width font, in letters: an ideograph or emoji takes two, a joining mark none."""
    if text.isascii():
        return len(text)
    return sum(_COLUMNS.get(unicodedata.east_asian_width(each), 1) for each in text if not _takes_no_room(each))


def _takes_no_room(letter: str) -> bool:
    return letter > "\u02ff" and unicodedata.category(letter) in ("Mn", "Me", "Cf")


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns of a fixed-width font, with an ellipsis when something is missing."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def escaped_within(text: str, limit: int) -> str:
    """User-supplied text made safe, at most `limit` characters of it with an ellipsis where something is missing."""
    safe = escape(text)
    if len(safe) <= limit:
        return safe
    kept, length = "", 0
    for letter in " ".join(text.translate(TURNS).split()):
        safe = _safe(letter)
        if length + len(safe) > limit - _ROOM_TO_ISOLATE:
            break
        kept += safe
        length += len(safe)
    return isolate(kept.rstrip() + "…")


def shorten(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, with an ellipsis when something is missing."""
    return cut_within(text, limit)


def bar(done: float, target: float, *, width: int = CELLS, plan: float | None = None) -> str:
    """A bar of `width` cells, rounded to the nearest. It is full only when the target is reached, and shows a first
    step as one cell. Given what should be done by now as `plan`, a mark stands where that is.
    """
    if target <= 0:
        return FULL * width
    share = max(0.0, done / target)
    cells = width if share >= 1 else min(width - 1, _nearest(share * width))
    if done > 0:
        cells = max(cells, 1)
    drawn = FULL * cells + EMPTY * (width - cells)
    if plan is None:
        return drawn
    at = min(width, _nearest(max(0.0, plan / target) * width))
    return drawn[:at] + PLAN_MARK + drawn[at:]


def _nearest(cells: float) -> int:
    return math.floor(cells + 0.5)


def count(quantity: float, *, locale: str) -> str:
    """A whole number with the language's separators."""
    return _decimal(round(quantity), locale)


def short_count(quantity: float, *, locale: str) -> str:
    """A whole number at a glance: 1.2M. Below a hundred thousand it is written in full."""
    if abs(quantity) < 100_000:
        return count(quantity, locale=locale)
    return format_compact_decimal(round(quantity), locale=locale, fraction_digits=1)


def rate(quantity: float, *, locale: str) -> str:
    """A rate with one decimal below ten, none above: 0.9, 12."""
    return _decimal(round(quantity, 1) if quantity < 10 else round(quantity), locale)


# By the rounded number: those before rounding are all different.
@functools.lru_cache(maxsize=4096)
def _decimal(rounded: float, locale: str) -> str:
    return format_decimal(rounded, format="#,##0.#", locale=locale)


def whole(amount_minor: float, *, currency: str) -> int:
    """An amount in minor units without a fraction of the currency's unit."""
    unit = 10 ** int(get_currency_precision(currency))
    return int(round(amount_minor / unit) * unit)


def money(amount_minor: float, *, currency: str, locale: str) -> str:
    """An amount in full: $12,500 or $12,500.50; whole amounts have no decimals."""
    precision = get_currency_precision(currency)
    amount = amount_minor / 10**precision
    whole = float(amount).is_integer()
    if whole:
        return format_currency(amount, currency, format="¤#,##0", locale=locale, currency_digits=False)
    return format_currency(amount, currency, locale=locale)


@functools.lru_cache(maxsize=4096)
def short_money(amount_minor: float, *, currency: str, locale: str) -> str:
    """An amount at a glance: $41K. Below ten thousand it is written in full."""
    amount = amount_minor / 10 ** get_currency_precision(currency)
    if abs(amount) < 10_000:
        return money(round(amount) * 10 ** get_currency_precision(currency), currency=currency, locale=locale)
    return format_compact_currency(amount, currency, locale=locale, fraction_digits=0 if amount < 1e6 else 1)


@functools.lru_cache(maxsize=4096)
def short_number(amount_minor: float, *, currency: str, locale: str) -> str:
    """The number of `short_money` without the currency: 41K."""
    amount = amount_minor / 10 ** get_currency_precision(currency)
    if abs(amount) < 10_000:
        return count(amount, locale=locale)
    return format_compact_decimal(amount, locale=locale, fraction_digits=0 if amount < 1e6 else 1)


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    """A plain_text object."""
    shown = text.translate(_TURNS_UNENDED)
    return {"type": "plain_text", "text": cut_within(shown, limit) if shown.strip() else _NOTHING, "emoji": True}


def mrkdwn(text: str, limit: int = SECTION_LIMIT) -> Block:
    """A mrkdwn object; what a user wrote must be escaped before."""
    return {"type": "mrkdwn", "text": cut_within(text, limit) if text.strip() else _NOTHING}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """A section of mrkdwn text."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(*texts: str) -> Block:
    """A line of small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def header(text: str) -> Block:
    """A large heading."""
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


def button(text: str, *, action: str, value: str = "", style: str | None = None, about: str = "") -> Block:
    """A button; `action` is the listener's action_id, `value` what comes with the click.

    `about` says, to those who hear the buttons one by one, which of several alike it is: words as in mrkdwn.
    """
    element: Block = {"type": "button", "text": plain(text, BUTTON_LIMIT), "action_id": action}
    if about:
        element["accessibility_label"] = shorten(f"{text}: {html.unescape(about).replace(JOINER, '')}", BUTTON_LIMIT)
    if value:
        element["value"] = value
    if style is not None:
        element["style"] = style
    return element


def confirm(title: str, text: str, *, yes: str, no: str) -> Block:
    """What is asked before a click counts."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def overflow(options: list[tuple[str, str]], *, action: str) -> Block:
    """A "…" menu of (text, value) options, two to five of them."""
    return {
        "type": "overflow",
        "action_id": action,
        "options": [{"text": plain(text, BUTTON_LIMIT), "value": value} for text, value in options],
    }


def menu(options: list[tuple[str, str]], *, action: str, placeholder: str) -> Block:
    """A menu of (text, value) options, 1 to 100 of them, that acts when one is chosen."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": [{"text": plain(text, BUTTON_LIMIT), "value": value} for text, value in options[:100]],
    }


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id is not None:
        block["block_id"] = block_id
    return block
