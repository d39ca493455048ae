"""The open deals of a rep, and of a team, as their manager reads them."""

from collections.abc import Sequence

from bot.core.words.blocks import context, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block, Message
from bot.deals.team_deals import TeamDeals
from bot.deals.words.list import deal_row
from bot.pipeline.views import DealList, DealView
from bot.pipeline.words.deals import deal_words, stage_words, standing_words
from storage.tables import Member

OPEN_DEALS = "deals_of_rep"
SHOWN = 15
QUIET_DAYS = 7
"""From so many days without a move it is said since when nothing has happened."""


def member_deals_message(found: DealList, member: Member, language: Language) -> Message:
    """The answer to `/deal @rep`."""
    name = escape(shorten(member.name or member.slack_user_id, 60))
    if not found.deals:
        text = language("{name} has no open deals.", name=name)
        return Message(text=text, blocks=(section(text),))
    title = language.plural(
        "{name}: {n} open deal · {total}",
        "{name}: {n} open deals · {total}",
        len(found.deals),
        name=name,
        total=language.money(found.total_minor),
    )
    return _listed([title], found.deals, language, owners=False)


def team_deals_message(found: TeamDeals, language: Language) -> Message:
    """The answer to `/team deals`."""
    team = escape(found.team.name)
    if not found.deals:
        text = language("{team} has no open deals.", team=team)
        return Message(text=text, blocks=(section(text),))
    title = language.plural(
        "{team}: {n} open deal · {total}",
        "{team}: {n} open deals · {total}",
        len(found.deals),
        team=team,
        total=language.money(found.total_minor),
    )
    stages = [
        f"{stage_words(each.stage, language)} {language.count(each.deals)} · {language.money(each.total_minor)}"
        for each in found.stages
    ]
    return _listed([title, *stages], found.deals, language, owners=True)


def _listed(head: list[str], deals: Sequence[DealView], language: Language, *, owners: bool) -> Message:
    blocks: list[Block] = [section("\n".join([f"*{head[0]}*", *head[1:]]))]
    spoken = list(head)
    for deal in deals[:SHOWN]:
        first, standing = deal_words(deal, language), _standing(deal, language)
        if owners:
            standing = f"{escape(shorten(deal.owner_name, 40))} · {standing}"
        blocks.append(deal_row(deal, language, words=f"*{first}*\n{standing}"))
        spoken.append(f"#{deal.id} {first} · {standing}")
    if len(deals) > SHOWN:
        spoken.append(language("and {n} more", n=language.count(len(deals) - SHOWN)))
        blocks.append(context(spoken[-1]))
    return Message(text="\n".join(spoken), blocks=tuple(blocks))


def _standing(deal: DealView, language: Language) -> str:
    standing = standing_words(deal, language)
    if deal.untouched < QUIET_DAYS:
        return standing
    quiet = language.plural("no activity for {n} day", "no activity for {n} days", deal.untouched)
    return f"{standing} · {quiet}"
