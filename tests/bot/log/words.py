"""The words of some workspaces, and meanings of `/log` written short enough for a table, or so that it reads them."""

import datetime as dt

from bot.core.presets import PRESETS
from bot.core.text.amounts import write_plain_amount
from bot.core.text.errors import NotUnderstood
from bot.core.text.outcomes import outcomes_of
from bot.core.text.slack import slack_text
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold
from bot.core.vocabulary import WITH_AMOUNT
from bot.log.text.command import LogMeaning, LogProposal, LogRequest, ParsedEntry, parse_log

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


def why_not_saved(text: str) -> NotUnderstood | None:
    """Why a table's text is refused or asked back; None where it is saved."""
    try:
        meaning, _ = read(text)
    except NotUnderstood as failure:
        return failure
    return meaning.why if isinstance(meaning, LogProposal) else None


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


def write_log(request: LogRequest, vocabulary: Vocabulary) -> str:
    """The canonical text of `request`: `parse_log` of it gives `request` again, on every day that allows its dates."""
    metrics = {metric.key: metric for metric in vocabulary.metrics}
    return "\n".join(_line(entry, metrics[entry.metric_key], vocabulary) for entry in request.entries)


def _line(entry: ParsedEntry, metric: MetricWords, vocabulary: Vocabulary) -> str:
    parts: list[str] = []
    if metric.unit == "money":
        parts += [_word(metric, 1, vocabulary), _amount(entry.quantity, vocabulary)]
    else:
        parts += [str(entry.quantity), _word(metric, entry.quantity, vocabulary)]
    if entry.amount_minor is not None:
        parts.append(_amount(entry.amount_minor, vocabulary))
    if entry.outcome:
        parts.append(entry.outcome)
    if entry.account:
        parts.append(f'"{slack_text(entry.account)}"')
    # With the comma, a note that begins with an amount (`1 deal: 5k`) is not taken for the deal's own.
    line = f"{' '.join(parts)}, {entry.date.isoformat()}"
    return f"{line}: {slack_text(entry.note)}" if entry.note else line


def _word(metric: MetricWords, quantity: int, vocabulary: Vocabulary) -> str:
    names = (metric.singular, metric.plural) if quantity == 1 else (metric.plural, metric.singular)
    # A word of its own that another metric has taken first would name that one.
    own = (name for name in (*names, metric.key) if vocabulary.words.get(" ".join(fold(name).split())) == metric)
    return slack_text(next(own, metric.key))


def _amount(minor: int, vocabulary: Vocabulary) -> str:
    return f"{vocabulary.currency}{write_plain_amount(minor, currency=vocabulary.currency)}"
