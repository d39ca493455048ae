"""What is to be seen of a member, by themself and by whoever may: the same rows for all."""

import datetime as dt

from bot.coach.member_view import MemberView
from bot.messages.language import Language
from bot.messages.message import Block, Message
from bot.messages.progress import progress_message
from bot.messages.widgets import context, escape, header
from metrics.calendar import DaysOff

LEAVE_SHOWN = 5


def member_message(view: MemberView, language: Language) -> Message:
    """The member's name, figures, leave, and whether their nudges are off."""
    name = escape(view.member.name)
    figures = progress_message(view.progress, language)
    notes = [*_away(view, language), *_off(view, language)]
    blocks: list[Block] = [header(view.member.name or view.member.slack_user_id), *figures.blocks]
    if notes:
        blocks.append(context("\n".join(notes)))
    return Message(text="\n".join([name, figures.text, *notes]), blocks=tuple(blocks))


def leave_words(leave: DaysOff, language: Language) -> str:
    """One leave: from when to when, and whether it is of half days."""
    first, last = leave.start, leave.end - dt.timedelta(days=1)
    when = language.day(first) if first == last else f"{language.day(first)} – {language.day(last)}"
    return when if leave.portion >= 1 else language("{days} (half days)", days=when)


def _away(view: MemberView, language: Language) -> list[str]:
    if not view.away:
        return []
    shown = [leave_words(leave, language) for leave in view.away[:LEAVE_SHOWN]]
    return [language("Away: {days}", days=language(", ").join(shown))]


def _off(view: MemberView, language: Language) -> list[str]:
    return [] if view.nudges_on else [language("Morning messages are off.")]
