"""Under the answer to `/log`: an open deal has probably moved on. One question, one button."""

from bot.core.words.blocks import button, escape, section, shorten
from bot.core.words.language import Language
from bot.core.words.message import Block
from bot.pipeline.offers import Offer
from bot.pipeline.words.deals import plain_stage, stage_words

MOVE_OFFERED, SAME_OFFERED = "deal_move_offered", "deal_same_offered"


def offer_text(offer: Offer, language: Language) -> str:
    """The question, in words."""
    if offer.logged_id is not None:
        return language(
            "A deal with {account} was open, in {stands}. Is it this one?",
            account=escape(shorten(offer.account, 60)),
            stands=stage_words(offer.stands, language),
        )
    return language(
        "{account} is in {stands}. Has it moved on?",
        account=escape(shorten(offer.account, 60)),
        stands=stage_words(offer.stands, language),
    )


def offer_blocks(offer: Offer, language: Language) -> list[Block]:
    """The question with its button."""
    if offer.logged_id is not None:
        same = button(language("Yes, the same"), action=SAME_OFFERED, value=f"{offer.deal_id}:{offer.logged_id}")
        return [section(offer_text(offer, language), accessory=same)]
    move = button(
        language("Move to {stage}", stage=plain_stage(offer.stage, language)),
        action=MOVE_OFFERED,
        value=f"{offer.deal_id}:{offer.stage.key}",
    )
    return [section(offer_text(offer, language), accessory=move)]
