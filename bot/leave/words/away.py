"""`/away`: what is noted now, and how to take it back."""

import datetime as dt
from collections.abc import Sequence

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, button, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.leave.away import AwayChange, Leave
from bot.leave.slack_status import STATUS

TAKE, CANCEL, DAYS = "away_take", "away_cancel", "away_days"
SHOWN = 8
"""So many lines of leave are listed."""


def away_message(change: AwayChange, language: Language) -> Message:
    """What was noted, and what it means."""
    when = leave_words(change.asked, language)
    if not change.changed:
        return plain_message(language("You already have {when} off, so nothing changed.", when=when))
    said = [
        language("You're off {when}.", when=when),
        language("That's {days}.", days=_working_days(change.days, language))
        if change.days
        else language("You don't work then anyway."),
        language("No messages while you're out, and your plan adjusts. Your manager can see the dates."),
    ]
    text = " ".join(said)
    return Message(
        text=text,
        blocks=(section(text), actions(cancel_button(change.asked, language("Undo"), language), block_id="away")),
    )


def away_doubt_message(readings: Sequence[Leave], language: Language) -> Message:
    """That a date can be read in two ways, each with its button."""
    asked = language("Nothing was saved yet. Which days did you mean?")
    dates = [leave_dates(leave, language) for leave in readings]
    buttons = [
        button(said, action=f"{DAYS}:{at}", value=_written(leave))
        for at, (said, leave) in enumerate(zip(dates, readings, strict=True))
    ]
    text = "\n".join([asked, *(f"• {said}" for said in dates)])
    blocks: list[Block] = [section(asked)]
    if buttons:
        blocks.append(actions(*buttons[:5], block_id="away"))
    return Message(text=text, blocks=tuple(blocks))


def _written(leave: Leave) -> str:
    return f"{leave.starts}:{leave.ends}:{'whole' if leave.portion >= 1 else 'half'}:{leave.part}"


def away_cancelled_message(change: AwayChange, language: Language) -> Message:
    """What was taken back."""
    when = language.listed([leave_words(leave, language) for leave in change.changed])
    if not change.days:
        return plain_message(language("Time off cancelled: {when}.", when=when))
    days = _working_days(change.days, language)
    return plain_message(language("Time off cancelled: {when} ({days}).", when=when, days=days))


def _working_days(days: float, language: Language) -> str:
    """So many of them, in halves."""
    if days == int(days):
        return language.plural("{n} workday", "{n} workdays", int(days))
    return language("half a workday") if days == 0.5 else language("{n} workdays", n=language.rate(days))


def away_list_message(leaves: Sequence[Leave], language: Language, *, today: dt.date) -> Message:
    """What is noted, the newest first to come, each with its button; and how to note more."""
    blocks: list[Block] = []
    shown = [leave for leave in leaves if leave.ends > today] or list(leaves)[-3:]
    lines = [leave_words(leave, language) for leave in shown[:SHOWN]]
    title = language("*Your time off:*") if lines else language("No time off yet.")
    blocks.append(section(title))
    for leave, line in zip(shown, lines, strict=False):
        blocks.append(section(f"• {line}", accessory=cancel_button(leave, language("Cancel"), language)))
    how = language("Add more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`.")
    blocks.append(section(how))
    blocks.append(
        actions(
            button(language("Take today off"), action=f"{TAKE}:0", value="0"),
            button(language("Take tomorrow off"), action=f"{TAKE}:1", value="1"),
            block_id="away",
        )
    )
    return Message(text="\n".join([title, *lines, how]), blocks=tuple(blocks))


def away_help(language: Language) -> Message:
    """What can be typed after `/away`."""
    return plain_message(
        language(
            "*Take time off:*\n`/away today`\n`/away friday pm`\n`/away half day tomorrow`\n`/away from 1 Dec to 5 "
            "Dec`\n`/away next week`\n`/away 3 days`\n`/away list` shows your time off, `/away cancel` or `/away "
            "cancel friday` cancels it."
        )
    )


def leave_words(leave: Leave, language: Language) -> str:
    """Its dates, which part of them, and where it is known from when nobody said it here."""
    when = leave_dates(leave, language)
    return language("{when} · from your Slack status", when=when) if leave.source == STATUS else when


def leave_dates(leave: Leave, language: Language) -> str:
    """Its dates, and which part of them."""
    first, last = language.day(leave.starts), language.day(leave.last)
    when = first if leave.starts == leave.last else language("{first} to {last}", first=first, last=last)
    if leave.part == "am":
        return (
            language("{when}, mornings", when=when)
            if leave.starts != leave.last
            else language("{when}, morning", when=when)
        )
    if leave.part == "pm":
        return (
            language("{when}, afternoons", when=when)
            if leave.starts != leave.last
            else language("{when}, afternoon", when=when)
        )
    return when if leave.portion >= 1 else language("{when}, half a day", when=when)


def cancel_button(leave: Leave, label: str, language: Language) -> Block:
    """A button that takes this leave back."""
    value = f"{leave.starts}:{leave.ends}:{leave.part}"
    return button(label, action=CANCEL, value=value, about=leave_dates(leave, language))
