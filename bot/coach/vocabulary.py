"""The words that can be logged in a workspace."""

from sqlmodel import Session

from bot.coach.catalogue import DEAL_KEY, OPPORTUNITY_KEY, words_of
from bot.parsing.outcomes import outcomes_of
from bot.parsing.vocabulary import MetricWords, Vocabulary
from storage import catalogue
from storage.tables import Metric, Unit, Workspace

WITH_AMOUNT = frozenset({DEAL_KEY, OPPORTUNITY_KEY, "proposal"})
"""Metrics whose entries may have an amount of money beside the count."""


def vocabulary_of(session: Session, *, workspace: Workspace) -> Vocabulary:
    """The words that can be logged in this workspace."""
    assert workspace.id is not None
    return Vocabulary(
        metrics=tuple(map(_words, catalogue.list_metrics(session, workspace_id=workspace.id))),
        currency=workspace.currency,
        locale=workspace.locale,
    )


def _words(metric: Metric) -> MetricWords:
    return MetricWords(
        key=metric.key,
        singular=metric.singular,
        plural=metric.plural,
        aliases=words_of(metric)[3:],
        unit="money" if metric.unit is Unit.MONEY else "count",
        outcomes=outcomes_of(metric.key, metric.outcomes),
        takes_amount=metric.key in WITH_AMOUNT,
    )
