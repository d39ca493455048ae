"""The figures behind an alert, in the same words for the rep and for the managers."""

import datetime as dt

from bot.alerts.facts import Facts
from bot.core.words.language import Language
from metrics.periods import PeriodKind
from storage.tables import Metric, Unit

WHOLE_FROM = 3
"""From so many a day on a tenth of one is more than anybody can act on."""
MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def evidence(metric: Metric, facts: Facts, language: Language) -> str:
    """The two figures that matter: what is done of the goal, and what a day needs beside what it usually has."""
    return language(
        "{done} of {target} · needs {required} a day, usually {usual}",
        done=language.amount(metric, facts.done, short=True),
        target=language.amount(metric, facts.target, short=True),
        required=a_day(metric, facts.required, language),
        usual=a_day(metric, facts.usual, language),
    )


def a_day(metric: Metric, quantity: float, language: Language) -> str:
    """A rate a day as a person can act on it: one decimal of a few, an amount of money at a glance."""
    if metric.unit is Unit.MONEY:
        return language.amount(metric, quantity, short=True)
    return language.rate(quantity) if quantity < WHOLE_FROM else language.count(quantity)


def goal_words(
    metric: Metric,
    kind: PeriodKind,
    starts: dt.date,
    today: dt.date,
    language: Language,
    *,
    ends: dt.date | None = None,
) -> str:
    """Which goal, within a sentence: demos this month; of a period that is over, demos in November."""
    return language(
        "{metric} {period}", metric=language.named(metric), period=when_words(kind, starts, today, language, ends=ends)
    )


def when_words(
    kind: PeriodKind, starts: dt.date, today: dt.date, language: Language, *, ends: dt.date | None = None
) -> str:
    """The period within a sentence, as it is called on the day `today`; `ends` is that of dates of its own."""
    if kind is PeriodKind.CUSTOM and ends is not None and today >= ends:
        last = ends - dt.timedelta(days=1)
        return language("from {first} to {last}", first=language.day(starts), last=language.day(last))
    if kind is PeriodKind.WEEK and today >= starts + dt.timedelta(days=7):
        return language("in the week of {day}", day=language.day(starts))
    months = (today.year - starts.year) * 12 + today.month - starts.month
    if kind in MONTHS and months >= MONTHS[kind]:
        if kind is PeriodKind.MONTH:
            return language("in {month}", month=language.period(kind, starts))
        if kind is PeriodKind.QUARTER:
            return language("in the quarter from {month}", month=language.month(starts))
        return language("in the year from {month}", month=language.month(starts))
    if kind is PeriodKind.MONTH:
        return language("this month")
    return language.period(kind, starts, ends)
