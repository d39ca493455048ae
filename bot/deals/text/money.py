"""Amounts of money of deals and leads, typed in a line or into a form."""

from bot.core.text.amounts import read_amount, strip_currency
from bot.core.text.errors import WrongAmount
from bot.deals.text.keywords import DealVocabulary


def read_money(said: str, vocabulary: DealVocabulary) -> int | None:
    """An amount in minor units; None when it is none. Raises WrongAmount for another currency or one below zero."""
    bare, currency = strip_currency(said, vocabulary.currency, vocabulary.locale)
    amount = read_amount(bare, currency=vocabulary.currency, locale=vocabulary.locale, typed=True)
    if amount is None:
        return None
    if currency not in (None, vocabulary.currency):
        raise WrongAmount(
            "amounts here are in {own}, and `{said}` is in {other}.",
            own=vocabulary.currency,
            said=said,
            other=currency,
        )
    if amount < 0:
        raise WrongAmount("an amount can't be below zero. For money given back, use `/deal refund Acme 2k`.")
    return amount


def words_for_amount(said: str | None, vocabulary: DealVocabulary) -> int:
    """An amount typed into a form, 0 when it is left empty. Raises WrongAmount with the field `amount`."""
    if said is None or not said.strip():
        return 0
    try:
        amount = read_money(said.strip(), vocabulary)
        if amount is None:
            raise WrongAmount("`{said}` isn't an amount I can read. Write it like 12,500 or 12.5k.", said=said)
    except WrongAmount as refused:
        refused.field = "amount"
        raise
    return amount
