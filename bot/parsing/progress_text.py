"""What is typed after `/progress`."""

from dataclasses import dataclass

from bot.parsing.errors import UnclearText, UnknownMetric
from bot.parsing.vocabulary import Vocabulary, fold, nearest_metric, words_to_metrics

WHY = frozenset({"why", "kenapa", "mengapa"})


@dataclass(frozen=True)
class ProgressRequest:
    """Where I stand on everything; or, with `why`, how one metric's figures came about."""

    why: str | None = None
    """A metric's key."""


def parse_progress(text: str, vocabulary: Vocabulary) -> ProgressRequest:
    """The meaning of `text`. Raises a NotUnderstood that says what to write."""
    words = fold(text).split()
    if not words:
        return ProgressRequest()
    known = words_to_metrics(vocabulary)
    name = " ".join(words[1:] if words[0] in WHY else words)
    if not name:
        raise UnclearText("say which figures: `/progress why calls`.")
    if name not in known:
        nearest = nearest_metric(name, vocabulary)
        raise UnknownMetric(
            name,
            nearest=f"/progress why {nearest.singular}" if nearest else None,
            known=tuple(metric.singular for metric in vocabulary.metrics),
        )
    return ProgressRequest(why=known[name].key)
