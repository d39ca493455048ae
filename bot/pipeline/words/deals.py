"""How a deal and its stage are said."""

import re

from bot.core.words.blocks import escape, shorten
from bot.core.words.language import Language, later
from bot.pipeline.stages import StageName
from bot.pipeline.views import DealView

STAGES = frozenset(
    (
        later("Prospecting"),
        later("Qualifying"),
        later("Quoting"),
        later("Closing"),
        later("Won"),
        later("Lost"),
    )
)
"""Names that ship with Pacer, and have a translation; a workspace's own are said as they are."""
USER = re.compile(r"[UW](?=[A-Z]*\d)[A-Z0-9]{4,}")
LONGEST_NAME = 60


def stage_words(stage: StageName, language: Language) -> str:
    """What a stage is called."""
    return language.exactly(stage.label) if stage.label in STAGES else escape(shorten(stage.label, LONGEST_NAME))


def plain_stage(stage: StageName, language: Language) -> str:
    """The same where no formatting is read: in menus."""
    return language.exactly(stage.label) if stage.label in STAGES else stage.label


def account_words(deal: DealView, language: Language) -> str:
    """Whom the deal is with; its number where no name is known."""
    if not deal.account:
        return language("deal #{number}", number=deal.id)
    return escape(shorten(deal.account, LONGEST_NAME))


def plain_account(deal: DealView, language: Language) -> str:
    """The same where no formatting is read: in titles and fields."""
    return deal.account or language("deal #{number}", number=deal.id)


def deal_words(deal: DealView, language: Language) -> str:
    """Acme · $12,500; the owner with it where asked for elsewhere."""
    name = account_words(deal, language)
    return f"{name} · {language.money(deal.amount_minor)}" if deal.amount_minor else name


def person_words(who: str) -> str:
    """A Slack user as a mention, any other name as it is."""
    return f"<@{who}>" if USER.fullmatch(who) else escape(shorten(who, LONGEST_NAME))


def standing_words(deal: DealView, language: Language) -> str:
    """Where an open deal stands, and since when: Quoting for 5 days."""
    stage = stage_words(deal.stage, language)
    if deal.days == 0:
        return language("{stage} since today", stage=stage)
    return language.plural("{stage} for {n} day", "{stage} for {n} days", deal.days, stage=stage)
