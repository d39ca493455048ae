"""What a deal says is what its activities say, and the day totals follow, whatever is done to it."""

import datetime as dt
import random

import pytest
from sqlmodel import Session, select

from bot.core.presets import ensure_presets
from bot.core.work import Work
from bot.log.entries import PartOfDeal, log_entries, undo_batch
from bot.log.logged_deal import record_logged_deal
from bot.log.text.command import ParsedEntry
from bot.pipeline.settlement import UNITS, entries_due, settle, undo_deals
from storage.catalogue import add_metric, find_metric, list_metrics
from storage.day_totals import wrong_totals
from storage.deals import add_deal, add_refund, refunds_of
from storage.engine import Database
from storage.tables import Activity, DayTotal, Deal, Member, Metric, Refund, Unit, Workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()


@pytest.fixture
def cast(database: Database) -> Cast:
    return assemble(database)


def deal_of(**values: object) -> Deal:
    return Deal.model_validate(
        {"id": 1, "workspace_id": 1, "member_id": 1, "created_at": NOON, "stage": "won", "quantity": 1, **values}
    )


def refund(amount: int) -> Refund:
    return Refund(id=7, workspace_id=1, deal_id=1, amount_minor=amount, refunded_on=TODAY, at=NOON)


@pytest.mark.parametrize(
    ("deal", "refunds", "expected"),
    [
        (deal_of(stage="quoting", opened_on=TODAY, amount_minor=500), [], {"opportunity": 1, "pipeline": 500}),
        (deal_of(stage="quoting", opened_on=TODAY), [], {"opportunity": 1}),
        (deal_of(won_on=TODAY, amount_minor=500), [], {"won": 1, "revenue": 500}),
        (deal_of(won_on=TODAY, amount_minor=500), [refund(200)], {"won": 1, "revenue": 500, "refund-7": -200}),
        (
            deal_of(opened_on=TODAY, won_on=TODAY, amount_minor=500, quantity=3),
            [],
            {"opportunity": 3, "pipeline": 500, "won": 3, "revenue": 500},
        ),
        (deal_of(stage="lost", opened_on=TODAY, won_on=TODAY, lost_on=TODAY), [refund(5)], {"opportunity": 1}),
        (deal_of(won_on=TODAY, amount_minor=500, quantity=0), [], {"revenue": 500}),
        (deal_of(won_on=TODAY, amount_minor=500, undone_at=NOON), [refund(5)], {}),
    ],
)
def test_what_is_due_of_a_deal(deal: Deal, refunds: list[Refund], expected: dict[str, int]) -> None:
    assert {each.tag: each.quantity for each in entries_due(deal, refunds)} == expected


def totals(session: Session, cast: Cast) -> dict[tuple[int, str, dt.date], int]:
    """The kept totals of the outcome metrics."""
    keys = {metric.id: metric.key for metric in list_metrics(session, workspace_id=cast.workspace)}
    return {
        (row.member_id, keys[row.metric_id], row.local_date): row.total
        for row in session.exec(select(DayTotal))
        if keys[row.metric_id] in UNITS and row.total != 0
    }


def told_by_deals(session: Session) -> dict[tuple[int, str, dt.date], int]:
    """The same, summed from the deals."""
    found: dict[tuple[int, str, dt.date], int] = {}
    for deal in session.exec(select(Deal)):
        for each in entries_due(deal, refunds_of(session, deal_id=deal.id)):
            key = (deal.member_id, each.metric_key, each.date)
            found[key] = found.get(key, 0) + each.quantity
    return {key: total for key, total in found.items() if total != 0}


def change_at_random(session: Session, cast: Cast, chance: random.Random) -> None:
    """One thing that may happen to a deal."""
    on = TODAY - dt.timedelta(days=chance.randrange(5))
    rows = session.exec(select(Deal)).all()
    what = chance.choice(["add", "log", "stage", "amount", "won", "lost", "refund", "reopen", "undo", "give", "rename"])
    if what == "add" or not rows:
        deal = Deal(
            workspace_id=cast.workspace,
            member_id=chance.choice([cast.ana, cast.ben]),
            account=chance.choice(["Acme", ""]),
            amount_minor=chance.choice([0, 500, 1200]),
            stage="prospecting",
            opened_on=on,
            created_at=NOON,
        )
        add_deal(session, deal=deal)
        settle(session, deal=deal, changed_by=cast.ana, now=NOON)
        return
    deal = chance.choice(rows)
    match what:
        case "log":
            workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
            assert workspace is not None
            assert member is not None
            entry = ParsedEntry(chance.choice(list(UNITS)), chance.randrange(1, 4), on, amount_minor=900)
            log_entries(Work(session, workspace, NOON), member=member, entries=[entry], receipt=str(chance.random()))
            return
        case "undo":
            undo_deals(session, deal_ids=[deal.id], now=NOON)
        case "stage":
            deal.stage = "quoting"
        case "amount":
            deal.amount_minor = chance.choice([0, 700, 5000])
        case "won":
            deal.stage, deal.won_on = "won", on
        case "lost":
            deal.stage, deal.lost_on = "lost", on
        case "reopen":
            deal.stage, deal.won_on, deal.lost_on = "closing", None, None
        case "give":
            deal.member_id = chance.choice([cast.ana, cast.ben])
        case "rename":
            deal.account = "Other"
        case "refund":
            add_refund(
                session,
                refund=Refund(workspace_id=cast.workspace, deal_id=deal.id, amount_minor=100, refunded_on=on, at=NOON),
            )
    session.add(deal)
    settle(session, deal=deal, changed_by=cast.ana, now=NOON)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_sequence_of_changes_the_day_totals_are_what_the_deals_say(
    database: Database, cast: Cast, seed: int
) -> None:
    chance = random.Random(seed)
    with database.writing() as session:
        for _ in range(40):
            change_at_random(session, cast, chance)
            assert totals(session, cast) == told_by_deals(session)
        assert wrong_totals(session, workspace_id=cast.workspace) == []


