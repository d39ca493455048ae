"""What a CRM's events bring: each event by itself, and what cannot be taken is answered with the reason."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from babel.numbers import get_currency_precision
from sqlmodel import Session

from bot.core.members import local_date, zone_of
from bot.exchange.activity_items import active_member
from bot.exchange.items import Taken, WrongItems
from bot.exchange.problems import WrongLine
from bot.exchange.who import Directory
from storage.tables import Member, Workspace

Row = TypeVar("Row")


def take_each(
    named: Sequence[tuple[str, Row]], store: Callable[[Sequence[Row]], Sequence[Taken]]
) -> tuple[list[Taken], list[tuple[str, str]]]:
    """Store the rows that can be stored; and for each other one its name and the reason."""
    left, refused = list(named), list[tuple[str, str]]()
    while left:
        try:
            return list(store([row for _, row in left])), refused
        except WrongItems as wrong:
            late = {each.index: each.why for each in wrong.problems}
            refused.extend((left[index][0], why) for index, why in late.items())
            left = [each for index, each in enumerate(left) if index not in late]
    return [], refused


def owner_of(session: Session, workspace: Workspace, directory: Directory, said: str | None) -> Member | None:
    """The member whom a CRM means by its owner's id; None where it names none. Raises WrongLine."""
    return None if said is None else active_member(directory, said)


def local_day(day: dt.date | dt.datetime | None, member: Member | None, workspace: Workspace) -> dt.date | None:
    """The date of an instant where the member is; a date stays."""
    if isinstance(day, dt.datetime):
        return local_date(member, workspace, day)
    return day


def instant_of(day: dt.date | dt.datetime | None, member: Member | None, workspace: Workspace) -> dt.datetime | None:
    """The instant; of a date the day's start where the member is."""
    if day is None or isinstance(day, dt.datetime):
        return day
    return dt.datetime.combine(day, dt.time(), tzinfo=zone_of(member, workspace)).astimezone(dt.UTC)


def rounded_minor(amount: Decimal | None, currency: str | None, workspace: Workspace) -> int | None:
    """An amount in minor units, rounded to them. Raises WrongLine where it is in another currency."""
    if amount is None:
        return None
    if currency and currency.upper() != workspace.currency:
        raise WrongLine(f"its amount is in {currency}, and amounts here are in {workspace.currency}.")
    minor = amount.scaleb(get_currency_precision(workspace.currency))
    return int(minor.to_integral_value(rounding=ROUND_HALF_EVEN))
