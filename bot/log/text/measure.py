"""How many, and for how much: what the numbers of one entry mean for its metric."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text.errors import UnclearText, WrongAmount, WrongQuantity
from bot.core.text.vocabulary import MetricWords, Vocabulary
from bot.log.text.tokens import Token

SURELY_MONEY = 100
"""From here on a bare number after a deal is its amount; below it could be how many."""


@dataclass(frozen=True)
class Measure:
    """A count, or for a metric of money the amount in minor units; `amount_minor` is the amount beside a count."""

    quantity: int
    amount_minor: int | None = None


def measure(
    metric: MetricWords, word: str, before: Token | None, after: Sequence[Token], vocabulary: Vocabulary
) -> Measure:
    """What the number before the metric's `word` and those after it mean. Raises WrongQuantity and its like."""
    numbers = [*([before] if before is not None else ()), *after]
    if metric.unit == "money":
        if not numbers:
            raise WrongAmount("how much was it? Write it like `/log {metric} 12,500`.", metric=metric.singular)
        if len(numbers) > 1:
            raise _too_many(numbers, metric)
        return Measure(amount_of(numbers[0], vocabulary))
    if not metric.takes_amount:
        if len(numbers) > 1:
            raise _too_many(numbers, metric)
        return Measure(count_of(numbers[0], metric, vocabulary) if numbers else 1)
    return _count_with_amount(metric, word, before, after, vocabulary)


def name_of(metric: MetricWords, quantity: int) -> str:
    """The metric's singular or plural, as it stands beside this quantity."""
    return metric.singular if quantity == 1 else metric.plural


def is_marked(token: Token) -> bool:
    """Whether a number can only be an amount of money."""
    return token.money is not None and token.money.marked


def _count_with_amount(
    metric: MetricWords, word: str, before: Token | None, after: Sequence[Token], vocabulary: Vocabulary
) -> Measure:
    """`3 deals 40k`, `deal 12,500`, `$12k deal`, `deals 3`."""
    count, amounts = before, list(after)
    if before is not None and is_marked(before):
        count, amounts = None, [before, *after]
    if count is None and amounts and not is_marked(amounts[0]):
        bare = amounts[0].count
        counted = len(amounts) == 2 and is_marked(amounts[1])
        if counted or (metric.grammatical_number(word) == 2 and bare is not None and bare < SURELY_MONEY):
            count = amounts.pop(0)
        elif bare is not None and (0 < bare < SURELY_MONEY or metric.grammatical_number(word) == 2):
            raise UnclearText(
                "`{said}` could be how many, or an amount. Write `{said} {name}` or `{singular} {currency} {said}`.",
                said=amounts[0].said,
                name=name_of(metric, bare),
                singular=metric.singular,
                currency=vocabulary.currency,
            )
    if len(amounts) > 1:
        raise _too_many([*([count] if count else ()), *amounts], metric)
    quantity = count_of(count, metric, vocabulary) if count is not None else 1
    return Measure(quantity, amount_of(amounts[0], vocabulary) if amounts else None)


def count_of(token: Token, metric: MetricWords, vocabulary: Vocabulary) -> int:
    """How many the number means. Raises WrongQuantity, and WrongAmount for an amount of money."""
    said, count = token.said, token.count
    if token.money is not None and token.money.currency is not None:
        raise WrongAmount(
            "{plural} don't take an amount. Leave out `{said}`, or put it after a colon.",
            plural=metric.plural,
            said=said,
        )
    if count is None:
        raise WrongQuantity(
            "`{said}` isn't a whole number of {plural}. Write one like 5.", said=said, plural=metric.plural
        )
    if count == 0:
        raise WrongQuantity("you don't need to log 0 {plural}. A day without any is fine.", plural=metric.plural)
    if count < 0:
        raise WrongQuantity("you can't log a number below zero. To undo an entry, use `/log undo`.")
    if count > vocabulary.largest_count:
        raise WrongQuantity(
            "{count} {plural}? That looks like a typo. You can log up to {most} at a time.",
            count=count,
            plural=metric.plural,
            most=vocabulary.largest_count,
        )
    return count


def amount_of(token: Token, vocabulary: Vocabulary) -> int:
    """The amount that the number means, in minor units. Raises WrongAmount, WrongQuantity."""
    money, said = token.money, token.said
    if money is not None and money.currency not in (None, vocabulary.currency):
        raise WrongAmount(
            "amounts here are in {own}, and `{said}` is in {other}.",
            own=vocabulary.currency,
            said=said,
            other=money.currency,
        )
    if money is None or money.minor is None:
        raise WrongAmount("`{said}` isn't an amount I can read. Write it like 12,500 or 12.5k.", said=said)
    if money.minor == 0:
        raise WrongQuantity("you don't need to log an amount of 0.")
    if money.minor < 0:
        raise WrongQuantity("you can't log an amount below zero. To undo an entry, use `/log undo`.")
    return money.minor


def _too_many(numbers: Sequence[Token], metric: MetricWords) -> UnclearText:
    return UnclearText(
        "`{one}` and `{other}` are too many numbers for one {metric}. Put a comma between entries.",
        one=numbers[0].said,
        other=numbers[-1].said,
        metric=metric.singular,
    )
