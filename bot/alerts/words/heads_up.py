"""What a rep reads before their managers do: the same figures, and the chance to put the log right."""

from collections.abc import Sequence

from bot.alerts.heads_up import HeadsUp, ToldFirst
from bot.alerts.words.evidence import a_day, evidence
from bot.core.words.blocks import section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.standings.words.standing import chance_words


def heads_up_words(goals: Sequence[ToldFirst], language: Language) -> str:
    """The part of a message that says what the managers hear next; empty where that is nothing."""
    if not goals:
        return ""
    lines = [
        language(
            "*{metric}, {period}:* {figures}",
            metric=language.name(goal.metric),
            period=language.period(goal.period, goal.period_start),
            figures=evidence(goal.metric, goal.facts, language).replace("*", ""),
        )
        for goal in goals
    ]
    return "\n".join(
        [
            _first_line(goals[0], language),
            *lines,
            language("Is something missing? `/log 5 calls yesterday` adds it, and it counts at once."),
        ]
    )


def _first_line(first: ToldFirst, language: Language) -> str:
    if not first.read:
        return language("By what is logged so far, this is unlikely to be reached:")
    if first.resting_until is not None:
        day = language.day(first.resting_until)
        return language("Your managers see this on {day} at the earliest, so that they can help:", day=day)
    return language("Your managers see this in two hours at the earliest, so that they can help:")


def told_first_words(goals: Sequence[ToldFirst], language: Language) -> str:
    """The same in a nudge, which shows done and target already: one goal in full, of more how many."""
    first = goals[0]
    said = _told(first, language)
    if len(goals) == 1:
        return said
    others = [language.named(goal.metric) for goal in goals[1:]]
    return language("{said} The same goes for {metrics}.", said=said, metrics=language(", ").join(others))


def _told(first: ToldFirst, language: Language) -> str:
    figures = {
        "metric": language.name(first.metric),
        "required": a_day(first.metric, first.facts.required, language),
        "usual": a_day(first.metric, first.facts.usual, language),
        "chance": chance_words(first.facts.probability, language),
    }
    if not first.read:
        return language(
            "*{metric}:* needs {required} a day, usual {usual}; reaching it is {chance}. Is something missing? Log it "
            "now.",
            **figures,
        )
    if first.resting_until is not None:
        return language(
            "*{metric}:* needs {required} a day, usual {usual}; reaching it is {chance}. Your managers hear of it on "
            "{day} at the earliest, so that they can help. Is something missing? Log it now.",
            day=language.day(first.resting_until),
            **figures,
        )
    return language(
        "*{metric}:* needs {required} a day, usual {usual}; reaching it is {chance}. Your managers hear of it in two "
        "hours at the earliest, so that they can help. Is something missing? Log it now.",
        **figures,
    )


def heads_up_message(heads_up: HeadsUp, language: Language) -> Message:
    """The same as a message of its own, for who gets no nudge."""
    text = heads_up_words(heads_up.goals, language)
    return Message(text=text, blocks=(section(text),))
