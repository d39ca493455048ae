"""How a goal's standing is said: a bar with a word beside it, or a sentence."""

from collections.abc import Sequence

from bot.coach.nudge import GoalLine
from bot.messages.language import Language
from bot.messages.widgets import bar, shorten
from metrics.episodes import Status
from storage.tables import Unit

NAME_WIDTH = 14


def goal_table(lines: Sequence[GoalLine], language: Language) -> str:
    """The goals as aligned bars, one a line, for a fixed-width block."""
    names = [_name(line, language) for line in lines]
    amounts = [_amounts(line, language) for line in lines]
    wide, deep = max(map(len, names)), max(map(len, amounts))
    rows = [
        f"{name:<{wide}}  {bar(line.done, line.target)}  {amount:>{deep}}  {standing(line, language)}"
        for name, amount, line in zip(names, amounts, lines, strict=True)
    ]
    return "```\n" + "\n".join(rows).replace("`", "'") + "\n```"


def status_words(line: GoalLine, language: Language) -> str:
    """One goal as a sentence, for a notification or a screen reader."""
    return language(
        "{metric} {period}: {amounts}, {standing}.",
        metric=language.name(line.metric),
        period=language.period(line.period.kind, line.period.start),
        amounts=_amounts(line, language),
        standing=standing(line, language),
    )


def standing(line: GoalLine, language: Language) -> str:
    """The goal's state in a few words."""
    if line.status is Status.REACHED:
        return language("reached")
    if line.status is Status.NO_DATA:
        return language("nothing logged")
    if line.status is Status.TOO_EARLY:
        return language("just begun")
    if line.metric.unit is Unit.MONEY:
        return language("likely {range}", range=likely_range(line, language))
    behind = -line.gap
    if behind < 1:
        return language("on plan")
    return language("{n} behind", n=language.count(int(behind)))


def likely_range(line: GoalLine, language: Language) -> str:
    """Where the period will probably end: the middle 80 %."""
    low, high = line.low, line.high
    if round(low) == round(high):
        return language.amount(line.metric, low, short=True)
    return f"{language.amount(line.metric, low, short=True)}–{language.amount(line.metric, high, short=True)}"


def chance_words(probability: float, language: Language) -> str:
    """A probability as a word."""
    if probability >= 0.85:
        return language("very likely")
    if probability >= 0.6:
        return language("likely")
    if probability >= 0.4:
        return language("even")
    if probability >= 0.15:
        return language("unlikely")
    return language("very unlikely")


def _name(line: GoalLine, language: Language) -> str:
    period = language.period(line.period.kind, line.period.start)
    return shorten(f"{language.name(line.metric)}, {period}", NAME_WIDTH + 8)


def _amounts(line: GoalLine, language: Language) -> str:
    done = language.amount(line.metric, line.done, short=True)
    return f"{done} / {language.amount(line.metric, line.target, short=True)}"
