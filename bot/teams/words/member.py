"""What is to be seen of a member, by themself and by whoever may: the same rows for all."""

from collections.abc import Sequence

from bot.core.looks import Look
from bot.core.words.blocks import actions, button, context, divider, escape, header, section
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.words.team_deals import OPEN_DEALS
from bot.leave.words.away import leave_words
from bot.standings.member_view import MemberView, Watchers
from bot.standings.words.privacy import looks_words, watchers_words
from bot.standings.words.progress import progress_message
from metrics.calendar import WEEKDAYS

LEAVE_SHOWN = 5
MODAL_BLOCKS = 80


def member_message(view: MemberView, language: Language) -> Message:
    """The member's name, figures in the words that they read themself, leave, and whether their nudges are off."""
    name, whose = escape(view.member.name), language("What {name} sees:", name=escape(view.member.name))
    rows = _rows(view, language, charts=True)
    closer = actions(button(language("Open deals"), action=OPEN_DEALS, value=str(view.member.id)), block_id="closer")
    blocks = (header(view.member.name or view.member.slack_user_id), context(whose), *rows.blocks, closer)
    return Message(text="\n".join([name, whose, rows.text]), blocks=blocks)


def seen_modal(view: MemberView, watchers: Watchers, board: str, looks: Sequence[Look], language: Language) -> Block:
    """The same rows for the member to read, without what can be pressed, and who looked."""
    rows = _rows(view, language, charts=False).blocks
    shown = [_to_read(block) for block in rows if block["type"] != "actions"]
    blocks = [
        context(language("This is what your manager sees about you.")),
        header(view.member.name or view.member.slack_user_id),
        *shown[:MODAL_BLOCKS],
        divider(),
        section(watchers_words(watchers, board, language)),
        context(looks_words(looks, language)),
    ]
    return modal(language("My manager's view"), blocks, callback="seen", submit=None, close=language("Close"))


def _rows(view: MemberView, language: Language, *, charts: bool) -> Message:
    figures = progress_message(view.progress, language, charts=charts)
    notes = [*_week(view, language), *_away(view, language), *_off(view, language)]
    small = (context("\n".join(notes)),) if notes else ()
    return Message(text="\n".join([figures.text, *notes]), blocks=(*figures.blocks, *small))


def _to_read(block: Block) -> Block:
    return {name: value for name, value in block.items() if name != "accessory"}


def _week(view: MemberView, language: Language) -> list[str]:
    days = sum(view.week)
    return [language("Works {days} days a week.", days=language.rate(days))] if tuple(view.week) != WEEKDAYS else []


def _away(view: MemberView, language: Language) -> list[str]:
    if not view.away:
        return []
    shown = [leave_words(leave, language) for leave in view.away[:LEAVE_SHOWN]]
    return [language("Time off: {days}", days=language(", ").join(shown))]


def _off(view: MemberView, language: Language) -> list[str]:
    return [] if view.nudges_on else [language("Morning messages are off.")]
