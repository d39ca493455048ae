"""Deals that another program tells: the days on which they moved are those of whoever has them."""

import datetime as dt

import pytest
from sqlmodel import col, select

from bot.exchange.deals import DealSaid, store_deals
from storage.engine import Database
from storage.tables import Deal, Member, StageChange, Workspace
from tests.cast import NOON, assemble

LATE = dt.datetime(2026, 11, 18, 22, 30, tzinfo=dt.UTC)
"""The 18th in London, and the 19th where Ana is."""


@pytest.mark.parametrize("named", [True, False], ids=["with its member", "without"])
@pytest.mark.parametrize("stage", ["demo", "won", "lost"])
def test_a_deal_moves_on_its_owners_day(database: Database, stage: str, *, named: bool) -> None:
    cast = assemble(database)
    with database.writing() as session:
        workspace, ana = session.get(Workspace, cast.workspace), session.get(Member, cast.ana)
        assert workspace is not None
        assert ana is not None
        ana.timezone = "Asia/Kuala_Lumpur"
        first = DealSaid("crm-1", member=ana, account="Acorn", amount_minor=100_00)
        store_deals(session, workspace=workspace, said=[first], first_stage="lead", now=NOON)
        moved = DealSaid("crm-1", member=ana if named else None, stage=stage)
        store_deals(session, workspace=workspace, said=[moved], first_stage="lead", now=LATE)
        deal = session.exec(select(Deal)).one()
        last = session.exec(select(StageChange).order_by(col(StageChange.id).desc())).first()
        assert last is not None
        assert {deal.stage_since, deal.touched_on, last.moved_on} == {dt.date(2026, 11, 19)}
