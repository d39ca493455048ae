"""The words that a workspace logs with."""

import difflib
import functools
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class MetricWords:
    """A metric and its words. `unit` is count or money."""

    key: str
    singular: str
    plural: str
    aliases: tuple[str, ...] = ()
    unit: str = "count"
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(outcome, the words for it), longest first tried."""


@dataclass(frozen=True)
class Vocabulary:
    """All metrics, and how this workspace writes money."""

    metrics: tuple[MetricWords, ...]
    currency: str = "USD"
    locale: str = "en"
    largest_count: int = 1000
    """More of one thing in one entry is taken for a slip of the finger."""


def fold(text: str) -> str:
    """A word without differences of case, width and accents."""
    wide = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in wide if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=64)
def words_to_metrics(vocabulary: Vocabulary) -> dict[str, MetricWords]:
    """Every folded word, of one or several parts, and the metric that it names."""
    found: dict[str, MetricWords] = {}
    for metric in vocabulary.metrics:
        for word in (metric.key, metric.singular, metric.plural, *metric.aliases):
            found.setdefault(" ".join(fold(word).split()), metric)
    return found


def nearest_metric(word: str, vocabulary: Vocabulary) -> MetricWords | None:
    """The metric whose word is most like `word`; None when none is like it."""
    words = words_to_metrics(vocabulary)
    close = difflib.get_close_matches(fold(word), list(words), n=1, cutoff=0.6)
    return words[close[0]] if close else None
