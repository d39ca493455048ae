"""What one of a pair is told: a proposal, that both are in, and two weeks later the question how it went."""

from bot.core.words.blocks import actions, button, context, escape, escaped_within, section
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.people.pairs import PairNow, PairSaid
from storage.tables import PairKind, PairMoment

TALK, WATCH, DECLINE = "pair_talk", "pair_watch", "pair_no"
SHEET, HELPED, NO_HELP, NOT_TRIED, NOT_MET = "pair_sheet", "pair_helped", "pair_no_help", "pair_later", "pair_not_met"
"""The buttons; their listeners are in bot/coaching/doors/pairs.py."""
LINE = 120


def pair_message(said: PairSaid, language: Language) -> Message:
    """What they are told in this moment, with its buttons."""
    match said.moment:
        case PairMoment.PROPOSAL:
            return _proposal(said.now, language)
        case PairMoment.AGREED:
            return agreed_message(said, language)
        case PairMoment.FOLLOW_UP:
            return _follow_up(said.now, language)


def agreed_message(said: PairSaid, language: Language) -> Message:
    """That both are in, when both work, and where to write down what comes of it."""
    now = said.now
    name = partner_name(now)
    if now.stored.kind is PairKind.SHADOW:
        words = language(
            "You and {name} are both in. Each watches one of the other's calls, then take 30 minutes.", name=name
        )
    else:
        words = language("You and {name} are both in. Find 30 minutes this week or next.", name=name)
    parts = [words]
    if said.hours is not None:
        starts, ends = (language.clock(each) for each in said.hours)
        parts.append(language("You're both at work from {starts} to {ends}, your time.", starts=starts, ends=ends))
    text = " ".join(parts)
    return Message(text=text, blocks=(section(text), actions(sheet_button(now, language), block_id=_block(now))))


def sheet_button(now: PairNow, language: Language) -> Block:
    """The button that opens one's own worksheet."""
    return button(language("Open worksheet"), action=SHEET, value=str(now.stored.id), about=partner_name(now))


def partner_name(now: PairNow) -> str:
    """The other of the two."""
    return escape(now.partner.name or now.partner.slack_user_id)


def answer_buttons(now: PairNow, language: Language) -> list[Block]:
    """What a proposal can be answered."""
    value, about = str(now.stored.id), partner_name(now)
    return [
        button(language("Yes, swap tips"), action=TALK, value=value, about=about),
        button(language("Yes, watch calls"), action=WATCH, value=value, about=about),
        button(language("Not this time"), action=DECLINE, value=value, about=about),
    ]


def _proposal(now: PairNow, language: Language) -> Message:
    if now.other.says_yes:
        words = language("{name} would like to pair up with you for 30 minutes. Are you in?", name=partner_name(now))
        foot = language("Swap what works, or watch one of each other's calls. Either is fine.")
    else:
        words = language(
            "Pair up with {name} for 30 minutes? Swap what works, or watch a call.", name=partner_name(now)
        )
        foot = language("I'm asking {name} too. It only happens if you both say yes.", name=partner_name(now))
    buttons = actions(*answer_buttons(now, language), block_id=_block(now))
    return Message(text=f"{words}\n{foot}", blocks=(section(words), context(foot), buttons))


def _follow_up(now: PairNow, language: Language) -> Message:
    value, name = str(now.stored.id), partner_name(now)
    trying = escaped_within(now.side.trying, LINE) if now.side.trying.strip() else ""
    if trying:
        words = language(
            "After your session with {name} you wanted to try: {words}. How did it go?", name=name, words=trying
        )
        buttons = [
            button(language("It helped"), action=HELPED, value=value, about=name),
            button(language("Didn't help"), action=NO_HELP, value=value, about=name),
            button(language("Not tried yet"), action=NOT_TRIED, value=value, about=name),
        ]
    else:
        words = language("How was your session with {name}? Note what you took from it.", name=name)
        buttons = [
            sheet_button(now, language),
            button(language("We didn't meet"), action=NOT_MET, value=value, about=name),
        ]
    foot = language("Your answer stays with you.")
    return Message(
        text=f"{words}\n{foot}",
        blocks=(section(words), context(foot), actions(*buttons, block_id=_block(now))),
    )


def _block(now: PairNow) -> str:
    return f"pair:{now.stored.id}"
