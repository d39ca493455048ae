"""What a rep reads before their managers do: the same figures, and the chance to put the log right."""

import datetime as dt
from collections.abc import Sequence

from bot.alerts.heads_up import HeadsUp, ToldFirst
from bot.alerts.words.evidence import evidence, goal_words
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message

NAMED = 3


def heads_up_words(goals: Sequence[ToldFirst], today: dt.date, language: Language) -> str:
    """What a rep reads before their managers do; empty where that is nothing. Help first, the managers in a line of
    their own at the end.
    """
    if not goals:
        return ""
    named = [
        goal_words(goal.metric, goal.period, goal.period_start, today, language, ends=goal.facts.ends)
        for goal in goals[:NAMED]
    ]
    lines = [language("Heads-up on {goals}: a push would help.", goals=language.listed(named))]
    lines += [
        language(
            "*{metric}:* {numbers}",
            metric=language.name(goal.metric),
            numbers=evidence(goal.metric, goal.facts, language),
        )
        for goal in goals
    ]
    lines.append(language("Missing something? Add it with `/log 5 calls yesterday`, and it counts right away."))
    return "\n".join([*lines, *_managers(goals[0], language)])


def _managers(first: ToldFirst, language: Language) -> list[str]:
    if not first.read:
        return []
    if first.resting_until is not None:
        day = language.day(first.resting_until)
        return [language("Your managers get a heads-up on {day} at the earliest, so they can help.", day=day)]
    return [language("Your managers get a heads-up in two hours or later, so they can help.")]


def heads_up_message(heads_up: HeadsUp, language: Language) -> Message:
    """The same as a message of its own, for who gets no nudge."""
    text = heads_up_words(heads_up.goals, heads_up.date, language)
    return Message(text=text, blocks=(section(text),))
