"""Ids that were stored before records had a source are carried over by the upgrade, on both databases."""

import datetime as dt

from alembic import command
from sqlmodel import select

from bot.exchange.deals import DealSaid, store_deals
from storage import migrate
from storage.engine import make_database
from storage.outside import find_records
from storage.tables import Activity, Deal, Lead, Member, OutsideRecord, Source, Workspace
from tests.cast import NOON, Cast, assemble

BEFORE = "7c1f0a4be2d9"


def stored_before(cast: Cast) -> list[object]:
    said = {"workspace_id": cast.workspace, "member_id": cast.ana}
    entry = {**said, "metric_id": 1, "quantity": 1, "local_date": dt.date(2026, 11, 16), "logged_at": NOON}
    return [
        Deal(**said, external_id="hubspot:0-3:4711", account="Acorn", created_at=NOON, stage="closing"),
        Deal(**said, external_id="1005", account="Birch", created_at=NOON, stage="closing"),
        Lead(**said, external_id="salesforce:00Q5g00000XyZaBEAV", created_at=NOON),
        Activity(**entry, source=Source.API, external_id="hubspot:0-48:950"),
        Activity(**entry, source=Source.IMPORT, external_id="line-" + "a" * 40),
    ]


def test_the_upgrade_carries_over_the_ids_that_are_known(database_url: str) -> None:
    database = make_database(database_url)
    migrate.upgrade(database)
    cast = assemble(database)
    with database.writing() as session:
        for row in stored_before(cast):
            session.add(row)
    with migrate.changing_schema(database) as connection:
        config = migrate._config(connection)
        command.downgrade(config, BEFORE)
        command.upgrade(config, "head")
    with database.writing() as session:
        known = {(each.source, each.kind, each.external_id) for each in session.exec(select(OutsideRecord))}
        assert known == {
            ("hubspot", "deal", "4711"),
            ("earlier", "deal", "1005"),
            ("salesforce", "lead", "00Q5g00000XyZaBEAV"),
            ("hubspot", "activity", "950"),
            ("line", "activity", "line-" + "a" * 40),
        }
        assert sorted(str(each) for each in session.exec(select(Deal.external_id))) == ["1005", "hubspot:deal:4711"]
        workspace, ana = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        said = DealSaid("1005", told_by="hubspot", member=ana, account="Birch", amount_minor=5_00)
        (taken,) = store_deals(session, workspace=workspace, said=[said], first_stage="prospecting", now=NOON)
        assert taken.state == "changed"
        found = find_records(session, workspace_id=1, kind="deal", source="hubspot", external_ids=["1005"])
        assert found["1005"].row_id == taken.id
        stranger = DealSaid("1005", told_by="pipedrive", member=ana, account="Cedar", amount_minor=7_00)
        (taken,) = store_deals(session, workspace=workspace, said=[stranger], first_stage="prospecting", now=NOON)
        assert taken.state == "new"
    database.dispose()
