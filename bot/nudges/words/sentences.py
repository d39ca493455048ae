"""The sentences of a nudge."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.blocks import escape, shorten
from bot.core.words.language import Language
from bot.deals.words.answers import minutes_words
from bot.nudges.latest_day import LatestDay
from bot.nudges.look_back import LookBack, PastLine
from bot.nudges.nudge import FirstThing, Nudge
from bot.standings.goal_lines import ActionLine, Lever
from bot.standings.words.streaks import streak_words
from metrics.actions import Why
from metrics.episodes import Status
from metrics.periods import PeriodKind
from metrics.priorities import Priority

CALLED = 24
"""Characters of the name that a rep is called by."""
ACCOUNT, STEP = 40, 60
"""Characters of an account's name, and of a step of the playbook."""
SELDOM, LONGEST_AGO = 0.55, 30
"""Below so many a day it is said how many days one takes, up to so many."""
NAMED = 2
"""So many metrics are named where a day is told."""


def opening_words(nudge: Nudge, language: Language) -> str:
    """What is good, first and specific. Never the words of the morning before: the greetings take turns."""
    name = escape(shorten(nudge.member.name.split(" ")[0], CALLED))
    greeting = (
        language("Good morning, {name}.", name=name),
        language("Morning, {name}.", name=name),
        language("Hello, {name}.", name=name),
        language("{name}, good morning.", name=name),
    )[nudge.opening % 4]
    good = _good(nudge, language)
    return f"{greeting} {good}" if good else greeting


def _good(nudge: Nudge, language: Language) -> str:
    reached = [line for line in nudge.goals if line.status is Status.REACHED]
    if nudge.latest is not None and nudge.latest.best is not None:
        return _best_day(nudge.latest, nudge.date, language)
    if nudge.streak is not None:
        return streak_words(nudge.streak.metric, nudge.streak.period, nudge.streak.length, language)
    if reached:
        longest = max(reached, key=lambda line: line.period.days)
        return language(
            "{metric} for {period}: done.",
            metric=language.name(longest.metric),
            period=language.period(longest.period.kind, longest.period.start),
        )
    if nudge.calm:
        return language("All on plan.")
    # Of a metric that is in doubt over another period nothing is praised: it is spoken of below.
    doubted = {line.metric.key for line in nudge.goals if line.status in (Status.AT_RISK, Status.WATCH)}
    ahead = [
        line
        for line in nudge.goals
        if line.gap >= 1 and line.status is Status.ON_TRACK and line.metric.key not in doubted
    ]
    if ahead:
        best = max(ahead, key=lambda line: line.gap / line.target)
        return language(
            "You are {things} ahead of plan.", things=language.things(best.metric, int(best.gap), short=True)
        )
    if nudge.latest is not None:
        return _latest_day(nudge.latest, nudge.date, language)
    return language("A new day. Here is where you stand.")


def missing_words(days: Sequence[dt.date], language: Language) -> str:
    """The working days of which nothing is known."""
    if len(days) == 1:
        return language("Nothing is logged for {day}.", day=language.day(days[0]))
    return language(
        "Nothing is logged from {first} to {last}.", first=language.day(days[0]), last=language.day(days[-1])
    )


def _best_day(latest: LatestDay, date: dt.date, language: Language) -> str:
    assert latest.best is not None
    quantity = next(quantity for metric, quantity in latest.totals if metric.id == latest.best.id)
    return language(
        "{day}: {things}, your best day in half a year.",
        day=_day(latest.date, date, language),
        things=language.things(latest.best, quantity),
    )


def _latest_day(latest: LatestDay, date: dt.date, language: Language) -> str:
    said = [language.things(metric, quantity) for metric, quantity in latest.totals[:NAMED]]
    things = language("{first} and {second}", first=said[0], second=said[1]) if len(said) > 1 else said[0]
    return language("{day}: {things}.", day=_day(latest.date, date, language), things=things)


def _day(day: dt.date, today: dt.date, language: Language) -> str:
    return language("Yesterday") if day == today - dt.timedelta(days=1) else language.weekday(day)


