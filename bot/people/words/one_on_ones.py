"""When a 1:1 is, and the line about it in the morning message."""

import datetime as dt

from bot.core.words.blocks import button, escape, section
from bot.core.words.language import Language
from bot.core.words.message import Message
from bot.people.one_on_ones import Meeting

OPEN_BRIEF = "coach_brief"
"""The button that opens the brief of a 1:1; its listener is in bot/coaching/doors."""


def when_words(meeting: Meeting, today: dt.date, language: Language, *, for_rep: bool = False) -> str:
    """When it is, for who has this date today: today, tomorrow or the day, and the reader's local time, who is the rep
    or the manager.
    """
    date, begins = meeting.begins(for_rep=for_rep)
    time = language.clock(begins)
    if date == today:
        return language("today at {time}", time=time)
    if date == today + dt.timedelta(days=1):
        return language("tomorrow at {time}", time=time)
    return language("on {day} at {time}", day=language.day(date), time=time)


def meeting_message(meeting: Meeting, today: dt.date, language: Language) -> Message:
    """That the rep's 1:1 is near, with a button to what is known for it."""
    name = escape(meeting.manager.name or meeting.manager.slack_user_id)
    words = language(
        "1:1 with {name} {when}. The brief shows what's known, and takes your topics.",
        name=name,
        when=when_words(meeting, today, language, for_rep=True),
    )
    opens = button(language("Open brief"), action=OPEN_BRIEF, value=str(meeting.stored.id))
    return Message(text=words, blocks=(section(words, accessory=opens),))
