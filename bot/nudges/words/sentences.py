"""The sentences of a nudge."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.blocks import escape, shorten
from bot.core.words.language import Language
from bot.deals.words.answers import minutes_words
from bot.deals.words.playbook import first_step
from bot.nudges.attainable import Attainable
from bot.nudges.latest_day import LatestDay
from bot.nudges.look_back import LookBack, PastLine
from bot.nudges.nudge import FirstThing, Heard, Help, Nudge
from bot.nudges.words.tasks import capital, task_words
from bot.standings.goal_lines import ActionLine, GoalLine, Lever
from bot.standings.words.standing import WORTH_NAMING, amounts_in_words, of_period
from bot.standings.words.streaks import streak_words
from metrics.actions import Why
from metrics.periods import PeriodKind
from metrics.priorities import Priority
from storage.tables import Member

CALLED = 24
"""Characters of the name that somebody is called by."""
ACCOUNT, STEP = 40, 80
"""Characters of an account's name, and of a step of the playbook."""
LATE = 0.7
"""Once so much of a period is planned to be done, it is no longer early in it."""
SELDOM = 0.55
"""Below so many a day it is not done every day."""


def point_words(nudge: Nudge, language: Language) -> str:
    """The point, for it is what a phone shows of the message: what to do today, else how well it goes.

    The greetings take turns, so that no two mornings begin alike.
    """
    name = called(nudge.member)
    greeting = (
        language("Morning, {name}.", name=name),
        language("Good morning, {name}.", name=name),
        language("Hi {name}.", name=name),
        language("Hello, {name}.", name=name),
    )[nudge.opening % 4]
    said = [greeting]
    if nudge.look_back is not None:
        said.append(language("{month} is a fresh start.", month=_now(nudge.look_back, nudge.date, language)))
    if nudge.missing:
        said.append(_nothing_logged(nudge.missing, language, nudge.date))
    focus = [_short(thing, language) for thing in nudge.todo if not (isinstance(thing, ActionLine) and thing.done)]
    if len(focus) > 1:
        said.append(language("Focus today: {first}, then {second}.", first=focus[0], second=focus[1]))
    elif focus:
        said.append(language("Focus today: {first}.", first=focus[0]))
    elif nudge.todo:
        said.append(language("Today's focus is done. Nice work!"))
    elif nudge.calm:
        said.append(_going_well(nudge, language))
    elif len(said) == 1:
        said.append(language("Here's where things stand today."))
    return " ".join(said)


def called(member: Member) -> str:
    """The name that somebody is called by."""
    return escape(shorten(member.name.split(" ")[0], CALLED))


def _short(thing: ActionLine | FirstThing, language: Language) -> str:
    if isinstance(thing, ActionLine):
        return task_words(thing.metric, thing.left, language)
    account = _account(thing, language)
    if thing.item.priority is Priority.UNANSWERED_LEAD:
        return language("reply to {account}", account=account)
    return language("follow up with {account}", account=account)


def _going_well(nudge: Nudge, language: Language) -> str:
    """Where nothing is to be done that was not to be done anyway."""
    if nudge.praise is not None and nudge.praise.ahead is not None:
        return ahead_words(nudge.praise.ahead, nudge.date, language)
    return (
        language("You're on track for everything."),
        language("All good so far, nothing extra needed today."),
    )[nudge.opening % 2]


def praise_words(nudge: Nudge, language: Language) -> str:
    """What was earned, with its figure; empty where nothing is news. Each is said once."""
    praise = nudge.praise
    if praise is not None and praise.won:
        return _won(praise.won, language)
    if praise is not None and praise.reached is not None:
        line = praise.reached
        return language(
            "{goal}: done! 🎉 {amounts}.", goal=goal_name(line, language), amounts=amounts_in_words(line, language)
        )
    if nudge.latest is not None and nudge.latest.best is not None and _is_news(nudge.latest, nudge.date):
        return _best_day(nudge.latest, nudge.date, language)
    if nudge.streak is not None:
        return streak_words(nudge.streak.metric, nudge.streak.period, nudge.streak.length, language)
    said_already = not nudge.todo and not nudge.missing
    if praise is not None and praise.ahead is not None and not said_already:
        return ahead_words(praise.ahead, nudge.date, language)
    return ""


def _is_news(latest: LatestDay, date: dt.date) -> bool:
    """Whether no morning came after it: what was best on Friday is said on Monday, and not again on Tuesday."""
    days = (date - latest.date).days
    return days == 1 or (date.weekday() == 0 and days <= 3)


def _won(accounts: Sequence[str], language: Language) -> str:
    name = escape(shorten(accounts[0], ACCOUNT))
    if len(accounts) == 1:
        return language("You won {account}! 🎉", account=name) if name else language("You won a deal! 🎉")
    return language.plural("You won {n} deal! 🎉", "You won {n} deals! 🎉", len(accounts))


