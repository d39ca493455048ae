"""The figures behind an alert in two lines, in the same words for the rep and for the managers."""

from bot.alerts.facts import Facts
from bot.core.words.language import Language
from bot.standings.words.standing import chance_words
from storage.tables import Metric, Unit


def evidence(metric: Metric, facts: Facts, language: Language) -> str:
    """Two lines: done and target with where it will probably end, then what is needed against what is usual."""
    low, high = (language.amount(metric, end, short=True) for end in (facts.low, facts.high))
    stands = language(
        "*{done} of {target}* · {chance}, heading for {range}",
        done=language.amount(metric, facts.done, short=True),
        target=language.amount(metric, facts.target, short=True),
        chance=chance_words(facts.probability, language),
        range=low if low == high else f"{low}–{high}",
    )
    needs = language(
        "{days} · needs {required} a day, usual {usual}",
        days=_days_left(facts.remaining, language),
        required=a_day(metric, facts.required, language),
        usual=a_day(metric, facts.usual, language),
    )
    return f"{stands}\n{needs}"


def _days_left(days: float, language: Language) -> str:
    if round(days, 1).is_integer():
        return language.plural("{n} working day left", "{n} working days left", round(days))
    return language("{days} working days left", days=language.rate(days))


def a_day(metric: Metric, quantity: float, language: Language) -> str:
    """A rate a day: one decimal of a small count, an amount of money at a glance."""
    if metric.unit is Unit.MONEY:
        return language.amount(metric, quantity, short=True)
    return language.rate(quantity)
