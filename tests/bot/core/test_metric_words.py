"""A metric is found by the same words at every door: case, accents, width and spaces make no other word."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from bot.core.vocabulary import vocabulary_of
from bot.core.work import Work
from bot.exchange.activity_items import OfferedActivity, take_activities
from bot.exchange.files.activities import import_activities
from bot.exchange.files.goals import import_goals
from bot.goals.editing import known_metric
from bot.log.text.command import parse_log
from storage.engine import Database
from storage.tables import Metric, Unit, Workspace
from storage.workspaces import find_workspace
from tests.cast import NOON, Cast, assemble

TODAY = NOON.date()
WORDS = ("démarche", "Démarche", "DEMARCHES", "demarche", "Ｄｅｍａｒｃｈｅｓ")


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    """A workspace that counts visits by a French word."""
    cast = assemble(sqlite_database)
    with sqlite_database.writing() as session:
        session.add(
            Metric(workspace_id=cast.workspace, key="visit", singular="démarche", plural="démarches", unit=Unit.COUNT)
        )
    return cast


def by_log(session: Session, workspace: Workspace, word: str) -> object:
    vocabulary = vocabulary_of(session, workspace=workspace)
    (entry,) = parse_log(f"2 {word}", vocabulary, today=TODAY, backdate_days=31).entries
    assert entry.metric_key == "visit"
    return entry


def by_goal(session: Session, workspace: Workspace, word: str) -> object:
    assert known_metric(Work(session, workspace, NOON), key=word).key == "visit"
    return None


def by_file_of_activities(session: Session, workspace: Workspace, word: str) -> object:
    lines = ["member,date,metric,quantity\n", f"ana@example.com,{TODAY},{word},2\n"]
    return import_activities(session, workspace=workspace, lines=lines, now=NOON)


def by_file_of_goals(session: Session, workspace: Workspace, word: str) -> object:
    lines = ["member,team,metric,period,target\n", f"ana@example.com,,{word},week,5\n"]
    return import_goals(session, workspace=workspace, lines=lines, now=NOON)


def by_api(session: Session, workspace: Workspace, word: str) -> object:
    offered = [OfferedActivity(member="ana@example.com", metric=word, quantity=2)]
    return take_activities(session, workspace=workspace, offered=offered, now=NOON)


DOORS: tuple[Callable[[Session, Workspace, str], object], ...] = (
    by_log,
    by_goal,
    by_file_of_activities,
    by_file_of_goals,
    by_api,
)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_takes_the_word(
    sqlite_database: Database, cast: Cast, door: Callable[[Session, Workspace, str], object], word: str
) -> None:
    with sqlite_database.writing() as session:
        workspace = find_workspace(session)
        assert workspace is not None
        door(session, workspace, word)
