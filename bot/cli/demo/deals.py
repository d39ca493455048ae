"""Invented deals and leads of the team, the same for the same start."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.cli.demo.cast import REPS, Person
from bot.cli.demo.history import ACCOUNTS, DAYS, LEAVE_DAYS

STAGES = ("prospecting", "qualifying", "quoting", "closing")
GOES_ON = (0.85, 0.8, 0.75, 0.7)
"""Of the deals in each stage, the share that goes on to the next."""
SLIPPING = 0.55
"""What is left of that in quoting for somebody who asks too late for the budget."""
A_DAY = 0.3
USUAL = 20_000_00
REASONS = (
    ("too dear", "Ask for the budget before quoting."),
    ("chose somebody they knew", "Meet the person who signs earlier."),
    ("no decision this year", "Ask by which date it is needed."),
    ("a missing feature", ""),
)
SOURCES = (("website", 0.5), ("trade fair", 0.25), ("partner", 0.15), ("referral", 0.1))
LED_BY_A_LEAD = 0.35
"""So many of the deals began with a lead, and most of these came by a recommendation."""
SOURCES_OF_DEALS = (("referral", 0.4), ("partner", 0.25), ("website", 0.25), ("trade fair", 0.1))
MORE_ACCOUNTS = (
    "Ivory Bakeries",
    "Juniper Cycles",
    "Kestrel Labs",
    "Lemongrass Hotels",
    "Marble Arch Dental",
    "Nutmeg Books",
    "Oatfield Farms",
    "Pinecone Toys",
    "Quarry Bank",
    "Rosewood Clinics",
)


@dataclass(frozen=True)
class InventedDeal:
    """One invented deal: its moves in order, the last one to where it stands now; amounts in minor units."""

    person: Person
    account: str
    amount_minor: int
    moves: tuple[tuple[str, dt.date], ...]
    reason: str = ""
    lesson: str = ""
    handed_to: str = ""


@dataclass(frozen=True)
class InventedLead:
    """One invented lead; `answered_after` in minutes, None while it waits."""

    person: Person
    account: str
    source: str
    created_at: dt.datetime
    answered_after: int | None


def write_deals(today: dt.date, won: Sequence[InventedDeal]) -> Iterator[InventedDeal]:
    """The deals of ninety days: those that were `won` with the way that they came, and what was lost or is open."""
    chance = random.Random(20261118)
    for deal in won:
        yield _with_its_way(chance, deal)
    for person in REPS:
        for days_ago in range(DAYS + 20, 0, -1):
            opened = today - dt.timedelta(days=days_ago)
            away = person.on_leave and days_ago <= LEAVE_DAYS // 2
            if opened.weekday() < 5 and not away and chance.random() < A_DAY * person.pace:
                found = _walk(chance, person, opened, today)
                # The wins of those whose revenue is in the history are there already.
                if found.moves[-1][0] != "won" or person.team == "Harbour":
                    yield found


def write_leads_of(deals: Sequence[InventedDeal]) -> Iterator[InventedLead | None]:
    """For each of the deals in order the lead that it began with; None where it began without."""
    chance = random.Random(20261120)
    sources, weights = [name for name, _ in SOURCES_OF_DEALS], [weight for _, weight in SOURCES_OF_DEALS]
    for deal in deals:
        if chance.random() >= LED_BY_A_LEAD:
            yield None
            continue
        date = deal.moves[0][1] - dt.timedelta(days=1 + chance.randrange(3))
        at = dt.time(9 + chance.randrange(7), chance.randrange(60))
        came = dt.datetime.combine(date, at, tzinfo=ZoneInfo(deal.person.zone)).astimezone(dt.UTC)
        (source,) = chance.choices(sources, weights)
        yield InventedLead(deal.person, deal.account, source, came, round(chance.gammavariate(1.2, 40.0)) + 2)


def write_leads(now: dt.datetime) -> Iterator[InventedLead]:
    """The leads of ninety days; one of Harbour's came in this afternoon and waits."""
    chance = random.Random(20261119)
    sources, weights = [name for name, _ in SOURCES], [weight for _, weight in SOURCES]
    for person in REPS:
        for days_ago in range(DAYS, 0, -1):
            date = now.astimezone(ZoneInfo(person.zone)).date() - dt.timedelta(days=days_ago)
            if date.weekday() >= 5 or chance.random() > 0.25:
                continue
            at = dt.time(9 + chance.randrange(7), chance.randrange(60))
            came = dt.datetime.combine(date, at, tzinfo=ZoneInfo(person.zone)).astimezone(dt.UTC)
            (source,) = chance.choices(sources, weights)
            after = round(chance.gammavariate(1.2, 40.0)) + 2
            yield InventedLead(person, chance.choice(MORE_ACCOUNTS), source, came, after)
    waits = next(person for person in REPS if person.name.startswith("Gus"))
    yield InventedLead(waits, "Saffron Galleries", "website", now - dt.timedelta(minutes=100), None)


def _walk(chance: random.Random, person: Person, opened: dt.date, today: dt.date) -> InventedDeal:
    account = chance.choice((*ACCOUNTS, *MORE_ACCOUNTS))
    amount = max(round(USUAL * chance.gammavariate(4.0, 0.25) / 500_00) * 500_00, 500_00)
    moves, date = [(STAGES[0], opened)], opened
    for at in range(len(STAGES)):
        date = _later(chance, date)
        goes_on = GOES_ON[at]
        if STAGES[at] == "quoting" and person.lately is not None:
            goes_on *= SLIPPING
        after = (*STAGES, "won")[at + 1] if chance.random() < goes_on else "lost"
        reason, lesson = chance.choice(REASONS)
        if date >= today:
            break
        moves.append((after, date))
        if after == "lost":
            return InventedDeal(person, account, amount, tuple(moves), reason, lesson)
    return InventedDeal(person, account, amount, tuple(moves))


def _with_its_way(chance: random.Random, deal: InventedDeal) -> InventedDeal:
    """A won deal with the stages that it came through, from its end backwards."""
    (end,) = deal.moves
    moves, date = [end], end[1]
    for stage in reversed(STAGES):
        date -= dt.timedelta(days=1 + round(chance.gammavariate(2.0, 2.0)))
        moves.insert(0, (stage, date))
    return InventedDeal(deal.person, deal.account, deal.amount_minor, tuple(moves), handed_to="Account management")


def _later(chance: random.Random, date: dt.date) -> dt.date:
    later = date + dt.timedelta(days=1 + round(chance.gammavariate(2.0, 2.0)))
    return later + dt.timedelta(days=max(0, 7 - later.weekday()) if later.weekday() >= 5 else 0)
