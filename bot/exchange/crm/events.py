"""What happened in a CRM, whichever it was."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.exchange.days import Day

Said = Decimal | dt.date | str | bool | None


@dataclass(frozen=True)
class RecordEvent:
    """What is said of a deal, lead or activity, by field: None empties a field, and what is left out says nothing.

    `at` is when it was so there; None: when it came. `times` is the same of single fields. `problems` is what was said
    and cannot be taken.
    """

    event: str
    source: str
    kind: str
    own: str
    fields: Mapping[str, Said]
    at: dt.datetime | None = None
    times: Mapping[str, dt.datetime] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergeEvent:
    """Several records of one kind became one; the first of `gone` is the one that the others went into."""

    event: str
    source: str
    kind: str
    into: str
    gone: tuple[str, ...]
    at: dt.datetime | None = None


@dataclass(frozen=True)
class NoEvent:
    """Something that Pacer does not keep, and why."""

    event: str
    why: str


Event = RecordEvent | MergeEvent | NoEvent


class NotUnderstandable(Exception):
    """A body is not of the vendor's form; the message says what was expected."""


def in_turn(events: Iterable[Event], now: dt.datetime) -> list[Event]:
    """The events in the order in which they happened: CRMs do not send them so."""

    def happened(event: Event) -> dt.datetime:
        return now if isinstance(event, NoEvent) else min(event.at or now, now)

    return sorted(events, key=happened)


def told(values: Mapping[str, Said]) -> dict[str, Said]:
    """The fields that say something; an empty one says nothing."""
    return {name: value for name, value in values.items() if value is not None}


def amount_of(value: Any) -> Decimal | None:
    """A number or its text; None for nothing and for what isn't an amount."""
    if value in (None, "") or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10**13 else None


def amount_problem(value: Any) -> tuple[str, ...]:
    """What is wrong with an amount that is none; nothing where it is one, or empty."""
    if value in (None, "") or amount_of(value) is not None:
        return ()
    return (f"its amount {str(value)[:40]!r} is none that Pacer keeps: the amount stays as it was.",)


def text_of(value: Any, longest: int = 200) -> str | None:
    """A text of at most so many characters; None for nothing."""
    if value is None or isinstance(value, dict | list):
        return None
    text = " ".join(str(value).replace("\x00", "").split())[:longest]
    return text or None


def day_of(value: Any) -> Day | None:
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


def instant_of(value: Any) -> dt.datetime | None:
    """An instant; None for a date alone and for anything else."""
    found = day_of(value)
    return found if isinstance(found, dt.datetime) else None
