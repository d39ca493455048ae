"""The buttons of a nudge, and the names by which a click is known."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.blocks import actions, button, confirm, overflow
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.deals.words.answers import LEAD_ANSWERED, MOVE
from bot.nudges.attention import Rhythm
from bot.nudges.nudge import FirstThing, Nudge
from bot.standings.goal_lines import ActionLine
from metrics.priorities import Priority
from storage.tables import Member, Metric

LOG_ONE, DONE, OFF_TODAY, MORE = "nudge_log", "nudge_done", "nudge_off_today", "nudge_more"
ADD_MISSING, WAS_OFF, NOTHING = "nudge_add_missing", "nudge_was_off", "nudge_nothing"
RHYTHM, WAKE = "nudge_rhythm", "nudge_wake"
WRONG, SNOOZE_TODAY, SNOOZE_WEEK, FEWER = "wrong", "today", "week", "fewer"
MOST_DAYS = 10
"""Days that one button carries."""


def log_one_button(metric: Metric, language: Language) -> Block:
    """Logs one."""
    label = language("Log one: {metric}", metric=language.one(metric))
    return button(label, action=f"{LOG_ONE}:{metric.key}", value=metric.key)


def wake_button(language: Language) -> Block:
    """Ends a snooze."""
    return button(language("Send them again"), action=WAKE)


def first_button(thing: FirstThing, language: Language) -> Block:
    """Says that a lead is answered, or opens the form in which a deal moves."""
    number = str(thing.item.subjects[0])
    if thing.item.priority is Priority.UNANSWERED_LEAD:
        return button(language("Answered"), action=LEAD_ANSWERED, value=number, about=thing.subject.account)
    return button(language("Move"), action=MOVE, value=number, about=thing.subject.account)


def done_button(line: ActionLine, language: Language) -> Block:
    """Logs the whole of an action item; of more than one it asks first."""
    things = language.things(line.metric, line.action.number)
    made = button(
        language("Done"),
        action=f"{DONE}:{line.metric.key}",
        value=f"{line.metric.key}:{line.action.number}",
        about=things,
    )
    if line.action.number > 1:
        made["confirm"] = confirm(
            language("Log {things}?", things=things),
            language("They are logged for today. You can undo it."),
            yes=language("Log"),
            no=language("Not yet"),
        )
    return made


def last_buttons(nudge: Nudge, language: Language) -> Block:
    """Log one of what matters today, off today, and the rest behind "…"."""
    loggable = [line.metric for line in nudge.actions] or [line.metric for line in nudge.goals if line.metric.leading]
    elements = [log_one_button(metric, language) for metric in _different(loggable)[:2]]
    elements.append(button(language("Off today"), action=OFF_TODAY))
    elements.append(
        overflow(
            [
                (language("Why these numbers? They are wrong"), WRONG),
                (language("Snooze for today"), SNOOZE_TODAY),
                (language("Snooze for a week"), SNOOZE_WEEK),
                (language("Fewer messages"), FEWER),
            ],
            action=MORE,
        )
    )
    return actions(*elements, block_id="nudge")


def missing_buttons(days: Sequence[dt.date], language: Language) -> Block:
    """What a rep can say of days of which nothing is known."""
    value = ",".join(day.isoformat() for day in days[-MOST_DAYS:])
    return actions(
        button(language("Add it now"), action=ADD_MISSING, value=value),
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
