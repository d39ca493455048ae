"""One goal on a card: where it stands, by how much it is ahead or behind, where it will end, and a button for why."""

from bot.core.words.blocks import bar, button, section
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.standings.goal_lines import GoalLine
from bot.standings.words.standing import EVEN, amounts, chance_words, likely_range, ramp_words
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage.tables import Member

CLOSER = "team_closer"

WHY = "goal_why"
BAR_WIDTH = 8


def goal_card(line: GoalLine, member: Member, language: Language) -> Block:
    """The card; its button opens the figures of `member`."""
    # The bars stand first, so that they are aligned whatever the width of the names.
    drawn = bar(line.done, line.target, width=BAR_WIDTH)
    first = f"{drawn}  *{language.name(line.metric)}*  {amounts(line, language)}"
    value = f"{member.slack_user_id}:{line.metric.key}:{line.period.kind.value}"
    why = button(
        language("Why"),
        action=f"{WHY}:{line.metric.key}:{line.period.kind.value}",
        value=value,
        about=language.named(line.metric),
    )
    state = goal_state(line, language)
    if line.on_ramp:
        period = language.period(line.period.kind, line.period.start, line.period.end)
        state += f"\n_{ramp_words(line, language)} {period}_"
    return section(f"{first}\n{state}", accessory=why)


def goal_words(line: GoalLine, language: Language) -> str:
    """The same as a sentence, for a notification or a screen reader."""
    state = goal_state(line, language)
    return language(
        "{metric} {period}: {amounts}, {state}.",
        metric=language.name(line.metric),
        period=language.period(line.period.kind, line.period.start, line.period.end),
        amounts=amounts(line, language),
        state=f"{state} ({ramp_words(line, language)})" if line.on_ramp else state,
    )


def goal_state(line: GoalLine, language: Language) -> str:
    """Ahead or behind in units, and where the period will probably end."""
    if line.period.kind is PeriodKind.DAY:
        return language("reached") if line.left <= 0 else _to_go(line, language)
    if line.status in (Status.TOO_EARLY, Status.NO_DATA):
        return pace_words(line, language)
    said = [pace_words(line, language)]
    # A range that is wider than half the goal says nothing that a person can act on.
    if 2 * (line.high - line.low) <= line.target:
        said.append(language("likely {range}", range=likely_range(line, language)))
    if line.status is not Status.REACHED:
        said.append(language("reaching it is {chance}", chance=chance_words(line.probability, language)))
    return " · ".join(said)


def pace_words(line: GoalLine, language: Language) -> str:
    """The goal's pace in units: 6 behind plan, 4 ahead of plan."""
    if line.status is Status.REACHED:
        return language("reached")
    if line.status is Status.NO_DATA:
        return language("log missing") if line.done else language("nothing logged")
    if line.status is Status.TOO_EARLY:
        return language("just begun")
    gap = int(line.gap)
    n = language.amount(line.metric, abs(gap), short=True)
    if gap <= -1:
        return language("{n} behind plan", n=n)
    if gap >= 1:
        return language("{n} ahead of plan", n=n)
    # What was done is as planned; that it will not be enough is said beside it.
    return language("on plan") if line.probability >= EVEN else language("on plan so far")


def _to_go(line: GoalLine, language: Language) -> str:
    return language("{n} to go", n=language.amount(line.metric, line.left, short=True))
