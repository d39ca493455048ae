"""Pairs: what their answers say, the worksheet, and the pair on one's own page."""

import datetime as dt

from bot.core.words.answers import plain_message
from bot.core.words.blocks import actions, escape, section
from bot.core.words.forms import date_box, field, modal, several, text_box
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.people.pairs import PairNow, PairSaid
from bot.people.words.pairs import agreed_message, answer_buttons, partner_name, sheet_button
from storage.tables import PairOutcome, PairState
from storage.tables.pairs import LONGEST_LINE

SHEET_FORM = "pair_sheet_form"
SHARED = "shared"


def answered_message(said: PairSaid, language: Language) -> Message:
    """What became of a proposal with an answer: both are in, the other is asked, or it is not this time."""
    now = said.now
    if now.stored.state is PairState.AGREED:
        return agreed_message(said, language)
    if not now.side.says_yes:
        return plain_message(
            language("No problem. `/coach pair @colleague` pairs you up with someone whenever you like.")
        )
    return plain_message(
        language("Great! I'm asking {name} too. I'll tell you once you're both in.", name=partner_name(now))
    )


def invited_message(now: PairNow, by: dt.date, language: Language) -> Message:
    """That a colleague is asked."""
    words = language(
        "I'll ask {name} whether they're in. You'll know by {day} at the latest.",
        name=partner_name(now),
        day=language.day(by),
    )
    return plain_message(words)


def no_pair_message(language: Language) -> Message:
    """That there is no pair just now, and how to start one."""
    return plain_message(language("No pair right now. Start one with `/coach pair @colleague`."))


def pair_page_message(said: PairSaid, by: dt.date, language: Language) -> Message:
    """The pair that somebody has before them, in a line, with its buttons where there are any."""
    now = said.now
    name, block_id = partner_name(now), f"pair_now:{now.stored.id}"
    if now.stored.state is PairState.AGREED:
        words = language("You're paired up with {name}.", name=name)
        if now.other.shared:
            words = f"{words} {language('{name} shared their worksheet with you.', name=name)}"
        return Message(text=words, blocks=(section(words), actions(sheet_button(now, language), block_id=block_id)))
    if now.side.says_yes:
        return plain_message(language("Waiting to hear from {name} until {day}.", name=name, day=language.day(by)))
    words = language("Pair up with {name}? Answer by {day}.", name=name, day=language.day(by))
    return Message(text=words, blocks=(section(words), actions(*answer_buttons(now, language), block_id=block_id)))


def sheet_form(now: PairNow, language: Language) -> Block:
    """The five lines of somebody's own worksheet, above them what the partner shared."""
    name, side = now.partner.name or now.partner.slack_user_id, now.side
    blocks: list[Block] = [
        section(
            language(
                "Five lines for you to keep. Only you read them, unless you share them with {name}.", name=escape(name)
            )
        )
    ]
    theirs = [language("*From {name}*", name=escape(name)), *_shared_lines(now, language)] if now.other.shared else []
    if theirs:
        blocks.append(section("\n".join(theirs)))
    lines = (
        ("well", language("What went well"), side.well),
        ("hard", language("What's hard"), side.hard),
        ("trying", language("What I'll try"), side.trying),
        ("took", language("What I took from {name}", name=name), side.took),
    )
    for key, label, value in lines:
        blocks.append(field(key, label, text_box(value=value, longest=LONGEST_LINE), optional=True))
    blocks.append(
        field(
            "try_by",
            language("Try it by"),
            date_box(chosen=side.try_by.isoformat() if side.try_by is not None else ""),
            optional=True,
        )
    )
    blocks.append(
        field(
            "sharing",
            language("Sharing"),
            several(
                [(language("Share these lines with {name}", name=name), SHARED)],
                chosen=[SHARED] if side.shared else [],
            ),
            optional=True,
        )
    )
    return modal(
        language("Worksheet"),
        blocks,
        callback=SHEET_FORM,
        submit=language("Save"),
        close=language("Cancel"),
        carried={"pair": now.stored.id},
    )


def sheet_saved_message(now: PairNow, language: Language) -> Message:
    """That the lines are kept, and who can read them."""
    if now.side.shared:
        return plain_message(language("Saved. {name} can read these lines too.", name=partner_name(now)))
    return plain_message(language("Saved. Only you can read these lines."))


def outcome_message(outcome: PairOutcome, language: Language) -> Message:
    """What is said to how it went."""
    return plain_message(
        {
            PairOutcome.HELPED: language("Nice! Keep it, and pass it on."),
            PairOutcome.NO_HELP: language("Good to know. Not everything fits everyone."),
            PairOutcome.NOT_TRIED: language("That's fine. It stays on your worksheet."),
            PairOutcome.NOT_MET: language("No problem. `/coach pair @colleague` finds another time."),
        }[outcome]
    )


def _shared_lines(now: PairNow, language: Language) -> list[str]:
    other = now.other
    lines = (
        (language("What went well"), other.well),
        (language("What's hard"), other.hard),
        (language("What I'll try"), other.trying),
        (language("What I took from {name}", name=escape(now.member.name)), other.took),
    )
    found = [f"{label}: {escape(value)}" for label, value in lines if value]
    if other.try_by is not None:
        found.append(f"{language('Try it by')}: {language.day(other.try_by)}")
    return found
