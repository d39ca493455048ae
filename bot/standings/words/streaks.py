"""How a streak is said: what was done, and never that it could end."""

from bot.core.words.language import Language
from metrics.periods import PeriodKind
from storage.tables import Metric


def streak_words(metric: Metric, period: PeriodKind, length: int, language: Language) -> str:
    """So many days or weeks in a row at a goal."""
    name = language.named(metric)
    if period is PeriodKind.DAY:
        return language.plural(
            "{n} workday in a row at your goal on {metric}.",
            "{n} workdays in a row at your goal on {metric}.",
            length,
            metric=name,
        )
    return language.plural(
        "{n} week in a row at your goal on {metric}.",
        "{n} weeks in a row at your goal on {metric}.",
        length,
        metric=name,
    )
