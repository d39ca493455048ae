"""How a goal's standing is said: a bar with a word beside it, or a sentence."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.blocks import bar, escape
from bot.core.words.language import Language
from bot.standings.goal_lines import GoalLine
from metrics.chances import BANDS, STEPS, Odds, odds_of, shown_chance
from metrics.episodes import Rule, Status
from metrics.periods import PeriodKind

EVEN = BANDS[Odds.EVEN][0] - 0.5 / STEPS
"""From this chance on reaching a goal is said to be 50/50, in steps of five."""
USUAL = Rule()
WORTH_NAMING = 1 / 3
"""A level that is still doable is named from so much of the goal on: 4 of 60 cheers nobody up."""
WIDE_RANGE = 0.5
"""A range wider than so much of the goal tells nobody anything."""


def goal_table(lines: Sequence[GoalLine], language: Language, *, asks: bool = False) -> str:
    """The goals as bars under the name of their period: all bars are of one length, with a mark where the plan is
    today. In the usual font, because a fixed-width block is cut off on some phones.

    `asks`: the silent day is asked about beside it, and not said of each goal again.
    """
    rows: list[str] = []
    heading = ""
    for line in sorted(lines, key=lambda each: (each.period.days, each.period.start)):
        period = language.period(line.period.kind, line.period.start, line.period.end)
        if period != heading:
            heading = period
            rows.append(f"*{_capital(escape(period))}*")
        stand = "" if asks and line.status is Status.NO_DATA else standing(line, language)
        rows.append(_row(line, "", stand, language))
    return "\n".join(rows)


def goal_rows(lines: Sequence[GoalLine], language: Language, *, asks: bool = False) -> tuple[str, str]:
    """The goals in words and as bars, together under what is said of several: nothing is said of each again."""
    groups: dict[str, list[GoalLine]] = {}
    behind = language("behind") if any(map(_clearly, lines)) else language("slightly behind")
    for line in lines:
        stand = "" if asks and line.status is Status.NO_DATA else standing(line, language)
        if line.status in (Status.AT_RISK, Status.WATCH) and line.period.kind is not PeriodKind.DAY:
            stand = behind
        groups.setdefault(stand, []).append(line)
    words: list[str] = []
    drawn: list[str] = []
    for stand, some in groups.items():
        alone = len(some) == 1 or not stand
        if not alone:
            drawn.append(f"*{_capital(stand)}*")
            words.append(f"{_capital(stand)}: " + language(", ").join(_stands(line, language) for line in some) + ".")
        for line in some:
            drawn.append(_row(line, of_period(line, language), stand if alone else "", language))
            if alone:
                words.append(f"{_stands(line, language)}{f' · {stand}' if stand else ''}.")
    return "\n".join(words), "\n".join(drawn)


def _row(line: GoalLine, period: str, stand: str, language: Language) -> str:
    """The bars stand first, so that they are aligned whatever the width of the names."""
    drawn = goal_bar(line)
    said = " ".join(
        part for part in (f"*{language.name(line.metric)}*", amounts_in_words(line, language), period) if part
    )
    ramp = f"_{ramp_words(line, language)}_" if line.on_ramp else ""
    return f"{drawn} " + " · ".join(part for part in (said, stand, ramp) if part)


def goal_bar(line: GoalLine) -> str:
    """The goal's bar, with a mark where the plan is; a day has none within it."""
    return bar(line.done, line.target, plan=None if line.period.kind is PeriodKind.DAY else line.planned)


def _stands(line: GoalLine, language: Language) -> str:
    said = language(
        "{metric} {amounts} {period}",
        metric=language.name(line.metric),
        amounts=amounts_in_words(line, language),
        period=of_period(line, language),
    )
    return f"{said} ({ramp_words(line, language)})" if line.on_ramp else said


def amounts_in_words(line: GoalLine, language: Language) -> str:
    """Done of target: 24 of 60, $28K of $60K."""
    return language(
        "{done} of {target}",
        done=language.amount(line.metric, line.done, short=True),
        target=language.amount(line.metric, line.target, short=True),
    )


