"""What was typed and may mean something else: kept as it was read, until it is confirmed.

It is kept with the receipt of the command, as long as receipts are. Confirmed on another day it still means the day on
which it was typed, and confirmed twice it is stored once.
"""

import datetime as dt
import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.core.failures import Failure
from bot.core.permissions import require_own
from bot.core.text.errors import NotUnderstood
from bot.core.text.slack import plain_text
from bot.core.text.vocabulary import bare_word, fold_words
from bot.log.entries import batch_of
from bot.log.text.command import ParsedEntry
from storage import catalogue
from storage.accounts import known_accounts
from storage.day_totals import total_between
from storage.tables import Member, Metric, Workspace
from storage.workspaces import find_receipt, keep_answer, take_receipt

MOST_NAME_WORDS, MOST_WORDS = 5, 40
"""The longest name that is looked for among the accounts, and the words of a text among which it is."""


class AskedTooLongAgo(Failure):
    """What is confirmed is no longer kept."""

    def __init__(self) -> None:
        super().__init__("That's too long ago to save. Nothing was saved. Log it again with `/log`.")


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


def ask(
    session: Session,
    *,
    workspace: Workspace,
    member: Member,
    readings: Sequence[Reading],
    why: NotUnderstood | None,
    receipt: str,
    now: dt.datetime,
    today: dt.date,
) -> Asked:
    """Keep these readings, and nothing else. Raises NotAllowed for guests and people who have left."""
    require_own(member, member.id)
    name = batch_of(receipt)
    if take_receipt(session, workspace_id=workspace.id, key=_key(name), now=now):
        kept = {"member": member.id, "readings": [[_plain(each) for each in one.entries] for one in readings]}
        keep_answer(session, workspace_id=workspace.id, key=_key(name), answer=json.dumps(kept))
    metrics = {metric.key: metric for metric in catalogue.list_metrics(session, workspace_id=workspace.id)}
    return Asked(name, tuple(readings), metrics, today, why)


def asked_entries(
    session: Session, *, workspace: Workspace, member: Member, name: str, at: int
) -> tuple[ParsedEntry, ...]:
    """The entries of one of the readings that were kept. Raises AskedTooLongAgo, NotAllowed."""
    answer = find_receipt(session, workspace_id=workspace.id, key=_key(name))
    if not answer:
        raise AskedTooLongAgo
    kept = json.loads(answer)
    require_own(member, int(kept["member"]))
    readings = kept["readings"]
    in_use = {metric.key for metric in catalogue.list_metrics(session, workspace_id=workspace.id)}
    if not 0 <= at < len(readings) or not all(entry["metric_key"] in in_use for entry in readings[at]):
        raise AskedTooLongAgo
    return tuple(ParsedEntry(**{**entry, "date": dt.date.fromisoformat(entry["date"])}) for entry in readings[at])


def receipt_of_asked(name: str) -> str:
    """The receipt with which any of the readings is stored, so that only one of them is, and once."""
    return f"asked:{name}"


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


def _key(name: str) -> str:
    return f"asked:{name}"


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
