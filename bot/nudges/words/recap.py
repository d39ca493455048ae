"""The week's recap."""

from bot.core.words.blocks import context, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.nudges.recap import Recap, WeekLine
from bot.standings.words.standing import of_period, status_words
from bot.standings.words.streaks import streak_words
from metrics.episodes import Status

LONGEST = 900
METRICS, GOALS = 6, 4


def recap_message(recap: Recap, language: Language) -> Message:
    """What was done this week, beside the week before; what it means for the goals; nothing to do."""
    title = language("*Your week*")
    name = escape(shorten(recap.member.name.split(" ")[0], 24))
    good = _good(recap, name, language)
    lines = [_line(line, language) for line in recap.lines[:METRICS]]
    goals = [status_words(line, language) for line in recap.goals[:GOALS]]
    if recap.streak is not None:
        found = recap.streak
        goals.insert(0, streak_words(found.metric, found.period, found.streak.length, language))
    foot = (
        language("That's your week. See you {day}.", day=language.day(recap.back_on))
        if recap.back_on is not None
        else language("That's your week.")
    )
    while len("\n".join([title, good, *lines, *goals, foot])) > LONGEST and (goals or lines):
        (goals or lines).pop()
    shown = "\n".join([f"{title}: {good}", *(f"• {line}" for line in lines)])
    blocks = [section(shown)]
    if goals:
        blocks.append(section("\n".join(goals)))
    blocks.append(context(foot))
    return Message(text="\n".join([f"{title}: {good}", *lines, *goals, foot]), blocks=tuple(blocks))


def _good(recap: Recap, name: str, language: Language) -> str:
    reached = [line for line in recap.goals if line.status is Status.REACHED]
    if reached:
        return language(
            "{name}, you made your {metric} goal {period}! 🎉",
            name=name,
            metric=language.named(reached[0].metric),
            period=of_period(reached[0], language),
        )
    more = [line for line in recap.lines if line.metric.leading and line.this > line.before > 0]
    if more and recap.worked <= recap.before_worked:
        return language(
            "{name}, you did more {metric} than last week.", name=name, metric=language.named(more[0].metric)
        )
    best = next((line for line in recap.lines if line.best is not None), None)
    if best is not None and best.best is not None:
        day, quantity = best.best
        return language(
            "{name}, your best day was {day}: {things}.",
            name=name,
            day=language.weekday(day),
            things=language.things(best.metric, quantity),
        )
    return language("{name}, here's your week.", name=name)


def _line(line: WeekLine, language: Language) -> str:
    return language(
        "{things} (last week {before})",
        things=language.things(line.metric, line.this),
        before=language.amount(line.metric, line.before, short=True),
    )