def of_period(line: GoalLine, language: Language) -> str:
    """The period within a sentence: today, this week, in November."""
    return period_words(line.period.kind, line.period.start, language, line.period.end)


def period_words(kind: PeriodKind, starts: dt.date, language: Language, ends: dt.date | None = None) -> str:
    """The same of a period's kind and first day."""
    period = language.period(kind, starts, ends)
    return language("in {month}", month=period) if kind is PeriodKind.MONTH else period


def status_words(line: GoalLine, language: Language, *, asks: bool = False) -> str:
    """One goal as a sentence, for a notification or a screen reader; `asks` as in the table."""
    stand = "" if asks and line.status is Status.NO_DATA else standing(line, language)
    said = _stands(line, language)
    return f"{said}: {stand}." if stand else f"{said}."


def ramp_words(line: GoalLine, language: Language) -> str:
    """That less is asked of somebody who gets started, and of how much."""
    return language(
        "ramp: {share} of {all}",
        share=language.percent(line.ramp),
        all=language.amount(line.metric, line.stated, short=True),
    )


def standing(line: GoalLine, language: Language) -> str:
    """The goal's state in a few words."""
    if line.status is Status.REACHED:
        return language("done")
    if line.period.kind is PeriodKind.DAY:
        # A day is over before a plan within it could be missed: what is left of it is what counts.
        return language("{n} to go", n=language.amount(line.metric, line.left, short=True))
    if line.status is Status.NO_DATA:
        return language("not logged yet")
    if line.status is Status.TOO_EARLY:
        return language("too early to say")
    if stated_by_pace(line):
        # Nobody does an outcome: what is said of it is where it will probably end.
        return language("on pace for {range}", range=_narrow_range(line, language))
    if _clearly(line):
        return language("behind")
    return language("slightly behind") if line.status is Status.WATCH else language("on track")


def stated_by_pace(line: GoalLine) -> bool:
    """Whether it is said of the goal where it will end, and not how it stands."""
    return not line.metric.leading and line.high - line.low <= WIDE_RANGE * line.target


def _clearly(line: GoalLine) -> bool:
    """Whether it is behind by more than a little: also on a first such morning, which opens no episode yet."""
    return line.status is Status.AT_RISK or (line.status is Status.WATCH and line.probability < USUAL.opens)


def likely_range(line: GoalLine, language: Language) -> str:
    """Where the period will probably end: the middle 80 %."""
    low, high = line.low, line.high
    if round(low) == round(high):
        return language.amount(line.metric, low, short=True)
    return f"{language.amount(line.metric, low, short=True)}–{language.bare_amount(line.metric, high)}"


def _narrow_range(line: GoalLine, language: Language) -> str:
    """The same beside amounts that have the currency, and with what both ends share said once: 28–78K."""
    low, high = language.bare_amount(line.metric, line.low), language.bare_amount(line.metric, line.high)
    if low == high:
        return low
    unit = high.lstrip("0123456789.,")
    return f"{low.removesuffix(unit)}–{high}" if unit and low.endswith(unit) else f"{low}–{high}"


def chance_words(probability: float, language: Language) -> str:
    """A probability as a word, as careful as Pacer's own words have earned here."""
    return {
        Odds.VERY_LIKELY: language("very likely"),
        Odds.LIKELY: language("likely"),
        Odds.EVEN: language("50/50"),
        Odds.UNLIKELY: language("unlikely"),
        Odds.VERY_UNLIKELY: language("very unlikely"),
    }[odds_of(language.trust.of(probability))]


def chance_percent(probability: float, language: Language) -> str:
    """The same as a percent, in steps of five."""
    return language.percent(shown_chance(language.trust.of(probability)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def amounts(line: GoalLine, language: Language) -> str:
    """Done of target: 24/60, $28K/60K."""
    done = language.amount(line.metric, line.done, short=True)
    return f"{done}/{language.bare_amount(line.metric, line.target)}"
