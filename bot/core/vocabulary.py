"""The words that can be logged in a workspace."""

import functools

from sqlmodel import Session

from bot.core.failures import Words
from bot.core.presets import DEAL_KEY, OPPORTUNITY_KEY, words_of
from bot.core.text.outcomes import outcomes_of, took_place
from bot.core.text.vocabulary import MetricWords, Vocabulary, fold_words
from storage import catalogue
from storage.tables import Metric, Unit, Workspace

WITH_AMOUNT = frozenset({DEAL_KEY, OPPORTUNITY_KEY, "proposal"})
"""Metrics whose entries may have an amount of money beside the count."""


class MetricsByWord:
    """The metrics in use of a workspace, found by any of their words: the one way in which every door reads them."""

    def __init__(self, session: Session, *, workspace: Workspace) -> None:
        self.metrics = tuple(catalogue.list_metrics(session, workspace_id=workspace.id))
        self._by_word: dict[str, Metric] = {}
        # A key means its own metric, whatever words others have.
        for names in (lambda metric: (metric.key,), words_of):
            for metric in self.metrics:
                for word in names(metric):
                    self._by_word.setdefault(fold_words(word), metric)

    def find(self, word: str) -> Metric | None:
        """The metric that this word names, whatever its case, accents, width and spaces; None for another word."""
        return self._by_word.get(fold_words(word))


_Saying = tuple[str, tuple[str, ...], Unit, str]
"""Key, words, unit and outcomes of a metric, as they are stored."""


def vocabulary_of(session: Session, *, workspace: Workspace) -> Vocabulary:
    """The words that can be logged in this workspace."""
    metrics = catalogue.list_metrics(session, workspace_id=workspace.id)
    return _vocabulary(tuple(map(_saying, metrics)), workspace.currency, workspace.locale)


def _saying(metric: Metric) -> _Saying:
    return metric.key, words_of(metric), metric.unit, metric.outcomes


# What is looked up by in a vocabulary is made once, and most commands come from workspaces that changed nothing.
@functools.lru_cache(maxsize=64)
def _vocabulary(metrics: tuple[_Saying, ...], currency: str, locale: str) -> Vocabulary:
    return Vocabulary(metrics=tuple(_words(*metric) for metric in metrics), currency=currency, locale=locale)


def words_of_metric(metric: Metric) -> MetricWords:
    """The words by which one metric, and what can come of it, is said."""
    return _words(*_saying(metric))


def is_void(metric: Metric, outcome: str) -> bool:
    """Whether an entry of the metric with this outcome did not take place, and so counts for nothing."""
    if not outcome:
        return False
    words = dict(outcomes_of(metric.key, metric.outcomes)).get(outcome, ())
    return not took_place(outcome, words)


def _words(key: str, words: tuple[str, ...], unit: Unit, outcomes: str) -> MetricWords:
    return MetricWords(
        key=key,
        # Said in the reader's language where a text names it.
        singular=Words(words[1]),
        plural=Words(words[2]),
        aliases=words[3:],
        unit="money" if unit is Unit.MONEY else "count",
        outcomes=outcomes_of(key, outcomes),
        takes_amount=key in WITH_AMOUNT,
    )
