"""The words of some workspaces, and meanings of `/log` written short enough for a table."""

import datetime as dt

from bot.coach.setup.catalogue import PRESETS
from bot.coach.setup.vocabulary import WITH_AMOUNT
from bot.parsing.log_text import LogMeaning, LogRequest, ParsedEntry, parse_log
from bot.parsing.outcomes import outcomes_of
from bot.parsing.vocabulary import MetricWords, Vocabulary

TODAY = dt.date(2026, 11, 17)
"""A Tuesday."""
BACKDATE_DAYS = 31


def vocabulary(currency: str = "USD", locale: str = "en") -> Vocabulary:
    """What a new workspace with this currency and locale can log."""
    return Vocabulary(
        metrics=tuple(
            MetricWords(
                key=preset.key,
                singular=preset.singular,
                plural=preset.plural,
                aliases=preset.aliases,
                unit=preset.unit.value,
                outcomes=outcomes_of(preset.key),
                takes_amount=preset.key in WITH_AMOUNT,
            )
            for preset in PRESETS
        ),
        currency=currency,
        locale=locale,
    )


ENGLISH = vocabulary()
WORKSPACES = {
    "": ENGLISH,
    "EUR": vocabulary("EUR", "de"),
    "FR": vocabulary("EUR", "fr"),
    "MYR": vocabulary("MYR", "ms"),
    "JPY": vocabulary("JPY", "ja"),
    "CHF": vocabulary("CHF", "de_CH"),
    "KWD": vocabulary("KWD", "en"),
}
"""By the mark that a table puts before a text: `EUR>deal 12,50`."""


def read(text: str) -> tuple[LogMeaning, Vocabulary]:
    """The meaning of a table's text, and the words that it was read with."""
    mark, parted, rest = text.partition(">")
    words = WORKSPACES.get(mark) if parted else None
    if words is None:
        rest, words = text, ENGLISH
    return parse_log(rest, words, today=TODAY, backdate_days=BACKDATE_DAYS), words


def in_short(meaning: LogMeaning) -> str:
    """A meaning as the tables write it: `5 call 11-16 | 1 demo @Acme =booked $400000 :a note`; amounts in cents."""
    if not isinstance(meaning, LogRequest):
        return type(meaning).__name__
    return " | ".join(map(_entry, meaning.entries))


def _entry(entry: ParsedEntry) -> str:
    parts = [f"{entry.quantity} {entry.metric_key}"]
    if entry.date != TODAY:
        parts.append(f"{entry.date:%m-%d}")
    if entry.account:
        parts.append(f"@{entry.account}")
    if entry.outcome:
        parts.append(f"={entry.outcome}")
    if entry.amount_minor is not None:
        parts.append(f"${entry.amount_minor}")
    if entry.note:
        parts.append(f":{entry.note}")
    return " ".join(parts)
