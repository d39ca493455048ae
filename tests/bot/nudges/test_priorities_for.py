"""Leads that nobody answered and deals that nobody touched, found in what is stored."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.core.work import Work
from bot.nudges.priorities import priorities_for, subjects_of
from bot.pipeline.stages import ensure_stages
from metrics.priorities import Priority, PriorityItem
from storage.activities import add_activities
from storage.catalogue import find_metric
from storage.engine import Database
from storage.leads import add_lead
from storage.people import members_by_id
from storage.tables import Activity, Lead, Source, Workspace
from tests.bot.pipeline.test_conversion import days_ago, store_deal
from tests.cast import NOON, Cast, assemble


@pytest.fixture
def cast(database: Database) -> Cast:
    made = assemble(database)
    with database.writing() as session:
        workspace = session.get(Workspace, made.workspace)
        assert workspace is not None
        ensure_stages(session, workspace=workspace)
    return made


def found(session: Session, cast: Cast) -> dict[int, tuple[PriorityItem, ...]]:
    workspace = session.get(Workspace, cast.workspace)
    assert workspace is not None
    members = list(members_by_id(session, ids=[cast.ana, cast.ben, cast.cleo]).values())
    return priorities_for(session, workspace=workspace, members=members, now=NOON)


def store_lead(session: Session, cast: Cast, member: int, minutes: int, *, answered: bool = False) -> Lead:
    came = NOON - dt.timedelta(minutes=minutes)
    lead = Lead(workspace_id=cast.workspace, member_id=member, account="Acme", source="fair", created_at=came)
    lead.answered_at = NOON if answered else None
    return add_lead(session, lead=lead)


def test_an_unanswered_lead_cannot_wait_after_an_hour_of_working_time(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        assert found(session, cast) == {}
        late = store_lead(session, cast, cast.ana, 61)
        store_lead(session, cast, cast.ana, 59)
        store_lead(session, cast, cast.ben, 300, answered=True)
        # Since the evening before: only the morning's three hours count.
        overnight = store_lead(session, cast, cast.cleo, 18 * 60)
        items = found(session, cast)
        assert items == {
            cast.ana: (PriorityItem(Priority.UNANSWERED_LEAD, (late.id,), (61.0,), 60.0),),
            cast.cleo: (PriorityItem(Priority.UNANSWERED_LEAD, (overnight.id,), (180.0,), 60.0),),
        }
        workspace = session.get(Workspace, cast.workspace)
        assert workspace is not None
        named = subjects_of(Work(session, workspace, NOON), items=items[cast.ana])
        assert named[Priority.UNANSWERED_LEAD, late.id].source == "fair"


def test_an_open_deal_cannot_wait_once_it_is_untouched_for_longer_than_its_stage_usually_takes(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        stale = store_deal(session, cast, cast.ana, [("quoting", 30)], account="Acme")
        assert found(session, cast) == {}, "nobody knows yet how long quoting takes"
        for _ in range(5):
            store_deal(session, cast, cast.ben, [("quoting", 60), ("closing", 50)])
        items = found(session, cast)
        assert items[cast.ana] == (PriorityItem(Priority.UNTOUCHED_DEAL, (stale.id,), (30.0,), 10.0),)
        workspace = session.get(Workspace, cast.workspace)
        assert workspace is not None
        how = subjects_of(Work(session, workspace, NOON), items=items[cast.ana])[Priority.UNTOUCHED_DEAL, stale.id]
        assert how.account == "Acme"
        assert how.how is not None
        assert how.how.steps[0].startswith("Go through the price")
        call = find_metric(session, workspace_id=cast.workspace, key="call")
        assert call is not None
        touched = Activity(
            workspace_id=cast.workspace,
            member_id=cast.ana,
            metric_id=call.id,
            quantity=1,
            local_date=days_ago(3),
            account="ACME",
            source=Source.SLACK,
            logged_at=NOON,
        )
        add_activities(session, activities=[touched])
        assert cast.ana not in found(session, cast)
