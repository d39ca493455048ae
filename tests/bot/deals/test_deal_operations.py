"""Whatever is done to deals, in whatever order and by whom, the day totals are what the deals say."""

import datetime as dt
import random

import pytest
from sqlmodel import Session, select

from bot.core.failures import Failure
from bot.core.work import Work
from bot.deals.editing import (
    Hand,
    add_deal,
    close_as,
    lose_deal,
    move_deal,
    price_deal,
    refund_deal,
    reopen_deal,
    win_deal,
)
from bot.log.entries import log_entries, undo_batch
from bot.log.text.command import ParsedEntry
from storage.day_totals import wrong_totals
from storage.engine import Database
from storage.tables import Activity, Deal, Member, Workspace
from tests.bot.pipeline.test_settlement import TODAY, told_by_deals, totals
from tests.cast import NOON, Cast, assemble


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def do_something(session: Session, cast: Cast, chance: random.Random) -> None:
    """One thing that a rep, their manager or a stranger does."""
    workspace = session.get(Workspace, cast.workspace)
    member = session.get(Member, chance.choice([cast.ana, cast.ana, cast.north_manager, cast.south_manager]))
    assert workspace is not None
    assert member is not None
    hand = Hand(session, workspace, NOON, member, str(chance.random()))
    on = TODAY - dt.timedelta(days=chance.randrange(4))
    deals = session.exec(select(Deal)).all()
    what = chance.choice(["add", "log", "undo", "move", "price", "win", "lose", "refund", "reopen", "same"])
    if what == "add" or not deals:
        add_deal(hand, account=chance.choice(["Acme", "Bolt"]), amount_minor=chance.choice([0, 900]), on=on)
        return
    deal, other = chance.choice(deals), chance.choice(deals)
    match what:
        case "log":
            entry = ParsedEntry(chance.choice(["deal", "opportunity"]), 1, on, "Acme", amount_minor=500)
            log_entries(Work(session, workspace, NOON), member=member, entries=[entry], receipt=hand.receipt)
        case "undo":
            batch = chance.choice([row.batch for row in session.exec(select(Activity))] or [""])
            if batch:
                undo_batch(Work(session, workspace, NOON), member=member, batch=batch)
        case "move":
            move_deal(hand, deal, stage=chance.choice(["quoting", "closing"]), on=on)
        case "price":
            price_deal(hand, deal, amount_minor=chance.choice([0, 400, 2000]))
        case "win":
            win_deal(hand, deal, amount_minor=chance.choice([None, 1500]), on=on)
        case "lose":
            lose_deal(hand, deal, reason="too dear", on=on)
        case "refund":
            refund_deal(hand, deal, amount_minor=chance.choice([100, 5000]), on=on)
        case "reopen":
            reopen_deal(hand, deal)
        case "same":
            close_as(hand, deal, other)


@pytest.mark.parametrize("seed", range(6))
def test_the_totals_follow_any_sequence_of_operations(database: Database, cast: Cast, seed: int) -> None:
    chance, done = random.Random(seed), 0
    for _ in range(60):
        try:
            with database.writing() as session:
                do_something(session, cast, chance)
            done += 1
        except Failure:
            continue  # refused in words, and rolled back
        finally:
            with database.reading() as session:
                assert totals(session, cast) == told_by_deals(session)
                assert wrong_totals(session, workspace_id=cast.workspace) == []
    assert done > 15
