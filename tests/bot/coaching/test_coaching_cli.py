"""`pacer coaching …` for pairs, surveys and what a team has of them, as an operator uses it."""

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from metrics.coaching.anonymity import Level
from storage import pairs
from storage.engine import Database
from storage.tables import GroupState, Survey, SurveyGroup, SurveyResult
from tests.cast import assemble
from tests.databases import fresh_sqlite

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Ana and Ben are asked to pair up, and North answered a survey."""
    path = tmp_path / "pacer.sqlite"
    database = fresh_sqlite(path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    cast = assemble(database)
    with database.writing() as session:
        pairs.propose(session, workspace_id=1, member_ids=(cast.ana, cast.ben), proposed_at=NOW)
        survey = Survey(workspace_id=1, opened_at=NOW, closes_at=NOW, closed=True)
        session.add(survey)
        session.flush()
        group = SurveyGroup(
            workspace_id=1, survey_id=survey.id, team_ids=str(cast.north), questions="goal", state=GroupState.SHOWN
        )
        session.add(group)
        session.flush()
        session.add(
            SurveyResult(workspace_id=1, group_id=group.id, question="goal", choice="too high", level=Level.MOST)
        )
    return database


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["coaching", *arguments])
    return result.output if result.exception is None else f"{result.output}{result.exception}"


def test_parts_and_rhythms_are_chosen_and_shown(installed: Database) -> None:
    assert "pairs: on" in run("settings", "North")
    changed = run("settings", "North", "--off", "pairs", "--off", "surveys", "--pairs-every", "4")
    assert {"pairs: off", "surveys: off", "trainings: on", "pairs every 4 weeks"} <= set(changed.splitlines())
    assert "every week, every two or every four weeks" in run("settings", "North", "--pairs-every", "3")
    assert "pairs every 4 weeks" in run("settings", "North")
    installed.dispose()


def test_pairs_and_results_are_listed(installed: Database) -> None:
    assert "Ana and Ben: proposed" in run("pairs")
    shown = run("surveys", "--every", "8")
    assert "Surveys come every 8 weeks." in shown
    assert "How do your goals feel?" in shown
    assert "• Most: Too high" in shown
    assert "or never" in run("surveys", "--every", "3")
    installed.dispose()
