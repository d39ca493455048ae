"""Under the answer to `/log`: an open deal has probably moved on. One question, one button."""

from bot.coach.deal_offers import Offer
from bot.messages.deal_words import plain_stage, stage_words
from bot.messages.language import Language
from bot.messages.message import Block
from bot.messages.widgets import button, escape, section, shorten

MOVE_OFFERED = "deal_move_offered"


def offer_text(offer: Offer, language: Language) -> str:
    """The question, in words."""
    return language(
        "{account} is in {stands}. Has it moved on?",
        account=escape(shorten(offer.account, 60)),
        stands=stage_words(offer.stands, language),
    )


def offer_blocks(offer: Offer, language: Language) -> list[Block]:
    """The question with its button."""
    move = button(
        language("Move to {stage}", stage=plain_stage(offer.stage, language)),
        action=MOVE_OFFERED,
        value=f"{offer.deal_id}:{offer.stage.key}",
    )
    return [section(offer_text(offer, language), accessory=move)]
