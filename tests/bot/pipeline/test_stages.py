"""The stages of the process and their playbooks: changed by the operator, read from a file, and what is refused."""

import pytest
from sqlmodel import Session

from bot.core.work import Work
from bot.deals.playbook import how_of, take_playbook, write_playbook
from bot.pipeline.stages import WrongStage, add_stage, default_stages, ensure_stages, rename_stage, retire_stage
from bot.pipeline.stages import stage_names as names_of
from storage.engine import Database
from storage.tables import Workspace
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
        written = write_playbook(Work(session, workspace, NOON))
        take_playbook(Work(session, workspace, NOON), text=written)
        assert write_playbook(Work(session, workspace, NOON)) == written
        take_playbook(Work(session, workspace, NOON), text="- {key: quoting, steps: [Call first.]}")
        how = how_of(Work(session, workspace, NOON), stage_key="quoting")
        assert how is not None
        assert (how.steps, len(how.tips)) == (("Call first.",), 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "isn't valid YAML"),
        ("hello", "needs to be a list of stages"),
        ("- {steps: []}", "needs to be a list of stages"),
        ("- {key: nowhere}", "No stage is called nowhere"),
        ("- {key: quoting, steps: one}", "need to be a list of lines"),
    ],
)
def test_a_wrong_playbook_is_refused_in_words(sqlite_database: Database, text: str, why: str) -> None:
    assemble(sqlite_database)
    with sqlite_database.writing() as session:
        workspace = opened(session, sqlite_database)
        with pytest.raises(WrongStage, match=why):
            take_playbook(Work(session, workspace, NOON), text=text)


def test_what_ships_says_the_same_stages_in_every_language() -> None:
    shapes = {
        language: [(row["key"], len(row["steps"]), len(row["tips"])) for row in rows]
        for language, rows in default_stages().items()
    }
    assert shapes["ms"] == shapes["en"]