def first_words(thing: FirstThing, language: Language) -> str:
    """What cannot wait: which lead or deal, and why now."""
    account = escape(shorten(thing.subject.account, ACCOUNT)) or language("a new lead")
    others = len(thing.item.subjects) - 1
    if thing.item.priority is Priority.UNANSWERED_LEAD:
        time = minutes_words(thing.item.waits[0], language)
        said = language("*Answer {account}.* This lead has waited {time} of working time.", account=account, time=time)
        more = language.plural("{n} more waits.", "{n} more wait.", others) if others else ""
    else:
        days = language.plural("{n} day", "{n} days", round(thing.item.waits[0]))
        said = language(
            "*Take up {account}.* Nothing has happened with this deal for {days}.", account=account, days=days
        )
        more = language.plural("So it is with {n} more.", "So it is with {n} more.", others) if others else ""
    how = thing.subject.how
    step = shorten(how.steps[0], STEP) if how is not None and how.steps else ""
    how_words = language("Playbook: {step}", step=escape(step)) if step else ""
    return " ".join(part for part in (said, more, how_words) if part)


def action_words(line: ActionLine, language: Language) -> str:
    """One thing to do: the number, the metric and the reason."""
    action, metric = line.action, line.metric
    what = f"*{language.things(metric, action.number)}.*"
    if action.why is Why.STILL_REACHABLE and action.reachable is not None:
        level = language.things(metric, action.reachable)
        return f"{what} {language('The goal itself is far off now; within reach: {level}.', level=level)}"
    reasons = [_reason(line, language)]
    # One reason more is enough: what it leads to, else what a usual day is.
    if line.lever is not None:
        reasons.append(_lever(line.lever, language))
    elif action.usual is not None:
        reasons.append(_usual(action.usual, language))
    return " ".join([what, *reasons])


def _usual(usual: float, language: Language) -> str:
    """A usual day, or of what is not done every day, how often it is."""
    if usual >= SELDOM or usual <= 1 / LONGEST_AGO:
        return language("A usual day of yours is {usual}.", usual=language.rate(usual))
    return language("You usually do one in {days} working days.", days=language.count(round(1 / usual)))


def _lever(lever: Lever, language: Language) -> str:
    each = language.count(lever.each)
    if lever.own:
        return language("About one deal comes of {n} of yours.", n=each)
    return language("In your team about one deal comes of {n}.", n=each)


def _reason(line: ActionLine, language: Language) -> str:
    if line.action.why is not Why.BEHIND:
        return language("That keeps your plan.")
    behind = language.count(line.action.behind)
    if line.action.capped:
        return language("You are {behind} behind plan, more than one day wins back.", behind=behind)
    return language("You are {behind} behind plan.", behind=behind)


def look_back_words(look_back: LookBack, date: dt.date, language: Language) -> str:
    """What the figures say of a bad period, what was not in the rep's hands, and one thing to try."""
    said = []
    if look_back.best is not None:
        goal = _past(look_back.best, language)
        done = look_back.best.done >= look_back.best.target
        said.append(language("{goal}: done.", goal=goal) if done else language("{goal}: close.", goal=goal))
    said.append(f"{_past(look_back.missed, language)}.")
    if look_back.team_share is not None:
        said.append(
            language(
                "The rest of your team did {share} of its usual, so not all of it was in your hands.",
                share=language.percent(look_back.team_share),
            )
        )
    words = f"*{_before(look_back, language)}*: {' '.join(said)}"
    if look_back.step_metric is not None and look_back.step_ends is not None:
        things = language.things(look_back.step_metric, look_back.step)
        until = language.weekday(look_back.step_ends)
        step = (
            language("One thing to try: {things} today, this week's part of your goal.", things=things)
            if look_back.step_ends == date
            else language(
                "One thing to try: {things} by {day}, this week's part of your goal.", things=things, day=until
            )
        )
        words += f"\n{step}"
    return words


def _past(line: PastLine, language: Language) -> str:
    return language(
        "{metric} {done} of {target}",
        metric=language.name(line.metric),
        done=language.amount(line.metric, line.done, short=True),
        target=language.amount(line.metric, line.target, short=True),
    )


def _before(look_back: LookBack, language: Language) -> str:
    match look_back.period.kind:
        case PeriodKind.MONTH:
            return language.period(PeriodKind.MONTH, look_back.period.start)
        case PeriodKind.QUARTER:
            return language("The last quarter")
        case _:
            return language("The last year")
