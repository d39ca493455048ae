"""The words that a workspace logs with."""

import difflib
import functools
import unicodedata
from dataclasses import dataclass

TRIM = ".,;:!?()[]{}*_~'’\"“”„«»"
"""Signs at the ends of a word that do not belong to it."""
LONGEST_GUESSED = 24
"""A longer word is no slip of the finger."""


@dataclass(frozen=True)
class MetricWords:
    """A metric and its words. `unit` is count or money."""

    key: str
    singular: str
    plural: str
    aliases: tuple[str, ...] = ()
    unit: str = "count"
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(outcome, the words for it)."""
    takes_amount: bool = False
    """Whether a count of it may have an amount of money beside it."""

    @functools.cached_property
    def phrases(self) -> dict[tuple[str, ...], str]:
        """The outcome that each phrase, in folded words, stands for."""
        return {
            tuple(map(bare_word, said.split())): outcome for outcome, some in self.outcomes for said in (outcome, *some)
        }

    @functools.cached_property
    def longest_phrase(self) -> int:
        """The words of the longest phrase for an outcome; 0 without outcomes."""
        return max(map(len, self.phrases), default=0)

    def grammatical_number(self, said: str) -> int | None:
        """1 when the folded word `said` names one of it, 2 when it names several, None when it tells neither."""
        one, many = fold(self.singular), fold(self.plural)
        if one == many:
            return None
        if said in (one, many):
            return 1 if said == one else 2
        words = {fold(word) for word in (self.key, *self.aliases)}
        if said + "s" in words:
            return 1
        return 2 if said.endswith("s") and said[:-1] in words else None


@dataclass(frozen=True)
class Vocabulary:
    """All metrics, and how this workspace writes money."""

    metrics: tuple[MetricWords, ...]
    currency: str = "USD"
    locale: str = "en"
    largest_count: int = 1000
    """More of one thing in one entry is taken for a slip of the finger."""

    @functools.cached_property
    def words(self) -> dict[str, MetricWords]:
        """Every folded word, of one or several parts, and the metric that it names."""
        found: dict[str, MetricWords] = {}
        for metric in self.metrics:
            for word in (metric.key, metric.singular, metric.plural, *metric.aliases):
                found.setdefault(fold_words(word), metric)
                found.setdefault(" ".join(filter(None, map(bare_word, word.split()))), metric)
        found.pop("", None)
        return found

    @functools.cached_property
    def outcome_starts(self) -> frozenset[str]:
        """The first words of all phrases for outcomes."""
        return frozenset(phrase[0] for metric in self.metrics for phrase in metric.phrases)

    @functools.cached_property
    def longest_name(self) -> int:
        """The parts of the longest word for a metric."""
        return max((len(word.split()) for word in self.words), default=1)


def fold(text: str) -> str:
    """A word without differences of case, width and accents, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    wide = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in wide if not unicodedata.combining(letter))


def fold_words(text: str) -> str:
    """One word or several, folded, with single spaces: how a name is compared, of a metric, a stage or an account."""
    return " ".join(fold(text).split())


def account_key(account: str) -> str:
    """What is the same for an account however its name is written: case, accents and spaces do not matter."""
    return fold_words(account)


def bare_word(text: str) -> str:
    """A word as it is compared: folded, without punctuation around it."""
    return fold(text).strip(TRIM)


def words_to_metrics(vocabulary: Vocabulary) -> dict[str, MetricWords]:
    """Every folded word, of one or several parts, and the metric that it names."""
    return vocabulary.words


def nearest_metric(word: str, vocabulary: Vocabulary, *, likeness: float = 0.7) -> MetricWords | None:
    """The metric whose word is most like `word`; None when none reaches this likeness (1 is the same word)."""
    folded = fold(word)
    if not 2 <= len(folded) <= LONGEST_GUESSED:
        return None
    near = [known for known in vocabulary.words if abs(len(known) - len(folded)) <= 4]
    close = difflib.get_close_matches(folded, near, n=1, cutoff=likeness)
    return vocabulary.words[close[0]] if close else None
