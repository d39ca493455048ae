"""What is answered to a change of a deal or a lead."""

from bot.core.words.blocks import actions, button, escape, section, shorten
from bot.core.words.forms import modal
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.editing import DealChange, Happened
from bot.deals.leads import LeadHappened, LeadView
from bot.deals.words.playbook import how_blocks, how_text
from bot.log.words.answer import reached_words, standing_lines
from bot.pipeline.words.deals import account_words, deal_words, person_words, stage_words

UNDO, HAND_OVER, REOPEN, MOVE = "deal_undo", "deal_hand_over", "deal_reopen", "deal_move"
LEAD_ANSWERED, LEAD_DEAL = "lead_answered", "lead_deal"
HOUR = 60.0


def deal_changed_message(change: DealChange, language: Language) -> Message:
    """What was done, how to go on from there, and how to take it back."""
    words, drawn = _stands(change, language)
    lines = _lines(change, language)
    text = "\n".join(filter(None, [lines[0], *words, *lines[1:], how_text(change.how, language)]))
    blocks: list[Block] = [
        section("\n".join([f"*{lines[0]}*", *drawn, *lines[1:]])),
        *how_blocks(change.how, language),
    ]
    if buttons := _buttons(change, language):
        blocks.append(actions(*buttons, block_id=f"deal_{change.deal.id}"))
    return Message(text=text, blocks=tuple(blocks))


def deal_changed_view(change: DealChange, language: Language) -> Block:
    """The same in place of the form that was sent."""
    lines, (_, drawn) = _lines(change, language), _stands(change, language)
    return modal(
        language("Done"),
        [section("\n".join([f"*{lines[0]}*", *drawn, *lines[1:]])), *how_blocks(change.how, language)],
        callback="deal_done",
        submit=None,
        close=language("Close"),
    )


def deal_undone_message(language: Language, *, account: str) -> Message:
    """That a deal added by mistake is gone."""
    text = language("Undone: {account}. It doesn't count anymore.", account=escape(shorten(account, 60)))
    return Message(text=text, blocks=(section(text),))


def lead_message(lead: LeadView, language: Language) -> Message:
    """What was kept of a lead, and what is next."""
    account = escape(shorten(lead.account, 60))
    match lead.happened:
        case LeadHappened.ADDED:
            lines = [
                language("Lead saved: {account}, from {source}", account=account, source=escape(lead.source))
                if lead.source
                else language("Lead saved: {account}", account=account),
                language("Try to reply within one working hour."),
            ]
            buttons = [
                button(language("Answered"), action=LEAD_ANSWERED, value=str(lead.id), style="primary"),
                button(language("Open a deal"), action=LEAD_DEAL, value=str(lead.id)),
            ]
        case LeadHappened.ANSWERED:
            took = minutes_words(lead.minutes, language)
            lines = [language("Answered {account} after {time} of working time", account=account, time=took)]
            buttons = [button(language("Open a deal"), action=LEAD_DEAL, value=str(lead.id))]
        case _:
            lines = [language("{account} is off your list of leads.", account=account)]
            buttons = []
    blocks = [section("\n".join([f"*{lines[0]}*", *lines[1:]]))]
    if buttons:
        blocks.append(actions(*buttons, block_id=f"lead_{lead.id}"))
    return Message(text="\n".join(lines), blocks=tuple(blocks))


def minutes_words(minutes: float, language: Language) -> str:
    """A time in minutes, and in hours from one and a half on."""
    if minutes < 1.5 * HOUR:
        return language.plural("{n} minute", "{n} minutes", max(1, round(minutes)))
    return language.plural("{n} hour", "{n} hours", round(minutes / HOUR))


def _stands(change: DealChange, language: Language) -> tuple[list[str], list[str]]:
    """Where that leaves one's deals and revenue, in words and drawn, and the goal that it has reached."""
    if change.stands is None:
        return [], []
    words, drawn = standing_lines(change.stands, language)
    moment = change.stands.moment
    reached = [] if moment is None else [reached_words(moment, language)]
    return [*words, *reached], [*drawn, *reached]


def _lines(change: DealChange, language: Language) -> list[str]:
    """What happened, and when it was not today; the first line says it by itself."""
    first, *more = _what(change, language)
    return [first if change.on is None else f"{first} · {language.day(change.on)}", *more]


def _what(change: DealChange, language: Language) -> list[str]:
    deal, account = change.deal, account_words(change.deal, language)
    stage = stage_words(deal.stage, language)
    match change.happened:
        case Happened.ADDED:
            return [language("Added {deal} · {stage}", deal=deal_words(deal, language), stage=stage)]
        case Happened.MOVED:
            return [language("{account} is in {stage} now", account=account, stage=stage)]
        case Happened.PRICED:
            return [
                language(
                    "{account}: {amount} now, {before} before",
                    account=account,
                    amount=language.money(deal.amount_minor),
                    before=language.money(change.amount_before),
                )
            ]
        case Happened.WON:
            return [_won(change, language), _handed(change, language)]
        case Happened.LOST:
            return _lost(change, language)
        case Happened.REFUNDED:
            return [
                language("Refunded {amount} of {account}", amount=language.money(change.refund), account=account),
                language(
                    "It comes off revenue on the day of the refund. {left} of {whole} still counts.",
                    left=language.money(deal.amount_minor - deal.refunded_minor),
                    whole=language.money(deal.amount_minor),
                ),
            ]
        case Happened.REOPENED:
            return [language("{account} is open again: {stage}", account=account, stage=stage)]
        case _:
            return [language("{account} is already in {stage}", account=account, stage=stage)]


def _won(change: DealChange, language: Language) -> str:
    account = account_words(change.deal, language)
    if not change.deal.amount_minor:
        return language("🎉 You won {account}!", account=account)
    amount = language.money(change.deal.amount_minor)
    return language("🎉 You won {account}! {amount}", account=account, amount=amount)


def _handed(change: DealChange, language: Language) -> str:
    if change.deal.handed_to:
        return language("Handed over to {person}.", person=person_words(change.deal.handed_to))
    return language("Who's taking over this account?")


def _lost(change: DealChange, language: Language) -> list[str]:
    deal = change.deal
    lines = [language("Closed as lost: {deal}", deal=deal_words(deal, language))]
    if deal.lost_reason:
        lines.append(language("Why: {reason}", reason=escape(shorten(deal.lost_reason, 200))))
    if deal.lesson:
        lines.append(language("For next time: {lesson}", lesson=escape(shorten(deal.lesson, 300))))
    if change.before is not None and change.before.key == "won":
        lines.append(language("What it brought in no longer counts."))
    return lines


def _buttons(change: DealChange, language: Language) -> list[Block]:
    number = str(change.deal.id)
    match change.happened:
        case Happened.ADDED:
            return [
                button(language("Change stage"), action=MOVE, value=number),
                button(language("Undo"), action=UNDO, value=number),
            ]
        case Happened.MOVED:
            return [button(language("Change stage"), action=MOVE, value=number)]
        case Happened.WON if not change.deal.handed_to:
            return [
                button(language("Hand over"), action=HAND_OVER, value=number),
                button(language("Reopen"), action=REOPEN, value=number),
            ]
        case Happened.WON | Happened.LOST:
            return [button(language("Reopen"), action=REOPEN, value=number)]
        case _:
            return []
