"""A team's goal as one total in a line: its bar, how much of how much, and its pace."""

from bot.core.words.blocks import bar
from bot.core.words.language import Language
from bot.core.words.periods import which
from bot.standings.team_totals import TeamTotalNow

BAR_WIDTH = 8


def total_line(now: TeamTotalNow, language: Language) -> str:
    """▓▓▓░░░░░ Revenue November · $120K of $200K · $12K behind."""
    drawn = bar(now.done, now.target, width=BAR_WIDTH)
    return f"{drawn} {total_words(now, language)}"


def total_words(now: TeamTotalNow, language: Language) -> str:
    """The same without its bar, for who hears it read."""
    said = language(
        "{metric}, {period}: {done} of {target}",
        metric=language.name(now.metric),
        period=which(now.period, language) if now.over else language.period(now.period.kind, now.period.start),
        done=language.amount(now.metric, now.done, short=True),
        target=language.amount(now.metric, now.target, short=True),
    )
    parts = [said, _pace_words(now, language)]
    if now.total.shared:
        parts.append(language.plural("{n} shared deal counted once", "{n} shared deals counted once", now.total.shared))
    return " · ".join(part for part in parts if part)


def _pace_words(now: TeamTotalNow, language: Language) -> str:
    if now.pace.reached:
        return language("done")
    if now.over:
        return language("{n} short", n=language.amount(now.metric, int(-now.pace.gap), short=True))
    if now.pace.too_early:
        return language("too early to say")
    gap = int(now.pace.gap)
    if gap <= -1:
        return language("{n} behind", n=language.amount(now.metric, -gap, short=True))
    return language("on track")
