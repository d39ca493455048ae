"""The schema's versions, on both databases."""

import pytest
import sqlalchemy as sa

from storage.engine import Database, UnusableDatabase, make_database
from storage.migrate import SchemaMismatch, current_revision, differences, require_current, upgrade, wanted_revision


def test_the_migrations_build_exactly_the_models(database: Database) -> None:
    assert differences(database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert current_revision(database) == wanted_revision()
    require_current(database)


def test_an_empty_database_is_refused_with_the_command_that_helps(database_url: str) -> None:
    empty = make_database(database_url)
    with pytest.raises(SchemaMismatch, match="pacer db upgrade"):
        require_current(empty)
    empty.dispose()


def test_a_schema_from_a_newer_pacer_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    with pytest.raises(SchemaMismatch, match="newer Pacer"):
        require_current(database)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "isn't a database address"),
        ("mysql://somewhere/pacer", "SQLite or PostgreSQL"),
        ("sqlite://", "needs a file"),
        ("sqlite:////no/such/directory/pacer.sqlite", "doesn't exist"),
    ],
)
def test_a_wrong_address_is_refused_in_words(url: str, says: str) -> None:
    with pytest.raises(UnusableDatabase, match=says):
        make_database(url)
