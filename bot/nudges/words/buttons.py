"""The buttons of a nudge, and the names by which a click is known. Each carries the date of its message."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.blocks import actions, button, menu, overflow
from bot.core.words.forms import field, modal, time_box
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.deals.words.answers import LEAD_ANSWERED, MOVE
from bot.nudges.attention import Rhythm
from bot.nudges.nudge import FirstThing, Help, Nudge
from bot.nudges.plan_of_day import AFTER_LUNCH, TEN, PlannedStep
from bot.nudges.words.tasks import capital
from bot.standings.goal_lines import ActionLine
from metrics.priorities import Priority
from storage.tables import Member, Metric

LOG_ONE, DONE, OFF_TODAY, MORE = "nudge_log", "nudge_done", "nudge_off_today", "nudge_more"
ADD, ADD_MISSING, WAS_OFF, NOTHING = "nudge_add", "nudge_add_missing", "nudge_was_off", "nudge_nothing"
RHYTHM, WAKE = "nudge_rhythm", "nudge_wake"
WHEN, PLAN_FORM, HELP = "nudge_when", "nudge_plan_form", "nudge_help"
WRONG, SNOOZE_TODAY, SNOOZE_WEEK, FEWER = "wrong", "today", "week", "fewer"
NOW, OWN = "now", "own"
MOST_DAYS = 10
"""Days that one button carries."""


def log_one_button(metric: Metric, language: Language, *, date: dt.date | None = None) -> Block:
    """Logs one, for `date`; without it for the day on which it is pressed."""
    label = language("+1 {metric}", metric=language.one(metric))
    value = metric.key if date is None else f"{metric.key}:{date}"
    return button(label, action=f"{LOG_ONE}:{metric.key}", value=value)


def wake_button(language: Language) -> Block:
    """Ends a snooze."""
    return button(language("Resume messages"), action=WAKE)


def first_button(thing: FirstThing, language: Language) -> Block:
    """Says that a lead is answered, or opens the form in which a deal moves."""
    number = str(thing.item.subjects[0])
    if thing.item.priority is Priority.UNANSWERED_LEAD:
        return button(language("Answered"), action=LEAD_ANSWERED, value=number, about=thing.subject.account)
    return button(language("Move"), action=MOVE, value=number, about=thing.subject.account)


def action_buttons(line: ActionLine, date: dt.date, language: Language) -> list[Block]:
    """**Done** logs the number that is written on it, what is left of a thing to do; +1 stands beside it."""
    one = log_one_button(line.metric, language, date=date)
    if line.left < 2:
        return [one]
    return [done_button(line.metric, line.left, date, line.today, language), one]


def done_button(
    metric: Metric, number: int, date: dt.date, shown: int, language: Language, *, again: str = ""
) -> Block:
    """Logs so many for `date`, where `shown` are logged as it is written; `again` names one of several that add
    to what is logged already.
    """
    things = language.plain_things(metric, number)
    return button(
        language("Log {things} more", things=things) if again else language("{things} done", things=things),
        action=f"{DONE}:{metric.key}:{again}" if again else f"{DONE}:{metric.key}",
        value=f"{metric.key}:{number}:{date}:{shown}",
    )


def time_menu(line: ActionLine, nudge: Nudge, language: Language) -> Block:
    """When it is to be done: a reminder comes at a time of one's own choice."""
    about = f"{nudge.date}:{line.metric.key}:{line.left}"
    fixed = [
        (TEN, language.clock(TEN)),
        (AFTER_LUNCH, language("After lunch ({time})", time=language.clock(AFTER_LUNCH))),
    ]
    options = [(language("Now"), f"{NOW}|{about}")]
    options += [(words, f"{time:%H:%M}|{about}") for time, words in fixed if time > nudge.time]
    options.append((language("Pick a time"), f"{OWN}|{about}"))
    return menu(options, action=WHEN, placeholder=language("Remind me…"))


def time_form(metric: Metric, number: int, date: dt.date, language: Language) -> Block:
    """The form in which a time of one's own is chosen for a thing to do."""
    return modal(
        language("Pick a time"),
        [
            field(
                "time",
                capital(language.plain_things(metric, number)),
                time_box(),
                hint=language("One reminder, today at this time. None if it's done by then."),
            )
        ],
        callback=PLAN_FORM,
        submit=language("Remind me"),
        close=language("Cancel"),
        carried={"metric": metric.key, "number": number, "date": date.isoformat()},
    )


def step_buttons(step: PlannedStep, language: Language) -> Block:
    """The buttons of a reminder: the same as in the nudge."""
    one = log_one_button(step.metric, language, date=step.date)
    some = [] if step.left < 2 else [done_button(step.metric, step.left, step.date, step.today, language)]
    return actions(*some, one, block_id="planned_step")


def help_button(offer: Help, date: dt.date, language: Language) -> Block:
    """Asks the managers for help with a goal."""
    value = f"{offer.goal.metric.key}:{offer.goal.period.kind.value}:{date}"
    if len(offer.managers) == 1:
        name = " ".join(offer.managers[0].name.split()[:1]) or language("your manager")
        return button(language("Ask {name} for help", name=name), action=HELP, value=value)
    return button(language("Ask your managers"), action=HELP, value=value)


def last_buttons(nudge: Nudge, language: Language) -> Block:
    """Add something, take the day off, and the rest behind "…"; where nothing is to be done, log one of one's goals."""
    day = nudge.date.isoformat()
    elements: list[Block] = []
    if not nudge.actions:
        loggable = [line.metric for line in nudge.goals if line.metric.leading]
        elements = [log_one_button(metric, language, date=nudge.date) for metric in _different(loggable)[:2]]
    elements.append(button(language("Add activity"), action=ADD, value=day))
    elements.append(button(language("Take today off"), action=OFF_TODAY, value=day))
    elements.append(
        overflow(
            [
                (language("These numbers look wrong"), f"{WRONG}:{day}"),
                (language("Snooze today"), f"{SNOOZE_TODAY}:{day}"),
                (language("Snooze for a week"), f"{SNOOZE_WEEK}:{day}"),
                (language("Fewer messages"), f"{FEWER}:{day}"),
            ],
            action=MORE,
        )
    )
    return actions(*elements, block_id="nudge")


def missing_buttons(days: Sequence[dt.date], language: Language) -> Block:
    """What a rep can say of days of which nothing is known."""
    value = ",".join(day.isoformat() for day in days[-MOST_DAYS:])
    return actions(
        button(language("Add activity"), action=ADD_MISSING, value=value),
        button(language("Day off") if len(days) == 1 else language("Days off"), action=WAS_OFF, value=value),
        button(language("Nothing to log"), action=NOTHING, value=value),
        block_id="nudge_missing",
    )


def less_buttons(member: Member, language: Language) -> Block:
    """How often the nudge is to come."""
    return actions(
        button(language("Keep daily"), action=f"{RHYTHM}:{Rhythm.DAILY.value}", value=Rhythm.DAILY.value),
        button(language("Twice a week"), action=f"{RHYTHM}:{Rhythm.TWICE.value}", value=Rhythm.TWICE.value),
        button(language("Once a week"), action=f"{RHYTHM}:{Rhythm.ONCE.value}", value=Rhythm.ONCE.value),
        button(language("Off"), action=f"{RHYTHM}:{Rhythm.OFF.value}", value=Rhythm.OFF.value),
        block_id="nudge_rhythm",
    )


def _different(metrics: Sequence[Metric]) -> list[Metric]:
    return list({metric.key: metric for metric in metrics}.values())
