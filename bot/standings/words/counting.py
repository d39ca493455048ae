"""How many of a metric there were in a period, with where its goal stands."""

from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.core.words.periods import which
from bot.standings.counting import Counted
from bot.standings.words.cards import goal_card, goal_words


def counted_message(found: Counted, language: Language) -> Message:
    """Calls this week: 12, and the goal on them as `/progress` shows it."""
    name, total = language.name(found.metric), language.amount(found.metric, found.total)
    if found.last:
        said = language("{metric}, {period}: {total}", metric=name, period=which(found.period, language), total=total)
    else:
        period = language.period(found.period.kind, found.period.start, found.period.end)
        said = language("{metric} {period}: {total}", metric=name, period=period, total=total)
    blocks: list[Block] = [section(f"*{said}*"), *(goal_card(line, found.member, language) for line in found.goals)]
    return Message(text="\n".join([said, *(goal_words(line, language) for line in found.goals)]), blocks=tuple(blocks))
