"""What was typed and may mean something else: kept as it was read, until it is confirmed.

It is kept with the receipt of the command, as long as receipts are. Confirmed on another day it still means the day on
which it was typed, and confirmed twice it is stored once.
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.core.pending_readings import AskedTooLongAgo, asked_reading, keep_asked, name_of_asked
from bot.core.text.errors import NotUnderstood
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import bare_word, fold_words
from bot.core.work import Work
from bot.log.text.command import ParsedEntry
from storage import catalogue
from storage.accounts import known_accounts
from storage.day_totals import total_between
from storage.tables import Member, Metric, Workspace

MOST_NAME_WORDS, MOST_WORDS = 5, 40
"""The longest name that is looked for among the accounts, and the words of a text among which it is."""


class How(enum.Enum):
    """What confirming a reading does."""

    AS_READ = "as read"
    MAKE_IT = "make it"
    ADD = "add"


@dataclass(frozen=True)
class Reading:
    """One reading of what was typed. Its `entries` are what is stored, `whole` what the day then has of them."""

    how: How
    entries: tuple[ParsedEntry, ...]
    whole: tuple[ParsedEntry, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is asked back: why, and the readings, the likeliest first."""

    name: str
    """Under which it is kept."""
    readings: tuple[Reading, ...]
    metrics: Mapping[str, Metric]
    today: dt.date
    why: NotUnderstood | None
    """None where only the day's total is in question."""


def ask(work: Work, *, member: Member, readings: Sequence[Reading], why: NotUnderstood | None, receipt: str) -> Asked:
    """Keep these readings, and nothing else. Raises NotAllowed for guests and people who have left."""
    name = name_of_asked(receipt)
    plain = [[_plain(each) for each in one.entries] for one in readings]
    keep_asked(work, member=member, name=name, readings=plain)
    metrics = {metric.key: metric for metric in work.metrics()}
    return Asked(name, tuple(readings), metrics, work.today_of(member), why)


def asked_entries(work: Work, *, member: Member, value: str) -> tuple[str, tuple[ParsedEntry, ...]]:
    """The name and the entries of the reading of which a button's value speaks. Raises AskedTooLongAgo, NotAllowed."""
    name, reading = asked_reading(work, member=member, value=value)
    in_use = {metric.key for metric in work.metrics()}
    if not all(entry["metric_key"] in in_use for entry in reading):
        raise AskedTooLongAgo
    return name, tuple(ParsedEntry(**{**entry, "date": dt.date.fromisoformat(entry["date"])}) for entry in reading)


def total_readings(
    session: Session, *, workspace: Workspace, member: Member, entries: Sequence[ParsedEntry]
) -> tuple[Reading, ...]:
    """The readings of numbers that are said to be the whole of a day: none where nothing is logged of them that day."""
    metrics = {metric.key: metric.id for metric in catalogue.list_metrics(session, workspace_id=workspace.id)}
    done = [
        total_between(
            session,
            member_id=member.id,
            metric_id=metrics[entry.metric_key] or 0,
            starts=entry.date,
            ends=entry.date + dt.timedelta(days=1),
        ).quantity
        for entry in entries
    ]
    if not any(done):
        return ()
    more = tuple(
        replace(entry, quantity=entry.quantity - had)
        for entry, had in zip(entries, done, strict=True)
        if entry.quantity > had
    )
    whole = tuple(entries)
    less = any(entry.quantity < had for entry, had in zip(entries, done, strict=True))
    keys = [entry.metric_key for entry in entries]
    clear = not less and more and len(set(keys)) == len(keys) and not any(entry.amount_minor for entry in entries)
    make_it = (Reading(How.MAKE_IT, more, whole),) if clear else ()
    return (*make_it, Reading(How.ADD, whole))


def accounts_named(
    session: Session, *, workspace: Workspace, member: Member, text: str, today: dt.date
) -> frozenset[str]:
    """The accounts of the member or their teams that a text names, folded: read only where it is in doubt."""
    words = [word.strip(".,;:!?\"'“”") for word in plain_text(text).split()][:MOST_WORDS]
    names = {
        fold_words(" ".join(words[at : at + length]))
        for at in range(len(words))
        for length in range(1, MOST_NAME_WORDS + 1)
        if bare_word(words[at])
    }
    found = known_accounts(session, workspace_id=workspace.id, member_id=member.id, names=names, date=today)
    return frozenset(map(fold_words, found))


def _plain(entry: ParsedEntry) -> dict[str, Any]:
    return {
        "metric_key": entry.metric_key,
        "quantity": entry.quantity,
        "date": entry.date.isoformat(),
        "account": entry.account,
        "outcome": entry.outcome,
        "note": entry.note,
        "amount_minor": entry.amount_minor,
    }
