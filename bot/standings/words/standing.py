"""How a goal's standing is said: a bar with a word beside it, or a sentence."""

from collections.abc import Sequence

from bot.core.words.blocks import bar, columns, cut, escape
from bot.core.words.language import Language
from bot.standings.goal_lines import GoalLine
from metrics.chances import BANDS, STEPS, Odds, odds_of, shown_chance
from metrics.episodes import Status
from metrics.periods import PeriodKind

NAME_WIDTH, BAR_WIDTH, SMALL_BAR = 9, 5, 3
SHORTEST_NAME = 6
EVEN = BANDS[Odds.EVEN][0] - 0.5 / STEPS
"""From this chance on reaching a goal is said to be 50/50, in steps of five."""
LINE_WIDTH = 37
"""So many characters of a fixed-width font a phone shows in a line; bars, then names, give way to longer words."""


def goal_table(lines: Sequence[GoalLine], language: Language, *, asks: bool = False) -> str:
    """The goals as aligned bars under the name of their period, in a fixed-width block.

    `asks`: the silent day is asked about beside it, and not said of each goal again.
    """
    names = [cut(language.plain_name(line.metric), NAME_WIDTH) for line in lines]
    said = [amounts(line, language) for line in lines]
    stands = ["" if asks and line.status is Status.NO_DATA else standing(line, language) for line in lines]
    wide, deep = max(map(columns, names)), max(map(columns, said))
    room = LINE_WIDTH - deep - max(map(columns, stands)) - 3
    cells = max(SMALL_BAR, min(BAR_WIDTH, room - wide))
    if wide > room - cells:
        wide = max(SHORTEST_NAME, room - cells)
        names = [cut(name, wide) for name in names]
    rows: list[str] = []
    heading = ""
    for name, amount, stand, line in sorted(
        zip(names, said, stands, lines, strict=True), key=lambda row: (row[3].period.days, row[3].period.start)
    ):
        period = language.period(line.period.kind, line.period.start)
        if period != heading:
            heading = period
            rows.append(_capital(period))
        drawn = bar(line.done, line.target, width=cells)
        rows.append(f"{_cell(name, wide)} {drawn} {' ' * (deep - columns(amount))}{amount} {stand}".rstrip())
        if line.on_ramp:
            rows.append(f"  {ramp_words(line, language)}")
    return "```\n" + "\n".join(rows).replace("`", "'") + "\n```"


def status_words(line: GoalLine, language: Language, *, asks: bool = False) -> str:
    """One goal as a sentence, for a notification or a screen reader; `asks` as in the table."""
    if asks and line.status is Status.NO_DATA:
        return language(
            "{metric} {period}: {amounts}.",
            metric=language.name(line.metric),
            period=language.period(line.period.kind, line.period.start),
            amounts=amounts(line, language),
        )
    stands = standing(line, language)
    return language(
        "{metric} {period}: {amounts}, {standing}.",
        metric=language.name(line.metric),
        period=language.period(line.period.kind, line.period.start),
        amounts=amounts(line, language),
        standing=f"{stands} ({ramp_words(line, language)})" if line.on_ramp else stands,
    )


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
        return language("reached")
    if line.period.kind is PeriodKind.DAY:
        # A day is over before a plan within it could be missed: what is left of it is what counts.
        return language("{n} to go", n=language.amount(line.metric, line.left, short=True))
    if line.status is Status.NO_DATA:
        # The latest working day is: what was done before it still counts.
        return language("log missing") if line.done else language("nothing logged")
    if line.status is Status.TOO_EARLY:
        return language("just begun")
    if not line.metric.leading:
        # Nobody does an outcome: what is said of it is where it will probably end.
        return language("likely {range}", range=_narrow_range(line, language))
    behind = int(-line.gap)
    if behind < 1:
        return language("on plan")
    return language("{n} behind", n=language.amount(line.metric, behind, short=True))


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


def _cell(name: str, wide: int) -> str:
    return escape(name) + " " * (wide - columns(name))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def amounts(line: GoalLine, language: Language) -> str:
    """Done of target: 24/60, $28K/60K."""
    done = language.amount(line.metric, line.done, short=True)
    return f"{done}/{language.bare_amount(line.metric, line.target)}"