def test_settling_twice_changes_nothing_more(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        deal = add_deal(
            session,
            deal=Deal(workspace_id=cast.workspace, member_id=cast.ana, amount_minor=500, won_on=TODAY, created_at=NOON),
        )
        for _ in range(2):
            settle(session, deal=deal, changed_by=cast.ana, now=NOON)
        rows = session.exec(select(Activity)).all()
        assert [(row.quantity, row.version) for row in rows] == [(1, 1), (500, 1)]


def test_a_logged_deal_is_undone_with_all_that_it_made_but_not_once_more_came_of_it(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        assert member is not None
        said = log_entries(
            Work(session, workspace, NOON),
            member=member,
            entries=[ParsedEntry("deal", 1, TODAY, "Acme", amount_minor=1000)],
            receipt="r",
        )
        (deal,) = session.exec(select(Deal)).all()
        add_refund(
            session,
            refund=Refund(workspace_id=cast.workspace, deal_id=deal.id, amount_minor=300, refunded_on=TODAY, at=NOON),
        )
        settle(session, deal=deal, changed_by=cast.ana, now=NOON)
        assert totals(session, cast)[cast.ana, "revenue", TODAY] == 700
        with pytest.raises(PartOfDeal):
            undo_batch(Work(session, workspace, NOON), member=member, batch=said.batch)
        assert totals(session, cast)[cast.ana, "revenue", TODAY] == 700
        other = log_entries(
            Work(session, workspace, NOON),
            member=member,
            entries=[ParsedEntry("deal", 1, TODAY, "Bluebell", amount_minor=500)],
            receipt="s",
        )
        undo_batch(Work(session, workspace, NOON), member=member, batch=other.batch)
        assert totals(session, cast)[cast.ana, "revenue", TODAY] == 700
        assert wrong_totals(session, workspace_id=cast.workspace) == []


def test_an_entry_from_before_there_were_tags_is_taken_for_its_deals(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        assert member is not None
        entry = ParsedEntry("deal", 2, TODAY, amount_minor=1000)
        log_entries(Work(session, workspace, NOON), member=member, entries=[entry], receipt="r")
        for row in session.exec(select(Activity)):
            row.external_id = None
            session.add(row)
        (deal,) = session.exec(select(Deal)).all()
        deal.amount_minor = 2000
        settle(session, deal=deal, changed_by=None, now=NOON)
        assert totals(session, cast) == {(cast.ana, "deal", TODAY): 2, (cast.ana, "revenue", TODAY): 2000}


def test_an_older_workspace_gets_the_new_metrics_and_keeps_its_own(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = session.get(Workspace, cast.workspace)
        assert workspace is not None
        for key in ("opportunity", "pipeline"):
            session.delete(find_metric(session, workspace_id=cast.workspace, key=key))
        call = find_metric(session, workspace_id=cast.workspace, key="call")
        assert call is not None
        call.singular, call.retired_at = "dial-up", NOON
        own = Metric(workspace_id=cast.workspace, key="lead-won", singular="opp", plural="opps", unit=Unit.COUNT)
        add_metric(session, metric=own)
        session.flush()
        ensure_presets(session, workspace=workspace)
        found = {m.key: m for m in list_metrics(session, workspace_id=cast.workspace, retired=True)}
        assert (found["call"].singular, found["call"].retired_at) == ("dial-up", NOON)
        assert found["opportunity"].aliases == "peluang"
        assert found["pipeline"].unit is Unit.MONEY
        assert not found["pipeline"].leading


def test_a_metric_of_the_same_name_that_counts_something_else_is_left_alone(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace, member = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        pipeline = find_metric(session, workspace_id=cast.workspace, key="pipeline")
        assert workspace is not None
        assert member is not None
        assert pipeline is not None
        pipeline.unit = Unit.COUNT
        session.add(pipeline)
        entry = ParsedEntry("opportunity", 1, TODAY, "Acme", amount_minor=900)
        made = record_logged_deal(Work(session, workspace, NOON), member=member, entry=entry, batch="b")
        assert [row.quantity for row in made] == [1]
