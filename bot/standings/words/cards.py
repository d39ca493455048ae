"""One goal on a card: how it stands, by how much, where it will end, its odds, and a button for why."""

from bot.core.words.blocks import bar, button, section
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.standings.goal_lines import GoalLine
from bot.standings.words.standing import amounts, chance_words, likely_range, ramp_words, standing, stated_by_pace
from metrics.episodes import Status
from metrics.periods import PeriodKind
from storage.tables import Member

CLOSER = "team_closer"

WHY = "goal_why"
JUDGED = (Status.AT_RISK, Status.WATCH, Status.ON_TRACK)
"""How a goal stands whose odds are said."""
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
        "{metric} {period}: {amounts} · {state}.",
        metric=language.name(line.metric),
        period=language.period(line.period.kind, line.period.start, line.period.end),
        amounts=amounts(line, language),
        state=f"{state} ({ramp_words(line, language)})" if line.on_ramp else state,
    )


def goal_state(line: GoalLine, language: Language) -> str:
    """How it stands, by how much, and its odds: slightly behind, 6 to catch up · 50/50 to make it."""
    said = pace_words(line, language)
    if line.period.kind is PeriodKind.DAY or line.status not in JUDGED:
        return said
    odds = language("{chance} to make it", chance=chance_words(line.probability, language))
    return language(" · ").join([said, odds])


def pace_words(line: GoalLine, language: Language) -> str:
    """How it stands and by how much, and where it will end: on track, 4 ahead · on pace for 50–56."""
    stands = standing(line, language)
    if line.period.kind is PeriodKind.DAY or line.status not in JUDGED:
        return stands
    gap = int(line.gap)
    n = language.amount(line.metric, abs(gap), short=True)
    if gap <= -1 and line.status is not Status.ON_TRACK:
        stands = language("{stands}, {n} to catch up", stands=stands, n=n)
    elif gap >= 1 and line.status is Status.ON_TRACK:
        stands = language("{stands}, {n} ahead", stands=stands, n=n)
    elif gap >= 1:
        # Who is ahead of the plan is not behind; that it will not be enough is said beside it, as odds.
        stands = language("{n} ahead so far", n=n)
    said = [stands]
    pace = language("on pace for {range}", range=likely_range(line, language))
    # A range that is wider than half the goal says nothing that a person can act on.
    if 2 * (line.high - line.low) <= line.target and not stated_by_pace(line):
        said.append(pace)
    return language(" · ").join(said)
