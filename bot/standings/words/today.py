"""What of today's part of the plan is done: Today: calls 6 of 10, 4 to go."""

from collections.abc import Sequence

from bot.core.words.language import Language
from bot.standings.today import MetricToday
from metrics.periods import PeriodKind

SHOWN = 4


def today_words(metrics: Sequence[MetricToday], language: Language) -> str:
    """A line on what this morning asked for, the first few metrics; empty where it asked for nothing."""
    said = [words for metric in metrics if (words := _of_one(metric, language))]
    return language("*Today:* {metrics}", metrics=language(", ").join(said[:SHOWN])) if said else ""


def _of_one(metric: MetricToday, language: Language) -> str:
    target = target_of_today(metric)
    if target is None or target <= 0:
        return ""
    name = language.named(metric.metric)
    done, whole = language.amount(metric.metric, metric.today), language.amount(metric.metric, target)
    if metric.today >= target:
        return language("{metric} done ({done})", metric=name, done=done, target=whole)
    return language("{metric} {done} of {target}", metric=name, done=done, target=whole)


def target_of_today(metric: MetricToday) -> int | None:
    """The day's own goal, else what this morning asked for."""
    for goal in metric.goals:
        if goal.period is PeriodKind.DAY:
            return goal.target
    return metric.ask
