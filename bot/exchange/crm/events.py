"""What happened in a CRM, whichever it was."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True)
class DealEvent:
    """How a deal stands; None says nothing. Days may be instants, to be taken where the owner is."""

    event: str
    external_id: str
    owner: str | None = None
    account: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    stage: str | None = None
    opened: dt.date | dt.datetime | None = None
    closed: dt.date | dt.datetime | None = None
    lost_reason: str | None = None


@dataclass(frozen=True)
class LeadEvent:
    """How a lead stands; None says nothing."""

    event: str
    external_id: str
    owner: str | None = None
    account: str | None = None
    source: str | None = None
    created: dt.date | dt.datetime | None = None
    answered: dt.date | dt.datetime | None = None
    qualified: dt.date | dt.datetime | None = None


@dataclass(frozen=True)
class ActivityEvent:
    """Something that was done. `metric` is a word of a metric."""

    event: str
    external_id: str
    owner: str | None
    metric: str
    on: dt.date | dt.datetime | None = None
    account: str = ""
    note: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class NoEvent:
    """Something that Pacer does not keep, and why."""

    event: str
    why: str


Event = DealEvent | LeadEvent | ActivityEvent | NoEvent


class NotUnderstandable(Exception):
    """A body is not of the vendor's form; the message says what was expected."""


def merged(events: Iterable[Event]) -> list[Event]:
    """The events, those about one deal or lead put together: what is said later holds."""
    found: dict[tuple[type, str], Event] = {}
    others: list[Event] = []
    for event in events:
        if not isinstance(event, DealEvent | LeadEvent):
            others.append(event)
            continue
        key = (type(event), event.external_id)
        before = found.get(key)
        if before is None:
            found[key] = event
        else:
            said = {each.name: getattr(event, each.name) for each in fields(event)}
            found[key] = replace(before, **{name: value for name, value in said.items() if value is not None})
    return [*found.values(), *others]


def amount_of(value: Any) -> Decimal | None:
    """A number or its text; None for nothing and for what is no amount."""
    if value in (None, "") or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**13 else None


def text_of(value: Any, longest: int = 200) -> str | None:
    """A text of at most so many characters; None for nothing."""
    if value is None or isinstance(value, dict | list):
        return None
    text = " ".join(str(value).replace("\x00", "").split())[:longest]
    return text or None


def day_of(value: Any) -> dt.date | dt.datetime | None:
    """An ISO date, an ISO instant, or milliseconds since 1970; None for anything else."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    text = str(value).strip()
    try:
        if text.lstrip("-").isdigit():
            return dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
        if len(text) == 10:
            return dt.date.fromisoformat(text)
        instant = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