def ahead_words(line: GoalLine, date: dt.date, language: Language) -> str:
    """That a goal is ahead, with its figure: 54 of 60 calls, and it's only Wednesday."""
    stands = language(
        "{amounts} {metric}", amounts=amounts_in_words(line, language), metric=language.named(line.metric)
    )
    if line.planned > LATE * line.target:
        return language("{stands}, ahead of plan.", stands=stands)
    day = language.weekday(date) if line.period.kind is PeriodKind.WEEK else language.date(date)
    return language("{stands}, and it's only {day}.", stands=stands, day=day)


def goal_name(line: GoalLine, language: Language) -> str:
    """The goal by its metric and period: Calls this week."""
    return language(
        "{metric} {period}",
        metric=language.name(line.metric),
        period=of_period(line, language),
    )


def missing_words(days: Sequence[dt.date], language: Language, today: dt.date) -> str:
    """What is asked about the working days of which nothing is known."""
    return f"{_nothing_logged(days, language, today)} {question_words(language)}"


def question_words(language: Language) -> str:
    """What may have become of a day of which nothing is known."""
    return language("Forgot, day off, or a quiet one?")


def _nothing_logged(days: Sequence[dt.date], language: Language, today: dt.date) -> str:
    if list(days) == [today - dt.timedelta(days=1)]:
        return language("Nothing logged for yesterday yet.")
    if len(days) == 1:
        return language("Nothing logged for {day} yet.", day=language.day(days[0]))
    return language(
        "Nothing logged from {first} to {last} yet.", first=language.day(days[0]), last=language.day(days[-1])
    )


def _best_day(latest: LatestDay, date: dt.date, language: Language) -> str:
    assert latest.best is not None
    quantity = next(quantity for metric, quantity in latest.totals if metric.id == latest.best.id)
    day = language("Yesterday") if latest.date == date - dt.timedelta(days=1) else language.weekday(latest.date)
    return language(
        "{day}: {things}, your best day in half a year! 🎉", day=day, things=language.things(latest.best, quantity)
    )


def first_words(thing: FirstThing, language: Language) -> str:
    """What cannot wait: which lead or deal, and why now."""
    account = _account(thing, language)
    others = len(thing.item.subjects) - 1
    if thing.item.priority is Priority.UNANSWERED_LEAD:
        time = minutes_words(thing.item.waits[0], language)
        said = language("*Reply to {account}.* They've been waiting {time}.", account=account, time=time)
        more = language.plural("{n} more is waiting.", "{n} more are waiting.", others) if others else ""
    else:
        days = language.plural("{n} day", "{n} days", round(thing.item.waits[0]))
        said = language("*Follow up with {account}.* No activity for {days}.", account=account, days=days)
        more = language.plural("{n} more deal like this.", "{n} more deals like this.", others) if others else ""
    how = thing.subject.how
    step = first_step(how, language) if how is not None else ""
    how_words = language("Playbook: {step}", step=escape(shorten(step, STEP))) if step else ""
    return " ".join(part for part in (said, more, how_words) if part)


def _account(thing: FirstThing, language: Language) -> str:
    return escape(shorten(thing.subject.account, ACCOUNT)) or language("a new lead")


def action_title(line: ActionLine, number: int, language: Language) -> str:
    """One thing to do, or that it is done: 1. Book 1 demo; ✓ 10 emails logged."""
    if line.done:
        return language("✓ {things} logged", things=language.things(line.metric, line.today))
    what = f"{number}. {capital(task_words(line.metric, line.left, language))}"
    if line.today <= 0:
        return what
    return language(
        "{what} · {done} of {number} done today",
        what=what,
        done=language.count(line.today),
        number=language.count(line.action.number),
    )


def action_words(line: ActionLine, attainable: Attainable | None, language: Language) -> str:
    """Its one reason; where the goal is behind and was made from there before, that too."""
    said = [_reason(line, language)]
    if attainable is not None:
        said.append(_attainable(attainable, language))
    return " ".join(said)


def _reason(line: ActionLine, language: Language) -> str:
    action = line.action
    if (
        action.why is Why.STILL_REACHABLE
        and action.reachable is not None
        and line.goal is not None
        and action.reachable >= WORTH_NAMING * line.goal.target
    ):
        level = language.amount(line.goal.metric, action.reachable, short=True)
        return language("The full goal is a long shot now, but {level} is still doable.", level=level)
    if leads_there(line):
        return _leads_there(line, language)
    if action.why in (Why.IN_NEED, Why.STILL_REACHABLE):
        return _enough(line, language)
    if line.lever is not None:
        return _lever(line.lever, line, language)
    if action.why is Why.BEHIND:
        behind = language.count(action.behind)
        if action.capped:
            return language("{behind} to catch up. No need to do it in one day.", behind=behind)
        return language("{behind} to catch up.", behind=behind)
    return language("Keeps you on track.")


