"""What a click on a nudge's button is answered with."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.leave.away import Leave
from bot.leave.words.away import cancel_button
from bot.nudges.attention import Rhythm
from bot.nudges.doubt import Doubt
from bot.nudges.words.buttons import less_buttons, wake_button
from bot.standings.words.why import why_message
from storage.tables import Member

NAMED = 3


def quiet_message(until: dt.date, language: Language) -> Message:
    """Until when nothing comes, and how it comes again."""
    text = language("Quiet until {day}. Your log works as always.", day=language.day(until))
    return Message(text=text, blocks=(section(text), actions(wake_button(language), block_id="quiet")))


def off_today_message(today: dt.date, until: dt.date, language: Language) -> Message:
    """What a day off means, and how it is taken back."""
    text = language(
        "You are off today: nothing is asked of the day, and your manager sees it. Quiet until {day}.",
        day=language.day(until),
    )
    undo = cancel_button(Leave(today, today + dt.timedelta(days=1)), language("Undo"), language)
    return Message(text=text, blocks=(section(text), actions(undo, block_id="quiet")))


def awake_message(language: Language) -> Message:
    """That messages come again."""
    return plain_message(language("Messages come again, from your next working morning on."))


def was_off_message(days: Sequence[dt.date], language: Language) -> Message:
    """Days off, noted afterwards."""
    return plain_message(language("Noted as time off: {days}. Nothing is expected of it.", days=_days(days, language)))


def nothing_message(days: Sequence[dt.date], language: Language) -> Message:
    """Days without anything to log."""
    return plain_message(
        language("Noted: nothing to log on {days}. I won't ask about it again.", days=_days(days, language))
    )


def ask_rhythm_message(member: Member, language: Language) -> Message:
    """How often the nudge is to come: asked, because the member wants fewer."""
    text = language("How often shall the morning message come? Your log and your numbers stay as they are.")
    return Message(text=text, blocks=(section(text), less_buttons(member, language)))


def rhythm_message(rhythm: Rhythm, days: Sequence[dt.date], language: Language) -> Message:
    """How often it comes from now on; `days` are dates of the weekdays on which it does."""
    if rhythm is Rhythm.OFF:
        return plain_message(
            language(
                "No morning messages any more. Your manager sees that they are off; nothing else changes. "
                "`/progress` shows your numbers whenever you like."
            )
        )
    if rhythm is Rhythm.DAILY:
        return plain_message(language("The morning message comes on every day that you work."))
    names = [language.weekday(day) for day in days]
    when = names[0] if len(names) == 1 else language("{first} and {second}", first=names[0], second=names[-1])
    return plain_message(language("From now on the morning message comes on {days}.", days=when))


def doubt_message(doubt: Doubt, member: Member, language: Language) -> Message:
    """What the figures stand on, and how each part of them is put right."""
    opened = why_message(doubt.whys, member, language, own=True)
    names = ", ".join(escape(manager.name) for manager in doubt.managers[:NAMED])
    lines = [
        language("*What to do:* An entry is missing: `/log 3 calls yesterday`."),
        language("One is too many or wrong: `/log list` shows them, each with Edit and Delete."),
        language("A day was no working day: `/away` with its date."),
        language("The goal itself is wrong: {managers} can change it.", managers=names)
        if names
        else language("The goal itself is wrong: an admin can change it."),
    ]
    return Message(text="\n".join([opened.text, *lines]), blocks=(*opened.blocks, section("\n• ".join(lines))))


def _days(days: Sequence[dt.date], language: Language) -> str:
    return ", ".join(language.day(day) for day in days)
