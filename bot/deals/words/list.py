"""One's open deals, each with what can be done with it."""

from bot.core.words.blocks import actions, button, context, escape, overflow, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.pipeline.views import DealList, DealView
from bot.pipeline.words.deals import account_words, deal_words, standing_words

ADD, MENU = "deal_add", "deal_menu"
MOVE, WON, LOST, AMOUNT = "move", "won", "lost", "amount"
"""What the menu of a deal opens: its options' values are one of these, a colon and the deal's number."""
SHOWN, WON_SHOWN = 10, 3


def deal_list_message(found: DealList, language: Language) -> Message:
    """The answer to `/deal` and `/deal list`."""
    add = actions(button(language("Add a deal"), action=ADD, style="primary"), block_id="deals")
    if not found.deals:
        text = language("You don't have any open deals. Add one with `/deal add Acme 12,500` or the button below.")
        blocks = [section(text), *_below(found, language), add]
        return Message(text="\n".join([text, *_words_below(found, language)]), blocks=tuple(blocks))
    title = language.plural(
        "{n} open deal · {total}", "{n} open deals · {total}", len(found.deals), total=language.money(found.total_minor)
    )
    made: list[Block] = [section(f"*{title}*")]
    spoken = [title]
    for deal in found.deals[:SHOWN]:
        made.append(deal_row(deal, language))
        spoken.append(deal_text(deal, language))
    if len(found.deals) > SHOWN:
        more = language.plural(
            "{n} more: name it, for example `/deal Acme won`.",
            "{n} more: name one, for example `/deal Acme won`.",
            len(found.deals) - SHOWN,
        )
        made.append(context(more))
        spoken.append(more)
    made.extend([*_below(found, language), add])
    return Message(text="\n".join([*spoken, *_words_below(found, language)]), blocks=tuple(made))


def deal_help(language: Language) -> Message:
    """What can be typed after `/deal`."""
    text = language(
        "*Your deals:* `/deal` lists them.\n`/deal add Acme 12,500`\n`/deal Acme to quoting`\n`/deal amount Acme "
        "15k`\n`/deal Acme won to @kim`\n`/deal Acme lost: too dear; ask for the budget first`\n`/deal refund Acme "
        "2k`   `/deal reopen Acme`   `/deal playbook`\n`/deal @rep` lists your rep's open deals.\n*Leads:* `/deal "
        "lead Acme from website`   `/deal answered Acme`\nPut a name in quotes if it could mean something else. "
        "#12 is the deal with that number."
    )
    return Message(text=text, blocks=(section(text),))


def deal_row(deal: DealView, language: Language, *, words: str = "") -> Block:
    """One open deal in two lines, or in other `words`, with a menu of what can be done with it."""
    number = str(deal.id)
    menu = overflow(
        [
            (language("Change stage"), f"{MOVE}:{number}"),
            (language("Won"), f"{WON}:{number}"),
            (language("Lost"), f"{LOST}:{number}"),
            (language("Change the amount"), f"{AMOUNT}:{number}"),
        ],
        action=MENU,
    )
    usual = f"*{deal_words(deal, language)}*\n{standing_words(deal, language)}"
    return {**section(words or usual, accessory=menu), "block_id": f"deal_{number}"}


def deal_text(deal: DealView, language: Language) -> str:
    """The same as a line of text."""
    amount = f" · {language.money(deal.amount_minor)}" if deal.amount_minor else ""
    return f"#{deal.id} {account_words(deal, language)}{amount} · {standing_words(deal, language)}"


def _lead_words(found: DealList, language: Language) -> list[str]:
    if not found.waiting_leads:
        return []
    names = language(", ").join(escape(shorten(name, 40)) for name in found.waiting_leads[:5])
    return [
        language.plural(
            "{n} lead is waiting for an answer: {names}", "{n} leads are waiting for an answer: {names}",
            len(found.waiting_leads), names=names,
        )
    ]  # fmt: skip


def _won_words(found: DealList, language: Language) -> list[str]:
    if not found.won:
        return []
    said = [deal_words(deal, language) for deal in found.won[:WON_SHOWN]]
    if len(found.won) > WON_SHOWN:
        said.append(language("and {n} more", n=language.count(len(found.won) - WON_SHOWN)))
    return [language("Won in the last 30 days: {deals}", deals=language(", ").join(said))]


def _words_below(found: DealList, language: Language) -> list[str]:
    return [*_won_words(found, language), *_lead_words(found, language)]


def _below(found: DealList, language: Language) -> list[Block]:
    return [context(line) for line in _words_below(found, language)]