def leads_there(line: ActionLine) -> bool:
    """Whether it is done for the goal of another metric, to which it leads."""
    return line.goal is not None and line.goal.metric.key != line.metric.key


def _leads_there(line: ActionLine, language: Language) -> str:
    assert line.goal is not None
    if line.lever is not None:
        return _lever(line.lever, line, language)
    return language("The next step toward your goal on {metric}.", metric=language.named(line.goal.metric))


def _enough(line: ActionLine, language: Language) -> str:
    """That so much is enough to turn the trend, beside a usual day."""
    action = line.action
    if not action.capped:
        return language("That's what's left, spread over the days left.")
    usual = round(action.usual) if action.usual is not None else None
    if usual is None or action.usual is None or action.usual < SELDOM:
        return language("That's enough for today.")
    more = action.number - usual
    if more <= 0:
        return language("A usual day for you is a good start.")
    return language.plural(
        "Just {n} more than your usual day. That's a good start.",
        "Just {n} more than your usual day. That's a good start.",
        more,
    )


def _attainable(found: Attainable, language: Language) -> str:
    values = {"times": language.count(found.times), "of": language.count(found.of)}
    match found.kind:
        case PeriodKind.WEEK:
            return language("You'd have made it from here in {times} of your last {of} weeks.", **values)
        case PeriodKind.MONTH:
            return language("You'd have made it from here in {times} of your last {of} months.", **values)
        case _:
            return language("You'd have made it from here in {times} of your last {of} quarters.", **values)


def _lever(lever: Lever, line: ActionLine, language: Language) -> str:
    each, things = language.count(lever.each), language.named(line.metric)
    if lever.own:
        return language("About 1 in {n} of your {things} turns into a deal.", n=each, things=things)
    return language("On your team, about 1 in {n} {things} turns into a deal.", n=each, things=things)


def help_words(offer: Help, language: Language) -> str:
    """The offer of help with a goal, or that it was asked for."""
    things = language.named(offer.goal.metric)
    if not offer.asked:
        return language("Want a hand with {things}?", things=things)
    if len(offer.managers) == 1:
        return language("{name} knows you'd like a hand with {things}.", name=called(offer.managers[0]), things=things)
    return language("Your managers know you'd like a hand with {things}.", things=things)


def heard_words(heard: Heard, language: Language) -> str:
    """Who reads these numbers next, and when."""
    if heard.on is not None:
        when, one = language.day(heard.on), len(heard.managers) == 1
        if one:
            return language("{name} gets these numbers on {day}.", name=called(heard.managers[0]), day=when)
        if heard.managers:
            return language("Your managers get these numbers on {day}.", day=when)
        return language("An admin gets these numbers on {day}.", day=when)
    time = language.clock(heard.at)
    if len(heard.managers) == 1:
        return language("{name} gets these numbers at {time}.", name=called(heard.managers[0]), time=time)
    if heard.managers:
        return language("Your managers get these numbers at {time}.", time=time)
    return language("An admin gets these numbers at {time}.", time=time)


def look_back_words(look_back: LookBack, date: dt.date, language: Language) -> str:
    """What the figures say of a bad period, what was not in the rep's hands, and one thing to try."""
    said = []
    if look_back.best is not None:
        goal = _past(look_back.best, language)
        done = look_back.best.done >= look_back.best.target
        said.append(language("{goal}, done.", goal=goal) if done else language("{goal}, so close.", goal=goal))
    said.append(f"{_past(look_back.missed, language)}.")
    if look_back.team_share is not None:
        said.append(
            language(
                "It was a slow one for the whole team ({share} of normal), so this wasn't just you.",
                share=language.percent(look_back.team_share),
            )
        )
    words = f"*{_before(look_back, language)}:* {' '.join(said)}"
    if look_back.step_metric is not None and look_back.step_ends is not None:
        things = language.things(look_back.step_metric, look_back.step)
        until = language.weekday(look_back.step_ends)
        step = (
            language("One thing to try: {things} today. That's your share for this week.", things=things)
            if look_back.step_ends == date
            else language(
                "One thing to try: {things} by {day}. That's your share for this week.", things=things, day=until
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
            return language("Last quarter")
        case _:
            return language("Last year")


def _now(look_back: LookBack, date: dt.date, language: Language) -> str:
    """The period that begins, at the start of a sentence."""
    if look_back.period.kind is PeriodKind.MONTH:
        return language.period(PeriodKind.MONTH, date)
    return language("A new quarter") if look_back.period.kind is PeriodKind.QUARTER else language("A new year")
