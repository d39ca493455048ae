"""Every command, said and answered: the whole answer, once, in English and in Malay."""

import sqlite3
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.bot.conversations import away, coach, deal, goal, kudos, log, progress, team
from tests.bot.conversations.talk import LANGUAGES, Talk, answer, restore, snapshot, speak
from tests.office import Office, open_office

COMMANDS = (log, progress, deal, away, kudos, team, goal, coach)
TALKS = [
    pytest.param(module, talk, id=f"{module.COMMAND}: {talk.about}") for module in COMMANDS for talk in module.TALKS
]


@pytest.fixture(scope="module", params=LANGUAGES)
def offices(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Office, sqlite3.Connection]]:
    """An office whose people read one language, and its database as it was in the beginning."""
    with open_office(tmp_path_factory.mktemp("office")) as office:
        speak(office, request.param)
        yield request.param, office, snapshot(office)


@pytest.mark.parametrize(("module", "talk"), TALKS)
def test_what_is_said_is_answered_in_full_and_once(
    offices: tuple[str, Office, sqlite3.Connection], module: ModuleType, talk: Talk
) -> None:
    language, office, beginning = offices
    restore(office, beginning)
    talk.given(office)
    for said_en, answered_en, said_ms, answered_ms in talk.rows:
        said, answered = (said_en, answered_en) if language == "en" else (said_ms, answered_ms)
        heard = answer(office, talk.who, module.COMMAND, said)
        assert (said, type(heard), heard) == (said, type(answered), answered)
