"""The stages of the process and their playbooks: changed by the operator, read from a file, and what is refused."""

import datetime as dt

import pytest
from sqlmodel import Session

from bot.coach.deals.customer_value import customer_value
from bot.coach.deals.playbook import how_of, take_playbook, write_playbook
from bot.coach.deals.stages import WrongStage, add_stage, default_stages, ensure_stages, rename_stage, retire_stage
from bot.coach.deals.stages import stage_names as names_of
from metrics.coaching.lifetime_value import Assumptions
from storage.deals import add_deal
from storage.engine import Database
from storage.tables import Deal, Workspace
from tests.cast import NOON, assemble


def opened(session: Session, database: Database) -> Workspace:
    workspace = session.get(Workspace, 1)
    assert workspace is not None
    ensure_stages(session, workspace=workspace)
    return workspace


def test_stages_are_added_renamed_and_retired_and_keep_their_keys(database: Database) -> None:
    assemble(database)
    with database.writing() as session:
        workspace = opened(session, database)
        add_stage(session, workspace=workspace, label="Legal check", before="closing", now=NOON)
        rename_stage(session, workspace=workspace, key="Quoting", label="Offer", now=NOON)
        retire_stage(session, workspace=workspace, key="qualifying", now=NOON)
        ensure_stages(session, workspace=workspace)
        assert [(name.key, name.label) for name in names_of(session, workspace=workspace)] == [
            ("prospecting", "Prospecting"),
            ("quoting", "Offer"),
            ("legal-check", "Legal check"),
            ("closing", "Closing"),
        ]


@pytest.mark.parametrize("label", ["", "x" * 41, "closing", "WON", "a<b", "`x`"])
def test_a_stage_needs_a_name_of_its_own(sqlite_database: Database, label: str) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = opened(session, sqlite_database)
        with pytest.raises(WrongStage):
            add_stage(session, workspace=workspace, label=label, now=NOON)


def test_the_last_stage_cannot_be_retired(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = opened(session, sqlite_database)
        for key in ("prospecting", "qualifying", "quoting"):
            retire_stage(session, workspace=workspace, key=key, now=NOON)
        with pytest.raises(WrongStage, match="at least one stage"):
            retire_stage(session, workspace=workspace, key="closing", now=NOON)


def test_a_written_playbook_is_taken_again_and_changes_nothing(sqlite_database: Database) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = opened(session, sqlite_database)
        written = write_playbook(session, workspace=workspace)
        take_playbook(session, workspace=workspace, text=written, now=NOON)
        assert write_playbook(session, workspace=workspace) == written
        take_playbook(session, workspace=workspace, text="- {key: quoting, steps: [Call first.]}", now=NOON)
        how = how_of(session, workspace=workspace, stage_key="quoting")
        assert how is not None
        assert (how.steps, len(how.tips)) == (("Call first.",), 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "no YAML"),
        ("hello", "must be a list of stages"),
        ("- {steps: []}", "must be a list of stages"),
        ("- {key: nowhere}", "There is no stage nowhere"),
        ("- {key: quoting, steps: one}", "must be a list of lines"),
    ],
)
def test_a_wrong_playbook_is_refused_in_words(sqlite_database: Database, text: str, why: str) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = opened(session, sqlite_database)
        with pytest.raises(WrongStage, match=why):
            take_playbook(session, workspace=workspace, text=text, now=NOON)


def test_what_ships_says_the_same_stages_in_every_language() -> None:
    shapes = {
        language: [(row["key"], len(row["steps"]), len(row["tips"])) for row in rows]
        for language, rows in default_stages().items()
    }
    assert shapes["ms"] == shapes["en"]


def test_a_customer_is_worth_what_accounts_paid_in_the_last_year(sqlite_database: Database) -> None:
    cast = assemble(sqlite_database)
    assumed = Assumptions(retention=0.5, horizon=1, discount=0.0, period="year", source="a test")
    with sqlite_database.writing() as session:
        today = NOON.date()
        for account, amount, days in (("Acme", 1000, 10), ("ACME", 500, 20), ("Bolt", 700, 30), ("Old", 9000, 400)):
            deal = Deal(workspace_id=cast.workspace, member_id=cast.ana, account=account, created_at=NOON)
            deal.amount_minor, deal.won_on = amount, today - dt.timedelta(days=days)
            deal.refunded_minor = 200 if account == "Acme" else 0
            add_deal(session, deal=deal)
        found = customer_value(session, member_ids=[cast.ana], margin_share=0.5, assumptions=assumed, today=today)
        assert found is not None
        worth, customers = found
        assert (customers, worth.margin, worth.amount) == (2, 500, 750)
        assert (
            customer_value(session, member_ids=[cast.ben], margin_share=0.5, assumptions=assumed, today=today) is None
        )
