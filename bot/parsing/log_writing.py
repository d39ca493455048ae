"""Entries written the way `/log` reads them without any doubt: one line each, nothing left out."""

from bot.parsing.amounts import write_plain_amount
from bot.parsing.log_text import LogRequest, ParsedEntry
from bot.parsing.slack_text import slack_text
from bot.parsing.vocabulary import MetricWords, Vocabulary, fold


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
    parts.append(entry.date.isoformat())
    if entry.account:
        parts.append(f'"{slack_text(entry.account)}"')
    line = " ".join(parts)
    return f"{line}: {slack_text(entry.note)}" if entry.note else line


def _word(metric: MetricWords, quantity: int, vocabulary: Vocabulary) -> str:
    names = (metric.singular, metric.plural) if quantity == 1 else (metric.plural, metric.singular)
    # A word of its own that another metric has taken first would name that one.
    own = (name for name in (*names, metric.key) if vocabulary.words.get(" ".join(fold(name).split())) == metric)
    return slack_text(next(own, metric.key))


def _amount(minor: int, vocabulary: Vocabulary) -> str:
    return f"{vocabulary.currency}{write_plain_amount(minor, currency=vocabulary.currency)}"
