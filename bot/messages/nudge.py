"""The morning nudge: where I stand, what to do today, why."""

from collections.abc import Sequence

from bot.coach.nudge import ActionLine, Nudge
from bot.messages.language import Language
from bot.messages.message import Block, Message
from bot.messages.standing_words import goal_table, status_words
from bot.messages.widgets import actions, button, context, escape, overflow, section
from metrics.actions import Why
from metrics.episodes import Status
from storage.tables import Metric

LOG_ONE, OFF_TODAY, MORE = "nudge_log", "nudge_off_today", "nudge_more"
SNOOZE_TODAY, SNOOZE_WEEK = "today", "week"
CALM = (Status.REACHED, Status.ON_TRACK, Status.TOO_EARLY)


def nudge_message(nudge: Nudge, language: Language) -> Message:
    """The rep's one message of the day."""
    when = language(
        "{weekday} · day {day} of {days}",
        weekday=language.weekday(nudge.date),
        day=language.count(nudge.day),
        days=language.count(nudge.days),
    )
    opening = _opening(nudge, language)
    todo = [_action(number, line, language) for number, line in enumerate(nudge.actions, start=1)]
    blocks: list[Block] = [context(when), section(opening), section(goal_table(nudge.goals, language))]
    if nudge.silent_yesterday:
        blocks.append(
            section(language("Nothing is logged for your last working day. `/log 5 calls yesterday` adds it."))
        )
    if todo:
        blocks.append(section("\n".join([f"*{language('Today')}*", *todo])))
    blocks.append(_buttons(nudge, language))
    spoken = [when, opening, *(status_words(line, language) for line in nudge.goals), *todo]
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def _opening(nudge: Nudge, language: Language) -> str:
    name = escape(nudge.member.name.split(" ")[0])
    reached = [line for line in nudge.goals if line.status is Status.REACHED]
    ahead = [line for line in nudge.goals if line.gap >= 1 and line.status is Status.ON_TRACK]
    # One of several greetings by the date, so that no two mornings in a row begin alike.
    greeting = [
        language("Good morning, {name}.", name=name),
        language("Morning, {name}.", name=name),
        language("Hello, {name}.", name=name),
    ][nudge.date.toordinal() % 3]
    if reached:
        return language(
            "{greeting} {metric} for {period}: done.",
            greeting=greeting,
            metric=language.name(reached[0].metric),
            period=language.period(reached[0].period.kind, reached[0].period.start),
        )
    if ahead:
        best = max(ahead, key=lambda line: line.gap / line.target)
        return language(
            "{greeting} You are {gap} {metric} ahead of plan.",
            greeting=greeting,
            gap=language.amount(best.metric, int(best.gap), short=True),
            metric=escape(best.metric.plural if int(best.gap) != 1 else best.metric.singular),
        )
    if all(line.status in CALM for line in nudge.goals):
        return language("{greeting} All on plan.", greeting=greeting)
    return greeting


def _action(number: int, line: ActionLine, language: Language) -> str:
    action, metric = line.action, line.metric
    what = f"{number}. *{language.things(metric, action.number)}.*"
    if action.why is Why.STILL_REACHABLE and action.reachable is not None:
        level = language.things(metric, action.reachable)
        return f"{what} {language('The goal itself is far off now; {level} is within reach.', level=level)}"
    if action.why is Why.BEHIND:
        why = language("You are {behind} behind plan.", behind=language.count(action.behind))
    else:
        why = language("That keeps your plan.")
    if action.usual is None:
        return f"{what} {why}"
    return f"{what} {why} {language('A usual day of yours is {usual}.', usual=language.rate(action.usual))}"


def _buttons(nudge: Nudge, language: Language) -> Block:
    loggable = [line.metric for line in nudge.actions] or [line.metric for line in nudge.goals if line.metric.leading]
    elements = [
        button(
            language("Log one: {metric}", metric=metric.singular), action=f"{LOG_ONE}:{metric.key}", value=metric.key
        )
        for metric in _different(loggable)[:2]
    ]
    elements.append(button(language("Off today"), action=OFF_TODAY))
    elements.append(
        overflow(
            [
                (language("Snooze for today"), SNOOZE_TODAY),
                (language("Snooze for a week"), SNOOZE_WEEK),
            ],
            action=MORE,
        )
    )
    return actions(*elements, block_id="nudge")


def _different(metrics: Sequence[Metric]) -> list[Metric]:
    return list({metric.key: metric for metric in metrics}.values())
