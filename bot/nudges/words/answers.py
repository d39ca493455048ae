"""What a click on a nudge's button is answered with."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.leave.away import Leave
from bot.leave.words.away import cancel_button
from bot.nudges.attention import Rhythm
from bot.nudges.doubt import Doubt
from bot.nudges.log_buttons import DoneAlready, DoneInPart
from bot.nudges.words.buttons import OFF_TODAY, done_button, less_buttons, wake_button
from bot.standings.words.why import why_message
from storage.tables import Member

NAMED = 3


def quiet_message(until: dt.date, language: Language) -> Message:
    """Until when nothing comes, and how it comes again."""
    text = language("Snoozed until {day}. You can still log as usual.", day=language.day(until))
    return Message(text=text, blocks=(section(text), actions(wake_button(language), block_id="quiet")))


def off_today_message(today: dt.date, until: dt.date, language: Language) -> Message:
    """What a day off means, and how it is taken back."""
    text = language(
        "Enjoy your day off. Nothing's expected today, and your manager can see you're out. See you {day}.",
        day=language.day(until),
    )
    undo = cancel_button(Leave(today, today + dt.timedelta(days=1)), language("Undo"), language)
    return Message(text=text, blocks=(section(text), actions(undo, block_id="quiet")))


def off_then_message(date: dt.date, today: dt.date, language: Language) -> Message:
    """What an older message's day off means: its own day, and the way to mean today."""
    day = language.day(date)
    text = language("Got it: {day} off, the day of that message. It won't count against your goals.", day=day)
    undo = cancel_button(Leave(date, date + dt.timedelta(days=1)), language("Undo"), language)
    off = button(language("Take today off"), action=OFF_TODAY, value=today.isoformat())
    return Message(text=text, blocks=(section(text), actions(undo, off, block_id="quiet")))


def done_already_message(done: DoneAlready, today: dt.date, language: Language) -> Message:
    """That nothing was added, because it is logged; and the way to add as many again."""
    text = language(
        "Already logged: {things} {day}. Nothing was added.",
        things=language.things(done.metric, done.total),
        day=language("today") if done.date == today else language.day(done.date),
    )
    more = done_button(done.metric, done.number, done.date, done.total, language, again="more")
    return Message(text=text, blocks=(section(text), actions(more, block_id="done_already")))


def done_in_part_message(done: DoneInPart, language: Language) -> Message:
    """It is asked whether what was logged since the message is among the number of its button."""
    text = language(
        "You've logged {since} since that message. Nothing was added yet: how many more?",
        since=language.things(done.metric, done.since),
    )
    total = done.shown + done.since
    rest = done_button(done.metric, done.rest, done.date, total, language, again="rest")
    whole = done_button(done.metric, done.number, done.date, total, language, again="all")
    return Message(text=text, blocks=(section(text), actions(rest, whole, block_id="done_in_part")))


def awake_message(language: Language) -> Message:
    """That messages come again."""
    return plain_message(language("Messages are back on, starting your next workday."))


def was_off_message(days: Sequence[dt.date], language: Language) -> Message:
    """Days off, noted afterwards."""
    return plain_message(language("Got it: {days} off. It won't count against your goals.", days=_days(days, language)))


def nothing_message(days: Sequence[dt.date], language: Language) -> Message:
    """Days without anything to log."""
    return plain_message(language("Got it: nothing to log on {days}. I won't ask again.", days=_days(days, language)))


def ask_rhythm_message(member: Member, language: Language) -> Message:
    """How often the nudge is to come: asked, because the member wants fewer."""
    text = language("How often would you like the morning message? Nothing else changes.")
    return Message(text=text, blocks=(section(text), less_buttons(member, language)))


def rhythm_message(rhythm: Rhythm, days: Sequence[dt.date], language: Language) -> Message:
    """How often it comes from now on; `days` are dates of the weekdays on which it does."""
    if rhythm is Rhythm.OFF:
        return plain_message(
            language(
                "Morning messages are off. Your manager can see that, and nothing else changes. `/progress` shows "
                "your numbers anytime."
            )
        )
    if rhythm is Rhythm.DAILY:
        return plain_message(language("You'll get the morning message every day you work."))
    names = [language.weekday(day) for day in days]
    when = names[0] if len(names) == 1 else language("{first} and {second}", first=names[0], second=names[-1])
    return plain_message(language("You'll get the morning message on {days}.", days=when))


def doubt_message(doubt: Doubt, member: Member, language: Language) -> Message:
    """What the figures stand on, and how each part of them is put right."""
    opened = why_message(doubt.whys, member, language, own=True, footed=False)
    names = ", ".join(escape(manager.name) for manager in doubt.managers[:NAMED])
    lines = [
        language("*Missing an entry?* Add it: `/log 3 calls yesterday`."),
        language("*One too many, or wrong?* Edit or delete it in `/log list`."),
        language("*Weren't working that day?* Type `/away` and the date."),
        language("*Wrong goal?* {managers} can change it.", managers=names)
        if names
        else language("*Wrong goal?* An admin can change it."),
    ]
    return Message(
        text="\n".join([opened.text, *lines]),
        blocks=(*opened.blocks, section("\n".join(f"• {line}" for line in lines))),
    )


def _days(days: Sequence[dt.date], language: Language) -> str:
    return ", ".join(language.day(day) for day in days)
